import Foundation
import Intake
import SupplyModel
import TestSupport
import Testing

/// Reads made-up files of events, some of them hostile.
enum EventFiles {
    static let now = Timestamp("2026-07-26T12:00:00+08:00") ?? Timestamp(milliseconds: 0)
    static let folder = Fixtures.url("events")

    static func read(_ url: URL, _ assumptions: EventAssumptions = .usual) throws -> EventTable {
        try EventFile(path: url.path, gazetteer: Gazetteer(), assumptions: assumptions).read(now: now)
    }

    static func read(_ name: String, _ text: String) throws -> EventTable {
        try Fixtures.withFolder { folder in
            let file = folder.appending(path: name)
            try Data(text.utf8).write(to: file)
            return try read(file)
        }
    }

    /// The code of the fault for which a file is refused; a second sentence or line fails the test.
    static func code(_ name: String, _ text: String) throws -> String {
        let error = try #require(throws: IntakeError.self) { try read(name, text) }
        #expect(error.fault.category == .badData)
        #expect(
            error.fault.sentence.contains("; ") && !error.description.contains { $0.isNewline }, "\(error)")
        #expect(error.description.count < 600)
        return error.fault.code
    }

    /// A hit as `code=loss start…end`, times without seconds and offset.
    static func text(_ hit: EventHit) -> String {
        func short(_ time: Timestamp) -> String { String(time.description.dropFirst(5).prefix(11)) }
        return "\(hit.region)=\(hit.loss) \(short(hit.startsAt))…\(short(hit.endsAt))"
    }
}

@Suite struct CAPTests {
    /// A message whose parts can be replaced.
    static func message(
        head: String = "<identifier>a</identifier><sender>s</sender><sent>2026-07-25T08:00:00+08:00</sent>",
        status: String = "Actual", type: String = "Alert", more: String = "",
        info: String = "<severity>Severe</severity>",
        area: String = "<areaDesc>苏州市</areaDesc>",
        namespace: String = "urn:oasis:names:tc:emergency:cap:1.2"
    ) -> String {
        """
        <alert xmlns="\(namespace)">\(head)<status>\(status)</status><msgType>\(type)</msgType>\(more)
        <info><event>台风</event>\(info)<area>\(area)</area></info></alert>
        """
    }

    private func read(_ text: String) throws -> EventTable { try EventFiles.read("a.xml", text) }

    private func report(_ text: String) throws -> EventReport {
        let table = try read(text)
        return try #require(table.reports.first)
    }

