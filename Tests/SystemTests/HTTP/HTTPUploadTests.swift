import Foundation
import TestSupport
import Testing

/// Registers that are uploaded, with the real daemon over real sockets.
@Suite struct HTTPUploadTests {
    private static let header = "supplier_name,supplier_region,tier,industry,product,share\n"
    private static let rows = "乙,320500,1,auto,灯,0.6\n丙,330100,1,auto,灯,0.4\n"
    private static let asJSON =
        #"[{"supplier_name":"乙","supplier_region":"320500","tier":1,"industry":"auto","product":"灯","share":0.6},"#
        + #"{"supplier_name":"丙","supplier_region":"330100","tier":1,"industry":"auto","product":"灯","share":0.4}]"#
    private static let mine = "registrant=local:demo"

    private static func links(_ daemon: HTTPDaemon) throws -> [[String: Any]] {
        try daemon.ask("GET", "/links?buyer=local:demo").list.map { link in
            var link = link
            link["declared_at"] = nil
            return link
        }
    }

    private static func bodies() throws -> [(type: String, body: Data)] {
        let text = header + rows
        let simplified = try Fixtures.withFolder { folder in
            let file = folder.appending(path: "text")
            try Data(text.utf8).write(to: file)
            return try Command.run(
                URL(filePath: "/usr/bin/iconv"), ["-f", "UTF-8", "-t", "GB18030", file.path]
            ).output
        }
        return [
            ("text/csv", Data(text.utf8)), ("text/csv; charset=gb18030", simplified),
            ("application/json", Data(asJSON.utf8)),
        ]
    }

    private static let xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    @Test func `a register counts the same as CSV, in GB18030 and as JSON`() throws {
        try HTTPDaemon.run { daemon in
            var seen: [NSArray] = []
            for (type, body) in try Self.bodies() {
                let answer = try daemon.upload("\(Self.mine)&replace=true&name=list", body, type: type)
                #expect(answer.status == 201, "\(answer.text)")
                seen.append(try Self.links(daemon) as NSArray)
            }
            #expect(seen[0].count == 2 && seen[1] == seen[0] && seen[2] == seen[0])
            let commanded = try daemon.program.list("suppliers", "--firm", "local:demo")
            #expect(Set(commanded.compactMap { $0["share"] as? Double }) == [0.6, 0.4])
        }
    }

    @Test func `a workbook is taken, and one sheet of it`() throws {
        try HTTPDaemon.run { daemon in
            #expect(try daemon.upload(Self.mine, Data((Self.header + Self.rows).utf8)).status == 201)
            let file = daemon.program.folder.path + "/list.xlsx"
            let export = try daemon.program("export", "--registrant", "local:demo", "--output", file)
            try #require(export.status == 0, "\(export.errorText)")
            let body = try Data(contentsOf: URL(filePath: file))
            let again = try daemon.upload(Self.mine, body, type: Self.xlsx)
            #expect(try again.status == 201 && again.object["unchanged"] as? Int == 2, "\(again.text)")
            let answer = try daemon.upload("registrant=local:other", body, type: Self.xlsx)
            #expect(try answer.status == 201 && answer.object["accepted"] as? Int == 2, "\(answer.text)")
            let wrong = try daemon.upload("\(Self.mine)&sheet=none", body, type: Self.xlsx)
            #expect(wrong.status == 422 && wrong.code == "refused")
        }
    }

    @Test func `a dry run keeps nothing, not even its key`() throws {
        try HTTPDaemon.run { daemon in
            let body = Data((Self.header + Self.rows).utf8)
            let key = ["Idempotency-Key": "k1"]
            let trial = try daemon.upload("\(Self.mine)&dry_run=true", body, key)
            let object = try trial.object
            #expect(trial.status == 200 && object["accepted"] as? Int == 2)
            #expect(object["id"] == nil && object["dry_run"] as? Bool == true)
            #expect(try daemon.ask("GET", "/registrations").list.isEmpty)
            #expect(try daemon.ask("GET", "/suppliers?firm=local:demo").code == "unknown_firm")
            #expect(try daemon.upload(Self.mine, body, key).status == 201)
        }
    }

