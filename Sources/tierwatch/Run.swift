internal import ArgumentParser
internal import Daemon
internal import Foundation
internal import SupplyModel

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "One monitoring run: figures, rules, alerts, deliveries. Prints what changed.",
        discussion: """
            For whoever has cron and wants no daemon. Messages that could not be delivered wait for the next run.

              tierwatch run
              */15 * * * * tierwatch run --data /var/lib/tierwatch
            """)

    @Option(help: "How the answer is written: table, json or csv. Default: table on a terminal, else json.")
    var format: AnswerFormat?

    @Option(help: "Language of tables: zh or en. Default: the configuration's.")
    var lang: Language?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let configuration = try common.configuration()
        let language = lang ?? configuration.language
        let bar = SharedProgressBar()
        let result = try await SingleRun(configuration, environment: ProcessInfo.processInfo.environment).run(
            progress: { bar.show("stopping firms", $0) }, tell: { Console.error($0) })
        let format = format ?? (Console.outputIsTerminal ? .table : .json)
        Console.output(result.answer(in: language).rendered(as: format, in: language))
    }
}

struct DaemonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "daemon",
        abstract:
            "Watches until SIGTERM: takes registers from the inbox, runs the monitor, tells the channels.",
        discussion: """
            SIGHUP reads rules and channels again and keeps the old ones if the new are bad.

              tierwatch daemon --data /var/lib/tierwatch
            """)

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let configuration = try common.configuration()
        Interruption.remove()
        try await DaemonProcess(configuration, environment: ProcessInfo.processInfo.environment).run()
    }
}
