import StrictYAML
import Testing

@Suite struct YAMLValueTests {
    private func value(_ text: String) throws -> YAMLValue {
        var faults: [ConfigurationFault] = []
        let document = try YAMLDocument("key: \(text)", file: "a.yaml")
        let value = document.root.mapping(&faults)?["key"]
        return try #require(value)
    }

    @Test(arguments: [
        "no", "yes", "on", "1.10", "010", "0x1F", "1_000", "1:30", "2024-01-01", ".inf", "true", "3", "=",
        "<<",
    ])
    func `a text comes back as it was written`(text: String) throws {
        var faults: [ConfigurationFault] = []
        #expect(try value(text).string(&faults) == text)
        #expect(try value("'\(text)'").string(&faults) == text)
        #expect(faults.isEmpty)
    }

    @Test(arguments: ["", "~", "null", "[a]", "{a: b}"])
    func `nothing, lists and mappings are no text`(text: String) throws {
        var faults: [ConfigurationFault] = []
        #expect(try value(text).string(&faults) == nil)
        #expect(faults.map(\.key) == ["key"])
        #expect(faults.map(\.line) == [1])
    }

    @Test(arguments: [
        ("0.4", 0.4), ("-3", -3), ("+2.", 2), (".5", 0.5), ("1e3", 1_000), ("0", 0), ("0.05", 0.05),
        ("1800", 1_800),
    ])
    func `a decimal is a number`(text: String, number: Double) throws {
        var faults: [ConfigurationFault] = []
        #expect(try value(text).number(&faults) == number)
        #expect(faults.isEmpty)
    }

    @Test(arguments: [
        "010", "0x1F", "0o7", "1_000", "1:30", ".inf", "-.inf", ".nan", "nan", "infinity", "1e999", "40%",
        "1,800",
        "'0.4'", "e3", ".", "--1", "1e", "true", "~", "[1]", "１２",
    ])
    func `what readers disagree about is no number`(text: String) throws {
        var faults: [ConfigurationFault] = []
        #expect(try value(text).number(&faults) == nil)
        #expect(faults.count == 1)
    }

    @Test(arguments: [("1", 1), ("64", 64), ("2e1", 20)])
    func `a whole number of the range is an integer`(text: String, number: Int) throws {
        var faults: [ConfigurationFault] = []
        #expect(try value(text).integer(in: 1...64, &faults) == number)
        #expect(faults.isEmpty)
    }

    @Test(arguments: ["0", "65", "-1", "1.5", "1e300", "-1e300"])
    func `other numbers are no integer of the range`(text: String) throws {
        var faults: [ConfigurationFault] = []
        #expect(try value(text).integer(in: 1...64, &faults) == nil)
        #expect(faults.count == 1)
        #expect(faults.first?.reason.hasPrefix("\(text) is not a whole number") ?? false, "\(faults)")
    }

    @Test(arguments: [("true", true), ("True", true), ("false", false), ("FALSE", false)])
    func `true and false are booleans`(text: String, expected: Bool) throws {
        var faults: [ConfigurationFault] = []
        #expect(try value(text).bool(&faults) == expected)
        #expect(faults.isEmpty)
    }

    @Test(arguments: ["yes", "no", "on", "off", "y", "n", "1", "'true'", ""])
    func `other words are no booleans`(text: String) throws {
        var faults: [ConfigurationFault] = []
        #expect(try value(text).bool(&faults) == nil)
        #expect(faults.count == 1)
    }

    @Test func `an excerpt steers no screen and is not endless`() {
        #expect(Excerpt.of("a\u{1B}[31m\u{202E}b\u{2066}\nc") == "a[31mbc")
        #expect(Excerpt.of(String(repeating: "甲", count: 81)) == String(repeating: "甲", count: 80) + "…")
    }
}
