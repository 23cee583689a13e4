import Foundation
import TestSupport
import Testing

/// The soak in short: the daemon killed while it reads, computes and delivers, before a receiver that fails.
@Suite struct SoakTests {
    static func soak(rounds: Int, _ more: String..., in folder: URL) throws -> Command {
        try Command.tool(
            "soak.py",
            [
                "--tierwatch", Program.binary.path, "--rounds", "\(rounds)", "--folder",
                folder.appending(path: "soak").path,
            ] + more)
    }

    @Test func `no alert is lost in ten rounds of kill -9`() throws {
        try Fixtures.withFolder { folder in
            let result = try Self.soak(rounds: 10, in: folder)
            #expect(result.status == 0, "\(result.text)\(result.errorText)")
            #expect(result.text.contains("rounds 10, ") && result.text.hasSuffix(", faults 0, lost 0\n"))
        }
    }

    /// One way in which what arrived can differ from what was committed.
    struct Damage: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var says: String
        /// Changes the log of arrivals, line by line.
        var change: @Sendable (inout [String]) throws -> Void

        init(_ name: String, says: String, change: @escaping @Sendable (inout [String]) throws -> Void) {
            testDescription = name
            self.says = says
            self.change = change
        }
    }

    static let damages = [
        Damage("nothing", says: "") { _ in },
        Damage("a message that never came", says: "never accepted") { lines in
            let lost = try id(of: lines[0])
            lines.removeAll { $0.contains(#""id": "\#(lost)""#) }
            let arrivals = Set(try lines.compactMap { try object($0)["body"] == nil ? nil : arrival(of: $0) })
            lines = try lines.filter { arrivals.contains(try arrival(of: $0)) }
        },
        Damage("the end before the beginning", says: " arrived before ") { lines in
            lines = try lines.map { line in
                var entry = try object(line)
                entry["arrival"] = 1_000_000 - (try arrival(of: line))
                return String(decoding: try JSONSerialization.data(withJSONObject: entry), as: UTF8.self)
            }
            // Arrivals first: the line that says how one was judged follows it.
            lines = lines.filter { $0.contains(#""body""#) } + lines.filter { !$0.contains(#""body""#) }
        },
        Damage("another body", says: "another body") { lines in
            lines[0] = lines[0].replacing("alert.firing", with: "alert.resolved")
        },
        Damage("a message that was never committed", says: "without being in the store") { lines in
            lines.append(#"{"arrival": 1000000, "path": "/std?ops", "id": "strange", "body": "{}"}"#)
        },
        Damage("a signature that the receiver refused", says: "refused it with 400") { lines in
            lines.append(lines[0].replacing(#""arrival": 1,"#, with: #""arrival": 1000000,"#))
            lines.append(#"{"arrival": 1000000, "status": 400}"#)
        },
    ]

    @Test func `the proof of a soak sees what is lost, reordered, changed or made up`() throws {
        try Fixtures.withFolder { folder in
            let result = try Self.soak(rounds: 2, "--calm", in: folder)
            #expect(result.status == 0, "\(result.text)\(result.errorText)")
            let store = folder.appending(path: "soak/data/tierwatch.db").path
            let log = folder.appending(path: "soak/arrivals.jsonl")
            let lines = try String(contentsOf: log, encoding: .utf8).split(separator: "\n").map(String.init)
            for damage in Self.damages {
                var changed = lines
                try damage.change(&changed)
                let file = folder.appending(path: "changed.jsonl")
                try Data(changed.joined(separator: "\n").utf8).write(to: file)
                let audit = try Command.tool("soak_audit.py", [store, file.path])
                #expect((audit.status == 0) == damage.says.isEmpty, "\(damage): \(audit.errorText)")
                #expect(
                    audit.errorText.isEmpty ? damage.says.isEmpty : audit.errorText.contains(damage.says),
                    "\(damage): \(audit.errorText)")
            }
            // A transition whose message was never written is lost before it could arrive.
            let number = "SELECT number FROM outbox ORDER BY number DESC LIMIT 1"
            let removal =
                "DELETE FROM attempt WHERE message = (SELECT id FROM outbox WHERE number = (\(number)));"
                + "DELETE FROM outbox WHERE number = (\(number))"
            let emptied = try Command.run(URL(filePath: "/usr/bin/sqlite3"), [store, removal])
            #expect(emptied.status == 0, "\(emptied.errorText)")
            let audit = try Command.tool("soak_audit.py", [store, log.path])
            #expect(audit.status == 1 && audit.errorText.contains("a transition without its message"))
        }
    }

    static func object(_ line: String) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
        return try #require(value as? [String: Any])
    }

    static func id(of line: String) throws -> String { try #require(try object(line)["id"] as? String) }

    static func arrival(of line: String) throws -> Int { try #require(try object(line)["arrival"] as? Int) }
}
