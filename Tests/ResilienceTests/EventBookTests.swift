import Foundation
import Resilience
import SupplyModel
import TestSupport
import Testing

@Suite struct EventBookTests {
    private static let start = Timestamp(milliseconds: 1_767_225_600_000)
    private static let suzhou = RegionCode(raw: 320_500)

    private func time(_ days: Double) -> Timestamp { Self.start.adding(seconds: days * 86_400) }

    /// B in Suzhou supplies A, which holds three days of it; C in Shanghai supplies D without stock.
    private func chains() -> Chains {
        chains([("B", "320583", "A", "p", 3), ("C", "310000", "D", "p", 0)])
    }

    private func chains(
        _ supplies: [(supplier: String, region: String, buyer: String, product: String, stockDays: Int)]
    ) -> Chains {
        Chains(
            NetworkReader.network(
                firms: [],
                supplies: supplies.map {
                    [
                        "tier": "1", "industry": "auto", "product": $0.product,
                        "supplier_id": "local:t:\($0.supplier)", "supplier_region": $0.region,
                        "buyer_id": "local:t:\($0.buyer)", "inventory_days": "\($0.stockDays)",
                    ]
                }))
    }

    private func event(
        _ id: String = "e", number: Int64 = 1, region: RegionCode = suzhou, loss: Double = 1,
        from: Double = 0,
        to: Double = 10
    ) -> KnownEvent {
        let hit = EventHit(region: region, startsAt: time(from), endsAt: time(to), loss: loss)
        return KnownEvent(
            event: id, number: number, madeAt: time(0),
            report: EventReport(id: id, source: .cap, toldAt: time(0), title: id, hits: [hit]))
    }

    /// `metric firm event` and its value.
    private func figures(_ samples: [Sample]) -> [String: Double] {
        Dictionary(
            uniqueKeysWithValues: samples.map {
                ("\($0.metric.rawValue) \($0.labels["firm"] ?? "-") \($0.labels["event"] ?? "-")", $0.value)
            })
    }

    @Test func `a firm is touched once its stock is gone, and the days become fewer`() {
        let chains = chains()
        var book = EventBook()
        for (now, days) in [(-2.0, 6.0), (-0.5, 4), (0, 4), (0.9, 3), (1, 3), (3.5, 0), (4, 0), (9.9, 0)] {
            #expect(
                figures(book.samples(of: [event()], in: chains, now: time(now))) == [
                    "event_active - e": 1, "event_survival_days local:t:A e": days,
                    "event_loss local:t:A e": 1,
                ], "\(now)")
        }
        #expect(book.samples(of: [event()], in: chains, now: time(10)).isEmpty)
        #expect(book.samples(of: [event()], in: chains, now: time(-3.1)).isEmpty, "not yet in sight")
    }

    @Test func `the figures are those of a what-if`() throws {
        let chains = chains()
        var book = EventBook()
        let mild = event(loss: 0.4)
        let course = try #require(
            chains.courses(of: chains.leaders, in: Scenario(mild.report.shocks)).first {
                $0.firstLossDay != nil
            })
        let found = figures(book.samples(of: [mild], in: chains, now: time(0)))
        #expect(found["event_survival_days local:t:A e"] == course.firstLossDay.map(Double.init))
        #expect(found["event_loss local:t:A e"] == 1 - course.lowestOutput)
    }

    @Test func `an event that stocks outlast, or that hits nobody, touches no firm`() {
        let chains = chains()
        var book = EventBook()
        let events = [event("short", to: 2), event("far", region: RegionCode(raw: 440_100))]
        #expect(
            figures(book.samples(of: events, in: chains, now: time(0))) == [
                "event_active - short": 1, "event_active - far": 1,
            ])
        #expect(book.samples(of: [event(loss: 0)], in: chains, now: time(0)).isEmpty)
    }

    @Test func `what hits a county may hit a site of which only the city is known, and that is told apart`() {
        let chains = chains([
            ("B", "320500", "A", "p", 2), ("C", "320000", "D", "p", 0), ("E", "320505", "F", "p", 0),
        ])
        var book = EventBook()
        let county = event(region: RegionCode(raw: 320_583), loss: 0.4)
        let found = book.samples(of: [county], in: chains, now: time(1))
        #expect(
            figures(found).mapValues { ($0 * 10).rounded() / 10 } == [
                "event_active - e": 1, "event_possible_survival_days local:t:A e": 5,
                "event_possible_loss local:t:A e": 0.4,
            ], "neither who is known by another county nor who is known by the province alone")
        #expect(found.allSatisfy { $0.provinces == [RegionCode(raw: 320_000)] })
        let city = figures(book.samples(of: [event(number: 2)], in: chains, now: time(1)))
        #expect(
            city == [
                "event_active - e": 1, "event_survival_days local:t:A e": 2, "event_loss local:t:A e": 1,
                "event_survival_days local:t:F e": 0, "event_loss local:t:F e": 1,
            ])
    }

    @Test func `what is possible is told beside what is sure only where it is worse`() {
        let chains = chains([
            ("B", "310115", "A", "p", 3), ("C", "310000", "A", "q", 0), ("B", "310115", "D", "p", 3),
            ("C", "310000", "D", "q", 9),
        ])
        var book = EventBook()
        let found = figures(
            book.samples(of: [event(region: RegionCode(raw: 310_115), to: 8)], in: chains, now: time(0)))
        #expect(
            found == [
                "event_active - e": 1, "event_survival_days local:t:A e": 4, "event_loss local:t:A e": 1,
                "event_possible_survival_days local:t:A e": 1, "event_possible_loss local:t:A e": 1,
                "event_survival_days local:t:D e": 4, "event_loss local:t:D e": 1,
            ])
    }

    @Test func `a newer word about an event counts, and a cancelled one no longer`() {
        let chains = chains()
        var book = EventBook()
        _ = book.samples(of: [event()], in: chains, now: time(0))
        let milder = figures(book.samples(of: [event(number: 2, loss: 0.5)], in: chains, now: time(0)))
        #expect(abs((milder["event_loss local:t:A e"] ?? 0) - 0.5) < 1e-12)
        var over = event(number: 3)
        over.report.ending = .cancelled
        #expect(book.samples(of: [over], in: chains, now: time(0)).isEmpty)
    }

    @Test func `a changed register is followed anew`() {
        var book = EventBook()
        let event = event(region: RegionCode(raw: 310_000))
        #expect(figures(book.samples(of: [event], in: chains(), now: time(0))).count == 3)
        let empty = Network(revision: 99, firms: [], products: [], links: [], backups: [], leaders: [])
        #expect(figures(book.samples(of: [event], in: Chains(empty), now: time(0))).count == 1)
    }

    @Test func `events beyond the limit are counted, and those that begin first come first`() {
        var book = EventBook()
        let events = (0...EventBook.eventLimit).map { event("e\($0)", from: $0 == 0 ? 1 : 0) }
        let samples = book.samples(of: events, in: chains(), now: time(0))
        #expect(book.leftOutCount == 1)
        #expect(!samples.contains { $0.labels["event"] == "e0" })
    }

    @Test func `a region is hit from the day on in which its time begins through that in which it ends`() {
        var report = event(from: 0.5, to: 2.2).report
        report.hits.append(
            EventHit(region: RegionCode(raw: 310_000), startsAt: time(2.4), endsAt: time(2.5), loss: 0.3))
        #expect(
            report.shocks == [
                Shock(.region(Self.suzhou), loss: 1, startDay: 0, days: 2),
                Shock(.region(RegionCode(raw: 310_000)), loss: 0.3, startDay: 1, days: 1),
            ])
    }
}
