import Foundation
import StrictYAML
import Testing

@Suite struct YAMLDocumentTests {
    private func fault(_ text: String) throws -> ConfigurationFault {
        try #require(throws: ConfigurationFault.self) { try YAMLDocument(text, file: "a.yaml") }
    }

    @Test(arguments: [
        ("a: [1", 2, 1), ("a: b: c", 1, 5), ("a:\n\t- 1", 2, 1), ("a: 'b", 1, 6), ("a: >=", 1, 5),
        ("a: @b", 1, 4),
        ("a: 1\n b: 2", 2, 3), ("ok: 1\n%bad", 2, 5), ("a: \u{1}", 1, 1),
    ])
    func `a fault of syntax has its line and column`(text: String, line: Int, column: Int) throws {
        let fault = try fault(text)
        #expect(fault.line == line)
        #expect(fault.column == column)
        #expect(fault.reason.hasPrefix("this is not YAML: "))
    }

    @Test(arguments: [
        ("a: &x 1", 4), ("- *x", 3), ("&x {a: 1}", 1), ("a: &x [1]", 4), ("a: !!str 1", 4), ("op: !=", 5),
        ("a: !x {b: 1}", 4), ("? [b]\n: 1", 3), ("{[b]: 1}", 2), ("? {a: b}\n: 1", 3),
    ])
    func `aliases, anchors, tags and keys that are no words are refused where they stand`(
        text: String, column: Int
    ) throws {
        #expect(try fault(text).column == column)
    }

    @Test func `an alias bomb ends at its first anchor`() throws {
        var text = "a: &a [lol, lol]\n"
        for index in 1...40 { text += "b\(index): &b\(index) [*a, *a]\n" }
        let fault = try fault(text)
        #expect(fault.line == 1)
        #expect(fault.reason.contains("anchor"))
    }

    @Test func `nesting ends at its limit`() throws {
        let allowed = String(repeating: "[", count: YAMLDocument.depthLimit)
        _ = try YAMLDocument(allowed + String(repeating: "]", count: YAMLDocument.depthLimit), file: "a.yaml")
        #expect(try fault(String(repeating: "[", count: YAMLDocument.depthLimit + 1)).column == 33)
        for opening in ["[", "{a: ", "? ", "- "] {
            let bomb = String(repeating: opening, count: 100_000)
            #expect(try fault(bomb).reason == "it is nested deeper than 32 levels; flatten it")
        }
    }

    @Test func `values end at their limit`() throws {
        let text = "[" + String(repeating: "1,", count: YAMLDocument.nodeLimit + 1) + "]"
        #expect(try fault(text).reason.contains("100000 values"))
    }

    @Test func `bytes and keys end at their limits`() throws {
        #expect(try fault(String(repeating: "#", count: YAMLDocument.byteLimit + 1)).line == 0)
        #expect(
            try YAMLDocument(String(repeating: "#", count: YAMLDocument.byteLimit), file: "a").root.isNull)
        #expect(try fault(String(repeating: "k", count: 257) + ": 1").reason.contains("256 bytes"))
    }

    @Test func `a second document is refused at its place`() throws {
        #expect(try fault("a: 1\n---\nb: 2\n").line == 2)
    }

    @Test(arguments: [
        Array("a: 1\nb: ".utf8) + [0xD6, 0xD0], Array("a: 1\nb: ".utf8) + [0xC3, 0x28, 0x0A, 0x63],
    ])
    func `bytes that are no UTF-8 are named by line`(bytes: [UInt8]) throws {
        let fault = try #require(throws: ConfigurationFault.self) {
            try YAMLDocument(utf8: bytes, file: "a.yaml")
        }
        #expect(fault.description == "a.yaml:2:1: this is not UTF-8 text; save the file as UTF-8")
    }

    @Test func `UTF-16 is no UTF-8`() throws {
        #expect(throws: ConfigurationFault.self) {
            try YAMLDocument(utf8: [0xFF, 0xFE, 0x61, 0, 0x3A, 0], file: "a.yaml")
        }
    }

    @Test func `a byte order mark and Windows line ends change nothing`() throws {
        var faults: [ConfigurationFault] = []
        let document = try YAMLDocument(
            utf8: [0xEF, 0xBB, 0xBF] + Array("a: 1\r\nb: 二\r\n".utf8), file: "a.yaml")
        let mapping = try #require(document.root.mapping(keys: ["a", "b"], &faults))
        #expect(mapping["a"]?.number(&faults) == 1)
        #expect(mapping["b"]?.string(&faults) == "二")
        #expect(mapping["b"]?.place.line == 2)
        #expect(faults.isEmpty)
    }

    @Test(arguments: ["/nowhere/a.yaml", "/", "/dev/zero"])
    func `a file that cannot be read is one sentence`(path: String) throws {
        let fault = try #require(throws: ConfigurationFault.self) {
            try YAMLDocument(contentsOf: URL(filePath: path))
        }
        #expect(fault.file == path)
        #expect(fault.line == 0)
    }

    @Test func `any bytes give a document or a fault`() throws {
        var random = Lehmer(state: 20_260_419)
        let pieces = [
            "a", ":", " ", "\n", "-", "[", "]", "{", "}", "'", "\"", "|", ">", "&x", "*x", "!", "?", "\t",
            ",", "#", "%",
        ]
        for _ in 0..<2_000 {
            let text = (0..<20).compactMap { _ in pieces.randomElement(using: &random) }.joined()
            do {
                _ = try YAMLDocument(text, file: "a.yaml")
            } catch {
                #expect(error.line > 0, "\(text)")
            }
        }
    }
}

/// Numbers that are the same in every run (Lehmer, modulus 2^64).
private struct Lehmer: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 32 | state << 32
    }
}
