internal import ArgumentParser
internal import Daemon
internal import SupplyModel

struct Chokepoints: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What one firm hangs on: every firm upstream, worst first.",
        discussion: """
            criticality: what the firm loses when that one stops; chokepoint_weight: how many firms reach it only through
            that one; shared_by: how many of its direct suppliers lean on that one, 2 or more being a hidden common supplier.

              tierwatch chokepoints --firm local:example
              tierwatch chokepoints --firm local:example --product 整车控制器
              tierwatch chokepoints --firm local:example --explain 91310000132260250X
              tierwatch chokepoints --firm local:example --false-dual
            """)

    @Option(help: ArgumentHelp("Its identity or legal name.", valueName: "id"))
    var firm: String

    @Option(help: "Only firms that lead to this product of the firm.")
    var product: String?

    @Option(
        help: ArgumentHelp(
            "Show how the stop of this supplier reaches the firm: an identity or a legal name.",
            valueName: "supplier"))
    var explain: String?

    @Flag(help: "List the products whose suppliers, though several, all lean on one firm.")
    var falseDual = false

    @OptionGroup var snapshot: SnapshotOptions

    func validate() throws {
        if [product != nil, explain != nil, falseDual].count(where: { $0 }) > 1 {
            throw ValidationError("--product, --explain and --false-dual ask different questions; give one.")
        }
    }

    func run() throws {
        let bar = SharedProgressBar()
        try snapshot.answer { inquiry in
            if let explain { return try inquiry.explanation(firm: firm, supplier: explain) }
            if falseDual { return try inquiry.falseDualSources(firm: firm) { bar.show($0, $1) } }
            return try inquiry.chokepoints(firm: firm, product: product) { bar.show($0, $1) }
        }
    }
}

struct Systemic: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What the economy loses when one firm stops, firm by firm: ESRI, largest first.",
        discussion: """
            both: each firm's larger loss; down: customers without inputs; up: suppliers without orders; as parts of all revenue.

              tierwatch systemic --top 20
              tierwatch systemic --firm 91310000132260250X --substitution
            """)

    @Option(parsing: .unconditional, help: "Only so many firms, 1 or more. Default: all.")
    var top: Int?

    @Flag(help: "Let buyers turn to the other sellers of a product.")
    var substitution = false

    @Option(help: ArgumentHelp("Only this firm: its identity or legal name.", valueName: "id"))
    var firm: String?

    @OptionGroup var snapshot: SnapshotOptions

    func validate() throws { try checkTop(top) }

    func run() throws {
        let bar = SharedProgressBar()
        try snapshot.answer { inquiry in
            try inquiry.systemic(firm: firm, top: top, substitution: substitution) { bar.show($0, $1) }
        }
    }
}

struct Stress: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Stops every region and every supplier in turn and ranks what hurts each leading firm most.",
        discussion: """
            loss: the part of its output that the firm loses for as long as the stop lasts; survival_days: the first day of
            loss, stocks counted; recovery_gap_days: how much longer the supplier needs to recover; via: through whom it comes.

              tierwatch stress
              tierwatch stress --firm local:example --top 25 --level province
            """)

    @Option(
        help: ArgumentHelp("Only this firm, leading or not: its identity or legal name.", valueName: "id"))
    var firm: String?

    @Option(parsing: .unconditional, help: "Only so many stops for each firm, 1 or more.")
    var top = Inquiry.stressTop

    @Option(help: "Regions to stop: city or province.")
    var level = RegionLevel.city

    @OptionGroup var snapshot: SnapshotOptions

    func validate() throws { try checkTop(top) }

    func run() throws {
        let bar = SharedProgressBar()
        try snapshot.answer { inquiry in
            try inquiry.stress(firm: firm, top: top, level: level) { bar.show($0, $1) }
        }
    }
}

private func checkTop(_ top: Int?) throws {
    if let top, top < 1 { throw ValidationError("--top is 1 or more, not \(top).") }
}
