import Foundation
import Intake
import SupplyModel
import Testing
import TestSupport

@Suite struct VectorTests {
    @Test func `the messy file of Windows gives the links of the plain one`() throws {
        let messy = try collect(Fixtures.url("vectors/network_300/messy/messy.csv"))
        let plain = try collect(Fixtures.url("vectors/network_300/supplies.csv"))
        #expect(messy.problems.isEmpty)
        #expect(messy.header?.unknownColumns == ["序号"])
        #expect(messy.supplies.count == 400)
        for (left, right) in zip(messy.supplies, plain.supplies) {
            #expect(left.supplier == right.supplier)
            #expect(left.region?.at(.city) == right.region?.at(.city))
            #expect(left.buyer == right.buyer)
            #expect(left.product == right.product)
            #expect(left.tier == right.tier)
            #expect(left.industry == right.industry)
            #expect(left.importance == right.importance)
            #expect(abs((left.annualValue ?? 0) - (right.annualValue ?? -1_000)) <= 50)
        }
    }

    @Test(arguments: ["cascade_5", "cascade_12", "sites_demo", "tiers_demo", "network_300"])
    func `every vector is read without a problem`(name: String) throws {
        let firms = try collect(Fixtures.url("vectors/\(name)/firms.csv"))
        let supplies = try collect(Fixtures.url("vectors/\(name)/supplies.csv"))
        #expect(firms.problems.isEmpty && supplies.problems.isEmpty)
        #expect(firms.header?.kind == .firms && supplies.header?.kind == .supplies)
        #expect(!firms.firms.isEmpty && !supplies.supplies.isEmpty)
        #expect(firms.header?.unknownColumns == [] && supplies.header?.unknownColumns == [])
    }

    @Test func `a published register gives 557 links of 188 firms`() throws {
        let apple = try collect(Fixtures.url("data/apple_2022/supplies.csv"))
        #expect(apple.problems.isEmpty)
        #expect(apple.supplies.count == 557)
        #expect(Set(apple.supplies.map(\.supplier)).count == 188)
        #expect(apple.supplies.allSatisfy { $0.buyer == registrant })
    }

    @Test func `every unified social credit code is judged as its vector says`() throws {
        var judged = 0
        let lines = try String(contentsOf: Fixtures.url("vectors/uscc.csv"), encoding: .utf8)
        for line in lines.split(whereSeparator: \.isNewline).dropFirst() {
            let code = String(line.prefix { $0 != "," })
            let expected = line.split(separator: ",").last ?? ""
            judged += 1
            let read = try collect("id,name\n\(code),x\n")
            if expected.hasPrefix("valid") {
                #expect(read.problems.isEmpty && read.firms.first?.id.kind == .uscc, "\(code)")
            } else {
                #expect(read.problems.map(\.code) == [String(expected)], "\(code)")
                #expect(read.firms.isEmpty)
            }
        }
        #expect(judged == 25)
    }
}
