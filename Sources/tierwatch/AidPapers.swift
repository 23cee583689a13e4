internal import ArgumentParser
internal import Daemon
internal import SupplyModel

/// What goes out of the ledger, and what it goes by.
extension AidCommand {
    struct Letter: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A request as a letter to print and seal: one page of HTML, in Chinese.",
            discussion: """
                  tierwatch aid letter HB-2026-0001 --output letter.html
                """)

        @Argument(help: "The request's id, or its number where no other year has it.")
        var id: String

        @Option(
            help: ArgumentHelp("The file to write: .html. Default: standard output.", valueName: "file"))
        var output: String?

        @Option(
            help: ArgumentHelp(
                "The request as it stood then: RFC 3339, or a date, which means its end in China.",
                valueName: "time"))
        var at: String?

        @OptionGroup var common: CommonOptions

        func run() throws {
            let file = try output.map { try OutputFile($0, as: [.html]) }
            let configuration = try common.configuration()
            let inquiry = Inquiry(
                store: try configuration.store(isExpected: true), gazetteer: Gazetteer(), language: .zh,
                time: try at.map { try DeskInput.time($0) })
            let html = try inquiry.aidLetter(id, folder: configuration.alerts, now: Clock.now())
            guard let file else { return Console.output(html) }
            try file.write(html)
            Console.error(file.told("the letter is"))
        }
    }

    struct Report: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "What came of the requests, as the provinces report it: per pair of provinces, and in total.",
            discussion: """
                letters: requests registered in the month; firms and suppliers: those they are about; closed: the part of them that is
                closed by its end; days_median and days_mean: from registering to closing; overdue: open past the deadline at its end.

                  tierwatch aid report --month 2022-04
                  tierwatch aid report --month 2022-04 --output report.xlsx
                """)

        @Option(help: ArgumentHelp("The month, such as 2022-04. Default: all.", valueName: "month"))
        var month: String?

        @Option(
            help: ArgumentHelp("Write it to this file too: .xlsx or .csv.", valueName: "file"))
        var output: String?

        @OptionGroup var snapshot: SnapshotOptions

        func run() throws {
            let file = try output.map { try OutputFile($0, as: [.xlsx, .csv]) }
            let now = Clock.now()
            try snapshot.answer { inquiry in
                let answer = try inquiry.aidReport(month: month, now: now)
                if let file { try inquiry.write(answer, ofMonth: month, to: file, now: now) }
                return answer
            }
            if let file { Console.error(file.told("the report is")) }
        }
    }

    struct Policy: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads aid.yaml: who is told of requests, and how long each kind may take.",
            discussion: """
                  tierwatch aid policy
                  tierwatch aid policy /etc/tierwatch/Alerts
                """)

        @Argument(
            help: ArgumentHelp(
                "The folder of rules and channels. Default: the configuration's.", valueName: "dir"))
        var folder: String?

        @OptionGroup var query: QueryOptions

        func run() throws {
            let configuration = try query.common.configuration(folder.map { ["alerts": $0] } ?? [:])
            let language = query.lang ?? configuration.language
            let answer = try AidPolicyCheck.answer(folder: configuration.alerts, language: language)
            Console.output(answer.rendered(as: query.format, in: language))
        }
    }
}
