import Foundation
import TestSupport
import Testing

/// White lists through the program itself; all firms are made up.
@Suite struct WhiteListSystemTests {
    static let good = "91310000132260250X"

    /// A car maker of Shanghai: B and C are its only sources of a part each, D stands behind B, and E's part hardly matters.
    static let chain = """
        supplier_id,supplier_name,supplier_region,buyer_id,buyer_name,tier,industry,product,annual_value,importance,inventory_days
        local:t:B,乙厂,320583,local:t:A,甲汽车,1,auto,座椅,300,关键,3
        \(good),丙远电子有限公司,310115,local:t:A,甲汽车,1,chips,控制器,100,关键,1
        local:t:D,丁厂,330200,local:t:B,乙厂,2,auto,"面料、皮革",10,关键,0
        local:t:E,戊厂,340100,local:t:A,甲汽车,1,other,标签,1,无影响,0

        """

    /// A critical supplier of B's, where no list reaches.
    static let abroad = """
        supplier_id,supplier_name,supplier_region,buyer_id,tier,industry,product
        local:t:F,己株式会社,日本,local:t:B,2,auto,染料

        """

    static let firms = "id,name,region\nlocal:t:A,甲汽车,上海\n"

    func withChain(_ body: (Program) throws -> Void) throws {
        try Program.inFolder { program in
            var program = program
            program.environment["TIERWATCH_REGISTRANT"] = "local:t"
            for (name, text) in [("firms.csv", Self.firms), ("chain.csv", Self.chain)] {
                let result = try program("import", program.file(name, text))
                try #require(result.status == 0, "\(result.errorText)")
            }
            try body(program)
        }
    }

    /// Imports a list and gives its counts: taken, unchanged, gone.
    @discardableResult
    func taken(_ program: Program, _ path: String, _ flags: [String]) throws -> [Int?] {
        let result = try program.json(["whitelist", "import", path] + flags)
        let counts = try #require(result as? [String: Any])
        return ["accepted", "unchanged", "withdrawn"].map { counts[$0] as? Int }
    }

    func texts(_ rows: [[String: Any]], _ key: String) -> [String?] { rows.map { $0[key] as? String } }

