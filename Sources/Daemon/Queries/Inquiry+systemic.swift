internal import Resilience
internal import Store
internal import SupplyModel

extension Inquiry {
    /// What the economy loses when one firm stops: of every firm or of one, largest loss first.
    ///
    /// `top` keeps so many of them; it is 1 or more.
    public func systemic(
        firm text: String?, top: Int?, substitution: Bool, progress: @escaping Progress
    ) throws -> Answer {
        let network = try network()
        let firms = try text.map { [try firm($0, in: network)] }
        let cascades = Cascades(chains(network), workers: Cores.count)
        let found = cascades.stops(of: firms, substitution: substitution) { progress("stopping firms", $0) }
        let ranked = found.risks.sorted { ($1.both, $0.firm) < ($0.both, $1.firm) }
        let shown = ranked.prefix(top ?? ranked.count)
        var answer = Answer(
            columns: ["firm", "name", "both", "down", "up", "steps", "converged", "last_change"],
            records: shown.map { Self.record($0, in: network) })
        answer.warnings = Self.warnings(
            unsettled: found.unsettledCount, lastChange: found.risks.map(\.lastChange).max())
        return answer
    }

    /// One firm's figures; a loop that did not settle tells its last change.
    private static func record(_ risk: SystemicRisk, in network: Network) -> [Answer.Field] {
        let firm = network.firms[Int(risk.firm)]
        return [Answer.Field("firm", .text(firm.id.description))] + Answer.Field.text("name", firm.name)
            + Answer.Field.number("both", share(risk.both)) + Answer.Field.number("down", share(risk.down))
            + Answer.Field.number("up", share(risk.up)) + Answer.Field.number("steps", risk.steps)
            + [Answer.Field("converged", .flag(risk.hasConverged))]
            + Answer.Field.number("last_change", risk.hasConverged ? nil : risk.lastChange)
    }

    /// A sum of weights, which rounding may carry past 1.
    private static func share(_ value: Double) -> Double { min(1, max(0, value)) }

    /// A line where loops were left before they had settled.
    ///
    /// `lastChange` is the largest last change, where it is known.
    static func warnings(unsettled count: Int, lastChange: Double? = nil) -> [String] {
        guard count > 0 else { return [] }
        let change = lastChange.map { "; the largest last change is \($0)" } ?? ""
        return ["\(count) of the stops did not settle within the bound on steps\(change)"]
    }
}
