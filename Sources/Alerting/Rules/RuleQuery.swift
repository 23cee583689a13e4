public import StrictYAML

/// A query whose rows are a rule's figures, in place of a metric.
///
/// What it says is checked by whoever asks it: here is only its text and where it stands.
public struct RuleQuery: Equatable, Sendable {
    /// Unicode scalars of a query.
    static let textLimit = 10_000

    public var text: String
    private var place: ConfigurationFault

    /// Reads a text; nil, with its fault, where it is none or too long.
    init?(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) {
        guard let text = value.string(&faults) else { return nil }
        guard text.unicodeScalars.count <= Self.textLimit else {
            faults.append(value.fault("the query is longer than \(Self.textLimit) characters; shorten it"))
            return nil
        }
        self.text = text
        place = value.fault("")
    }

    /// A fault of this query.
    public func fault(_ reason: String) -> ConfigurationFault {
        var fault = place
        fault.reason = reason
        return fault
    }
}
