import Foundation
import Resilience
import SupplyModel
import TestSupport
import Testing

/// What `tierref.py` and the vectors say of chokepoints and of sources that several suppliers have in common.
struct ChokepointFigures: Decodable {
    struct Chokepoint: Decodable {
        var supplier: String
        var chokepointWeight, sharedBy: Int
        var criticality: Double
    }
    struct FalseDual: Decodable, Hashable {
        var firm, product, via: String
        var common: Int
    }

    var leader: String
    var chokepoints: [Chokepoint]
    var falseDualSource: [FalseDual]

    /// Runs `tierref.py` over folders, in one process; chokepoints are those of one firm of each network.
    static func run(_ cases: [(folder: URL, firm: String)]) throws -> [ChokepointFigures] {
        let script = """
            import contextlib, io, json, sys
            sys.path.insert(0, sys.argv[1])
            import tierref
            def run(*arguments):
                sys.argv, out = ["tierref", *arguments], io.StringIO()
                with contextlib.redirect_stdout(out): tierref.main()
                return json.loads(out.getvalue())
            cases = list(zip(sys.argv[2::2], sys.argv[3::2]))
            print(json.dumps([{"leader": firm, "chokepoints": run(folder, "chokepoints", "--firm", firm),
                               "false_dual_source": run(folder, "false-dual")} for folder, firm in cases]))
            """
        let tools = Fixtures.tool("tierref.py").deletingLastPathComponent().path
        let command = try Command.run(
            Command.python, ["-c", script, tools] + cases.flatMap { [$0.folder.path, $0.firm] })
        try #require(command.status == 0, "\(command.errorText)")
        return try ReferenceFigures.decoder.decode([ChokepointFigures].self, from: command.output)
    }
}

@Suite struct ChokepointTests {
    private func number(_ id: String, _ network: Network) throws -> Int32 {
        try #require(network.number(of: FirmID(checked: id)))
    }

