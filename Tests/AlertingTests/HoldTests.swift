import Alerting
import Testing

@Suite struct HoldTests {
    @Test(arguments: [
        ("0s", Hold.seconds(0)), ("90s", .seconds(90)), ("5m", .seconds(300)), ("1h30m", .seconds(5_400)),
        ("2d", .seconds(172_800)), ("1d2h3m4s", .seconds(93_784)), ("3 runs", .runs(3)), ("1 run", .runs(1)),
        ("366d", .seconds(Hold.secondsLimit)), ("10000 runs", .runs(Hold.runsLimit)),
    ])
    func `a duration is read`(text: String, hold: Hold) {
        #expect(Hold(text) == hold)
    }

    @Test(arguments: [
        "", "s", "5", "-5s", "+5s", "5 s", "5x", "30m1h", "1h1h", "1.5h", "0 runs", "3runs", "3 runs 5m",
        "1h 3 runs",
        "runs", "367d", "10001 runs", "99999999999999999999d", "5s ", "٣s", "1h3 runs", "five runs",
    ])
    func `anything else is none`(text: String) {
        #expect(Hold(text) == nil)
    }
}
