import Foundation
import TestSupport

/// A request of 甲厂 of Shanghai, whose seats stand still, beside two registrants in whose chains somebody could stand in.
///
/// `local:x` and `local:y` both buy from one firm of Nanjing, each under an identity and a name of its own, and it was decided that they are
/// one firm, which counts as `local:y:F`; what it can spare is the word of `local:x`. `local:z` has nothing to do with it.
enum ConsentCase {
    /// 甲厂 has two backups; half of what 丁厂 makes hangs on 丑厂, which 甲厂 declares too.
    static let chain = """
        supplier_id,supplier_name,supplier_region,buyer_id,buyer_name,tier,industry,product,annual_value,share,inventory_days,status,spare_capacity,bring_up_days
        local:t:B,乙厂,320583,local:t:A,甲厂,1,auto,座椅,600,0.6,3,active,,
        local:t:C,丙厂,330100,local:t:A,甲厂,1,auto,座椅,400,0.4,3,active,,
        local:t:D,丁厂,330200,local:t:A,甲厂,1,auto,座椅,,,,backup,0.2,2
        local:t:U,丑厂,320500,local:t:B,乙厂,2,auto,海绵,100,1,,active,,
        local:t:U,丑厂,320500,local:t:D,丁厂,2,auto,海绵,100,0.5,,active,,
        """
    static let header =
        "supplier_id,supplier_name,supplier_region,buyer_id,buyer_name,tier,industry,product,annual_value,share,status,spare_capacity,bring_up_days\n"
    private static let ofX = header + "local:x:F,己厂,320115,local:x:G,庚厂,1,auto,车用坐具,1000,1,active,0.31,4\n"
    private static let ofY = header + "local:y:F,己厂股份,320115,local:y:H,辛厂,1,auto,车用坐具,500,1,active,0.1,4\n"
    private static let ofZ = header + "local:z:K,壬厂,340100,local:z:L,癸厂,1,auto,螺栓,500,1,active,0.1,4\n"
    private static let firms = "id,name,region\nlocal:t:A,甲厂,310115\n"

    /// Who could stand in, and is in others' chains alone: 己厂, as it counts.
    static let hidden = "local:y:F"
    /// What tells who 己厂 is: name, code, places, and what its own customers call the product.
    static let secrets = ["local:x:F", "local:y:F", "己厂", "320115", "320100", "南京", "Nanjing", "车用坐具"]
    /// What tells in whose chain it is.
    static let owners = ["local:x", "local:y", "庚厂", "辛厂"]
    /// What an owner is not to learn: the firm in need and its chain.
    static let needs = ["local:t", "甲厂", "乙厂", "丙厂", "丁厂", "座椅", "310115", "line_stops"]

    /// Never fires, so that channels are told of nothing else.
    private static let rule =
        "rules: [{name: quiet, metric: hhi, op: '>', value: 20000, severity: info, summary: {zh: 一, en: one}}]\n"

    static func withRequest(_ body: (Program) throws -> Void) throws {
        try Program.inFolder { program in
            var program = program
            program.environment = ["USER": "钱"]
            let note =
                "channels:\n"
                + ["asking", "x"].map {
                    "  - {name: \($0), type: file, path: \(program.folder.path)/\($0).jsonl}\n"
                }.joined()
            _ = try program.file("Alerts/channels.yaml", note)
            _ = try program.file("Alerts/rules/quiet.yaml", rule)
            _ = try program.file(
                "Alerts/aid.yaml",
                "authorities:\n  - {region: \"310000\", channel: asking}\nowners: {\"local:x\": x}\n")
            _ = try program.file("Alerts/products.yaml", "products:\n  - words: [座椅, 车用坐具]\n")
            let files = [
                ("local:t", chain), ("local:t", firms), ("local:x", ofX), ("local:y", ofY), ("local:z", ofZ),
            ]
            for (number, (registrant, text)) in files.enumerated() {
                try must(
                    program, "import", program.file("\(number).csv", text), "--registrant", registrant)
            }
            try must(
                program, "firms", "merge", "local:x:F", "--into", "local:y:F", "--reason", "一照")
            try must(
                program, "status", "report", "--firm", "local:t:B", "--rate", "0", "--registrant", "local:t")
            try must(
                program, "aid", "request", "--firm", "甲厂", "--to", "江苏", "--kind", "resume", "--supplier",
                "乙厂")
            try body(program)
        }
    }

    static func must(_ program: Program, _ arguments: String...) throws {
        let result = try program.run(arguments)
        guard result.status == 0 else { throw Program.Failure(text: "\(arguments): \(result.errorText)") }
    }

    static func ask(_ program: Program, _ flags: String...) throws {
        let result = try program.run(["aid", "consent", "ask", "1", "--supplier", "local:y:F"] + flags)
        guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
    }

    /// What an owner says by the command line.
    static func say(_ program: Program, _ action: String, _ owner: String) throws {
        try must(program, "aid", "consent", action, "1", "--supplier", "\(owner):F", "--owner", owner)
    }

    /// Everything that may be passed on to the firm in need, by what was asked.
    static func passedOn(_ program: Program) throws -> [String: String] {
        var texts: [String: String] = [:]
        let questions: [[String]] = [
            ["match", "--request", "1"], ["match", "--request", "1", "--plan"],
            ["match", "--firm", "甲厂", "--product", "座椅", "--plan", "--top", "1"],
            ["match", "--firm", "甲厂", "--product", "座椅", "--view", "local:t", "--plan"], ["list", "--all"],
            ["report"], ["consents", "--view", "local:t", "--all"],
            ["consents", "--view", "local:z", "--all"],
        ]
        func ask(_ name: String, _ arguments: [String]) throws {
            let result = try program.run(["aid"] + arguments)
            guard result.status == 0 else {
                throw Program.Failure(text: "\(name): \(result.status) \(result.errorText)")
            }
            texts[name] = result.text + result.errorText
        }
        for question in questions {
            for form in [["json"], ["csv"], ["table", "--lang", "zh"], ["table", "--lang", "en"]] {
                try ask("\(question) \(form)", question + ["--format"] + form)
            }
        }
        try ask("letter", ["letter", "1"])
        return texts
    }

    /// The messages that a channel has been told so far.
    static func told(_ program: Program, _ channel: String) throws -> [[String: Any]] {
        try must(program, "run")
        let path = program.folder.path + "/\(channel).jsonl"
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap { line in
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        }
    }

    /// Those of some words that a text has in it.
    static func found(_ words: [String], in text: String) -> [String] { words.filter(text.contains) }
}
