import Foundation
import Resilience
import SupplyModel
import TestSupport
import Testing

/// Figures of section 5 as `tierref.py` prints them; `expected.json` of a vector has the same shape.
struct CascadeReference: Decodable {
    struct Risk: Decodable {
        var firm: String
        var both, down, up: Double
        var converged: Bool
    }
    struct Chokepoint: Decodable {
        var supplier: String
        var criticality: Double
    }

    var leader: String
    var systemic: [Risk]
    var systemicSubstitution: [Risk]
    var chokepoints: [Chokepoint]
    /// By kind and level; only `stoppage` is of this section.
    var exposure: [String: [ReferenceFigures.Region]]

    /// Runs `tierref.py` over folders, in one process; each result is about one firm of its network.
    static func run(_ cases: [(folder: URL, firm: String)]) throws -> [CascadeReference] {
        let script = """
            import contextlib, io, json, sys
            sys.path.insert(0, sys.argv[1])
            import tierref
            def run(*arguments):
                sys.argv, out = ["tierref", *arguments], io.StringIO()
                with contextlib.redirect_stdout(out): tierref.main()
                return json.loads(out.getvalue())
            cases, results = list(zip(sys.argv[2::2], sys.argv[3::2])), []
            for folder, firm in cases:
                results.append({
                    "leader": firm, "systemic": run(folder, "systemic"),
                    "systemic_substitution": run(folder, "systemic", "--substitution"),
                    "chokepoints": run(folder, "chokepoints", "--firm", firm),
                    "exposure": {f"stoppage/{level}": run(folder, "exposure", "--firm", firm, "--kind", "stoppage", "--level", level)
                                 for level in ("city", "province")}})
            print(json.dumps(results))
            """
        let tools = Fixtures.tool("tierref.py").deletingLastPathComponent().path
        let command = try Command.run(
            Command.python, ["-c", script, tools] + cases.flatMap { [$0.folder.path, $0.firm] })
        try #require(command.status == 0, "\(command.errorText)")
        return try ReferenceFigures.decoder.decode([CascadeReference].self, from: command.output)
    }

    /// Everything here by name.
    var values: [String: Double] {
        var values: [String: Double] = [:]
        for (kind, risks) in [("plain", systemic), ("substituted", systemicSubstitution)] {
            for risk in risks {
                values["\(kind) \(risk.firm) both"] = risk.both
                values["\(kind) \(risk.firm) down"] = risk.down
                values["\(kind) \(risk.firm) up"] = risk.up
            }
        }
        for one in chokepoints where one.criticality >= Exposure.leastValue {
            values["criticality \(one.supplier)"] = one.criticality
        }
        for level in ["city", "province"] {
            for row in exposure["stoppage/\(level)"] ?? [] where row.value >= Exposure.leastValue {
                values["stoppage \(level) \(row.region)"] = row.value
            }
        }
        return values
    }
}

/// The same figures as `CascadeReference.values` has.
func cascadeValues(_ network: Network, leader: String, workers: Int = 2) -> [String: Double] {
    let cascades = Cascades(Chains(network), workers: workers)
    guard let leader = network.number(of: FirmID(checked: leader)) else { return [:] }
    var values: [String: Double] = [:]
    for (kind, substitution) in [("plain", false), ("substituted", true)] {
        let found = cascades.stops(buyers: substitution ? [] : [leader], substitution: substitution)
        for risk in found.risks {
            let id = network.firms[Int(risk.firm)].id
            values["\(kind) \(id) both"] = risk.both
            values["\(kind) \(id) down"] = risk.down
            values["\(kind) \(id) up"] = risk.up
            if !risk.hasConverged { values["\(kind) \(id) did not converge"] = risk.lastChange }
        }
        for one in found.criticalities where one.loss >= Exposure.leastValue {
            values["criticality \(network.firms[Int(one.supplier)].id)"] = one.loss
        }
    }
    for level in RegionLevel.allCases {
        for exposure in cascades.stoppages(of: [leader], level: level)[0] {
            values["stoppage \(level.rawValue) \(exposure.region)"] = exposure.value
        }
    }
    return values
}
