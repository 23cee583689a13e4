import Store
import SupplyModel
import Testing

@Suite struct GroupTests {
    private static let now = TestRegister.start

    private static func group(_ alert: Alert) -> AlertGroup {
        var group = AlertGroup(key: "00000000000000bb", route: "root/1", labels: ["rule": "r"], madeAt: now)
        var member = AlertGroup.Member(AlertLife(alert))
        member.toldAt = now
        member.escalatesAt = now.adding(seconds: 60)
        group.members = [member]
        group.flushedAt = now
        group.toldAt = now
        group.toldCount = 3
        group.nextAt = now.adding(seconds: 60)
        return group
    }

    @Test func `a group comes back as it was kept, with the run that made it`() throws {
        try TestRegister.inFolder { register in
            let alert = RunTests.alert(.firing)
            let group = Self.group(alert)
            try register.store.keep(RunTests.result(changed: [alert])) { groups, ended in
                #expect(groups.isEmpty && ended.isEmpty)
                return GroupChange(changed: [group], removed: [], messages: [RunTests.message("g1")])
            }
            #expect(try register.store.groups() == [group])
            #expect(try register.store.nextGroupTime() == group.nextAt)
            #expect(try register.store.deliveries(limit: 9).map(\.id) == ["g1"])
        }
    }

    @Test func `a look between runs sees what is open, and what of a group is over`() throws {
        try TestRegister.inFolder { register in
            let alert = RunTests.alert(.firing)
            let group = Self.group(alert)
            try register.store.keep(RunTests.result(changed: [alert])) { _, _ in
                GroupChange(changed: [group], removed: [], messages: [])
            }
            var over = alert
            over.state = .resolved
            over.endsAt = Self.now
            try register.store.keep(RunTests.result(previous: 1, changed: [over]))
            let count = try register.store.regroup(now: Self.now) { groups, open, ended in
                #expect(groups == [group] && open.isEmpty && ended == [over])
                return GroupChange(changed: [], removed: [group.key], messages: [])
            }
            #expect(count == 0)
            #expect(try register.store.groups().isEmpty)
        }
    }

    @Test func `what cannot be decided changes nothing`() throws {
        struct Refused: Error {}
        try TestRegister.inFolder { register in
            #expect(throws: Refused.self) {
                try register.store.keep(RunTests.result(changed: [RunTests.alert(.firing)])) { _, _ in
                    throw Refused()
                }
            }
            let state = try register.store.monitoringState()
            #expect(state.run == 0)
        }
    }
}
