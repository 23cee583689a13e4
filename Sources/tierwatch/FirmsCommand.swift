internal import ArgumentParser
internal import Daemon
internal import Foundation

struct FirmsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "firms",
        abstract: "Which firms are one and the same: what looks alike, and what was decided.",
        discussion: """
              tierwatch firms duplicates
              tierwatch firms merge local:a:17 --into local:b --reason "same firm"
              tierwatch firms decisions
            """,
        subcommands: [Duplicates.self, Merge.self, Split.self, Reopen.self, Decisions.self],
        defaultSubcommand: Duplicates.self)

    struct Duplicates: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists firms that may be one, likeliest first; nothing is merged.",
            discussion: """
                The second of a pair is the one that would rather stay.

                  tierwatch firms duplicates --min-score 0.7
                  tierwatch firms duplicates --firm local:a:17 --all
                """)

        @Option(
            parsing: .unconditional,
            help: ArgumentHelp("How alike they are at least, 0 to 1.", valueName: "score"))
        var minScore = DuplicateFilter.usualScore

        @Option(help: ArgumentHelp("Only pairs with this firm: its identity or a name.", valueName: "id"))
        var firm: String?

        @Flag(help: "Also pairs that were decided to be different.")
        var all = false

        @OptionGroup var snapshot: SnapshotOptions

        func validate() throws {
            guard (0.0...1).contains(minScore) else {
                throw ValidationError("--min-score is 0 to 1, not \(minScore).")
            }
        }

        func run() throws {
            var filter = DuplicateFilter()
            filter.leastScore = minScore
            filter.firm = firm
            filter.listsDecided = all
            try snapshot.answer { try $0.duplicates(filter) }
        }
    }

    struct Merge: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes one firm count as another, now and in later files.",
            discussion: """
                What was declared stays as it is; `firms split` and `firms reopen` undo it.

                  tierwatch firms merge local:a:17 --into local:b --reason x --dry-run
                """)

        @Argument(help: ArgumentHelp("The firm that will count as the other.", valueName: "id"))
        var firm: String

        @Option(help: ArgumentHelp("The firm that stays: its identity or a name.", valueName: "id"))
        var into: String

        @OptionGroup var decision: DecisionOptions

        @Flag(help: "Shows what would come of it, and changes nothing.")
        var dryRun = false

        func run() throws {
            var word = decision.word(firm, into)
            word.isDryRun = dryRun
            try decision.query.answer { try IdentityDesk($0, now: Clock.now()).merge(word) }
        }
    }

    struct Split: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decides that two firms are two; a merger of the one into the other is undone.",
            discussion: """
                  tierwatch firms split local:a:17 local:b --reason "two plants"
                """)

        @OptionGroup var pair: PairOptions

        func run() throws {
            try pair.decision.query.answer { try IdentityDesk($0, now: Clock.now()).split(pair.word) }
        }
    }

    struct Reopen: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes back what was decided about two firms: they may be asked about again.",
            discussion: """
                  tierwatch firms reopen local:a:17 local:b --reason "too early"
                """)

        @OptionGroup var pair: PairOptions

        func run() throws {
            try pair.decision.query.answer { try IdentityDesk($0, now: Clock.now()).reopen(pair.word) }
        }
    }

    struct Decisions: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists what was decided about firms, by whom and why, newest first.",
            discussion: """
                  tierwatch firms decisions --firm 91310000132260250X
                """)

        @Option(help: ArgumentHelp("Only this firm: its identity or a name.", valueName: "id"))
        var firm: String?

        @OptionGroup var snapshot: SnapshotOptions

        func run() throws { try snapshot.answer { try $0.decisions(of: firm) } }
    }
}

/// What every decision is told.
struct DecisionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Why, for whoever doubts it later.", valueName: "text"))
    var reason: String

    @Option(help: ArgumentHelp("Who decides. Default: $USER.", valueName: "name"))
    var by: String?

    @OptionGroup var query: QueryOptions

    func word(_ firm: String, _ other: String) -> IdentityDesk.Word {
        let user = ProcessInfo.processInfo.environment["USER"] ?? ""
        return IdentityDesk.Word(firm: firm, other: other, author: by ?? user, reason: reason)
    }
}

/// Two firms and a decision about them.
struct PairOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("One firm: its identity or a name.", valueName: "id"))
    var firm: String

    @Argument(help: ArgumentHelp("The other one.", valueName: "other"))
    var other: String

    @OptionGroup var decision: DecisionOptions

    var word: IdentityDesk.Word { decision.word(firm, other) }
}
