internal import ArgumentParser
internal import Daemon
internal import Foundation
internal import Store
internal import SupplyModel

struct EventsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Storms, earthquakes, closures: what happens to regions, and which chains it touches.",
        discussion: """
              tierwatch events import warning.xml
              tierwatch events list --all
              tierwatch events show 台风
            """,
        subcommands: [ImportEvents.self, List.self, Show.self, End.self, Reopen.self, Check.self],
        defaultSubcommand: List.self)

    struct ImportEvents: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract:
                "Takes events: CAP 1.2 (.xml, .cap), earthquakes of the USGS (.json, .geojson), tables.",
            discussion: """
                A table (CSV, XLSX) has the columns, in English or Chinese, id 编号, region 地区 (several parted by ;) and start 开始;
                and if wanted title 标题, end 结束, loss 损失, kind 类型, cancelled 取消, updated 更新时间, note 备注.
                A file is all or nothing. Reading a file twice changes nothing; the newest word about an event stands.

                  tierwatch events import warning.xml
                  tierwatch events import closures.csv --dry-run
                """)

        @Argument(help: "The files.")
        var files: [String]

        @Flag(help: "Do everything but keep the result.")
        var dryRun = false

        @Option(
            help: "How the answer is written: table, json or csv. Default: table on a terminal, else json.")
        var format: AnswerFormat?

        @Option(help: "Language of tables: zh or en. Default: the configuration's.")
        var lang: Language?

        @OptionGroup var common: CommonOptions

        func run() throws {
            let configuration = try common.configuration()
            let importer = EventImporter(
                store: try configuration.store(), gazetteer: Gazetteer(),
                assumptions: try AssumptionsCheck.assumptions(folder: configuration.alerts))
            let summary = try importer.load(files, isDryRun: dryRun, now: Clock.now())
            let format = format ?? (Console.outputIsTerminal ? .table : .json)
            try Import.show(summary, isDryRun: dryRun, as: format, in: lang ?? configuration.language)
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists events that go on or are to come.",
            discussion: """
                  tierwatch events list
                  tierwatch events list --all --at 2026-11-25
                """)

        @Flag(help: "Those that are over or were cancelled too.")
        var all = false

        @OptionGroup var snapshot: SnapshotOptions

        func run() throws { try snapshot.answer { try $0.events(all: all, now: Clock.now()) } }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One event: its regions, the chains that it touches, and everything said of it.",
            discussion: """
                  tierwatch events show 台风
                """)

        @Argument(help: "The event's id, or a part of its id or title that no other has.")
        var id: String

        @OptionGroup var snapshot: SnapshotOptions

        func run() throws { try snapshot.answer { try $0.event(id, now: Clock.now()) } }
    }

    struct End: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends an event that is known to be over; its alerts end with the next run.",
            discussion: """
                It stays in the history, with who ended it and why, and it stays ended: until a later CAP message about it, a feed or a table
                that tells of something worse than was known, or `tierwatch events reopen`.

                  tierwatch events end 台风 --by wang --reason 道路已通
                """)

        @Argument(help: "The event's id, or a part of its id or title that no other has.")
        var id: String

        @Option(help: ArgumentHelp("Who ends it. Default: $USER.", valueName: "name"))
        var by: String?

        @Option(help: ArgumentHelp("Why, for whoever relied on it.", valueName: "text"))
        var reason: String = ""

        @OptionGroup var query: QueryOptions

        func run() throws {
            let user = ProcessInfo.processInfo.environment["USER"] ?? ""
            try query.answer {
                try EventDesk($0, now: Clock.now()).end(id, by: by ?? user, reason: reason)
            }
        }
    }

    struct Reopen: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Opens an event again that a person ended, as its source told it last.",
            discussion: """
                Its alerts come back with the next run.

                  tierwatch events reopen 台风 --by wang --reason 道路再次封闭
                """)

        @Argument(help: "The event's id, or a part of its id or title that no other has.")
        var id: String

        @Option(help: ArgumentHelp("Who opens it. Default: $USER.", valueName: "name"))
        var by: String?

        @Option(help: ArgumentHelp("Why, for whoever relies on it.", valueName: "text"))
        var reason: String = ""

        @OptionGroup var query: QueryOptions

        func run() throws {
            let user = ProcessInfo.processInfo.environment["USER"] ?? ""
            try query.answer {
                try EventDesk($0, now: Clock.now()).reopen(id, by: by ?? user, reason: reason)
            }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads events.yaml: what events do where their sources do not say.",
            discussion: """
                  tierwatch events check
                  tierwatch events check /etc/tierwatch/Alerts
                """)

        @Argument(
            help: ArgumentHelp(
                "The folder of rules and channels. Default: the configuration's.", valueName: "dir"))
        var folder: String?

        @OptionGroup var query: QueryOptions

        func run() throws {
            let configuration = try query.common.configuration(folder.map { ["alerts": $0] } ?? [:])
            let answer = try AssumptionsCheck.answer(folder: configuration.alerts)
            Console.output(answer.rendered(as: query.format, in: query.lang ?? configuration.language))
        }
    }
}
