import Testing

@testable import HTTPAPI

/// Bodies of JSON, as they are read and refused.
@Suite struct JSONBodyTests {
    private func sentence(_ text: String, _ read: (JSONBody) throws -> Void = { _ in }) -> String? {
        do {
            try read(try JSONBody([UInt8](text.utf8)))
            return nil
        } catch {
            return (error as? APIFault)?.detail
        }
    }

    @Test(arguments: [
        (#"{"days": 14, "days": 1}"#, "days"), (#"{"firm": "a\\", "\u0066irm": "b"}"#, "firm"),
        (#"{"a": {"b": 1, "b": 2}, "c": ["b", "b"]}"#, "b"), (#"{"": 1, "": 1}"#, ""),
        ("{\"\u{E9}\": 1, \"e\u{301}\": 2}", "e\u{301}"),
    ])
    func `a name that is given twice is refused`(text: String, name: String) {
        #expect(sentence(text) == "'\(name)' is given twice; keep the one that is meant")
    }

    @Test(arguments: [
        #"{"a": "b", "b": "a", "c": ["a", "a"]}"#, #"{"a": "\"a\": 1, \"a\": 2"}"#,
        #"{"a": [{"b": 1}, {"b": 1}]}"#,
        #"{"a": {"a": {"a": 1}}}"#, #"{"a\\": 1, "a": 2}"#, "{}",
    ])
    func `a name stands once in each object`(text: String) { #expect(sentence(text) == nil) }

    @Test(arguments: ["{", "}}:", "\"", "\"\\", "{\"a\":\"b", ":", "{:", "{\"\\u\":1"])
    func `what is no JSON is looked through to its end`(text: String) {
        #expect(JSONNames.repeated(in: [UInt8](text.utf8)) == nil)
    }

    @Test(arguments: [
        (#"{"a": "x\u0000y"}"#, "zero character"), (#"{"a": "x\ud800y"}"#, "half of a surrogate pair"),
        (#"{"a": "\udc00"}"#, "half of a surrogate pair"), (#"{"a": 1}"#, "is no text"),
        (#"{"a": null}"#, "is no text"),
        (#"{"a": "\#(String(repeating: "x", count: 10_001))"}"#, "is no text of up to"),
    ])
    func `a text that cannot be taken is told by what is wrong with it`(text: String, reason: String) throws {
        #expect(try #require(sentence(text) { _ = try $0.text("a") }).contains(reason))
    }

    @Test(arguments: [
        (#"{"a": ["x", "\u0000"]}"#, "zero character"), (#"{"a": ["\ud83d"]}"#, "half of a surrogate pair"),
        (#"{"a": ["x", 1]}"#, "is no list"),
    ])
    func `a list is too`(text: String, reason: String) throws {
        #expect(try #require(sentence(text) { _ = try $0.texts("a") }).contains(reason))
    }
}
