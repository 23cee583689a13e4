import Foundation
import TestSupport
import Testing

/// Slips of whoever writes requests, and what is done about them.
@Suite struct AidSlipTests {
    private static let ask = ["aid", "request", "--firm", "甲厂", "--to", "江苏", "--kind", "resume"]

    /// 乙厂 of Kunshan delivers seats and cushions; both stop the line.
    private static func withTwoProducts(_ body: (Program) throws -> Void) throws {
        try AidSystemTests.withChain { program in
            let more = try program.file(
                "more.csv",
                "supplier_id,supplier_region,buyer_id,tier,industry,product,inventory_days\nlocal:t:B,320583,local:t:A,1,auto,靠枕,1\n"
            )
            #expect(try program("import", more, "--partial").status == 0)
            try AidSystemTests.stop(program, "local:t:B")
            try body(program)
        }
    }

    @Test func `a product that is named is the only one, however its width is typed`() throws {
        try Self.withTwoProducts { program in
            func products(_ more: String...) throws -> [String] {
                let request = try program.json(Self.ask + more + ["--dry-run"]) as? [String: Any]
                return (request?["suppliers"] as? [[String: Any]] ?? []).compactMap {
                    $0["product"] as? String
                }
            }
            #expect(try products().sorted() == ["座椅", "靠枕"])
            #expect(try products("--product", " 靠枕 ") == ["靠枕"])
            #expect(try products("--supplier", "乙厂", "--product", " 座椅") == ["座椅"])
            let wrong = try program.run(Self.ask + ["--product", "玻璃"])
            #expect(wrong.status == 65 && wrong.errorText.contains("玻璃"), "\(wrong.errorText)")
            // What stops the line is nobody that this request is about.
            let other = try program.file(
                "other.csv",
                "supplier_id,supplier_region,buyer_id,tier,industry,product,inventory_days\nlocal:t:E,320100,local:t:A,1,auto,带,90\n"
            )
            #expect(try program("import", other, "--partial").status == 0)
            let about =
                try program.json(Self.ask + ["--supplier", "local:t:E", "--dry-run"]) as? [String: Any]
            #expect(about?["suppliers"] != nil && about?["why"] == nil)
        }
    }

    @Test func `the same request a second time, and one that nobody hears of, are told`() throws {
        try Self.withTwoProducts { program in
            let first = try program.run(Self.ask)
            #expect(first.status == 0 && first.errorText.contains("320000 hears nothing of it"))
            #expect(!first.errorText.contains("asks for the same"))
            let second = try program.run(Self.ask + ["--dry-run"])
            #expect(second.errorText.contains("-0001 asks for the same already"), "\(second.errorText)")
        }
    }

    @Test(arguments: [
        (["--by", "province 320000 江苏省"], Int32(64), "recognised otherwise"),
        (["--by", "rule:standstill"], 64, "recognised otherwise"),
        (["--by", "e" + String(repeating: "\u{301}", count: 101)], 64, "100"),
        (["--deadline", "2099-01-01"], 64, "more than a year off"),
    ])
    func `what cannot be meant is refused`(flags: [String], status: Int32, says: String) throws {
        try Self.withTwoProducts { program in
            let result = try program.run(Self.ask + flags)
            #expect(result.status == status && result.errorText.contains(says), "\(result.errorText)")
            #expect(try program.list("aid", "list").isEmpty)
        }
    }

    @Test func `aid.yaml that names a channel which is not there stops people as it stops runs`() throws {
        try Self.withTwoProducts { program in
            _ = try program.file("Alerts/channels.yaml", "channels: []\n")
            _ = try program.file("Alerts/aid.yaml", "authorities:\n  - {region: \"320000\", channel: nope}\n")
            let result = try program.run(Self.ask)
            #expect(result.status == 78 && result.errorText.contains("nope"), "\(result.errorText)")
            #expect(try program.list("aid", "list").isEmpty)
        }
    }

    @Test func `a letter has what people wrote as text, whatever stands before a bracket`() throws {
        try Self.withTwoProducts { program in
            let mark = "\u{0D4E}"
            let reason = "\(mark)<script a=\(mark)>alert(1)\(mark)</script \(mark)> e\u{301}<b\u{301}>'"
            #expect(try program.run(Self.ask + ["--reason", reason, "--draft"]).status == 0)
            let letter = program.folder.path + "/letter.html"
            #expect(try program("aid", "letter", "1", "--output", letter).status == 0)
            var html = try String(contentsOfFile: letter, encoding: .utf8)
            let scalars = html.unicodeScalars.filter { $0.isASCII }
            let plain = String(String.UnicodeScalarView(scalars))
            #expect(plain.contains("&lt;script a=&gt;alert(1)&lt;/script &gt; e&lt;b&gt;&#39;"))
            #expect(!plain.contains("<script") && !plain.contains("<b>"))
            #expect(html.contains("拟稿，尚未登记"))
            #expect(try program("aid", "drop", "1", "--note", "误").status == 0)
            #expect(try program("aid", "letter", "1", "--output", letter).status == 0)
            html = try String(contentsOfFile: letter, encoding: .utf8)
            #expect(html.contains("已作废"))
        }
    }

    @Test func `a letter replaces files, also behind a link, and nothing that is no file`() throws {
        try Self.withTwoProducts { program in
            #expect(try program.run(Self.ask).status == 0)
            let folder = program.folder.path
            _ = try program.file("old.html", "old")
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/link.html", withDestinationPath: folder + "/old.html")
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/lost.html", withDestinationPath: folder + "/nowhere.html")
            #expect(mkfifo(folder + "/pipe.html", 0o600) == 0)
            #expect(try program("aid", "letter", "1", "--output", folder + "/link.html").status == 0)
            #expect(try String(contentsOfFile: folder + "/old.html", encoding: .utf8).contains("互保请求函"))
            #expect(
                try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link.html")
                    == folder + "/old.html")
            try FileManager.default.createDirectory(
                atPath: folder + "/folder.html", withIntermediateDirectories: false)
            for name in ["lost.html", "pipe.html", "folder.html"] {
                let result = try program("aid", "letter", "1", "--output", folder + "/" + name)
                #expect(result.status == 73 && result.errorText.contains(name), "\(result.errorText)")
            }
            var found = stat()
            #expect(lstat(folder + "/pipe.html", &found) == 0 && found.st_mode & S_IFMT == S_IFIFO)
        }
    }
}
