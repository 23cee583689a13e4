import Foundation
import TestSupport
import Testing

/// Files in, figures out, through the program itself.
@Suite struct FigureSystemTests {
    static let networks = ["cascade_5", "cascade_12", "sites_demo", "tiers_demo", "network_300"]

    @Test(arguments: networks)
    func `a folder of registers gives the published figures`(network: String) throws {
        try Program.inFolder { program in
            let folder = Fixtures.url("vectors/\(network)")
            #expect(try program("import", folder.path, "--registrant", "local:check").status == 0)
            let text = try Data(contentsOf: folder.appending(path: "expected.json"))
            let expected = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
            let leader = try #require(expected["leader"] as? String)
            let groups = try #require(expected["concentration"] as? [[String: Any]])
            let firms = Set(groups.compactMap { $0["firm"] as? String }).sorted()
            for firm in firms.count > 12 ? Array(firms.prefix(6)) + [leader] : firms {
                let samples = try program.list("metrics", "--firm", firm)
                try Self.check(samples, of: firm, against: groups)
            }
            for kind in ["direct", "touch", "origin"] {
                for level in ["city", "province"] {
                    let rows = try program.list(
                        "exposure", "--firm", leader, "--kind", kind, "--level", level)
                    let wanted =
                        (expected["exposure"] as? [String: [[String: Any]]])?["\(kind)/\(level)"] ?? []
                    #expect(Self.close(rows, wanted), "\(kind)/\(level): \(rows) is not \(wanted)")
                }
            }
        }
    }

    private static func check(
        _ samples: [[String: Any]], of firm: String, against groups: [[String: Any]]
    ) throws {
        let metrics = [
            "supplier_count", "hhi", "hhi_upper", "cr1", "cr3", "effective_suppliers", "single_source",
        ]
        for group in groups where group["firm"] as? String == firm {
            for metric in metrics {
                let sample = samples.first {
                    let labels = $0["labels"] as? [String: String] ?? [:]
                    return $0["metric"] as? String == metric
                        && labels["product"] == group["product"] as? String
                }
                let wanted = group[metric] as? Double
                #expect(
                    abs((sample?["value"] as? Double ?? .nan) - (wanted ?? .nan)) < 1e-6 * max(1, wanted ?? 1)
                )
            }
        }
    }

    private static func close(_ rows: [[String: Any]], _ wanted: [[String: Any]]) -> Bool {
        func byRegion(_ list: [[String: Any]]) -> [String: Double] {
            Dictionary(list.map { ($0["region"] as? String ?? "", $0["value"] as? Double ?? .nan) }) {
                first, _ in first
            }
        }
        let left = byRegion(rows)
        let right = byRegion(wanted).filter { $0.value >= 1e-9 }
        return left.count == right.count && left.allSatisfy { abs($0.value - (right[$0.key] ?? .nan)) < 1e-6 }
    }

    @Test func `the register that one firm published gives its known figures`() throws {
        try Program.inFolder { program in
            let file = Fixtures.root.appending(path: "Suppliers/apple_2022/supplies.csv").path
            let summary = try program.json("import", file, "--registrant", "local:apple") as? [String: Any]
            #expect(summary?["accepted"] as? Int == 557)
            #expect(try program.list("suppliers", "--firm", "local:apple").count == 188)
            func value(_ metric: String, _ labels: String...) throws -> Double? {
                let flags = labels.flatMap { ["--label", $0] }
                let result = try program.run(
                    ["metrics", "--firm", "local:apple", "--metric", metric, "--format", "json"] + flags)
                let list = try JSONSerialization.jsonObject(with: result.output) as? [[String: Any]]
                return list?.first?["value"] as? Double
            }
            let figures = try [
                value("delta_share", "tier=1", "basis=count"), value("delta_share", "tier=1", "basis=value"),
                value("hhi", "product=未公开"), value("region_hhi", "product=未公开", "level=province"),
            ]
            for (figure, wanted) in zip(figures, [0.558511, 0.236984, 87.4459, 675.0384]) {
                #expect(abs((figure ?? .nan) - wanted) < 1e-4)
            }
        }
    }

    @Test func `a sheet as Windows saves it gives the same links as the clean one`() throws {
        try Program.inFolder { messy in
            try Program.inFolder { clean in
                let folder = Fixtures.url("vectors/network_300")
                let rows = try String(contentsOf: folder.appending(path: "supplies.csv"), encoding: .utf8)
                    .split(separator: "\n").prefix(401).joined(separator: "\n")
                let file = try clean.file("first.csv", rows)
                #expect(try clean("import", file, "--registrant", "local:check").status == 0)
                let sheet = folder.appending(path: "messy/messy.csv").path
                #expect(try messy("import", sheet, "--registrant", "local:check").status == 0)
                let left = try Self.suppliers(clean)
                let right = try Self.suppliers(messy)
                #expect(left.keys.sorted() == right.keys.sorted())
                for (id, one) in left {
                    let other = right[id] ?? (.nan, [])
                    #expect(abs(one.value - other.value) <= 50 * 40)
                    #expect(one.products == other.products)
                }
            }
        }
    }

    private static func suppliers(_ program: Program) throws -> [String: (value: Double, products: [String])]
    {
        var result: [String: (value: Double, products: [String])] = [:]
        for row in try program.list("suppliers") {
            let id = row["id"] as? String ?? ""
            result[id] = (row["annual_value"] as? Double ?? .nan, row["products"] as? [String] ?? [])
        }
        return result
    }

    @Test func `the paths to a region carry its exposure`() throws {
        try Program.inFolder { program in
            let folder = Fixtures.url("vectors/tiers_demo").path
            try program("import", folder, "--registrant", "local:check")
            let answer = try program.json("exposure", "--firm", "local:demo:L", "--explain", "上海市")
            let object = try #require(answer as? [String: Any])
            let paths = try #require(object["paths"] as? [[String: Any]])
            let sum = paths.compactMap { $0["part"] as? Double }.reduce(0, +)
            #expect(abs(sum - (object["value"] as? Double ?? .nan)) < 1e-9)
            #expect(
                paths.first?["firms"] as? [String] == [
                    "local:demo:L", "local:demo:A", "local:demo:C", "local:demo:X",
                ])
        }
    }

    @Test func `the past can be asked for`() throws {
        try Program.inFolder { program in
            let folder = Fixtures.url("vectors/tiers_demo").path
            try program("import", folder, "--registrant", "local:check")
            #expect(try program.list("metrics", "--at", "2020-01-01").isEmpty)
            #expect(try !program.list("metrics", "--metric", "hhi").isEmpty)
        }
    }
}
