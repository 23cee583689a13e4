internal import ArgumentParser
internal import Daemon
internal import Foundation

extension WhiteListCommand {
    struct Recognise: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Notes that the lists of one authority count at another's; not the other way round.",
            discussion: """
                  tierwatch whitelist recognise --issuer 上海 --by 江苏 --from 2022-04-19
                """)

        @OptionGroup var pair: RecognitionPair

        @Option(
            help: ArgumentHelp(
                "When it ends: RFC 3339, or a date, which means its end in China. Default: it is not known to end.",
                valueName: "time"))
        var until: String?

        func run() throws { try pair.say(true, until: until) }
    }

    struct Withdraw: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Notes that they no longer do; that they did stays known.",
            discussion: """
                  tierwatch whitelist withdraw --issuer 上海 --by 江苏
                """)

        @OptionGroup var pair: RecognitionPair

        func run() throws { try pair.say(false) }
    }

    struct Recognitions: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists whose lists count where.",
            discussion: """
                  tierwatch whitelist recognitions --all --at 2022-05-01
                """)

        @Flag(help: "Also those that are over.")
        var all = false

        @OptionGroup var snapshot: SnapshotOptions

        func run() throws { try snapshot.answer { try $0.recognitions(all: all, now: Clock.now()) } }
    }
}

/// Two authorities, and when something is to hold between them.
struct RecognitionPair: ParsableArguments {
    @Option(help: ArgumentHelp("Whose lists: a province or city, by code or name.", valueName: "region"))
    var issuer: String

    @Option(help: ArgumentHelp("Who recognises them: a province or city.", valueName: "region"))
    var by: String

    @Option(
        help: ArgumentHelp(
            "From when on: RFC 3339, or a date, which means its first moment in China. Default: now.",
            valueName: "time"))
    var from: String?

    @OptionGroup var query: QueryOptions

    func say(_ isGiven: Bool, until: String? = nil) throws {
        try query.answer {
            try WhiteListDesk($0, now: Clock.now())
                .recognise(isGiven, issuer: issuer, by: by, from: from, until: until)
        }
    }
}
