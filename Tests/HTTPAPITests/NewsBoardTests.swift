import Testing

@testable import HTTPAPI

/// What streams of events are told, however late they come and however slowly they read.
@Suite struct NewsBoardTests {
    private static func alert(_ name: String, _ state: String) -> String {
        "{\"fingerprint\": \"\(name)\", \"starts_at\": \"2026-01-05T08:00:00+08:00\", \"state\": \"\(state)\"}"
    }

    private let board = NewsBoard()

    private func show(_ version: Int64, run: Int, _ alerts: [String]) throws {
        #expect(board.begin([version]))
        try board.show(["{\"run\": \(run)}"] + alerts, version: [version])
        board.end()
    }

    /// The names of the events in a text, in order.
    private func names(_ text: String?) -> [Substring]? {
        text?.split(separator: "\n").filter { $0.hasPrefix("event: ") }.map { $0.dropFirst(7) }
    }

    @Test func `a stream that begins is told all that stands, then only what changes`() throws {
        #expect(board.news(after: nil)?.place == nil)
        try show(1, run: 1, [Self.alert("a", "firing"), Self.alert("b", "firing")])
        let first = try #require(board.news(after: nil))
        #expect(names(first.text) == ["run", "alert", "alert"])
        #expect(board.news(after: first.place)?.text == "")
        try show(2, run: 2, [Self.alert("a", "acknowledged"), Self.alert("c", "firing")])
        let second = try #require(board.news(after: first.place))
        #expect(names(second.text) == ["run", "alert", "alert", "end"])
        #expect(
            second.text.contains("\"acknowledged\"")
                && second.text.contains("end\ndata: {\"fingerprint\": \"b\"}"))
        #expect(names(board.news(after: nil)?.text) == ["run", "alert", "alert"])
    }

    @Test func `data that only moved on without a change is no news`() throws {
        try show(1, run: 1, [Self.alert("a", "firing")])
        let place = board.news(after: nil)?.place
        try show(2, run: 1, [Self.alert("a", "firing")])
        #expect(board.news(after: place)?.text == "")
        #expect(!board.begin([2]), "what is shown already is not worked out again")
    }

    @Test func `an alert that ends and begins anew between two looks is told as both`() throws {
        try show(1, run: 1, [Self.alert("a", "firing")])
        let place = board.news(after: nil)?.place
        let again = Self.alert("a", "firing").replacing("2026-01-05", with: "2026-01-06")
        try show(2, run: 2, [again])
        #expect(names(board.news(after: place)?.text) == ["run", "alert", "end"])
    }

    @Test func `who reads slowly is told every change in order, and beyond the limit has to begin anew`()
        throws
    {
        try show(1, run: 0, [])
        let place = board.news(after: nil)?.place
        for run in 1...NewsBoard.changeLimit { try show(Int64(run + 1), run: run, []) }
        let text = try #require(board.news(after: place)?.text)
        #expect(names(text)?.count == NewsBoard.changeLimit)
        let runs = text.split(separator: "\n").filter { $0.hasPrefix("data: ") }
        #expect(runs == (1...NewsBoard.changeLimit).map { "data: {\"run\": \($0)}" })
        try show(-1, run: -1, [])
        #expect(board.news(after: place) == nil)
    }

    @Test func `one stream works at a time, and a failure leaves the work to the next`() throws {
        #expect(board.begin([1]))
        #expect(!board.begin([1]) && !board.begin([2]))
        #expect(throws: (any Error).self) { try board.show(["{}", "no JSON"], version: [1]) }
        board.end()
        #expect(board.begin([1]))
    }
}
