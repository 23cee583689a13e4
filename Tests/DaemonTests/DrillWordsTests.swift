import Foundation
import Resilience
import Store
import SupplyModel
import TestSupport
import Testing

@testable import Daemon

/// How the mechanism hears of what a drill supposes.
@Suite struct DrillWordsTests {
    private static let now = Timestamp(milliseconds: 1_767_225_600_000)

    private static func time(_ days: Double) -> Timestamp { now.adding(seconds: days * 86_400) }

    /// S ships seats from Kunshan and Ningbo to A.
    private func withChains(_ body: (Chains, _ supplier: Int32) throws -> Void) throws {
        try Fixtures.withFolder { folder in
            let store = try Store(folder: folder.path)
            let list = folder.appending(path: "list.csv")
            let text = """
                supplier_id,supplier_region,buyer_id,tier,industry,product
                local:t:S,320583,local:t:A,1,auto,座椅
                local:t:S,330200,local:t:A,1,auto,座椅
                """
            try Data(text.utf8).write(to: list)
            _ = try Importer(store: store, gazetteer: Gazetteer()).load(
                [list.path], registrant: FirmID(checked: "local:t:A"), options: ImportOptions(),
                now: { Self.now }
            ) { _, _ in }
            let chains = Chains(try store.network())
            try body(chains, try #require(chains.network.number(of: FirmID(checked: "local:t:S"))))
        }
    }

    private func reports(_ shocks: [Shock], _ standing: [StatusReport], _ chains: Chains) -> [String] {
        DrillWords("停摆", in: chains.network, now: Self.now).reports(
            shocks, standing: OperatingRates(chains, standing)
        ).map { "\($0.firm) \($0.region.map { "\($0)" } ?? "all") \($0.operatingRate)" }
    }

    @Test
    func `what begins on one day is one event, and a region that is hit twice from one day on is in another`()
        throws
    {
        try withChains { chains, supplier in
            let (kunshan, ningbo) = (RegionCode(raw: 320_583), RegionCode(raw: 330_200))
            let shocks = [
                Shock(.region(kunshan), loss: 0.5, startDay: 2, days: 10), Shock(.region(ningbo), days: 3),
                Shock(.region(kunshan), loss: 1, startDay: 2, days: 1),
                Shock(.region(ningbo), startDay: 2, days: 3), Shock(.firm(supplier), days: 3),
            ]
            let words = DrillWords("停摆", in: chains.network, now: Self.now)
            let events = words.events(shocks)
            #expect(events.map(\.id) == ["drill:day-0", "drill:day-2", "drill:day-2-2"])
            #expect(events.allSatisfy { $0.title == "停摆" && $0.toldAt == Self.now })
            func hit(_ region: RegionCode, _ start: Double, _ end: Double, _ loss: Double) -> EventHit {
                // Eight in the morning in China; an event ends at midnight.
                EventHit(
                    region: region, startsAt: Self.time(start),
                    endsAt: Self.time(end).adding(seconds: -28_800),
                    loss: loss)
            }
            #expect(
                events.map(\.hits) == [
                    [hit(ningbo, 0, 3, 1)], [hit(kunshan, 2, 12, 0.5), hit(ningbo, 2, 5, 1)],
                    [hit(kunshan, 2, 3, 1)],
                ])
        }
    }

    @Test func `in whichever order shocks are written, their events are the same`() throws {
        try withChains { chains, _ in
            let kunshan = RegionCode(raw: 320_583)
            let shocks = [
                Shock(.region(kunshan), loss: 0.5, days: 60), Shock(.region(kunshan), days: 1),
                Shock(.region(RegionCode(raw: 330_200)), days: 3),
                Shock(.region(kunshan), loss: 0.2, days: 60),
            ]
            let words = DrillWords("停摆", in: chains.network, now: Self.now)
            let events = words.events(shocks)
            #expect(events.map { $0.hits.map(\.loss) } == [[0.5, 1], [0.2], [1]])
            for turn in 1..<shocks.count {
                let written = Array(shocks[turn...] + shocks[..<turn])
                #expect(words.events(written) == events)
            }
        }
    }

    @Test func `an event is heard of within three days, a report at once, and what comes later not yet`()
        throws
    {
        try withChains { chains, supplier in
            let words = DrillWords("停摆", in: chains.network, now: Self.now)
            let region = RegionCode(raw: 320_500)
            func word(_ target: Shock.Target, _ day: Int) -> DrillShock.Word {
                words.word(for: Shock(target, startDay: day))
            }
            #expect([0, 3, 4].map { word(.region(region), $0) } == [.event, .event, .later])
            #expect([0, 1].map { word(.firm(supplier), $0) } == [.status, .later])
            #expect(reports([Shock(.firm(supplier), startDay: 1)], [], chains).isEmpty)
        }
    }

    @Test
    func
        `of several shocks on a firm the largest is reported, and never more output than is reported already`()
        throws
    {
        try withChains { chains, supplier in
            let shocks = [Shock(.firm(supplier), loss: 0.25), Shock(.firm(supplier), loss: 0.5)]
            #expect(reports(shocks, [], chains) == ["local:t:S all 0.5"])
            func standing(_ rate: Double) -> StatusReport {
                StatusReport(
                    firm: FirmID(checked: "local:t:S"), region: RegionCode(raw: 330_200), time: Self.time(-1),
                    registrant: FirmID(checked: "local:t:A"), operatingRate: rate)
            }
            #expect(reports(shocks, [standing(0.75)], chains) == ["local:t:S all 0.5"])
            #expect(
                reports(shocks, [standing(0.25)], chains) == ["local:t:S all 0.5", "local:t:S 330200 0.25"])
        }
    }
}
