import Delivery
import SupplyModel
import Testing

@Suite struct TokenBucketTests {
    private static let twentyAMinute = SendingRate(count: 20, seconds: 60)

    /// When requests leave that are made as soon as a bucket lets them, in seconds, looked at ten times a second.
    private func departures(_ rates: [SendingRate], seconds: Int) throws -> [Double] {
        let bucket = try #require(TokenBucket(rates))
        var flow = ChannelFlow()
        var times: [Double] = []
        for tenth in 0..<(seconds * 10) {
            bucket.fill(&flow, now: noon.adding(seconds: Double(tenth) / 10))
            while (flow.tokens ?? 0) >= 1 {
                flow.spend(1)
                times.append(Double(tenth) / 10)
            }
        }
        return times
    }

    private static func mostWithin(_ seconds: Double, _ times: [Double]) -> Int {
        times.map { start in times.filter { (start...(start + seconds)).contains($0) }.count }.max() ?? 0
    }

    @Test(arguments: [
        [twentyAMinute], [SendingRate(count: 1, seconds: 1)], [SendingRate(count: 4, seconds: 1)],
        [SendingRate(count: 100, seconds: 60), SendingRate(count: 5, seconds: 1)],
        [SendingRate(count: 3, seconds: 3_600)],
    ])
    func `no stretch of time sees more than the rate, wherever it begins`(rates: [SendingRate]) throws {
        let times = try departures(rates, seconds: 600)
        for rate in rates { #expect(Self.mostWithin(rate.seconds, times) <= rate.count) }
        #expect(times.first == 0)
    }

    @Test func `half of the count leaves at once, the other half within its time`() throws {
        let times = try departures([Self.twentyAMinute], seconds: 63)
        #expect(times.filter { $0 == 0 }.count == 10)
        #expect(times.count == 19)
    }

    @Test func `a clock that went back gives nothing and stops nothing`() throws {
        let bucket = try #require(TokenBucket([Self.twentyAMinute]))
        var flow = ChannelFlow()
        bucket.fill(&flow, now: noon)
        flow.spend(10)
        bucket.fill(&flow, now: noon.adding(seconds: -3_600))
        #expect(flow.tokens == 0)
        bucket.fill(&flow, now: noon.adding(seconds: -3_600 + 63))
        #expect(try #require(flow.tokens) > 9.9)
    }

    @Test func `without a rate there is no bucket`() {
        #expect(TokenBucket([]) == nil)
    }

    @Test func `robots have the rates of their services, and a channel's own rate wins`() {
        func rates(_ service: Channel.Service, _ own: SendingRate? = nil) -> [SendingRate] {
            Channel(name: "a", kind: .http(service, .init(url: .environment("A"))), rate: own).rates
        }
        #expect(rates(.dingtalk) == [Self.twentyAMinute] && rates(.wecom) == [Self.twentyAMinute])
        #expect(rates(.feishu).count == 2)
        #expect(rates(.dingtalk, SendingRate(count: 5, seconds: 1)) == [SendingRate(count: 5, seconds: 1)])
        #expect(Channel(name: "a", kind: .console).rates.isEmpty)
    }
}
