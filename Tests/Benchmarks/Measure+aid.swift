import Foundation
import Store
import SupplyModel

extension Measure {
    /// Writes `count` open requests for help down, for links spread over the register; the seconds are those of writing.
    static func aid(_ store: Store, count: Int) throws -> [String: Any] {
        let network = try store.network()
        let authority = RegionCode(raw: 310_000)
        let clock = ContinuousClock()
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        var written = 0
        let time = try clock.measure {
            for number in 0..<count {
                let link = network.links[number * network.links.count / count]
                let supplier = AidSupplier(
                    firm: network.firms[Int(link.supplier)].id, region: link.region,
                    product: network.products[Int(link.product)],
                    lineStopsOn: CalendarDay(now).adding(days: number % 30))
                let content = AidContent(
                    authority: authority, counterpart: counterparts[number % counterparts.count],
                    firm: network.firms[Int(link.buyer)].id, kind: .resume, suppliers: [supplier],
                    lineStopsOn: supplier.lineStopsOn, reason: "made up")
                let step = AidStep(
                    number: 1, action: .register, state: .registered, by: "bench", time: now,
                    deadline: now.adding(seconds: 86_400))
                if try store.add(AidDraft(content, step), messages: { _ in [] }) != nil { written += 1 }
            }
        }
        return ["seconds": seconds(time), "checksum": written]
    }

    /// Jiangsu, Zhejiang, Anhui.
    private static let counterparts = [320_000, 330_000, 340_000].map { RegionCode(raw: $0) }
}