    @Test func `a warning is read by its codes, its shapes and its names, in Chinese where it can be`() throws
    {
        let table = try EventFiles.read(EventFiles.folder.appending(path: "typhoon.xml"))
        let report = try #require(table.reports.first)
        #expect(table.warnings.isEmpty && table.problems.isEmpty && table.reports.count == 1)
        #expect(report.id == "cap:made-up@example.org/32000041600000_20260725080000")
        #expect(report.title == "台风橙色预警（示例）".precomposedStringWithCompatibilityMapping)
        #expect(report.kind == "台风" && report.severity == .extreme && report.references.isEmpty)
        #expect(report.toldAt == Timestamp("2026-07-25T08:00:00+08:00"))
        #expect(
            report.hits.map(EventFiles.text) == [
                "310000=0.5 07-26T00:00…07-29T00:00", "320200=0.5 07-26T00:00…07-29T00:00",
                "320500=0.5 07-26T00:00…07-29T00:00", "320583=0.5 07-26T00:00…07-29T00:00",
                "330200=1.0 07-26T00:00…08-02T00:00", "330400=0.5 07-26T00:00…07-29T00:00",
            ])
    }

    @Test func `an update and a cancel name what they take the place of, oldest first`() throws {
        let root = "cap:made-up@example.org/32000041600000_20260725080000"
        let update = try EventFiles.read(EventFiles.folder.appending(path: "typhoon-update.xml")).reports[0]
        #expect(update.references == [root] && update.ending == nil && update.hits.map(\.loss) == [0.2])
        let cancel = try EventFiles.read(EventFiles.folder.appending(path: "typhoon-cancel.xml")).reports[0]
        #expect(cancel.references == [root, update.id])
        #expect(
            cancel.ending == .cancelled && cancel.hits.isEmpty && cancel.note == "made up, and taken back")
    }

    @Test(arguments: ["Exercise", "System", "Test", "Draft"])
    func `what is not actual is told and is no event`(status: String) throws {
        let table = try read(Self.message(status: status))
        #expect(table.reports.isEmpty && table.problems.isEmpty)
        #expect(table.warnings.map(\.code) == ["no_event"] && table.warnings[0].message.contains(status))
    }

    @Test(arguments: ["Ack", "Error"])
    func `an answer to a message is no event`(type: String) throws {
        #expect(try read(Self.message(type: type)).reports.isEmpty)
    }

    @Test(arguments: [
        ("Extreme", 1.0), ("Severe", 0.5), ("Moderate", 0.2), ("Minor", 0), ("Unknown", 0.2), ("Red", 1),
        ("orange", 0.5), ("Yellow", 0.2), ("Blue", 0),
    ])
    func `a severity stands for a loss, by the words of CAP or the colour of a warning`(
        word: String, loss: Double
    ) throws {
        #expect(try report(Self.message(info: "<severity>\(word)</severity>")).hits.map(\.loss) == [loss])
    }

    @Test func `what is not expected to happen costs nothing, and an all-clear ends it`() throws {
        let unlikely = Self.message(info: "<severity>Extreme</severity><certainty>Unlikely</certainty>")
        #expect(try report(unlikely).hits.map(\.loss) == [0])
        for word in ["<responseType>AllClear</responseType>", "<urgency>Past</urgency>"] {
            let over = try report(Self.message(info: word))
            #expect(over.ending == .cancelled && over.hits.isEmpty)
        }
    }

    @Test(arguments: [("2025-07-24", "bad_time"), ("2025-07-26", nil)])
    func `all parts of a message together last no longer than an event does`(
        onset: String, code: String?
    ) throws {
        let next = "<info><event>台风</event><severity>Minor</severity><onset>\(onset)T08:00:00+08:00</onset>"
        let part = "<expires>2025-07-28T08:00:00+08:00</expires><area><areaDesc>苏州市</areaDesc></area></info>"
        let whole = Self.message(
            info: "<severity>Severe</severity><expires>2026-07-26T08:00:00+08:00</expires>"
        ).replacing("</alert>", with: next + part + "</alert>")
        if let code {
            #expect(try EventFiles.code("a.xml", whole) == code)
        } else {
            #expect(try report(whole).hits.count == 2)
        }
    }

    @Test func `a start is the onset, else the effective time, else when it was sent`() throws {
        let texts = [
            "<effective>2026-07-25T09:00:00+08:00</effective><onset>2026-07-25T10:00:00+08:00</onset>",
            "<effective>2026-07-25T09:00:00+08:00</effective>", "",
        ]
        let starts = try texts.map { try report(Self.message(info: $0)).startsAt?.description ?? "" }
        #expect(starts.map { String($0.dropFirst(11).prefix(2)) } == ["10", "09", "08"])
    }

    @Test(arguments: [
        ("<geocode><valueName>x</valueName><value>310115</value></geocode>", ["310115"]),
        ("<geocode><valueName>x</valueName><value>310115000000</value></geocode>", ["310115"]),
        ("<geocode><valueName>x</valueName><value>999999</value></geocode>", ["320500"]),
        ("<geocode><valueName>SAME</valueName><value>310115</value></geocode>", ["320500"]),
        ("<circle>31.23,121.47 1</circle>", ["310000"]),
        ("<circle>31.23,121.47 nan</circle>", ["320500"]),
        ("<polygon>31,121 31,122 32,122 32,121 31,121</polygon>", ["310000"]),
        ("<polygon>31,121 31,nan 32,122 32,121 31,121</polygon>", ["320500"]),
        ("<polygon>31,121 31,inf 32,122 32,121 31,121</polygon>", ["320500"]),
        ("<polygon>31,121 31,122 95,122 32,121 31,121</polygon>", ["320500"]),
        ("<polygon>31,121 31,122 32,122 32,121</polygon>", ["320500"]),
    ])
    func `an area is placed by its code, else its shape, else its name`(shape: String, codes: [String]) throws
    {
        let table = try read(Self.message(area: "<areaDesc>苏州市</areaDesc>\(shape)"))
        #expect(table.reports.first?.hits.map(\.region.description) == codes)
    }

    @Test func `an area that cannot be placed is told, and the others count`() throws {
        let second = "<areaDesc>苏州市、亚特兰蒂斯</areaDesc></area><area><areaDesc>nowhere</areaDesc>"
        let table = try read(Self.message(area: second))
        #expect(table.reports.first?.hits.map(\.region.description) == ["320500"])
        #expect(table.warnings.map(\.code) == ["unknown_region", "unknown_region"])
        #expect(table.warnings[0].message.contains("亚特兰蒂斯") && table.warnings[1].message.contains("nowhere"))
    }

    @Test(arguments: [
        ("苏州市、昆山市", ["320500", "320583"]), ("江苏省苏州市", ["320500"]), ("江苏省 苏州市", ["320500"]),
        ("上海 苏州", ["310000", "320500"]), ("江苏省", ["320000"]), ("Shanghai", ["310000"]),
    ])
    func `a list of names is several places, and a province before a city is one`(
        name: String, codes: [String]
    ) throws {
        let table = try read(Self.message(area: "<areaDesc>\(name)</areaDesc>"))
        #expect(table.reports.first?.hits.map(\.region.description) == codes && table.warnings.isEmpty)
    }

    @Test func `a reference to itself is left out and told`() throws {
        let own = "<references>s,a,2026-07-25T08:00:00+08:00 nonsense</references>"
        let table = try read(Self.message(type: "Update", more: own))
        #expect(table.reports.first?.references == [])
        #expect(table.warnings.map(\.code) == ["bad_reference", "bad_reference"])
    }

    @Test func `a title is one line of plain characters, and not endless`() throws {
        let long = String(repeating: "长", count: 900)
        let title = try report(Self.message(info: "<headline>a\u{202E}\u{85}\n b\(long)</headline>")).title
        #expect(title.hasPrefix("a b长") && title.count == 200)
    }

    @Test func `what CAP does not know, and what is of other vocabularies, is passed over`() throws {
        let foreign = """
            <x:severity xmlns:x="urn:x">Extreme</x:severity><parameter><valueName>severity</valueName>
            <value>Extreme</value></parameter><description>a <b>bold</b> word</description><severity>Minor</severity>
            """
        #expect(try report(Self.message(info: foreign)).hits.map(\.loss) == [0])
    }

    /// Files that are refused, each with its code.
    static let refused: [(String, String)] = [
        ("not_cap", message(namespace: "urn:oasis:names:tc:emergency:cap:1.1")),
        ("not_cap", message(namespace: "")), ("not_cap", "<html/>"), ("malformed", "<alert"),
        ("malformed", "{}"), ("empty_file", ""),
        ("doctype", "<!DOCTYPE alert [<!ENTITY a \"x\">]>" + message()),
        (
            "doctype",
            "<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;\">]><a>&c;</a>"
        ),
        ("doctype", "<!DOCTYPE alert SYSTEM \"file:///etc/passwd\">" + message()),
        ("missing", message(head: "<identifier>a</identifier><sender>s</sender>")),
        ("missing", message(head: "<sender>s</sender><sent>2026-07-25T08:00:00+08:00</sent>")),
        (
            "bad_id",
            message(
                head: "<identifier>a b</identifier><sender>s</sender><sent>2026-07-25T08:00:00+08:00</sent>")
        ),
        (
            "bad_id",
            message(
                head: "<identifier>\(String(repeating: "a", count: 400))</identifier><sender>s</sender>"
                    + "<sent>2026-07-25T08:00:00+08:00</sent>")
        ),
        (
            "bad_id",
            message(
                head:
                    "<identifier>a\u{202E}</identifier><sender>s</sender><sent>2026-07-25T08:00:00+08:00</sent>"
            )
        ),
        ("repeated", message(more: "<identifier>b</identifier>")), ("bad_value", message(status: "Real")),
        ("bad_value", message(type: "Warn")), ("bad_value", message(info: "<severity>Huge</severity>")),
        ("missing", message(type: "Cancel")),
        ("unknown_region", message(area: "<areaDesc>nowhere</areaDesc>")),
        ("bad_time", message(info: "<onset>soon</onset>")),
        ("bad_time", message(info: "<onset>0001-01-01T00:00:00Z</onset>")),
        ("bad_time", message(info: "<expires>9999-12-31T00:00:00Z</expires>")),
        ("bad_time", message(info: "<expires>2027-12-31T00:00:00Z</expires>")),
        ("bad_time", message(info: "<expires>2026-07-24T00:00:00Z</expires>")),
        (
            "bad_time",
            message(
                head: "<identifier>a</identifier><sender>s</sender><sent>2026-08-25T08:00:00+08:00</sent>")
        ),
        ("too_large", message(info: "<headline>\(String(repeating: "长", count: 10_000))</headline>")),
        ("too_large", message(area: String(repeating: "<areaDesc>a</areaDesc></area><area>", count: 20_000))),
        (
            "too_large",
            message(
                area: "<areaDesc>a</areaDesc>" + String(repeating: "<circle>0,0 1</circle>", count: 30_000))
        ),
        ("malformed", message(info: String(repeating: "<a>", count: 100_000))),
        (
            "malformed",
            message(info: String(repeating: "<x>", count: 100) + String(repeating: "</x>", count: 100))
        ),
        ("too_large", String(repeating: " ", count: 17 << 20)),
    ]

    @Test(arguments: refused.indices)
    func `a message that cannot be trusted is refused with one sentence`(index: Int) throws {
        let (code, text) = Self.refused[index]
        #expect(try EventFiles.code("a.cap", text) == code)
    }

    @Test func `a message of more corners than any has is refused`() throws {
        let side = (0..<20_000).map { "31,\(100 + Double($0) / 1_000)" }.joined(separator: " ")
        let polygons = String(repeating: "<polygon>\(side) 31,100</polygon>", count: 11)
        #expect(
            try EventFiles.code("a.xml", Self.message(area: "<areaDesc>a</areaDesc>\(polygons)"))
                == "too_large")
    }
}
