internal import Digest
internal import Foundation
internal import Resilience
internal import StrictYAML
internal import SupplyModel

/// What a drill supposes: a scenario file, read against the register.
struct DrillPlan {
    let name: String
    let scenario: Scenario
    /// What is to be said of it.
    let warnings: [String]

    /// Reads a file that is parsed already; without a name it goes by that of the file.
    ///
    /// - Throws: `ConfigurationFaults`, `DeskFault`
    init(_ document: YAMLDocument, file: String, _ inquiry: Inquiry, in timeline: Timeline) throws {
        let written = try ScenarioReader(inquiry, timeline.chains.network).read(document)
        let stem = URL(filePath: file).deletingPathExtension().lastPathComponent
        let names = try [written.name, stem].compactMap { $0 }.map {
            try DeskInput.line($0, "name of the scenario", atMost: Drill.nameLimit)
        }
        guard let name = names.first(where: { !$0.isEmpty }) else {
            throw ConfigurationFaults([document.root.fault("the scenario has no name; give it one as 'name'")]
            )
        }
        self.name = name
        scenario = Scenario(
            written.shocks.map(\.shock), untilDay: written.untilDay, isMitigated: written.isMitigated)
        let regions = Set(scenario.shocks.compactMap(\.region))
        warnings = written.lateShocks(untilDay: scenario.untilDay) + inquiry.doubts(of: regions, in: timeline)
    }

    /// The scenario as a report shows it.
    func shown(_ words: DrillWords, _ inquiry: Inquiry, in network: Network) throws -> DrillScenario {
        let shocks = scenario.shocks.map { shock in
            let target = Self.target(shock, inquiry, network)
            return DrillShock(
                stopped: target.id, name: target.name, loss: shock.loss, startDay: shock.startDay,
                days: shock.days, word: words.word(for: shock))
        }
        return DrillScenario(
            name: name, digest: try digest(shocks), untilDay: scenario.untilDay,
            isMitigated: scenario.isMitigated, shocks: shocks)
    }

    private static func target(
        _ shock: Shock, _ inquiry: Inquiry, _ network: Network
    ) -> (id: String, name: String?) {
        switch shock.target {
        case .firm(let firm), .site(let firm, _):
            let firm = network.firms[Int(firm)]
            return (firm.id.description, firm.name)
        case .region(let region), .only(let region):
            return (region.description, inquiry.name(region))
        }
    }

    /// Names what the file says, however and in whichever order it is written.
    private func digest(_ shocks: [DrillShock]) throws -> String {
        let lines =
            ["\(scenario.untilDay) \(scenario.isMitigated)"]
            + shocks.map { "\($0.stopped)\u{0}\($0.loss) \($0.startDay) \($0.days)" }.sorted()
        return hexadecimal(try SHA256.digest(of: lines.joined(separator: "\n").utf8))
    }
}
