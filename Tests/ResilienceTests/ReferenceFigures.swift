import Foundation
import Resilience
import SupplyModel
import TestSupport
import Testing

/// Figures as `tierref.py` prints them; `expected.json` of a vector has the same shape.
struct ReferenceFigures: Decodable {
    struct Group: Decodable {
        var firm, product: String
        var supplierCount, hhi, hhiUpper, cr1, cr3, singleSource: Double
        var effectiveSuppliers: Double?
    }
    struct Regions: Decodable {
        var firm, product: String
        var regionHhi: Double
    }
    struct Market: Decodable {
        var product: String
        var marketHhi: Double
    }
    struct Single: Decodable {
        var firm: String
        var count, value: Double
    }
    struct Tier: Decodable {
        var tier, firms: Int
        var mass: Double
        var tierHhi, deltaShareValue, deltaShareCount, tierCoverage: Double?
    }
    struct Region: Decodable {
        var region: String
        var value: Double
    }

    var leader: String
    var concentration: [Group]
    var regionHhiCity: [Regions]
    var regionHhiProvince: [Regions]?
    var marketHhi: [Market]
    var singleSourceRatio: [Single]
    var tiers: [Tier]
    /// By kind and level, such as `touch/city`.
    var exposure: [String: [Region]]

    /// Reads what `tierref.py` prints.
    static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }

    /// Runs `tierref.py` over folders, in one process; each result is about one firm of its network.
    static func run(_ cases: [(folder: URL, firm: String)]) throws -> [ReferenceFigures] {
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
                    "leader": firm, "concentration": run(folder, "concentration"),
                    "region_hhi_city": run(folder, "regions"),
                    "region_hhi_province": run(folder, "regions", "--level", "province"),
                    "market_hhi": run(folder, "markets"), "single_source_ratio": run(folder, "single"),
                    "tiers": run(folder, "tiers", "--firm", firm),
                    "exposure": {f"{kind}/{level}": run(folder, "exposure", "--firm", firm, "--kind", kind, "--level", level)
                                 for kind in ("direct", "touch", "origin") for level in ("city", "province")}})
            print(json.dumps(results))
            """
        let tools = Fixtures.tool("tierref.py").deletingLastPathComponent().path
        let command = try Command.run(
            Command.python, ["-c", script, tools] + cases.flatMap { [$0.folder.path, $0.firm] })
        try #require(command.status == 0, "\(command.errorText)")
        return try decoder.decode([ReferenceFigures].self, from: command.output)
    }

    /// Everything here as `metric{label=value,…}` with its value, as samples are written by `text`.
    var values: [String: Double] {
        var values: [String: Double] = [:]
        func put(_ metric: String, _ labels: [String: String], _ value: Double?) {
            guard let value else { return }
            values[Self.text(metric, labels)] = value
        }
        for group in concentration {
            let labels = ["firm": group.firm, "product": group.product]
            put("supplier_count", labels, group.supplierCount)
            put("hhi", labels, group.hhi)
            put("hhi_upper", labels, group.hhiUpper)
            put("cr1", labels, group.cr1)
            put("cr3", labels, group.cr3)
            put("effective_suppliers", labels, group.effectiveSuppliers)
            put("single_source", labels, group.singleSource)
        }
        for (level, rows) in [("city", regionHhiCity), ("province", regionHhiProvince ?? [])] {
            for row in rows {
                put("region_hhi", ["firm": row.firm, "product": row.product, "level": level], row.regionHhi)
            }
        }
        for market in marketHhi { put("market_hhi", ["product": market.product], market.marketHhi) }
        for row in singleSourceRatio {
            put("single_source_ratio", ["firm": row.firm, "basis": "count"], row.count)
            put("single_source_ratio", ["firm": row.firm, "basis": "value"], row.value)
        }
        let firstHHI = tiers.first?.tierHhi
        for row in tiers {
            let labels = ["firm": leader, "tier": String(row.tier)]
            put("tier_hhi", labels, row.tierHhi)
            if row.tier > 1, let hhi = row.tierHhi, let firstHHI {
                put("tier_hhi_ratio", labels, hhi / firstHHI)
            }
            put("tier_coverage", labels, row.tierCoverage)
            put("delta_share", labels.merging(["basis": "count"]) { $1 }, row.deltaShareCount)
            put("delta_share", labels.merging(["basis": "value"]) { $1 }, row.deltaShareValue)
        }
        for (key, rows) in exposure {
            let parts = key.split(separator: "/").map(String.init)
            guard ExposureKind(rawValue: parts[0]) != nil else { continue }
            for row in rows where row.value >= Exposure.leastValue {
                let labels = ["firm": leader, "region": row.region, "kind": parts[0], "level": parts[1]]
                put("regional_exposure", labels, row.value)
            }
        }
        return values
    }

    static func text(_ metric: String, _ labels: [String: String]) -> String {
        metric + "{"
            + labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",") + "}"
    }
}

/// Samples as `ReferenceFigures.values` has them: without industry and importance, and only those that it can hold.
func comparable(_ samples: [Sample], with reference: ReferenceFigures) -> [String: Double] {
    let ofLeaderOnly: Set<Metric> = [.tierHHI, .tierHHIRatio, .deltaShare, .tierCoverage, .regionalExposure]
    var values: [String: Double] = [:]
    for sample in samples where !sample.metric.movesWithClock {
        var labels = sample.labels.dictionary
        if ofLeaderOnly.contains(sample.metric), labels["firm"] != reference.leader { continue }
        let isOfIndustry = [.supplierCount, .regionHHI].contains(sample.metric) && labels["product"] == nil
        if isOfIndustry { continue }
        if sample.metric == .regionHHI, labels["level"] == "province", reference.regionHhiProvince == nil {
            continue
        }
        if sample.metric == .regionalExposure,
            reference.exposure["\(labels["kind"] ?? "")/\(labels["level"] ?? "")"] == nil
        {
            continue
        }
        labels["industry"] = nil
        labels["importance"] = nil
        values[ReferenceFigures.text(sample.metric.rawValue, labels)] = sample.value
    }
    return values
}

/// Every difference above a tolerance, and every figure that only one side has.
func differences(
    _ found: [String: Double], _ expected: [String: Double], tolerance: Double = 1e-6
) -> [String] {
    var differences: [String] = []
    for key in Set(found.keys).union(expected.keys).sorted() {
        // The edge of what lists leave out may fall either way.
        let slack = key.hasPrefix("regional_exposure") ? 2 * Exposure.leastValue : -1
        let (mine, theirs) = (found[key], expected[key])
        if let mine, let theirs {
            if abs(mine - theirs) > tolerance {
                differences.append("\(key): found \(mine), expected \(theirs)")
            }
        } else if let only = mine ?? theirs, only > slack {
            differences.append("\(key): only \(mine == nil ? "expected" : "found"), \(only)")
        }
    }
    return differences
}
