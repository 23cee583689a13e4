internal import ArgumentParser
internal import Daemon
internal import SupplyModel

extension AidCommand {
    struct DrillCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "drill",
            abstract:
                "Takes a scenario through the whole mechanism, on a copy of the store, and tells nobody.",
            discussion: """
                Its shocks become events and status reports of now; then the monitor runs as the daemon has it run. What comes of it is kept
                as a report, beside the last drill of the same scenario. No message leaves, and nothing else is changed.

                  tierwatch aid drill Drills/lockdown.yaml
                  tierwatch aid drill Drills/lockdown.yaml --against 2 --output drill.xlsx
                  tierwatch aid drill Drills/typhoon.yaml --dry-run --format json
                """)

        @Argument(help: ArgumentHelp("The scenario, as for `whatif --scenario`.", valueName: "file"))
        var scenario: String

        @Option(help: ArgumentHelp("Who makes the drill. Default: $USER.", valueName: "name"))
        var by: String?

        @Flag(help: "Show what comes of it and keep nothing.")
        var dryRun = false

        @OptionGroup var report: DrillReportOptions

        func run() throws {
            let bar = SharedProgressBar()
            Interruption.cover()
            try report.show { desk in
                var wish = DrillDesk.Wish(file: scenario, by: by ?? AidCommand.user)
                wish.against = report.against
                wish.isTrial = dryRun
                return try desk.run(wish, willKeep: Interruption.hold) { bar.show("stopping firms", $0) }
            }
        }
    }

    struct Drills: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the drills that were made, newest first, or shows one of them.",
            discussion: """
                  tierwatch aid drills
                  tierwatch aid drills --show 3 --against 1
                """)

        @Option(help: ArgumentHelp("Show the drill with this number.", valueName: "n"))
        var show: Int64?

        @OptionGroup var report: DrillReportOptions

        func validate() throws {
            if show == nil, report.against != nil || report.output != nil {
                throw ValidationError("--against and --output are of --show.")
            }
        }

        func run() throws {
            try report.show { desk in
                guard let show else { return try desk.list() }
                return try desk.show(show, against: report.against)
            }
        }
    }
}

/// Flags of commands that show a drill.
struct DrillReportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Compare with the drill of this number. Default: the last one of the same scenario.",
            valueName: "n"))
    var against: Int64?

    @Option(help: ArgumentHelp("Write it to this file too: .xlsx, .csv or .json.", valueName: "file"))
    var output: String?

    @OptionGroup var query: QueryOptions

    /// Prints a desk's answer, as lines where a table of lines is asked for, also where its file could not be written: a drill is kept by then.
    func show(_ question: (DrillDesk) throws -> Answer) throws {
        let file = try output.map { try OutputFile($0, as: [.xlsx, .csv, .json]) }
        try file?.tryOut()
        let folder = try query.common.configuration().alerts
        var fault: (any Error)?
        try query.answer { inquiry in
            let answer = try question(DrillDesk(inquiry, folder: folder, now: Clock.now()))
            do { try file?.write(drill: answer, inquiry) } catch { fault = error }
            return query.format == .csv ? answer.lines : answer
        }
        if let fault { throw fault }
        if let file { Console.error(file.told("the drill is")) }
    }
}
