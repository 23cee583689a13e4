import Store
import SupplyModel
import Testing

@Suite struct AcknowledgementTests {
    private func entry(_ version: Int, by owner: String = "wang") -> Acknowledgement {
        Acknowledgement(
            version: version, isTaken: true, owner: owner, note: "来电", time: TestRegister.start,
            expiresAt: TestRegister.start.adding(seconds: 60))
    }

    @Test func `what was said of an alert is kept in order and comes back as it was`() throws {
        try TestRegister.inFolder { register in
            let alert = RunTests.alert(.firing)
            try register.store.keep(RunTests.result(changed: [alert]))
            try register.store.acknowledge(alert, entry(1))
            try register.store.acknowledge(alert, entry(2, by: "li"))
            #expect(try register.store.acknowledgements(of: alert) == [entry(1), entry(2, by: "li")])
            #expect(
                try register.store.openAcknowledgements() == [alert.fingerprint: entry(2, by: "li")])
        }
    }

    @Test func `of two answers to the same version only the first is heard`() throws {
        try TestRegister.inFolder { register in
            let alert = RunTests.alert(.firing)
            try register.store.keep(RunTests.result(changed: [alert]))
            try register.store.acknowledge(alert, entry(1))
            #expect(throws: AcknowledgementFault.overtaken(by: entry(1))) {
                try register.store.acknowledge(alert, entry(1, by: "li"))
            }
            #expect(try register.store.acknowledgements(of: alert) == [entry(1)])
        }
    }

    @Test func `an alert that is over takes no answer and stays over`() throws {
        try TestRegister.inFolder { register in
            try register.store.keep(RunTests.result(changed: [RunTests.alert(.firing)]))
            try register.store.keep(RunTests.result(previous: 1, changed: [RunTests.alert(.resolved)]))
            #expect(throws: AcknowledgementFault.notOpen) {
                try register.store.acknowledge(RunTests.alert(.firing), entry(1))
            }
            #expect(try register.store.alerts(in: [.resolved], limit: 9).count == 1)
            #expect(try register.store.openAcknowledgements().isEmpty)
        }
    }

    @Test func `an answer holds until it expires, and one that gives back holds never`() {
        let start = TestRegister.start
        #expect(entry(1).holds(at: start.adding(seconds: 59)))
        #expect(!entry(1).holds(at: start.adding(seconds: 60)))
        var given = entry(2)
        given.isTaken = false
        #expect(!given.holds(at: start))
    }
}
