internal import Intake
internal import StrictYAML
public import SupplyModel

/// Why a white list or a recognition was not taken, or a proposal not written.
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
    case badEnding(String)
    case fileExists(String)

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
        case .badEnding(let path):
            "\(path): a proposal is written as a workbook or a CSV; let its name end in .xlsx or .csv"
        case .fileExists(let path):
            "\(path): there is a file of this name, perhaps with somebody's words in it; name another, or move it away"
        }
    }

    /// Whether the command was wrong, the store does not have what it names, or a file is in the way.
    var kind: FaultKind {
        switch self {
        case .noAuthority, .noBatch, .badTime, .endsBeforeStart, .tooLate, .severalFiles, .itself, .badEnding:
            .usage
        case .notRecognised: .badData
        case .unknownList: .noInput
        case .fileExists: .cannotCreate
        }
    }

    private static func name(_ region: RegionCode) -> String {
        Gazetteer().name(of: region, in: .en) ?? "\(region)"
    }
}
