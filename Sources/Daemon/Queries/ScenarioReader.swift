internal import Resilience
internal import StrictYAML
internal import SupplyModel

/// Reads scenario files: drills that are run again.
///
/// All faults of a file are found in one pass, those of firms and regions that nobody knows among them.
struct ScenarioReader {
    /// What a file says; nil where it leaves the day to whoever asks.
    struct Written {
        var name: String?
        /// Each with the value that says it.
        var shocks: [(shock: Shock, value: YAMLValue)] = []
        var untilDay: Int?
        var isMitigated = false

        /// A line for each shock that begins when the days that are worked out are over.
        func lateShocks(untilDay: Int) -> [String] {
            shocks.filter { $0.shock.startDay >= untilDay }.map { shock, value in
                let reason =
                    "begins on day \(shock.startDay), but only days 0 to \(untilDay - 1) are worked out, so it"
                    + " changes nothing; let it begin earlier, or raise 'until' (--until)"
                return "\(value.fault(reason))"
            }
        }
    }

    static let keys = ["name", "until", "mitigate", "shocks"]
    static let shockKeys = ["region", "firm", "start_day", "days", "loss"]
    /// Shocks of one file.
    static let shockLimit = 1_000

    private let inquiry: Inquiry
    private let network: Network

    init(_ inquiry: Inquiry, _ network: Network) {
        self.inquiry = inquiry
        self.network = network
    }

    /// Reads a file that is parsed already.
    func read(_ document: YAMLDocument) throws(ConfigurationFaults) -> Written {
        var faults: [ConfigurationFault] = []
        var written = Written()
        if let fields = document.root.mapping(keys: Self.keys, &faults) {
            written.name = fields["name"].flatMap { readName($0, &faults) }
            written.untilDay = fields["until"]?.integer(in: 1...Scenario.dayLimit, &faults)
            written.isMitigated = fields["mitigate"]?.bool(&faults) ?? false
            if let list = fields.required("shocks", &faults), let values = list.sequence(&faults) {
                if values.isEmpty {
                    faults.append(list.fault("nothing happens here; name at least one shock"))
                }
                if values.count > Self.shockLimit {
                    faults.append(list.fault("there are more than \(Self.shockLimit) shocks; split the file"))
                }
                for value in values.prefix(Self.shockLimit) {
                    if let shock = readShock(value, &faults) { written.shocks.append((shock, value)) }
                }
            }
        }
        guard faults.isEmpty else { throw ConfigurationFaults(faults) }
        return written
    }

    private func readName(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> String? {
        guard let name = value.string(&faults) else { return nil }
        guard name.unicodeScalars.count <= Drill.nameLimit else {
            faults.append(value.fault("a name has at most \(Drill.nameLimit) characters; shorten it"))
            return nil
        }
        return name
    }

    private func readShock(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> Shock? {
        guard let fields = value.mapping(keys: Self.shockKeys, &faults) else { return nil }
        let target = readTarget(fields, value, &faults)
        let start = fields["start_day"].map { $0.integer(in: 0...Scenario.dayLimit, &faults) } ?? 0
        let days = fields["days"].map { $0.integer(in: 1...Scenario.dayLimit, &faults) } ?? 14
        let loss = fields["loss"].map { readLoss($0, &faults) } ?? 1
        guard let target, let start, let days, let loss else { return nil }
        return Shock(target, loss: loss, startDay: start, days: days)
    }

    private func readTarget(
        _ fields: YAMLMapping, _ value: YAMLValue, _ faults: inout [ConfigurationFault]
    ) -> Shock.Target? {
        switch (fields["region"], fields["firm"]) {
        case (let place?, nil):
            guard let text = place.string(&faults) else { return nil }
            do throws(QueryFault) {
                return .region(try inquiry.region(text))
            } catch {
                faults.append(place.fault("\(error)"))
            }
        case (nil, let firm?):
            guard let text = firm.string(&faults) else { return nil }
            do {
                return .firm(try inquiry.firm(text, in: network))
            } catch {
                faults.append(firm.fault("\(error)"))
            }
        default: faults.append(value.fault("a shock hits one thing; write either 'region' or 'firm'"))
        }
        return nil
    }

    private func readLoss(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> Double? {
        guard let text = value.string(&faults) else { return nil }
        if let loss = LossText.fraction(text) { return loss }
        faults.append(value.fault("'\(Excerpt.of(text))' \(LossText.advice)"))
        return nil
    }
}

/// A loss as people write it: `0.8` or `80%`, in full-width forms too.
public enum LossText {
    /// What to do instead, after the text in quotes.
    public static let advice = "is no loss; write a fraction from 0 to 1 or a percentage from 0% to 100%"

    /// 0...1, or nil where the text says anything else.
    public static func fraction(_ text: String) -> Double? {
        let plain = IdentityText.normalisedName(text).replacing(" %", with: "%")
        let isPercentage = plain.hasSuffix("%")
        let digits = isPercentage ? plain.dropLast() : Substring(plain)
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 }),
            let number = Double(digits)
        else { return nil }
        let loss = isPercentage ? number / 100 : number
        return loss <= 1 ? loss : nil
    }
}
