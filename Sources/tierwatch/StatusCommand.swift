internal import ArgumentParser
internal import Daemon
internal import Foundation
internal import Store
internal import SupplyModel

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "How much firms make of their normal output, as they report it.",
        discussion: """
              tierwatch status report --firm local:b --rate 60% --staff 120
              tierwatch status import answers.csv
              tierwatch status list --region 苏州
            """,
        subcommands: [Report.self, ImportAnswers.self, List.self], defaultSubcommand: List.self)

    struct Report: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes what one firm says of itself, or somebody of it.",
            discussion: """
                Nothing is overwritten: the newest report counts, for 14 days or as long as `status_days` says.

                  tierwatch status report --firm local:b --rate 0.6 --note 缺员
                  tierwatch status report --firm local:b --rate 80% --region 昆山 --at 2026-11-25
                """)

        @Option(help: ArgumentHelp("Its identity or legal name.", valueName: "id"))
        var firm: String

        @Option(
            parsing: .unconditional,
            help: ArgumentHelp("The part of its normal output that it makes: 0.6 or 60%.", valueName: "rate"))
        var rate: String

        @Option(parsing: .unconditional, help: "People at work.")
        var staff: Int?

        @Option(parsing: .unconditional, help: "Days of need that it holds.")
        var stockDays: Double?

        @Option(help: ArgumentHelp("How goods come and go.", valueName: "text"))
        var logistics: String?

        @Option(help: ArgumentHelp("Anything else.", valueName: "text"))
        var note: String?

        @Option(
            help: ArgumentHelp(
                "When it was so: RFC 3339, or a date, which means its first moment in China. Default: now.",
                valueName: "time"))
        var at: String?

        @Option(help: "Only its sites in this region: a code or a name. Default: all its sites.")
        var region: String?

        @Option(help: ArgumentHelp("Who reports. Default: the configuration's.", valueName: "id"))
        var registrant: String?

        @OptionGroup var query: QueryOptions

        func run() throws {
            guard let operatingRate = LossText.fraction(rate) else {
                throw UsageFault(
                    "--rate: '\(rate)' is no operating rate; write a fraction from 0 to 1 or a percentage from 0% to 100%"
                )
            }
            if let staff, !(0...StatusDesk.staffLimit).contains(staff) {
                throw UsageFault("--staff is 0 to \(StatusDesk.staffLimit), not \(staff)")
            }
            if let stockDays, !(0...StatusDesk.stockLimitDays).contains(stockDays) {
                throw UsageFault("--stock-days is 0 to \(Int(StatusDesk.stockLimitDays)), not \(stockDays)")
            }
            var word = StatusDesk.Word(firm: firm, operatingRate: operatingRate)
            word.region = region
            word.time = at
            word.staff = staff
            word.stockDays = stockDays
            word.logistics = logistics
            word.note = note
            let registrant = try query.common.configuration().registrant(named: registrant)
            try query.answer { try StatusDesk($0, now: Clock.now()).report(word, by: registrant) }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists reports, newest first.",
            discussion: """
                  tierwatch status list --firm local:b
                  tierwatch status list --region 江苏 --format csv
                """)

        @Option(help: ArgumentHelp("Only this firm: its identity or legal name.", valueName: "id"))
        var firm: String?

        @Option(help: "Only reports that speak for a site in this region: a code or a name of any level.")
        var region: String?

        @OptionGroup var snapshot: SnapshotOptions

        func run() throws {
            try snapshot.answer { try $0.statusReports(firm: firm, region: region, now: Clock.now()) }
        }
    }
}
