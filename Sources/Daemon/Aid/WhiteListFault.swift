internal import Intake
internal import StrictYAML
public import SupplyModel

/// Why a white list or a recognition was not taken.
public enum WhiteListFault: Error, Equatable, CustomStringConvertible {
    case noAuthority(String, region: RegionCode)
    case noBatch
    case badTime(String)
    case endsBeforeStart(Timestamp, start: Timestamp)
    case tooLate(Timestamp)
    case severalFiles(Int)
    case itself(RegionCode)
    case notRecognised(issuer: RegionCode, by: RegionCode)
    case unknownList(WhiteListName)

    public var description: String {
        switch self {
        case .noAuthority(let text, let region):
            "'\(Excerpt.of(text))' (\(region)) is neither a province nor a city, and lists are issued and recognised by these;"
                + (region.cityOfCounty.map { " name its city, \(Self.name($0)) (\($0))" }
                    ?? " name one, such as 上海 or 苏州")
        case .noBatch: "no batch is named; say what the issuer calls this list with --batch, such as 2"
        case .badTime(let text): "'\(Excerpt.of(text))' \(TimeText.advice)"
        case .endsBeforeStart(let end, let start):
            "it would be over at \(end), not after its start at \(start); correct --from or --until"
        case .tooLate(let time): "\(time) is later than anybody plans; correct --from or --until"
        case .severalFiles(let count):
            "--replace takes those off the list whom a file no longer has, so it takes one file at a time, not \(count)"
        case .itself(let region):
            "\(Self.name(region)) (\(region)) needs not recognise its own lists: they are in force there"
        case .notRecognised(let issuer, let recogniser):
            "\(Self.name(recogniser)) (\(recogniser)) does not recognise the lists of \(Self.name(issuer)) (\(issuer)),"
                + " so there is nothing to withdraw; `tierwatch whitelist recognitions` shows what is"
        case .unknownList(let name):
            "\(name.text(in: .en)) is not known; `tierwatch whitelist list --all` shows those that are"
        }
    }

    /// Whether the command was wrong, or the store does not have what it names.
    var kind: FaultKind {
        switch self {
        case .noAuthority, .noBatch, .badTime, .endsBeforeStart, .tooLate, .severalFiles, .itself: .usage
        case .notRecognised: .badData
        case .unknownList: .noInput
        }
    }

    private static func name(_ region: RegionCode) -> String {
        Gazetteer().name(of: region, in: .en) ?? "\(region)"
    }
}
