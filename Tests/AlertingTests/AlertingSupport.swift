import Alerting
import Foundation
import StrictYAML
import SupplyModel

/// A rule on `record_age_days` of any firm, with some of its lines replaced.
func rule(_ lines: String = "", op: String = ">", value: String = "40") throws -> Rule {
    let text = """
        rules:
          - name: watched
            metric: record_age_days
            op: "\(op)"
            value: \(value)
            summary: {zh: "{{value}}", en: "{{value}}"}
        \(lines.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
        """
    return try RuleBook([YAMLDocument(text, file: "a.yaml")]).rules[0]
}

/// A sample of `record_age_days` of a firm.
func sample(_ value: Double, firm: String = "local:a") -> Sample {
    Sample(
        metric: .recordAgeDays, labels: ["firm": firm], value: value, unknown: 0, industry: .auto,
        provinces: [RegionCode(raw: 320_000)])
}

/// A moment some minutes after an arbitrary one.
func minute(_ minutes: Int) -> Timestamp {
    Timestamp(milliseconds: 1_770_000_000_000 + Int64(minutes) * 60_000)
}

/// Runs of evaluations with what is kept between them, as a store keeps it.
struct Monitor {
    var rules: [Rule]
    /// Whether alerts pass through JSON between runs, as they do at a restart.
    var restarts = false
    /// Rules that cannot be evaluated, with the reason.
    var failed: [String: String] = [:]
    /// Firms that count as another.
    var merged: Set<String> = []
    /// Every alert that was kept, ended ones too.
    private(set) var known: [Alert] = []
    var open: [Alert] { known.filter { $0.state != .resolved } }

    init(_ rules: [Rule], restarts: Bool = false) {
        self.rules = rules
        self.restarts = restarts
    }

    /// One run; what it changed is stored.
    mutating func run(_ samples: [Sample], at now: Timestamp) throws -> Evaluation {
        if restarts { known = try JSONDecoder().decode([Alert].self, from: JSONEncoder().encode(known)) }
        let evaluation = evaluate(
            rules, samples: samples, known: known, now: now, failed: failed, merged: merged)
        let touched = (evaluation.changed + evaluation.dropped).map {
            "\($0.fingerprint) \($0.startsAt.milliseconds)"
        }
        known.removeAll { touched.contains("\($0.fingerprint) \($0.startsAt.milliseconds)") }
        known += evaluation.changed
        return evaluation
    }

    /// Runs a minute apart, one a value; nil is a run without the sample, in which others of the firm are known.
    ///
    /// Gives a letter a run: `-` inactive, `p` pending, `f` firing, `k` kept (recovering); upper case where something is
    /// told (`F` fires, `R` is resolved).
    mutating func trace(_ values: [Double?], minutes: [Int]? = nil) throws -> String {
        var letters = ""
        for (index, value) in values.enumerated() {
            let evaluation = try run(
                [value.map { sample($0) } ?? other()], at: minute(minutes?[index] ?? index))
            switch (evaluation.notifications.first?.kind, open.first?.state) {
            case (.firing, _): letters += "F"
            case (.resolved, _): letters += "R"
            case (nil, .pending): letters += "p"
            case (nil, .firing): letters += "f"
            case (nil, .recovering): letters += "k"
            default: letters += "-"
            }
        }
        return letters
    }
}

/// A sample of the same firm that no rule watches.
func other(firm: String = "local:a") -> Sample {
    Sample(
        metric: .hhi, labels: ["firm": firm, "product": "p"], value: 1, unknown: 0, industry: .auto,
        provinces: [])
}

/// Numbers that are the same in every run (Lehmer, modulus 2^64).
struct Lehmer: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 32 | state << 32
    }
}