    @Test func `a bad row refuses all, and is named by the line that was sent`() throws {
        try HTTPDaemon.run { daemon in
            let body = Data((Self.header + "乙,320500,1,auto,灯,0.6\n丙,亚特兰蒂斯,1,auto,灯,0.4\n").utf8)
            let answer = try daemon.upload("\(Self.mine)&name=list.csv", body)
            #expect(answer.status == 422 && answer.code == "refused")
            let problem = try #require(answer.problems.first)
            #expect(answer.problems.count == 1 && problem["line"] as? Int == 3)
            #expect(
                problem["file"] as? String == "list.csv" && problem["column"] as? String == "supplier_region")
            #expect(problem["value"] as? String == "亚特兰蒂斯")
            let kept = try #require(try daemon.ask("GET", "/registrations").list.first)
            let id = try #require(kept["id"] as? String)
            #expect(kept["state"] as? String == "refused" && kept["accepted"] as? Int == 0)
            let listed = try daemon.ask("GET", "/registrations/\(id)/problems").list
            #expect(listed as NSArray == answer.problems as NSArray)
            #expect(try daemon.ask("GET", "/suppliers?firm=local:demo").code == "unknown_firm")

            let partial = try daemon.upload("\(Self.mine)&partial=true", body)
            #expect(try partial.status == 201 && (partial.object["accepted"] as? Int) == 1)
            #expect(try partial.object["rejected"] as? Int == 1)
            #expect(try partial["location"] == "/api/v1/registrations/\(partial.object["id"] ?? "")")
            #expect(try Self.links(daemon).count == 1)
        }
    }

    @Test func `rows that repeat a supply are refused without advice that an upload cannot follow`() throws {
        try HTTPDaemon.run { daemon in
            let rows = Self.header + "乙,320500,1,auto,灯,0.6\n乙,320500,1,auto,灯,0.4\n"
            let answer = try daemon.upload(Self.mine, Data(rows.utf8))
            #expect(answer.status == 422 && answer.code == "refused", "\(answer.text)")
            #expect(
                answer.problems.map { $0["code"] as? String } == ["duplicate_supply", "duplicate_supply"])
            let file = try daemon.program.file("twice.csv", rows)
            let typed = try daemon.program("import", file, "--registrant", "local:demo")
            #expect(typed.status == 65 && typed.errorText.contains("--sum-duplicates"))
        }
    }

    @Test func `where no row is good, a partial upload is refused too`() throws {
        try HTTPDaemon.run { daemon in
            for body in ["nothing of a table", Self.header + "丙,亚特兰蒂斯,1,auto,灯,0.4\n"] {
                let answer = try daemon.upload("\(Self.mine)&partial=true", Data(body.utf8))
                #expect(answer.status == 422 && answer.code == "refused" && !answer.problems.isEmpty)
            }
        }
    }

    @Test func `a replacement ends what the register no longer has`() throws {
        try HTTPDaemon.run { daemon in
            let all = Data((Self.header + Self.rows).utf8)
            #expect(try daemon.upload(Self.mine, all).status == 201)
            let one = Data((Self.header + "乙,320500,1,auto,灯,0.6\n").utf8)
            let answer = try daemon.upload("\(Self.mine)&replace=true", one)
            #expect(try answer.status == 201 && (answer.object["withdrawn"] as? Int) == 1)
            #expect(try Self.links(daemon).count == 1)
        }
    }

    @Test func `a row of JSON is counted from 1, and takes nothing from the row above`() throws {
        try HTTPDaemon.run { daemon in
            let rows =
                #"[{"supplier_name":"乙","supplier_region":"320500","tier":1,"industry":"auto","product":"灯\n泡","colour":"red"},"#
                + #"{"supplier_region":"330100","tier":1,"industry":"auto","product":"灯"},"#
                + #"{"supplier_name":"丙","supplier_region":"330100","industry":"auto","product":"灯"},"#
                + #"{"supplier_name":null,"supplier_region":"","tier":" ","industry":"auto","product":"灯"}]"#
            let answer = try daemon.upload(Self.mine, Data(rows.utf8), type: "application/json")
            #expect(answer.status == 422, "\(answer.text)")
            let places = Set(answer.problems.map { "\($0["line"] ?? "") \($0["column"] ?? "")" })
            #expect(
                places.isSuperset(of: ["2 supplier_id", "3 tier", "4 supplier_id", "4 tier"]), "\(places)")
            #expect(answer.problems.allSatisfy { $0["line"] as? Int != 1 })
            let partial = try daemon.upload(
                "\(Self.mine)&partial=true", Data(rows.utf8), type: "application/json")
            let warnings = try #require(try partial.object["warnings"] as? [[String: Any]])
            #expect(
                warnings.contains { ($0["message"] as? String)?.contains("colour") ?? false }, "\(warnings)")
            let firm = try daemon.program.json("firm", "local:demo") as? [String: Any]
            let declarations = try #require(firm?["declarations"] as? [[String: Any]])
            #expect(declarations.map { $0["line"] as? Int } == [1])
            #expect(declarations.first?["product"] as? String == "灯 泡")
        }
    }

    @Test(arguments: [
        ("text/csv", "", 400, "no_body"), ("text/plain", "a", 415, "unknown_format"),
        ("", "a", 415, "unknown_format"),
    ])
    func `what is no upload is told by name`(type: String, body: String, status: Int, code: String) throws {
        try HTTPDaemon.run { daemon in
            let answer = try daemon.upload(Self.mine, Data(body.utf8), type: type)
            #expect(answer.status == status && answer.code == code, "\(answer.status) \(answer.text)")
            #expect(try daemon.ask("GET", "/registrations").list.isEmpty)
            #expect(try Self.leftFiles(daemon) == [])
        }
    }

    private static func leftFiles(_ daemon: HTTPDaemon) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: daemon.program.data + "/uploads")
    }

    @Test(arguments: [
        ("text/csv", "a", "no_header"), ("application/json", "{}", "bad_json"),
        ("application/json", "[[1]]", "bad_json"), ("application/json", "[]", "empty"),
        ("application/json", "[{}]", "empty"), ("application/json", #"[{"a": {"b": 1}}]"#, "bad_json"),
        ("application/json", #"[{"tier": 1}, {"tier": 1, "\u0074ier": 2}]"#, "bad_json"),
        (xlsx, "PK\u{3}\u{4}", "truncated"),
        (
            "text/csv",
            header + String(repeating: "丙,亚特兰蒂斯,1,auto,灯,0.4\n", count: 100_001), "too_many_problems"
        ),
    ])
    func `what is no register is refused with one problem, and its key stands`(
        type: String, body: String, code: String
    ) throws {
        try HTTPDaemon.run { daemon in
            let key = ["Idempotency-Key": "k"]
            let answer = try daemon.upload("\(Self.mine)&name=list", Data(body.utf8), type: type, key)
            #expect(answer.status == 422 && answer.code == "refused", "\(answer.status) \(answer.text)")
            let problem = try #require(answer.problems.first)
            #expect(answer.problems.count == 1 && problem["code"] as? String == code, "\(problem)")
            #expect(problem["file"] as? String == "list")
            #expect((problem["message"] as? String)?.contains("list: ") == false)
            let kept = try daemon.ask("GET", "/registrations").list
            #expect(kept.count == 1 && kept[0]["state"] as? String == "refused")
            let again = try daemon.upload("\(Self.mine)&name=list", Data(body.utf8), type: type, key)
            #expect(again["idempotency-replayed"] == "true" && again.text == answer.text)
            let other = try daemon.upload(Self.mine, Data((Self.header + Self.rows).utf8), key)
            #expect(other.status == 422 && other.code == "idempotency_key_reused")
            #expect(try Self.leftFiles(daemon) == [])
        }
    }

    @Test func `what was doubtful is told again where the same is sent again`() throws {
        try HTTPDaemon.run { daemon in
            let key = ["Idempotency-Key": "k"]
            let body = Data((Self.header + "乙,320500,1,auto,灯,0.62\n丙,330100,1,auto,灯,0.4\n").utf8)
            let first = try daemon.upload(Self.mine, body, key)
            let warnings = try #require(try first.object["warnings"] as? [[String: Any]])
            #expect(warnings.map { $0["code"] as? String } == ["shares_rounded"], "\(first.text)")
            let again = try daemon.upload(Self.mine, body, key)
            #expect(again["idempotency-replayed"] == "true")
            #expect(try again.object as NSDictionary == first.object as NSDictionary)
        }
    }

    @Test func `a table of JSON that would be large as a table is refused`() throws {
        try HTTPDaemon.run { daemon in
            let body = "[" + (0..<2_100).map { #"{"column\#($0)": 1}"# }.joined(separator: ",") + "]"
            let answer = try daemon.upload(Self.mine, Data(body.utf8), type: "application/json")
            #expect(answer.status == 413 && answer.code == "body_too_large", "\(answer.text.prefix(300))")
        }
    }

    @Test func `an upload with a key counts once, after a restart too`() throws {
        try HTTPDaemon.run { daemon in
            let key = ["Idempotency-Key": "list-of-may"]
            let body = Data((Self.header + Self.rows).utf8)
            let first = try daemon.upload(Self.mine, body, key)
            #expect(first.status == 201 && first["idempotency-replayed"] == nil)
            let again = try daemon.upload(Self.mine, body, key)
            #expect(again.status == 201 && again["idempotency-replayed"] == "true")
            #expect(try again.object as NSDictionary == first.object as NSDictionary)
            try daemon.restart(SIGKILL)
            let later = try daemon.upload(Self.mine, body, key)
            #expect(later["idempotency-replayed"] == "true" && later["location"] == first["location"])
            let other = try daemon.upload(Self.mine, Data((Self.header + "丁,320500,1,auto,灯,1\n").utf8), key)
            #expect(other.status == 422 && other.code == "idempotency_key_reused")
            let otherwise = try daemon.upload("\(Self.mine)&replace=true", body, key)
            #expect(otherwise.status == 422 && otherwise.code == "idempotency_key_reused")
            #expect(try daemon.ask("GET", "/registrations").list.count == 1)
            for bad in [String(repeating: "k", count: 201), "ключ"] {
                let answer = try daemon.upload(Self.mine, body, ["Idempotency-Key": bad])
                #expect(answer.status == 400, "\(answer.text)")
            }
        }
    }

    @Test func `a key that is under way is answered so`() throws {
        try HTTPDaemon.run { daemon in
            let body = Self.header + Self.rows
            let slow = try Wire(daemon.port)
            slow.send(
                "POST /api/v1/registrations?\(Self.mine) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Type: text/csv\r\nIdempotency-Key: k\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
            )
            #expect(
                Waiting.until {
                    let files = try? FileManager.default.contentsOfDirectory(
                        atPath: daemon.program.data + "/uploads")
                    return files?.count == 1
                })
            let second = try daemon.upload(Self.mine, Data(body.utf8), ["Idempotency-Key": "k"])
            #expect(second.status == 409 && second.code == "under_way")
            slow.send(body)
            #expect(slow.readToEnd())
            #expect(try HTTPAnswer(slow.received).status == 201)
            let third = try daemon.upload(Self.mine, Data(body.utf8), ["Idempotency-Key": "k"])
            #expect(third["idempotency-replayed"] == "true")
        }
    }
}
