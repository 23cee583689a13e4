internal import ArgumentParser
internal import Daemon
internal import Foundation
internal import SupplyModel

struct Suppliers: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists suppliers: of one firm's chain by derived tier, or all by declared tier.",
        discussion: """
              tierwatch suppliers --firm local:example --tier 3 --region 苏州
            """)

    @Option(help: ArgumentHelp("The firm whose chain is meant: its identity or legal name.", valueName: "id"))
    var firm: String?

    @Option(parsing: .unconditional, help: "Only suppliers of this tier, 1 to 5.")
    var tier: Int?

    @Option(help: "Only this industry: auto, chips, biopharma or other.")
    var industry: Industry?

    @Option(help: "Only suppliers that ship from this region: a code or a name of any level.")
    var region: String?

    @Option(help: "Only suppliers whose identity or any name contains this, also one that was merged away.")
    var search: String?

    @OptionGroup var snapshot: SnapshotOptions

    func validate() throws {
        if let tier, !tierRange.contains(tier) { throw ValidationError("--tier is 1 to 5, not \(tier).") }
    }

    func run() throws {
        var filter = SupplierFilter()
        filter.firm = firm
        filter.tier = tier
        filter.industry = industry
        filter.region = region
        filter.search = search
        try snapshot.answer { try $0.suppliers(filter) }
    }
}

struct FirmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "firm", abstract: "Everything about one firm.",
        discussion: """
              tierwatch firm 91310000132260250X
            """)

    @Argument(help: ArgumentHelp("Its identity or legal name.", valueName: "id"))
    var id: String

    @OptionGroup var snapshot: SnapshotOptions

    func run() throws { try snapshot.answer { try $0.firm(id) } }
}

struct Metrics: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The figures of every leading firm, or of one firm.",
        discussion: """
              tierwatch metrics --metric regional_exposure --label kind=touch
              tierwatch metrics --metric hhi --at 2026-01-31T12:00:00+08:00
            """)

    @Option(help: ArgumentHelp("One firm, leading or not: its identity or legal name.", valueName: "id"))
    var firm: String?

    @Option(help: "Only this metric, such as hhi or tier_coverage.")
    var metric: Metric?

    @Option(help: "Only this industry: auto, chips, biopharma or other.")
    var industry: Industry?

    @Option(help: ArgumentHelp("Only samples with this label; may be repeated.", valueName: "key=value"))
    var label: [String] = []

    @OptionGroup var snapshot: SnapshotOptions

    func run() throws {
        var filter = MetricFilter()
        filter.firm = firm
        filter.metric = metric
        filter.industry = industry
        for pair in label {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                throw UsageFault("'\(pair)' is no label; write it as --label key=value")
            }
            filter.labels[String(parts[0])] = String(parts[1])
        }
        let bar = SharedProgressBar()
        try snapshot.answer { try $0.metrics(filter, now: Clock.now()) { bar.show($0, $1) } }
    }
}

struct Exposure: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "How much of a firm's need hangs on each region.",
        discussion: """
              tierwatch exposure --firm local:example
              tierwatch exposure --firm local:example --kind origin --level province
              tierwatch exposure --firm local:example --explain 苏州
              tierwatch exposure --firm local:example --kind stoppage --explain 无锡
            """)

    @Option(help: ArgumentHelp("Its identity or legal name.", valueName: "id"))
    var firm: String

    @Option(
        help: """
            direct: what comes from there; touch: what meets it anywhere upstream; origin: where value starts; \
            stoppage: what the firm loses when everything there but its own sites stops.
            """)
    var kind = ExposureChoice.touch

    @Option(help: "city or province.")
    var level = RegionLevel.city

    @Option(
        help: ArgumentHelp("Show the heaviest paths to this region: a code or a name.", valueName: "region"))
    var explain: String?

    @OptionGroup var snapshot: SnapshotOptions

    func run() throws {
        try snapshot.answer { inquiry in
            guard let explain else {
                return try inquiry.exposure(firm: firm, kind: kind, level: level)
            }
            return try inquiry.explanation(firm: firm, kind: kind, level: level, region: explain)
        }
    }
}