    @Test func `suppliers are held to the lists, those that matter most first`() throws {
        try withChain { program in
            let file = try program.file("list.csv", "企业名称,产品\n乙厂,座椅\n丁厂,\n外地厂,\n")
            #expect(try taken(program, file, ["--issuer", "江苏", "--batch", "1"]) == [3, 0, 0])
            let before = try program.list("whitelist", "check", "--firm", "甲汽车")
            #expect(texts(before, "id") == [Self.good, "local:t:B", "local:t:D", "local:t:E"])
            #expect(before.map { $0["in_force"] as? Bool } == [false, false, false, false])
            let rows = Dictionary(uniqueKeysWithValues: before.map { ($0["id"] as? String ?? "", $0) })
            #expect(
                rows["local:t:B"]?["reason"] as? String
                    == "it is on list 1 of Jiangsu, which Shanghai does not recognise")
            #expect(rows[Self.good]?["reason"] as? String == "it is on no white list")
            let given = try program("whitelist", "recognise", "--issuer", "江苏", "--by", "上海")
            #expect(given.status == 0, "\(given.errorText)")
            let after = try program.list("whitelist", "check", "--firm", "甲汽车", "--top", "3")
            #expect(texts(after, "id") == [Self.good, "local:t:B", "local:t:D"])
            #expect(after.map { $0["in_force"] as? Bool } == [false, true, true])
            #expect(after.map { $0["criticality"] as? Double } == [1, 1, 1])
            #expect(after.map { $0["survival_days"] as? Int } == [2, 4, 5])
            let elsewhere = try program.list(
                "whitelist", "check", "--firm", "甲汽车", "--in", "浙江", "--top", "1")
            #expect(elsewhere.map { $0["in_force"] as? Bool } == [false])
        }
    }

    @Test(arguments: ["xlsx", "csv"])
    func `a proposal names whom no list protects, and is read again without loss`(ending: String) throws {
        try withChain { program in
            let file = try program.file("list.csv", "id\n\(Self.good)\n")
            try taken(program, file, ["--issuer", "上海", "--batch", "1", "--from", "2022-04-16"])
            let path = program.folder.appending(path: "next.\(ending)").path
            let made = try program("whitelist", "check", "--firm", "local:t:A", "--proposal", path)
            #expect(made.status == 0 && made.errorText == "the proposal is in \(path)\n", "\(made.errorText)")
            let again = try program("whitelist", "check", "--firm", "local:t:A", "--proposal", path)
            #expect(again.status == 73 && again.errorText.contains("there is a file of this name"))
            let result = try program("whitelist", "import", path, "--issuer", "上海", "--batch", "2")
            #expect(result.status == 0 && result.errorText.isEmpty, "\(result.errorText)")
            let rows = try program.list("whitelist", "list", "--issuer", "上海", "--batch", "2")
            #expect(texts(rows, "id") == ["local:t:B", "local:t:D"])
            #expect(texts(rows, "name") == ["乙厂", "丁厂"] && texts(rows, "region") == ["320583", "330200"])
            #expect(rows.map { $0["products"] as? [String] } == [["座椅"], ["面料、皮革"]])
            #expect(
                rows.map { $0["tier"] as? Int } == [1, 2] && texts(rows, "industry") == ["auto", "auto"])
            #expect(try taken(program, path, ["--issuer", "上海", "--batch", "2"]) == [0, 2, 0])
            let second = program.folder.appending(path: "third.\(ending)").path
            let none = try program("whitelist", "check", "--firm", "local:t:A", "--proposal", second)
            #expect(
                none.status == 0
                    && none.errorText == "warning: nothing is to be proposed, so no file was written\n",
                "\(none.errorText)")
            #expect(!FileManager.default.fileExists(atPath: second))
        }
    }

    @Test func `a proposal for reading in Chinese says why, and is the same list`() throws {
        try withChain { program in
            let path = program.folder.appending(path: "next.csv").path
            let made = try program("whitelist", "check", "--lang", "zh", "--proposal", path)
            #expect(made.status == 0 && made.text.contains("关键供应商 3 家次，其中 0 家次所在白名单有效。"), "\(made.text)")
            let lines = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\r\n")
            #expect(lines[0].hasSuffix("统一社会信用代码,企业名称,所在地区,行业,主要产品,层级,推荐单位,断供损失,可支撑天数,原因"))
            #expect(lines[1] == "\(Self.good),丙远电子有限公司,310115,chips,控制器,1,,1,2,未列入任何白名单")
            #expect(lines.count == 5)
            let result = try program("whitelist", "import", path, "--issuer", "上海", "--batch", "1")
            #expect(result.status == 0 && result.errorText.isEmpty, "\(result.errorText)")
        }
    }

    @Test func `a list comes in GB18030 and as a workbook, with the same firms`() throws {
        try withChain { program in
            let text = "上海市重点企业白名单,,,\n统一社会信用代码,企业名称,行业,推荐单位\n\(Self.good),丙远电子有限公司,集成电路,某区\n,乙厂,汽车,\n"
            let file = try program.file("list.csv", text)
            let converted = try Command.run(
                URL(filePath: "/usr/bin/iconv"), ["-f", "UTF-8", "-t", "GB18030", file])
            let simplified = try program.file("gb.csv", converted.output)
            let flags = ["--issuer", "上海", "--batch", "1"]
            #expect(try taken(program, simplified, flags) == [2, 0, 0])
            let converting = try Command.tool("workbooks.py", ["convert", file, program.folder.path])
            try #require(converting.status == 0, "\(converting.errorText)")
            for book in ["openpyxl.xlsx", "xlsxwriter.xlsx"] {
                let path = program.folder.appending(path: book).path
                #expect(try taken(program, path, flags) == [0, 2, 0])
            }
            let rows = try program.list("whitelist", "list", "--firm", Self.good)
            #expect(texts(rows, "recommended_by") == ["某区"] && texts(rows, "industry") == ["chips"])
        }
    }

    @Test func `firms leave a list, by a mark or by a file that no longer has them`() throws {
        try withChain { program in
            let flags = ["--issuer", "上海", "--batch", "1"]
            let first = try program.file("first.csv", "name\n乙厂\n丁厂\n戊厂\n")
            #expect(try taken(program, first, flags + ["--dry-run"]) == [3, 0, 0])
            #expect(try program.list("whitelist", "list").isEmpty)
            #expect(try taken(program, first, flags) == [3, 0, 0])
            let marked = try program.file("marked.csv", "name,removed\n丁厂,是\n庚厂,是\n")
            let result = try program.run(["whitelist", "import", marked, "--format", "json"] + flags)
            #expect(result.text.contains("\"withdrawn\": 1") && result.text.contains("\"accepted\": 1"))
            #expect(
                result.errorText.contains(
                    "marked.csv:3: removed 'local:310000:庚厂': this firm was never on the list"))
            let over = try program.run(
                ["whitelist", "import", first, "--dry-run", "--from", "2020-01-01", "--until", "2021-01-01"]
                    + flags)
            #expect(
                over.status == 0 && over.errorText.contains("the whole list is over"), "\(over.errorText)")
            let shorter = try program.file("shorter.csv", "name\n乙厂\n")
            #expect(try taken(program, shorter, flags) == [0, 1, 0])
            #expect(try taken(program, shorter, flags + ["--replace"]) == [0, 1, 1])
            #expect(try taken(program, shorter, flags + ["--replace"]) == [0, 1, 0])
            let lists = try program.list("whitelist", "list", "--issuer", "上海")
            #expect(lists.map { $0["firms"] as? Int } == [1] && lists.map { $0["left"] as? Int } == [2])
            let firms = try program.list("whitelist", "list", "--issuer", "上海", "--batch", "1", "--all")
            #expect(texts(firms, "state").sorted { ($0 ?? "") < ($1 ?? "") } == ["active", "left", "left"])
            let check = try program.list("whitelist", "check", "--firm", "local:t:A")
            let gone = try #require(check.first { $0["id"] as? String == "local:t:D" })
            #expect((gone["reason"] as? String)?.hasPrefix("it left list 1 of Shanghai on ") == true)
            #expect(
                try texts(program.list("audit", "list"), "action").prefix(3) == [
                    "whitelist-import", "whitelist-import", "whitelist-import",
                ])
        }
    }

    @Test func `nobody proposes a firm that no list reaches`() throws {
        try withChain { program in
            try #require(try program("import", program.file("abroad.csv", Self.abroad)).status == 0)
            let path = program.folder.appending(path: "next.csv").path
            let made = try program("whitelist", "check", "--firm", "local:t:A", "--proposal", path)
            #expect(
                made.errorText.contains("1 critical supplier sits where no list reaches"), "\(made.errorText)"
            )
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.contains("local:t:D") && !text.contains("local:t:F"))
        }
    }

    @Test func `what may make a check err is told beside it`() throws {
        try withChain { program in
            let file = try program.file("list.csv", "id,name\n91310000717854505W,乙厂\n")
            try taken(program, file, ["--issuer", "上海", "--batch", " ２ "])
            let rows = try program("whitelist", "check", "--firm", "local:t:A")
            #expect(
                rows.errorText
                    == "warning: local:t:B has the name of 91310000717854505W, which is on a list; if they are one firm, register it under that code\n"
            )
            #expect(try program.list("whitelist", "list", "--issuer", "上海", "--batch", "2").count == 1)
            let other = try program.file(
                "other.csv",
                "supplier_id,supplier_region,buyer_id,tier,industry,product\nlocal:t:G,上海,local:t:N,1,auto,灯\n"
            )
            try #require(try program("import", other).status == 0)
            let twin = try program.file(
                "twin.csv",
                "supplier_id,supplier_name,supplier_region,tier,industry,product,buyer_id\nlocal:t:H,丁厂,330200,1,auto,灯,local:t:A\n"
            )
            try #require(try program("import", twin).status == 0)
            let names = try program.file("names.csv", "name\n丁厂\n")
            try taken(program, names, ["--issuer", "上海", "--batch", "3"])
            let twins = try program("whitelist", "check", "--firm", "local:t:A").errorText
            #expect(twins.contains("local:t:D has the name of a firm that is on a list without its code"))
            #expect(twins.contains("local:t:H has the name of a firm that is on a list without its code"))
            let nowhere = try program("whitelist", "check", "--firm", "local:t:N")
            #expect(nowhere.errorText.contains("where local:t:N sits is not known"), "\(nowhere.errorText)")
        }
    }
}
