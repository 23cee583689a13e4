internal import ArgumentParser
internal import Daemon
internal import Foundation
internal import SupplyModel

struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The rules that raise alerts.",
        discussion: """
              tierwatch rules check
              tierwatch rules check /etc/tierwatch/Alerts
              tierwatch rules test
              tierwatch rules backtest Changed --since 2026-01-01
            """,
        subcommands: [Check.self, Test.self, Backtest.self], defaultSubcommand: Check.self)

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads rules and channels and names every fault with file, line, column and key.",
            discussion: """
                Shows each rule's texts as they would be sent, about the newest figures of the store or made-up ones.

                  tierwatch rules check Alerts
                """)

        @Argument(
            help: ArgumentHelp(
                "The folder of rules and channels. Default: the configuration's.", valueName: "dir"))
        var folder: String?

        @OptionGroup var query: QueryOptions

        func run() throws {
            let configuration = try query.common.configuration(folder.map { ["alerts": $0] } ?? [:])
            let language = query.lang ?? configuration.language
            let answer = try RuleCheck(
                folder: configuration.alerts, data: configuration.data
            ).answer(in: language)
            let environment = ProcessInfo.processInfo.environment
            for fault in try ChannelCheck(configuration, environment: environment).faults() {
                Console.error("warning: \(fault)")
            }
            for warning in answer.warnings { Console.error("warning: \(warning)") }
            Console.output(answer.rendered(as: query.format, in: language))
        }
    }
}

struct Channels: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The channels that alerts are told on.",
        discussion: """
              tierwatch channels list
              tierwatch channels test ops
            """,
        subcommands: [List.self, Test.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists channels and how their traffic stands; secrets are never shown.",
            discussion: """
                  tierwatch channels list
                """)

        @OptionGroup var query: QueryOptions

        func run() throws {
            let configuration = try query.common.configuration()
            let answer = try ChannelCheck(
                configuration, environment: ProcessInfo.processInfo.environment
            ).list()
            for warning in answer.warnings { Console.error("warning: \(warning)") }
            Console.output(answer.rendered(as: query.format, in: query.lang ?? configuration.language))
        }
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sends one signed test message to each channel, or to those named.",
            discussion: """
                  tierwatch channels test ops
                """)

        @Argument(help: "Names of channels. Default: all.")
        var names: [String] = []

        @OptionGroup var query: QueryOptions

        func run() async throws {
            let configuration = try query.common.configuration()
            let check = try ChannelCheck(configuration, environment: ProcessInfo.processInfo.environment)
            let (answer, allDelivered) = try await check.test(names)
            Console.output(answer.rendered(as: query.format, in: query.lang ?? configuration.language))
            if !allDelivered { throw Finished(status: ExitStatus.unavailable) }
        }
    }
}
