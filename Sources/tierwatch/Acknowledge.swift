internal import ArgumentParser
internal import Daemon
internal import Foundation

/// What both answers to an alert are told.
struct AnswerOptions: ParsableArguments {
    @Argument(help: "The fingerprint, or as many of its first digits as are needed.")
    var fingerprint: String

    @Option(help: ArgumentHelp("Who answers. Default: $USER.", valueName: "name"))
    var owner: String?

    @Option(help: ArgumentHelp("What the others should know.", valueName: "text"))
    var note: String = ""

    @Option(
        help: ArgumentHelp(
            "The version that was seen: answers only if nobody did since, also where somebody else holds the alert.",
            valueName: "version"))
    var seen: Int?

    @OptionGroup var query: QueryOptions

    var word: AlertDesk.Word {
        let user = ProcessInfo.processInfo.environment["USER"] ?? ""
        return AlertDesk.Word(owner: owner ?? user, note: note, seenVersion: seen)
    }
}

extension Alerts {
    struct Acknowledge: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ack",
            abstract: "Takes an alert: you look after it. It stays firing until it is over.",
            discussion: """
                  tierwatch alerts ack 3fb01c --note "calling the supplier" --for 4h
                  tierwatch alerts ack 3fb01c --owner 张伟 --until 2027-02-05T08:00:00+08:00
                """)

        @OptionGroup var answer: AnswerOptions

        @Option(
            name: .customLong("for"), help: ArgumentHelp("How long it holds: 90m, 4h, 2d.", valueName: "time")
        )
        var duration: String?

        @Option(
            help: ArgumentHelp("Until when it holds: RFC 3339, or a date, to its end.", valueName: "time"))
        var until: String?

        func run() throws {
            var word = answer.word
            word.duration = duration
            word.until = until
            let folder = try answer.query.common.configuration().alerts
            try answer.query.answer {
                try AlertDesk($0, folder: folder, now: Clock.now()).acknowledge(answer.fingerprint, word)
            }
        }
    }

    struct Unacknowledge: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unack", abstract: "Gives an alert back: nobody looks after it any more.",
            discussion: """
                  tierwatch alerts unack 3fb01c --note "my shift is over"
                """)

        @OptionGroup var answer: AnswerOptions

        func run() throws {
            let folder = try answer.query.common.configuration().alerts
            try answer.query.answer {
                try AlertDesk($0, folder: folder, now: Clock.now()).release(answer.fingerprint, answer.word)
            }
        }
    }
}
