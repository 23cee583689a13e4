import Delivery
import SupplyModel
import Testing

@Suite struct RetryPolicyTests {
    private func verdict(
        _ status: Int, retryAfter: String? = nil, attempts: Int = 0, random: Double = 0.5
    ) -> DeliveryVerdict {
        let response = HTTPResponse(status: status, retryAfter: retryAfter)
        return RetryPolicy.next(
            attempts: attempts, outcome: .http(.response(response)), now: noon, random: random)
    }

    private func waitSeconds(_ verdict: DeliveryVerdict) -> Double? {
        if case .retry(let at, _) = verdict { at.seconds(since: noon) } else { nil }
    }

    @Test(arguments: [200, 201, 202, 204, 299])
    func `2xx is delivered`(status: Int) {
        #expect(verdict(status) == .delivered)
    }

    @Test func `what the console took is delivered`() {
        #expect(RetryPolicy.next(attempts: 9, outcome: .printed, now: noon, random: 0) == .delivered)
    }

    @Test(arguments: [410, 413])
    func `a receiver that is gone, or refuses the size, ends it`(status: Int) {
        guard case .failed(let reason) = verdict(status) else {
            Issue.record("not failed")
            return
        }
        #expect(reason.hasPrefix("HTTP \(status): "))
    }

    @Test(arguments: [0, 100, 301, 302, 304, 400, 401, 403, 404, 418, 429, 500, 502, 503, 504, 599])
    func `every other status is tried again`(status: Int) {
        #expect(waitSeconds(verdict(status)) == 5)
    }

    @Test(arguments: [
        TransportFault.refusedAddress, .nameNotResolved, .connectFailed, .timedOut, .tlsFailed("x"), .reset,
        .tooLarge, .notHTTP, .queueFull, .cancelled, .stopped, .other(code: 4, text: "x"),
    ])
    func `every fault of transport is tried again`(fault: TransportFault) {
        let verdict = RetryPolicy.next(
            attempts: 0, outcome: .http(.fault(fault)), now: noon, random: 0.5)
        #expect(verdict == .retry(at: noon.adding(seconds: 5), reason: fault.sentence))
    }

    @Test func `a refused address says what to do`() {
        #expect(TransportFault.refusedAddress.sentence.contains("'allow'"))
    }

    @Test func `a fault of configuration is tried again`() {
        let fault = ChannelFault.missingVariable(.secret, channel: "ops", variable: "OPS_SECRET")
        let verdict = RetryPolicy.next(
            attempts: 0, outcome: .misconfigured(fault), now: noon, random: 0.5)
        #expect(verdict == .retry(at: noon.adding(seconds: 5), reason: fault.description))
    }

    @Test(arguments: zip(0...8, [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]))
    func `the waits are those of Standard Webhooks`(attempts: Int, seconds: Double) {
        #expect(waitSeconds(verdict(500, attempts: attempts)) == seconds)
    }

    @Test(arguments: [(0, 4.0), (0.25, 4.5), (0.75, 5.5), (-1, 5), (1, 5), (.nan, 5), (.infinity, 5)])
    func `a wait is varied by a fifth at most`(random: Double, seconds: Double) {
        #expect(waitSeconds(verdict(500, random: random)) == seconds)
    }

    @Test(arguments: [(9, 10), (10, 11), (Int.max, Int.max), (Int.max - 1, Int.max)])
    func `after the schedule's end it is given up`(attempts: Int, count: Int) {
        #expect(
            verdict(500, attempts: attempts)
                == .failed(reason: "gave up after \(count) attempts; the last: HTTP 500"))
    }

    @Test func `a nonsense count of attempts is taken as none`() {
        #expect(waitSeconds(verdict(500, attempts: .min)) == 5)
    }

    @Test(arguments: [429, 502, 503, 504])
    func `Retry-After is obeyed where the receiver is overloaded`(status: Int) {
        #expect(waitSeconds(verdict(status, retryAfter: "120")) == 120)
    }

    @Test(arguments: [400, 500])
    func `Retry-After means nothing elsewhere`(status: Int) {
        #expect(waitSeconds(verdict(status, retryAfter: "120")) == 5)
    }

    @Test(arguments: [
        ("0", 5), ("2", 5), (" 60 ", 60), ("86401", 86_400), ("99999999999999999999999", 86_400),
        ("", 5), ("-60", 5), ("soon", 5), ("1e3", 5), ("Fri, 02 Jan 2026 03:05:05 GMT", 60),
        ("Friday, 02-Jan-26 03:05:05 GMT", 60), ("Fri Jan  2 03:05:05 2026", 60),
        ("Fri, 02 Jan 2026 03:03:05 GMT", 5), ("Sun, 02 Jan 2099 03:05:05 GMT", 86_400),
    ])
    func `Retry-After is read as seconds or as a date, and bounded`(text: String, seconds: Double) {
        #expect(waitSeconds(verdict(503, retryAfter: text)) == seconds)
    }
}
