import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

/// Tables that are only added to, in the hands of somebody who writes SQL.
@Suite struct GrowingTableTests {
    /// A store in which each of these tables has a row.
    private func inFilled(_ body: (TestRegister) throws -> Void) throws {
        try TestRegister.inFolder { register in
            let (store, start) = (register.store, TestRegister.start)
            let registrant = TestRegister.registrant
            try register.load([TestRegister.row(2, "a", "b"), TestRegister.row(3, "a2", "b")])
            try register.decide(.same, "a2", "a", at: 1)
            _ = try store.confirm(registrant, now: start)
            _ = try store.set(consent: true, of: registrant, at: start)
            _ = try store.add(
                [
                    StatusReport(
                        firm: FirmID(checked: "local:a"), time: start, registrant: registrant,
                        operatingRate: 1)
                ], by: registrant, now: start)
            _ = try store.add(AidTests.draft()) { _ in [] }
            _ = try store.consent("1") { whole, _ in
                let subject = ConsentSubject(supplier: FirmID(checked: "local:a"), owner: registrant)
                let step = ConsentStep(
                    number: 1, subject: subject, action: .ask, product: .init(wanted: "part", owned: "part"),
                    by: "li", time: start, requestVersion: whole.request.version)
                return ([step], [])
            }
            let scenario = DrillScenario(
                name: "停摆", digest: String(repeating: "0", count: 64), untilDay: 60, isMitigated: false,
                shocks: [])
            let report = DrillReport(scenario, alertsBefore: 0, requestsBefore: 0)
            _ = try store.keep(Drill(time: start, author: "钱", report: report))
            try body(register)
        }
    }

    @Test(arguments: [
        "trail", "consent", "confirmation", "identity_decision", "status_report", "aid_consent", "drill",
    ])
    func `a row is neither changed, nor taken away, nor put in the place of another`(table: String) throws {
        try inFilled { register in
            let file = register.folder.appending(path: "tierwatch.db").path
            func run(_ sql: String) throws -> Command {
                try Command.run(URL(filePath: "/usr/bin/sqlite3"), [file, sql])
            }
            let before = try run("SELECT * FROM \(table)")
            #expect(!before.text.isEmpty)
            for act in ["INSERT OR REPLACE INTO", "REPLACE INTO", "INSERT OR IGNORE INTO"] {
                let answer = try run("\(act) \(table) SELECT * FROM \(table) LIMIT 1")
                #expect(answer.status != 0 && answer.errorText.contains("only added to"), "\(act)")
            }
            #expect(try run("DELETE FROM \(table)").errorText.contains("only added to"))
            #expect(try run("SELECT * FROM \(table)").text == before.text)
        }
    }
}
