import Foundation
import MutualAid
import Resilience
import SupplyModel
import TestSupport
import Testing

/// The days before and after somebody steps in, held against the plain reference.
@Suite struct MatchDayTests {
    /// S stops two days from now, and T, who is called now, delivers after three.
    @Test func `who steps in begins now, also where what stops is still to come`() throws {
        let chain = SmallChain(
            supplies: [
                Supply(supplier: "S", region: "310000", buyer: "A", product: "p0"),
                Supply(
                    supplier: "T", region: "330200", buyer: "A", product: "p0", isBackup: true, spare: 1,
                    bringUpDays: 3),
            ])
        for (start, lost) in [(0, 2.0), (1, 1), (2, 0), (9, 0)] {
            let found = try MatchTests.matches(chain, stopped: "S") {
                $0.scenario.shocks[0].startDay = start
                $0.scenario.untilDay = 90
            }
            let course = try #require(found.matches.first?.course)
            #expect(course.lostDays == lost, "\(start)")
            let told = found.course(whenArrives: [SteadyDelivery(part: 1, bringUpDays: 3)])
            #expect(told.lostDays == lost, "\(start)")
        }
    }

    @Test func `with one stand-in and without any the days are the reference's, to the day`() throws {
        try Fixtures.withFolder { folder in
            var questions: [(folder: URL, arguments: [String])] = []
            var courses: [(name: String, course: Course)] = []
            for seed in MatchTests.seeds {
                let chain = SmallChain(seed: seed)
                let stopped = MatchTests.stopped(chain, seed)
                let found = try MatchTests.matches(chain, stopped: stopped) { $0.isPlanned = true }
                func ask(_ name: String, _ standIns: [Candidate], _ course: Course) throws {
                    let place = folder.appending(path: "\(seed) \(name)")
                    try chain.write(
                        to: place,
                        backups: standIns.map { one in
                            Supply(
                                supplier: chain.names[Int(one.supplier)], region: one.region.description,
                                buyer: "A", product: "p0", isBackup: true, spare: one.spare ?? 0,
                                bringUpDays: one.bringUpDays ?? 0)
                        })
                    let flags = [
                        "--days", "30", "--until", "90", "--firm", "\(SmallChain.id("A"))", "--mitigate",
                    ]
                    questions.append((place, ["\(SmallChain.id(stopped))=1"] + flags))
                    courses.append(("\(seed) \(name)", course))
                }
                try ask("none", [], found.course)
                for match in found.matches.prefix(2) {
                    guard let course = match.course else { continue }
                    try ask(chain.names[Int(match.candidate.supplier)], [match.candidate], course)
                }
                if let plan = found.plans.first, let course = plan.course {
                    try ask("plan", plan.members.map { found.matches[$0.match].candidate }, course)
                }
            }
            var (losing, helped) = (0, 0)
            for (expected, one) in zip(try ReferenceCourse.run(questions), courses) {
                let expected = try #require(expected.first)
                #expect(expected.isSame(as: one.course), "\(one.name): \(one.course) \(expected)")
                if one.course.firstLossDay != nil { losing += 1 } else { helped += 1 }
            }
            #expect(
                courses.count > 400 && losing > 100 && helped > 20, "\(courses.count) \(losing) \(helped)")
        }
    }

    @Test func `who is asked on the fifth day of a stop begins five days later`() throws {
        let chain = SmallChain(supplies: [
            Supply(supplier: "S", region: "310000", buyer: "A", product: "p0", inventoryDays: 3),
            Supply(
                supplier: "T", region: "320500", buyer: "A", product: "p0", isBackup: true, spare: 1,
                bringUpDays: 2),
        ])
        let early = try MatchTests.matches(chain, stopped: "S")
        let late = try MatchTests.matches(chain, stopped: "S") { $0.decisionDay = 5 }
        #expect(early.course.firstLossDay == 4 && late.course.firstLossDay == 4)
        #expect(early.matches[0].course?.firstLossDay == nil && early.matches[0].parts.time == 1)
        // Days 4, 5 and 6 are lost; from day 7 on it delivers.
        #expect(late.matches[0].course?.firstLossDay == 4 && late.matches[0].course?.lostDays == 3)
        #expect(late.matches[0].parts.time == 0)
    }

    /// A region in which nobody is, and one that loses nothing.
    @Test(arguments: [
        nil, Shock(.region(RegionCode(raw: 340_100)), days: 40),
        Shock(.region(RegionCode(raw: 320_500)), loss: 0, days: 40),
    ])
    func `what does nothing to anybody moves no day of help`(other: Shock?) throws {
        let chain = SmallChain(supplies: [
            Supply(supplier: "S", region: "310000", buyer: "A", product: "p0", inventoryDays: 3),
            Supply(
                supplier: "T", region: "320500", buyer: "A", product: "p0", isBackup: true, spare: 1,
                bringUpDays: 5),
            Supply(supplier: "T", region: "320500", buyer: "B", product: "p1"),
        ])
        let found = try MatchTests.matches(chain, stopped: "S") {
            let stop = Shock(.firm(chain.number("S")), startDay: 20, days: 30)
            $0.scenario = Scenario([other, stop].compactMap { $0 })
            $0.decisionDay = 20
            $0.isPlanned = true
        }
        // The stock lasts until day 24, on which help is still to come.
        let all = [SteadyDelivery(part: 1, bringUpDays: 5)]
        let courses = [
            found.matches[0].course, found.plans.first?.course, found.course(whenArrives: all),
        ]
        #expect(courses.map { $0?.firstLossDay } == [24, 24, 24])
        #expect(courses.map { $0?.lostDays } == [1, 1, 1])
    }

    @Test func `what arrives every day counts from when somebody decides, whatever happens to anybody`()
        throws
    {
        let chain = SmallChain(supplies: [
            Supply(supplier: "S", region: "310000", buyer: "A", product: "p0", inventoryDays: 3),
            Supply(
                supplier: "T", region: "310000", buyer: "A", product: "p0", isBackup: true, spare: 0.5,
                bringUpDays: 2),
        ])
        let half = [SteadyDelivery(part: 0.5, bringUpDays: 2)]
        let found = try MatchTests.matches(chain, stopped: "S")
        // One day lacks everything and 29 lack half, of which the stock covers 3.
        #expect(found.course(whenArrives: half).lostDays == 12.5 && found.matches[0].course?.lostDays == 12.5)
        #expect(
            found.course(whenArrives: []).lostDays == found.course.lostDays && found.course.lostDays == 27)
        let late = try MatchTests.matches(chain, stopped: "S") { $0.decisionDay = 5 }
        // Six days lack everything and 24 lack half.
        #expect(
            late.course(whenArrives: half).lostDays == 15 && late.course(whenArrives: half).firstLossDay == 4)
        let both = try MatchTests.matches(chain, stopped: "S") {
            $0.scenario.shocks.append(Shock(.firm(chain.number("T")), days: 30))
        }
        #expect(both.matches[0].delivers == 0 && both.course(whenArrives: half).lostDays == 12.5)
    }

    @Test func `what other products make the buyer lose is told apart`() throws {
        var chain = SmallChain(supplies: [
            Supply(supplier: "S", region: "310000", buyer: "A", product: "p0", inventoryDays: 3),
            Supply(supplier: "T", region: "320500", buyer: "A", product: "p0", isBackup: true, spare: 1),
        ])
        var found = try MatchTests.matches(chain, stopped: "S")
        #expect(found.course.lostDays == 27 && found.courseWithoutGap.firstLossDay == nil)
        chain.supplies.append(
            Supply(supplier: "S", region: "310000", buyer: "A", product: "p1", inventoryDays: 9))
        found = try MatchTests.matches(chain, stopped: "S")
        #expect(found.course.lostDays == 27 && found.courseWithoutGap.lostDays == 21)
        #expect(found.courseWithoutGap.firstLossDay == 10)
        #expect(found.matches[0].course?.lostDays == 21)
    }

    @Test func `the buyer's own sites are spared, whatever stops`() throws {
        let chain = SmallChain(
            supplies: [
                Supply(supplier: "S", region: "310000", buyer: "A", product: "p0", inventoryDays: 3),
                Supply(supplier: "T", region: "320500", buyer: "A", product: "p0", isBackup: true, spare: 1),
            ], homes: ["A": "310000"])
        let found = try MatchTests.matches(chain, stopped: "S") {
            $0.scenario = Scenario([Shock(.region(RegionCode(raw: 310_000)), days: 10)])
        }
        #expect(found.need.gap == 1 && found.course.firstLossDay == 4 && found.course.lostDays == 7)
        #expect(found.matches[0].course?.lostDays == 0)
    }
}
