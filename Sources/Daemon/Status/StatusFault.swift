internal import Intake
internal import StrictYAML
public import SupplyModel

/// Why a status report was not taken.
public enum StatusFault: Error, Equatable, CustomStringConvertible {
    case badTime(String)
    case future(Timestamp, now: Timestamp)
    case noSite(String, region: RegionCode, sites: [RegionCode])

    /// Sites that one sentence names.
    private static let namedSites = 10

    public var description: String {
        switch self {
        case .badTime(let text): "'\(Excerpt.of(text))' \(TimeText.advice)"
        case .future(let time, let now):
            "\(time) is in the future, and it is \(now) now; a report says how things are, so correct its time"
        case .noSite(let firm, let region, let sites):
            "\(firm): the register knows no site of it in \(region); name one of its regions"
                + " (\(sites.prefix(Self.namedSites).map(\.description).joined(separator: ", "))), or none for all of them"
        }
    }

    /// A stable word for machines.
    var code: String {
        switch self {
        case .badTime: "bad_time"
        case .future: "in_future"
        case .noSite: "no_such_site"
        }
    }

    /// Whether the command was wrong, or the register does not have what it names.
    var kind: FaultKind {
        switch self {
        case .badTime, .future: .usage
        case .noSite: .noInput
        }
    }
}
