internal import Resilience
internal import Store
public import SupplyModel

extension Inquiry {
    /// Stops shown for each firm, unless told otherwise.
    public static let stressTop = 10

    /// What hurts each leading firm most, or one firm: every region and every supplier is stopped in turn.
    ///
    /// `top` is how many stops are kept for each; a table has a block for each firm.
    public func stress(
        firm text: String?, top: Int, level: RegionLevel, progress: @escaping Progress
    ) throws -> Answer {
        let network = try network()
        let chains = chains(network)
        let firms = try text.map { [try firm($0, in: network)] } ?? chains.leaders
        let test = StressTest(chains, firms: firms, workers: Cores.count)
        let page = test.run(level: level, top: top) { progress(Self.label($0), $1) }
        var answer = Answer(
            columns: [
                "firm", "name", "kind", "stopped", "stopped_name", "loss", "survival_days",
                "recovery_gap_days", "via", "via_name", "product",
            ],
            records: page.findings.joined().map { record($0, in: network) })
        answer.warnings = Self.warnings(unsettled: page.unsettledCount)
        answer.hiddenInTable = ["stopped", "via"]
        answer.blockColumns = ["name", "firm"]
        return answer
    }

    private static func label(_ stage: StressTest.Stage) -> String {
        switch stage {
        case .stops: "stopping suppliers"
        case .ways: "finding the ways"
        case .days: "counting the days"
        }
    }

    private func record(_ finding: StressFinding, in network: Network) -> [Answer.Field] {
        let firm = network.firms[Int(finding.firm)]
        var fields = [Answer.Field("firm", .text(firm.id.description))] + Answer.Field.text("name", firm.name)
        switch finding.stop {
        case .region(let region):
            fields += [
                Answer.Field("kind", .text("region")), Answer.Field("stopped", .text(region.description)),
            ]
            fields += Answer.Field.text("stopped_name", name(region) ?? region.description)
        case .supplier(let number):
            fields += [
                Answer.Field("kind", .text("supplier")),
                Answer.Field("stopped", .text(network.firms[Int(number)].id.description)),
                Answer.Field("stopped_name", .text(Self.shownName(of: number, in: network))),
            ]
        }
        fields += Answer.Field.number("loss", finding.loss)
        if let days = finding.survivalDays { fields += Answer.Field.number("survival_days", days) }
        fields += Answer.Field.number("recovery_gap_days", finding.recoveryGapDays)
        guard let entry = finding.entry else { return fields }
        return fields + [
            Answer.Field("via", .text(network.firms[Int(entry.supplier)].id.description)),
            Answer.Field("via_name", .text(Self.shownName(of: entry.supplier, in: network))),
            Answer.Field("product", .text(network.products[Int(entry.product)])),
        ]
    }
}
