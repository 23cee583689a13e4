internal import StrictYAML
internal import SupplyModel

/// Reads what a rule asks of the mutual-protection mechanism: yes or no, or which help and who confirms it.
enum AidReader {
    private static let keys = ["kind", "confirm"]

    /// nil in `ask` for no; a nil result for a fault.
    static func read(
        _ value: YAMLValue?, _ faults: inout [ConfigurationFault]
    ) -> (ask: AidAsk?, isGood: Bool) {
        guard let value else { return (nil, true) }
        guard value.isMapping else {
            guard let isAsked = value.bool(&faults) else { return (nil, false) }
            return (isAsked ? AidAsk() : nil, true)
        }
        let before = faults.count
        guard let fields = value.mapping(keys: keys, &faults) else { return (nil, false) }
        var ask = AidAsk()
        if let kind = fields["kind"]?.choice(of: AidKind.self, &faults) { ask.kind = kind }
        if let confirm = fields["confirm"]?.bool(&faults) { ask.needsPerson = confirm }
        return (ask, faults.count == before)
    }
}
