import Store
import SupplyModel
import Testing

@Suite struct GroupTests {
    private static let now = TestRegister.start

    private static func group(_ alert: Alert) -> AlertGroup {
        var group = AlertGroup(key: "00000000000000bb", route: "root/1", labels: ["rule": "r"], madeAt: now)
        var member = AlertGroup.Member(AlertLife(alert))
        member.toldAt = now
        member.toldTo = ["mail", "ops"]
        member.toldAloneTo = ["boss"]
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
            try register.store.keep(RunTests.result(changed: [alert])) { groups, ended, _ in
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
            try register.store.keep(RunTests.result(changed: [alert])) { _, _, _ in
                GroupChange(changed: [group], removed: [], messages: [])
            }
            var over = alert
            over.state = .resolved
            over.endsAt = Self.now
            try register.store.keep(RunTests.result(previous: 1, changed: [over]))
            let count = try register.store.regroup(now: Self.now) { groups, open, ended, _ in
                #expect(groups == [group] && open.isEmpty && ended == [over])
                return GroupChange(changed: [], removed: [group.key], messages: [])
            }
            #expect(count == 0)
            #expect(try register.store.groups().isEmpty)
        }
    }

    @Test func `what waited in a group that is gone waits on by itself`() throws {
        try TestRegister.inFolder { register in
            let alert = RunTests.alert(.firing)
            try register.store.keep(RunTests.result(changed: [alert])) { _, _, _ in
                var change = GroupChange(changed: [], removed: [], messages: [])
                change.withheld = [(alert.fingerprint, alert.startsAt, "silence s")]
                return change
            }
            #expect(try register.store.withheld().map(\.cause) == ["silence s"])
        }
    }

    @Test func `who was told of an alert alone is known until the end was told, or it stands in a group`()
        throws
    {
        try TestRegister.inFolder { register in
            let alert = RunTests.alert(.firing)
            let life = AlertLife(alert)
            let nothing = GroupChange(changed: [], removed: [], messages: [])
            let start = alert.startsAt.description
            let told = ["ops", "mail"].map { channel in
                let body = #"{"data":{"severity":"info","starts_at":"\#(start)"},"type":"alert.firing"}"#
                return OutboxEntry(
                    id: "m-\(channel)", channel: channel, fingerprint: alert.fingerprint,
                    body: Array(body.utf8))
            }
            try register.store.keep(RunTests.result(changed: [alert], messages: told)) { _, _, told in
                let words = try told()
                #expect(words == [life: ["mail", "ops"]])
                return nothing
            }
            let end = SupersedingTests.message("end", "alert.resolved")
            try register.store.keep(RunTests.result(previous: 1, messages: [end])) { _, _, told in
                let words = try told()
                #expect(words == [life: ["mail"]])
                return GroupChange(changed: [Self.group(alert)], removed: [], messages: [])
            }
            try register.store.keep(RunTests.result(previous: 2)) { _, _, told in
                let words = try told()
                #expect(words.isEmpty)
                return nothing
            }
        }
    }

    @Test func `what cannot be decided changes nothing`() throws {
        struct Refused: Error {}
        try TestRegister.inFolder { register in
            #expect(throws: Refused.self) {
                try register.store.keep(RunTests.result(changed: [RunTests.alert(.firing)])) { _, _, _ in
                    throw Refused()
                }
            }
            let state = try register.store.monitoringState()
            #expect(state.run == 0)
        }
    }
}
