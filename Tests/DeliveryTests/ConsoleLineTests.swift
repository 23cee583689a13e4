import Delivery
import SupplyModel
import Testing

@Suite struct ConsoleLineTests {
    private func body(zh: String = "敞口过高", kind: Notification.Kind = .firing) throws -> [UInt8] {
        let alert = Alert(
            fingerprint: "00c0ffee00c0ffee", rule: "city-above-forty", severity: .critical,
            metric: .regionalExposure, labels: [:], state: .firing, value: 0.5, threshold: 0.4,
            startsAt: noon,
            industry: .auto, provinces: [], isMutualAid: false,
            summary: BilingualText(zh: zh, en: "exposed too much"))
        return try Notification(kind: kind, time: noon, alert: alert).json()
    }

    @Test(arguments: [
        (Language.zh, "敞口过高"), (.en, "exposed too much"),
    ])
    func `a line tells time, severity, state, summary and fingerprint`(
        language: Language, summary: String
    ) throws {
        #expect(
            ConsoleLine.text(try body(), id: "m1", language: language)
                == "2026-01-02T11:04:05+08:00  CRITICAL  firing  \(summary)  [00c0ffee00c0ffee]")
    }

    @Test func `a resolved alert is told as such`() throws {
        let line = ConsoleLine.text(try body(kind: .resolved), id: "m1", language: .en)
        #expect(line.contains("  resolved  "))
    }

    @Test func `names cannot move the cursor, break the line or turn the text round`() throws {
        let line = ConsoleLine.text(
            try body(zh: "a\u{1B}[2Jb\r\nc\u{202E}d\u{2028}e\u{9B}f"), id: "m1", language: .zh)
        #expect(line.contains("  a [2Jb  c d e f  "))
    }

    @Test func `a summary without end is cut`() throws {
        let line = ConsoleLine.text(
            try body(zh: String(repeating: "长", count: 5_000)), id: "m1", language: .zh)
        #expect(line.count < 600)
    }

    @Test(arguments: ["", "{}", "[1]", "\u{1B}[2J", #"{"type": "x", "timestamp": 1, "data": {}}"#])
    func `a body that is no notification is told by its number`(text: String) {
        #expect(
            ConsoleLine.text(Array(text.utf8), id: "m\u{7}1", language: .zh)
                == "message m 1 of \(text.utf8.count) bytes is no notification")
    }
}
