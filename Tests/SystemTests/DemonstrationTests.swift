import Foundation
import TestSupport
import Testing

/// The registers that ship: each is taken whole and tells the story that its README promises.
@Suite struct DemonstrationTests {
    static let folders = ["apple_2022", "auto", "biopharma", "chips", "core_21"]

    static func load(_ program: Program, _ name: String) throws -> String {
        let folder = Fixtures.root.appending(path: "Suppliers/\(name)")
        let registrant = try String(contentsOf: folder.appending(path: "registrant"), encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let result = try program("import", folder.path, "--registrant", registrant)
        guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
        return registrant
    }

    static func value(_ program: Program, _ arguments: [String]) throws -> Double? {
        let result = try program.run(["metrics", "--format", "json"] + arguments)
        let list = try JSONSerialization.jsonObject(with: result.output) as? [[String: Any]]
        return list?.first?["value"] as? Double
    }

    @Test(arguments: folders)
    func `a register that ships is taken whole`(name: String) throws {
        try Program.inFolder { program in
            let registrant = try Self.load(program, name)
            let count = try program.list("suppliers", "--firm", registrant).count
            #expect((21...300).contains(count))
        }
    }

    @Test func `13 of 21 core suppliers are in the delta`() throws {
        try Program.inFolder { program in
            let firm = try Self.load(program, "core_21")
            let labels = ["--metric", "delta_share", "--label", "tier=1", "--label", "basis=count"]
            let share = try #require(try Self.value(program, ["--firm", firm] + labels))
            #expect(abs(share - 13.0 / 21) < 1e-9)
        }
    }

    @Test func `two makers of controllers lean on one chip plant in tier 3`() throws {
        try Program.inFolder { program in
            let firm = try Self.load(program, "auto")
            let answer = try program.json("exposure", "--firm", firm, "--explain", "无锡") as? [String: Any]
            let paths = try #require(answer?["paths"] as? [[String: Any]]).compactMap {
                $0["firms"] as? [String]
            }
            let plant = "91320200DEM101528X"
            let makers = Set(paths.filter { $0.last == plant && $0.count == 4 }.map { $0[1] })
            #expect(makers.isSuperset(of: ["91320500DEM100146B", "91330200DEM100154T"]))
            #expect((answer?["value"] as? Double ?? 0) > 0.4)
        }
    }

    @Test func `nine tenths of the photoresist come from one place abroad`() throws {
        try Program.inFolder { program in
            let firm = try Self.load(program, "chips")
            let hhi = try Self.value(program, ["--firm", firm, "--metric", "hhi", "--label", "product=光刻胶"])
            #expect(abs((hhi ?? 0) - 8_200) < 1e-6)
        }
    }

    @Test func `the generator writes the files that ship, byte for byte`() throws {
        try Fixtures.withFolder { folder in
            #expect(try Command.tool("make_demonstration.py", [folder.path]).status == 0)
            for name in [
                "auto/firms.csv", "auto/supplies.csv", "chips/suppliers.csv", "biopharma/suppliers.csv",
            ] {
                let made = try Data(contentsOf: folder.appending(path: name))
                let shipped = try Data(contentsOf: Fixtures.root.appending(path: "Suppliers/\(name)"))
                #expect(made == shipped, "\(name)")
            }
        }
    }
}
