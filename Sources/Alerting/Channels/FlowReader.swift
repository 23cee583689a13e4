internal import StrictYAML
internal import SupplyModel

/// Reads how much a channel takes and who is told where it cannot be, and remembers who stands in for whom.
struct FlowReader {
    static let keys = ["rate", "fallback", "fallback_after"]
    /// Requests of a rate.
    static let countLimit = 10_000

    private var names: Set<String> = []
    private var fallbacks: [(channel: String, value: YAMLValue, fallback: String)] = []

    /// A rate such as `20/min`; nil where there is none, or with a fault a bad one.
    static func rate(_ value: YAMLValue?, _ faults: inout [ConfigurationFault]) -> SendingRate? {
        guard let value, let text = value.string(&faults) else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let digits = parts[0]
        let isNumber =
            (1...5).contains(digits.utf8.count) && digits.utf8.allSatisfy { (48...57).contains($0) }
        guard parts.count == 2, isNumber, let count = Int(digits), (1...countLimit).contains(count),
            let seconds = secondsByUnit[String(parts[1])]
        else {
            faults.append(
                value.fault(
                    "'\(Excerpt.of(text))' is no rate; write requests in a time, such as 20/min, 1/s or 100/h"
                ))
            return nil
        }
        return SendingRate(count: count, seconds: seconds)
    }

    private static let secondsByUnit: [String: Double] = ["s": 1, "min": 60, "h": 3_600]

    /// The channel that stands in for one, and after how long.
    mutating func fallback(
        of channel: String?, _ fields: YAMLMapping, _ faults: inout [ConfigurationFault]
    ) -> Channel.Fallback? {
        if let channel { names.insert(channel) }
        let after = Self.duration(fields["fallback_after"], &faults)
        guard let value = fields["fallback"] else {
            if let after = fields["fallback_after"] {
                faults.append(after.fault("it says nothing without a fallback; name one or remove it"))
            }
            return nil
        }
        guard let fallback = value.string(&faults) else { return nil }
        if let channel { fallbacks.append((channel, value, fallback)) }
        return Channel.Fallback(
            channel: fallback, afterSeconds: after ?? Channel.Fallback.usualSeconds)
    }

    /// A time such as `15m`; nil where there is none, or with a fault a bad one.
    static func duration(_ value: YAMLValue?, _ faults: inout [ConfigurationFault]) -> Double? {
        guard let value, let text = value.string(&faults) else { return nil }
        if case .seconds(let seconds) = Hold(text), seconds > 0 { return Double(seconds) }
        faults.append(
            value.fault("'\(Excerpt.of(text))' is no time above 0; write one such as 30s, 15m or 1h30m"))
        return nil
    }

    /// Who is sent a sign of life, and how often.
    func heartbeat(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> Heartbeat? {
        guard let fields = value.mapping(keys: ["channel", "every"], &faults) else { return nil }
        let every = fields["every"] == nil ? Self.usualBeatSeconds : Self.duration(fields["every"], &faults)
        guard let name = fields.required("channel", &faults), let channel = name.string(&faults) else {
            return nil
        }
        guard names.contains(channel) else {
            let advice = Suggestion.advice(for: channel, among: names.sorted())
            faults.append(name.fault("'\(Excerpt.of(channel))' is no channel of this file; \(advice)"))
            return nil
        }
        return every.map { Heartbeat(channel: channel, everySeconds: $0) }
    }

    /// Seconds between signs of life where the file does not say.
    static let usualBeatSeconds = 300.0

    /// Holds every fallback to the channels that there are: one that is missing, or that leads back, is a fault.
    func check(_ faults: inout [ConfigurationFault]) {
        let next = Dictionary(fallbacks.map { ($0.channel, $0.fallback) }) { first, _ in first }
        for (channel, value, fallback) in fallbacks {
            guard names.contains(fallback) else {
                let advice = Suggestion.advice(for: fallback, among: names.sorted())
                faults.append(value.fault("'\(Excerpt.of(fallback))' is no channel of this file; \(advice)"))
                continue
            }
            var place = fallback
            for _ in 0..<fallbacks.count {
                guard place != channel else {
                    faults.append(
                        value.fault(
                            "the fallback of '\(Excerpt.of(channel))' leads back to itself; name another channel"
                        ))
                    break
                }
                guard let following = next[place] else { break }
                place = following
            }
        }
    }
}
