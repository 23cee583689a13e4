import Foundation
import Resilience
import SupplyModel
import TestSupport
import Testing

@Suite struct TimelineTests {
    @Test(arguments: ["cascade_5", "cascade_12", "network_300", "sites_demo", "tiers_demo"])
    func `the days of a vector are met`(name: String) throws {
        let folder = Fixtures.url("vectors/\(name)")
        let network = try NetworkReader.read(folder)
        let data = try Data(contentsOf: folder.appending(path: "expected.json"))
        let expected = try ReferenceFigures.decoder.decode(ReferenceCourses.self, from: data)
        let leader = try #require(network.number(of: FirmID(checked: expected.leader)))
        let timeline = Timeline(Chains(network))
        for (whatIf, isMitigated) in [
            (expected.whatif, false), (expected.whatifMitigated, true), (expected.whatifRegion, false),
        ] {
            let scenario = try whatIf.scenario(in: network, isMitigated: isMitigated)
            let courses = timeline.courses(of: [leader], in: scenario) { _ in }
            #expect(whatIf.result.count == 1)
            #expect(differences(courses, whatIf.result, in: network) == [])
        }
        let suppliers = timeline.chains.suppliers(of: leader).map(\.firm)
        let survival = timeline.survival(of: leader, suppliers: suppliers) { _ in }
        #expect(differences(survival, expected.survival, in: network) == [])
    }

    @Test func `eighty random networks go through their days as the plain reference does`() throws {
        try Fixtures.withFolder { folder in
            var questions: [ReferenceCourses.Question] = []
            for seed in UInt64(1)...80 {
                let made = RandomNetwork(seed: seed)
                let place = folder.appending(path: String(seed))
                try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
                try made.write(to: place)
                var random = SeededRandom(seed: seed)
                let active = made.supplies.filter { !["ended", "backup"].contains($0["status"]) }
                let stopped = (active.randomElement(using: &random) ?? made.supplies[0])["supplier_id"] ?? ""
                questions.append(
                    .init(
                        folder: place, firm: made.buyer, stop: stopped,
                        region: ["310000", "320500", "320000", "320583", "KR"].randomElement(using: &random)
                            ?? "",
                        loss: [1, 0.8, 0.25].randomElement(using: &random) ?? 1,
                        days: Int.random(in: 1...40, using: &random)))
            }
            var lossCount = 0
            for (question, expected) in zip(questions, try ReferenceCourses.run(questions)) {
                let network = try NetworkReader.read(question.folder)
                let timeline = Timeline(Chains(network))
                let all = Array(0..<Int32(network.firms.count))
                let seed = question.folder.lastPathComponent
                for (whatIf, isMitigated) in [
                    (expected.whatif, false), (expected.whatifMitigated, true),
                    (expected.whatifRegion, false),
                ] {
                    let scenario = try whatIf.scenario(in: network, isMitigated: isMitigated)
                    let courses = timeline.courses(of: all, in: scenario) { _ in }
                    #expect(differences(courses, whatIf.result, in: network) == [], "seed \(seed)")
                    lossCount += courses.count { $0.firstLossDay != nil }
                }
                let firm = try #require(network.number(of: FirmID(checked: question.firm)))
                let suppliers = timeline.chains.suppliers(of: firm).map(\.firm)
                let survival = timeline.survival(of: firm, suppliers: suppliers) { _ in }
                #expect(differences(survival, expected.survival, in: network) == [], "seed \(seed)")
                lossCount += survival.count
            }
            #expect(lossCount > 500)
        }
    }
}
