import Delivery
import SupplyModel
import Testing

@Suite struct CircuitBreakerTests {
    /// A channel of which attempts failed (`f`), arrived (`w`), or were asked to wait a minute (`t`), a second apart.
    private func flow(
        _ signs: String, _ flow: ChannelFlow = ChannelFlow(), at start: Double = 0
    ) -> ChannelFlow {
        var flow = flow
        for (index, letter) in signs.enumerated() {
            let now = noon.adding(seconds: start + Double(index))
            let sign: ChannelSign =
                letter == "w" ? .works : letter == "t" ? .throttled(until: now.adding(seconds: 60)) : .fails
            CircuitBreaker.note(&flow, sign, reason: letter == "w" ? nil : "no", now: now)
        }
        return flow
    }

    private func admitted(_ flow: inout ChannelFlow, after seconds: Double, sending: Int = 0) -> Admission {
        CircuitBreaker.admit(&flow, sending: sending, now: noon.adding(seconds: seconds))
    }

    @Test(arguments: [
        ("fffff", true), ("ffff", false), ("ffwwwf", false), ("fwfwfffff", true), ("ffffwwww", false),
        ("fttttttttf", false), ("wwwwwwwwfffff", true),
    ])
    func `it opens at seven failures of ten over five attempts or more, counted from the first failure`(
        signs: String, opens: Bool
    ) {
        #expect((flow(signs).breaker == .open) == opens)
    }

    @Test func `failures of another window do not count`() {
        let old = flow("ffff")
        #expect(flow("f", old, at: 290).breaker == .open)
        #expect(flow("f", old, at: 302).breaker == .closed)
    }

    @Test func `while it is open nothing leaves, then one message at a time`() {
        var down = flow("fffff")
        #expect(admitted(&down, after: 33) == .none)
        #expect(admitted(&down, after: 34) == Admission(requests: 1, merges: false))
        #expect(down.breaker == .halfOpen)
        #expect(admitted(&down, after: 35, sending: 1) == .none)
    }

    @Test func `it closes when the one arrives, and forgets what was`() {
        var down = flow("fffff")
        _ = admitted(&down, after: 60)
        var up = flow("w", down, at: 61)
        #expect(up.breaker == .closed && up.openings == 0 && up.lastError == nil)
        #expect(admitted(&up, after: 62) == .all)
    }

    @Test func `each further time it stays open for longer, up to a limit`() {
        var down = flow("fffff")
        var time = 4.0
        var waits: [Double] = []
        for _ in 0..<7 {
            let wait = down.until.map { $0.seconds(since: noon) - time } ?? 0
            waits.append(wait)
            time += wait
            _ = admitted(&down, after: time)
            down = flow("f", down, at: time)
        }
        #expect(waits == [30, 60, 120, 240, 480, 600, 600])
    }

    @Test func `a receiver that asks for fewer messages is left alone until its time, and is not down`() {
        var asked = flow("t")
        #expect(asked.breaker == .closed)
        #expect(admitted(&asked, after: 59) == .none)
        #expect(admitted(&asked, after: 60) == .all)
        #expect(asked.throttledUntil == nil)
    }

    @Test func `one that asks for time while it is tried stays half-open`() {
        var down = flow("fffff")
        _ = admitted(&down, after: 34)
        var asked = flow("t", down, at: 35)
        #expect(admitted(&asked, after: 94) == .none)
        #expect(admitted(&asked, after: 95) == Admission(requests: 1, merges: false))
    }

    @Test func `what was under way when it opened changes nothing`() {
        #expect(flow("fffffffw") == flow("fffff"))
    }

    @Test func `a clock that was set back does not keep it open for longer than the limit`() {
        var down = flow("fffff")
        let back = -86_400.0
        #expect(admitted(&down, after: back) == .none)
        #expect(admitted(&down, after: back + 600).requests == 1)
    }

    @Test(arguments: [
        (AttemptOutcome.printed, ChannelSign.works), (.judged(.permanent("too long")), .works),
        (.judged(.throttled(seconds: 600, "too fast")), .throttled(until: noon.adding(seconds: 600))),
        (.judged(.misconfigured("sign")), .fails), (.judged(.retry("busy")), .fails),
        (.http(.response(HTTPResponse(status: 204))), .works),
        (.http(.response(HTTPResponse(status: 500))), .fails),
        (.http(.response(HTTPResponse(status: 410))), .fails),
        (.http(.response(HTTPResponse(status: 413))), .works),
        (.http(.response(HTTPResponse(status: 429))), .throttled(until: noon.adding(seconds: 60))),
        (
            .http(.response(HTTPResponse(status: 429, retryAfter: "2"))),
            .throttled(until: noon.adding(seconds: 2))
        ),
        (.http(.fault(.timedOut)), .fails), (.misconfigured(.badURL(channel: "ops")), .fails),
    ])
    func `an outcome says of the channel whether it works`(outcome: AttemptOutcome, sign: ChannelSign) {
        #expect(RetryPolicy.sign(outcome, now: noon) == sign)
    }

    @Test func `a clock that is set back makes no channel wait for what was asked by the old time`() {
        var asked = flow("t", at: 86_400)
        #expect(admitted(&asked, after: 86_459) == .none)
        #expect(admitted(&asked, after: 1) == .all)
        #expect(asked.throttledUntil == nil && asked.throttledAt == nil)
    }
}
