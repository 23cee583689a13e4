import SupplyModel
import Testing

/// Decisions about firms, named by letters.
@Suite struct MergeBookTests {
    private func book(_ decisions: [(IdentityVerdict, String, String)]) throws -> MergeBook<String> {
        var book = MergeBook<String>()
        for (verdict, firm, other) in decisions { try book.take(verdict, firm, other) }
        return book
    }

    @Test func `a firm that is merged into a merged one counts as the last of the chain`() throws {
        let book = try book([(.same, "a", "b"), (.same, "b", "c"), (.same, "d", "b")])
        #expect(["a", "b", "c", "d", "e"].map(book.root) == ["c", "c", "c", "c", "e"])
        #expect(book.groups.mapValues { $0.sorted() } == ["c": ["a", "b", "d"]])
    }

    @Test func `a chain that is parted in the middle stays whole on both sides`() throws {
        let book = try book([(.same, "a", "b"), (.same, "b", "c"), (.different, "c", "b")])
        #expect(["a", "b", "c"].map(book.root) == ["b", "b", "c"])
        #expect(book.areDifferent("b", "c") && book.separated == [["b", "c"]])
    }

    @Test func `what was decided is taken back, and can be decided otherwise`() throws {
        var book = try book([(.different, "a", "b"), (.open, "b", "a")])
        #expect(!book.areDifferent("a", "b"))
        try book.take(.same, "a", "b")
        try book.take(.open, "a", "b")
        #expect(book.root(of: "a") == "a" && book.into.isEmpty)
        try book.take(.different, "a", "b")
        try book.take(.same, "a", "b")
        #expect(book.root(of: "a") == "b" && !book.areDifferent("a", "b"))
    }

    @Test(
        arguments: [
            ([], (.same, "a", "a"), MergeFault.itself("a")),
            ([(.same, "a", "b")], (.same, "b", "a"), .circle("b", "a")),
            ([(.same, "a", "b"), (.same, "b", "c")], (.same, "c", "a"), .circle("c", "a")),
            ([(.same, "a", "b")], (.same, "a", "b"), .alreadyMerged("a", into: "b")),
            ([(.same, "a", "b")], (.same, "a", "c"), .alreadyMerged("a", into: "b")),
            (
                [(.same, "a", "c"), (.same, "b", "c")], (.different, "a", "b"),
                .joinedThrough("a", "b", via: "c")
            ),
            (
                [(.same, "a", "b"), (.same, "b", "c")], (.different, "c", "a"),
                .joinedThrough("c", "a", via: "b")
            ),
            ([(.different, "a", "b")], (.different, "b", "a"), .alreadyDifferent("b", "a")),
            ([(.same, "a", "b"), (.open, "a", "b")], (.open, "a", "b"), .nothingDecided("a", "b")),
        ] as [([(IdentityVerdict, String, String)], (IdentityVerdict, String, String), MergeFault<String>)])
    func `what cannot be decided is refused and changes nothing`(
        before: [(IdentityVerdict, String, String)], next: (IdentityVerdict, String, String),
        fault: MergeFault<String>
    ) throws {
        var book = try book(before)
        let into = book.into
        #expect(throws: fault) { try book.check(next.0, next.1, next.2) }
        #expect(throws: fault) { try book.take(next.0, next.1, next.2) }
        #expect(book.into == into)
    }

    @Test func `no merger makes one of two firms that were decided to be different`() throws {
        let book = try book([(.same, "a", "c"), (.different, "a", "b")])
        do {
            try book.check(.same, "b", "c")
            Issue.record("the merger was allowed")
        } catch {
            guard case .decidedDifferent(let one, let other) = error else { throw error }
            #expect(Set([one, other]) == ["a", "b"])
        }
        #expect(throws: Never.self) { try book.check(.same, "b", "a") }
        #expect(book.separated == [["b", "c"]])
    }
}
