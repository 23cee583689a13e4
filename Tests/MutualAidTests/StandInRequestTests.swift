import MutualAid
import Resilience
import SupplyModel
import Testing

/// Whom a firm whose line stops asks to stand in, and by when.
@Suite struct StandInRequestTests {
    /// Midnight in China.
    static let start = CalendarDay("2022-04-16")?.start ?? Timestamp(milliseconds: 0)

    /// A of Shanghai buys seats and wires in Pudong, and has a backup for each elsewhere.
    static func chain(seats: Double = 3, wires: Double = 90, labels: Bool = false) -> SmallChain {
        var supplies = [
            Supply(supplier: "S", region: "310115", buyer: "A", product: "seats", inventoryDays: seats),
            Supply(supplier: "W", region: "310115", buyer: "A", product: "wires", inventoryDays: wires),
        ]
        for (name, region, product) in [("T", "320500", "seats"), ("V", "340100", "wires")] {
            supplies.append(
                Supply(
                    supplier: name, region: region, buyer: "A", product: product, isBackup: true, spare: 1))
        }
        if labels {
            supplies.append(
                Supply(
                    supplier: "L", region: "310115", buyer: "A", product: "labels", importance: "none"))
            supplies.append(
                Supply(
                    supplier: "M", region: "330100", buyer: "A", product: "labels", isBackup: true, spare: 1))
        }
        return SmallChain(supplies: supplies, homes: ["A": "310114"])
    }

    /// What A asks for while Pudong, or other regions, are closed for some days, as `province product day`.
    static func asked(
        _ chain: SmallChain, closed regions: [UInt32] = [310_115], days: Double = 10
    ) -> [String] {
        let network = chain.network
        let report = EventReport(
            id: "closure", source: .table, toldAt: start, title: "closed",
            hits: regions.map {
                EventHit(
                    region: RegionCode(raw: $0), startsAt: start,
                    endsAt: start.adding(seconds: days * 86_400), loss: 1)
            })
        let event = KnownEvent(event: "closure", number: 1, madeAt: start, report: report)
        let chains = Chains(network)
        let stops = StandingStops(chains, reported: [], events: [event], now: start)
        let drafting = AidDrafting(
            Timeline(chains), stops, names: .init(firm: { chain.names[Int($0)] }, region: { "\($0) \($1)" }))
        let felt = drafting.felt(by: chain.number("A"))
        let standIns = drafting.standIns(about: felt) { _ in }
        return drafting.contents(of: standIns, for: felt).flatMap { content in
            content.suppliers.map { supplier in
                "\(content.counterpart) \(supplier.product) \(supplier.lineStopsOn?.description ?? "-")"
            }
        }
    }

    @Test func `nobody is asked for what is not short, and each product has its own day`() {
        // The seats last three days, the wires longer than the closure.
        #expect(Self.asked(Self.chain()) == ["320000 seats 2022-04-20"])
        #expect(
            Self.asked(Self.chain(wires: 5)) == ["320000 seats 2022-04-20", "340000 wires 2022-04-22"])
        #expect(Self.asked(Self.chain(seats: 90)).isEmpty)
    }

    @Test func `nobody is asked for what limits no output`() {
        #expect(Self.asked(Self.chain(labels: true)) == ["320000 seats 2022-04-20"])
    }

    @Test func `own backups are asked for what has no name`() {
        let chain = SmallChain(
            supplies: [
                Supply(supplier: "S", region: "310115", buyer: "A", product: "其他", inventoryDays: 3),
                Supply(
                    supplier: "T", region: "320500", buyer: "A", product: "其他", isBackup: true, spare: 0.5),
            ], homes: ["A": "310114"])
        #expect(Self.asked(chain) == ["320000 其他 2022-04-20"])
    }

    @Test func `who is closed down himself is not asked, also where the firm has a plant beside him`() {
        var chain = Self.chain()
        #expect(Self.asked(chain, closed: [310_115, 320_500]).isEmpty)
        chain.supplies.append(
            Supply(supplier: "A", region: "320500", buyer: "X", product: "cars", inventoryDays: 90))
        #expect(Self.asked(chain, closed: [310_115, 320_500]).isEmpty)
        #expect(Self.asked(chain) == ["320000 seats 2022-04-20"])
    }

    @Test func `own backups are asked, however many strangers could deliver more`() {
        var chain = Self.chain()
        for number in 0..<MatchQuestion.usualTop + 1 {
            chain.supplies.append(
                Supply(
                    supplier: "X\(number)", region: "310000", buyer: "B\(number)", product: "seats", spare: 1,
                    bringUpDays: 1))
        }
        chain.supplies[2].spare = 0.1
        chain.supplies[2].bringUpDays = 60
        #expect(Self.asked(chain) == ["320000 seats 2022-04-20"])
    }

    @Test func `each province is asked for its best five, however many others another has`() {
        var chain = Self.chain()
        chain.supplies.removeAll { $0.isBackup }
        for (count, region, spare) in [(25, "320500", 1.0), (1, "340100", 0.1), (7, "330400", 0.5)] {
            for number in 0..<count {
                chain.supplies.append(
                    Supply(
                        supplier: "X\(region)\(number)", region: region, buyer: "A", product: "seats",
                        isBackup: true, spare: spare))
            }
        }
        let asked = Dictionary(grouping: Self.asked(chain)) { $0.prefix(6) }.mapValues(\.count)
        #expect(asked == ["320000": 5, "330000": 5, "340000": 1])
    }

    @Test func `who does not say what it can spare may help all the same where the only supplier fails`()
        throws
    {
        let chain = SmallChain(
            supplies: [
                Supply(supplier: "S", region: "310000", buyer: "A", product: "p0"),
                Supply(supplier: "X", region: "440100", buyer: "B", product: "p0"),
            ], homes: ["A": "310000"])
        let found = try MatchTests.matches(chain, stopped: "S")
        let match = try #require(found.matches.first)
        // Nothing recommends it, and nothing speaks against it.
        #expect(match.delivers == nil && match.score == 0 && match.isOffered)
    }
}
