import Foundation
import Intake
import SupplyModel
import Testing
import TestSupport

/// The same numbers for the same seed (SplitMix64, Steele et al., 2014).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite struct RobustnessTests {
    @Test func `random cells survive quoting`() throws {
        var random = SeededGenerator(state: 7)
        let signs = Array("甲b9\",;\t'\n\r =+-@é𠮷")
        var products: [String] = []
        var text = "supplier_name,tier,industry,product\r\n"
        for index in 0..<2_000 {
            let cell =
                "p\(index)"
                + String(
                    (0..<Int.random(in: 0...12, using: &random)).map { _ in
                        signs.randomElement(using: &random) ?? "x"
                    })
            products.append(IdentityText.normalisedName(cell))
            text += "甲,1,auto,\"" + cell.replacing("\"", with: "\"\"") + "\"\r\n"
        }
        let read = try collect(text)
        #expect(read.problems.isEmpty)
        #expect(read.supplies.map(\.product) == products)
    }

    @Test func `two thousand damaged files are read or refused, never worse`() throws {
        var random = SeededGenerator(state: 11)
        let whole = Array(
            try Data(contentsOf: Fixtures.url("vectors/network_300/messy/messy.csv")).prefix(1_200))
        let plain = Array(
            try Data(contentsOf: Fixtures.url("vectors/network_300/supplies.csv")).prefix(800))
        var outcomes: Set<String> = []
        try Fixtures.withFolder { folder in
            let file = folder.appending(path: "register.csv")
            for round in 0..<2_000 {
                var bytes = round % 2 == 0 ? whole : plain
                for _ in 0..<Int.random(in: 1...8, using: &random) { Self.damage(&bytes, &random) }
                try Data(bytes).write(to: file)
                do {
                    let read = try collect(file)
                    #expect(read.supplies.count + read.refused.count > 0)
                    outcomes.formUnion(read.problems.map(\.code))
                } catch let error as IntakeError {
                    #expect(error.fault.category == .badData)
                    outcomes.insert(error.fault.code)
                }
            }
        }
        #expect(outcomes.count > 10, "\(outcomes)")
    }

    /// Changes, takes away or doubles a few bytes.
    static func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        let position = Int.random(in: 0..<max(1, bytes.count), using: &random)
        guard position < bytes.count else { return }
        let hostile: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D, 0x09, 0x3B, 0x00, 0x80, 0xFF, 0xE4, 0x2D, 0x39]
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[position] = hostile.randomElement(using: &random) ?? 0
        case 2: bytes.remove(at: position)
        case 3: bytes.insert(hostile.randomElement(using: &random) ?? 0, at: position)
        case 4: bytes.removeLast(bytes.count - position)
        default: bytes.insert(contentsOf: bytes[position..<min(bytes.count, position + 40)], at: position)
        }
    }
}