    /// Holds every figure of a network to the expected ones, those of all firms found with one measure.
    private func check(_ network: Network, _ expected: ChokepointFigures, _ name: String) throws {
        let chains = Chains(network)
        var measure = ChokepointMeasure(chains)
        let leader = try number(expected.leader, network)
        let points = try expected.chokepoints.map {
            Chokepoint(
                firm: try number($0.supplier, network), chokepointWeight: $0.chokepointWeight,
                sharedBy: $0.sharedBy)
        }
        #expect(chains.chokepoints(of: leader) == points.sorted { $0.firm < $1.firm }, "\(name)")

        // The worst by criticality is known for the leader alone; elsewhere any common firm could be it.
        var criticality = ContiguousArray<Double>(repeating: 0, count: network.firms.count)
        for point in expected.chokepoints {
            criticality[Int(try number(point.supplier, network))] = (point.criticality * 1e9).rounded() / 1e9
        }
        var found: Set<ChokepointFigures.FalseDual> = []
        for firm in 0..<Int32(network.firms.count) {
            let sources = measure.commonSources(of: firm)
            let worst = measure.falseDualSources(of: firm, criticality: criticality)
            #expect(worst.map(\.product) == sources.map(\.product))
            for (source, worst) in zip(sources, worst) {
                #expect(source.suppliers == worst.suppliers && source.suppliers.count > 1)
                #expect(source.common.count == worst.commonCount)
                let isSame: (ChokepointFigures.FalseDual) -> Bool = {
                    $0.firm == network.firms[Int(firm)].id.description
                        && $0.product == network.products[Int(source.product)]
                }
                let wanted = try #require(expected.falseDualSource.first(where: isSame), "\(name)")
                let via = try number(wanted.via, network)
                #expect(source.common.contains(via), "\(name)")
                if firm == leader { #expect(worst.via == via, "\(name)") }
                found.insert(
                    .init(
                        firm: wanted.firm, product: wanted.product, via: wanted.via,
                        common: source.common.count))
            }
            #expect(measure.chokepoints(of: firm) == chains.chokepoints(of: firm))
        }
        #expect(found == Set(expected.falseDualSource), "\(name)")
    }

    @Test(arguments: ["cascade_5", "cascade_12", "network_300", "sites_demo", "tiers_demo"])
    func `chokepoints and common sources of a vector are met`(name: String) throws {
        let folder = Fixtures.url("vectors/\(name)")
        let data = try Data(contentsOf: folder.appending(path: "expected.json"))
        let expected = try ReferenceFigures.decoder.decode(ChokepointFigures.self, from: data)
        try check(NetworkReader.read(folder), expected, name)
    }

    @Test func `chokepoints and common sources of sixty random networks are the plain reference's`() throws {
        try Fixtures.withFolder { folder in
            var cases: [(folder: URL, firm: String)] = []
            for seed in UInt64(201)...262 {
                let network = RandomNetwork(seed: seed)
                let place = folder.appending(path: String(seed))
                try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
                try network.write(to: place)
                cases.append((place, network.buyer))
            }
            let expected = try ChokepointFigures.run(cases)
            for (item, expected) in zip(cases, expected) {
                try check(NetworkReader.read(item.folder), expected, "seed \(item.folder.lastPathComponent)")
            }
            let points = expected.flatMap(\.chokepoints)
            #expect(points.count { $0.chokepointWeight > 0 } > 20)
            #expect(points.count { $0.sharedBy > 1 } > 50)
            #expect(expected.flatMap(\.falseDualSource).count > 50)
        }
    }

    /// A network of rows of (supplier, buyer, product).
    private func network(_ rows: [(String, String, String)]) -> Network {
        NetworkReader.network(
            firms: [],
            supplies: rows.map {
                ["supplier_id": "local:r:\($0)", "buyer_id": "local:r:\($1)", "product": $2, "share": "0"]
            })
    }

    @Test func `links of share 0 count, and a loop through the asked firm does not`() {
        // a ← b, c; b ← d; d ← a; a supplies c.
        let chains = Chains(
            network([("b", "a", "p"), ("c", "a", "p"), ("d", "b", "p"), ("a", "d", "p"), ("a", "c", "p")]))
        #expect(
            chains.chokepoints(of: 0) == [
                Chokepoint(firm: 1, chokepointWeight: 1, sharedBy: 1),
                Chokepoint(firm: 2, chokepointWeight: 0, sharedBy: 1),
                Chokepoint(firm: 3, chokepointWeight: 0, sharedBy: 1),
            ])
        #expect(chains.commonSources(of: 0) == [])
    }

    @Test func `a supplier that stands behind the other supplier is a common source`() {
        let chains = Chains(network([("b", "a", "p"), ("c", "a", "p"), ("c", "b", "q")]))
        #expect(chains.commonSources(of: 0) == [CommonSource(product: 0, suppliers: [1, 2], common: [2])])
        #expect(chains.commonSources(of: 1) == [])
    }

    @Test func `among equally critical sources the one with the smallest number is the worst`() {
        let chains = Chains(
            network([
                ("b", "a", "p"), ("c", "a", "p"), ("d", "b", "q"), ("d", "c", "q"), ("e", "b", "r"),
                ("e", "c", "r"), ("f", "e", "s"),
            ]))
        var measure = ChokepointMeasure(chains)
        func via(_ criticality: ContiguousArray<Double>) -> [FalseDualSource] {
            measure.falseDualSources(of: 0, criticality: criticality)
        }
        func answer(_ via: Int32) -> [FalseDualSource] {
            [FalseDualSource(product: 0, suppliers: [1, 2], via: via, commonCount: 3)]
        }
        #expect(via([0, 0, 0, 0, 0, 0]) == answer(3))
        #expect(via([9, 9, 9, 0.5, 0.5, 0.5]) == answer(3))
        #expect(via([9, 9, 9, 0.5, 0.6, 0.6]) == answer(4))
        #expect(via([9, 9, 9, 0.5, 0.5, 0.6]) == answer(5))
    }

    @Test func `a firm without suppliers has no chokepoints and no common sources`() {
        let chains = Chains(network([("b", "a", "p")]))
        #expect(chains.chokepoints(of: 1) == [])
        #expect(chains.commonSources(of: 1) == [])
    }
}
