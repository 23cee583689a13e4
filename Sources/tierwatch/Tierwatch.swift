internal import ArgumentParser
internal import Daemon
internal import Foundation

/// The command line: flags in, exit code out.
///
/// Everything that it does is in `Daemon`.
@main
struct Tierwatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tierwatch",
        abstract: "Watches supply chains of the Yangtze River Delta. 长三角产业链供应链韧性监测。",
        discussion: """
            Example: take a register, look at its figures, and see what is wrong.

              tierwatch import suppliers.csv --registrant local:example
              tierwatch metrics --metric hhi
              tierwatch run
              tierwatch alerts list
            """,
        version: "tierwatch \(Release.version)",
        subcommands: [
            Import.self, ExportCommand.self, Run.self, DaemonCommand.self, Suppliers.self, FirmCommand.self,
            FirmsCommand.self,
            Metrics.self, Diff.self, Conflicts.self,
            Exposure.self, Chokepoints.self, Systemic.self, Stress.self, WhatIfCommand.self,
            StatusCommand.self, Survey.self, Declarations.self, EventsCommand.self, WhiteListCommand.self,
            AidCommand.self,
            Alerts.self, Rules.self, Channels.self, Deliveries.self, TokenCommand.self, InviteCommand.self,
            ConsentCommand.self, Audit.self,
            Config.self,
        ])

    /// Parses, runs, and decides the exit code: the one place that does.
    static func main() async {
        Interruption.install()
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            // Help, and flags that cannot be parsed, are the parser's to answer; it calls every other error a failure.
            let isParser =
                FaultKind(of: error) == nil && !(error is Finished) && exitCode(for: error) != .failure
            if isParser { exit(withError: error) }
            Console.error("tierwatch: \(ExitStatus.message(error))")
            Foundation.exit(ExitStatus.of(error))
        }
    }
}
