/// Whether a firm's listing is in force at a place, or why not.
public enum ListingStanding: Hashable, Sendable {
    case inForce(WhiteListName)
    /// The list is valid, and the firm on it, but whose list it is counts no longer at the place.
    case recognitionOver(WhiteListName, by: RegionCode, since: Timestamp)
    case recognitionNotYet(WhiteListName, by: RegionCode, from: Timestamp)
    /// Nobody at the place ever recognised the issuer; the place is `?` where it is not known.
    case notRecognised(WhiteListName, at: RegionCode)
    case notYet(WhiteListName, from: Timestamp)
    case left(WhiteListName, at: Timestamp)
    case over(WhiteListName, since: Timestamp)
    case neverListed

    public var isInForce: Bool {
        if case .inForce = self { return true }
        return false
    }

    /// A stable word for machines.
    public var code: String {
        switch self {
        case .inForce: "in_force"
        case .recognitionOver: "recognition_over"
        case .recognitionNotYet: "recognition_to_come"
        case .notRecognised: "not_recognised"
        case .notYet: "to_come"
        case .left: "left"
        case .over: "over"
        case .neverListed: "never_listed"
        }
    }

    /// How near it is to being in force: 0 is.
    var rank: Int {
        switch self {
        case .inForce: 0
        case .recognitionOver: 1
        case .recognitionNotYet: 2
        case .notRecognised: 3
        case .notYet: 4
        case .left: 5
        case .over: 6
        case .neverListed: 7
        }
    }

    /// What stands, as one sentence without its end, for whoever is refused.
    public var sentence: String { sentence(in: .en) }

    public func sentence(in language: Language) -> String {
        switch language {
        case .en: english
        case .zh: chinese
        }
    }

    private var english: String {
        switch self {
        case .inForce(let list): "it is on \(list.text(in: .en))"
        case .recognitionOver(let list, let by, let since):
            "it is on \(list.text(in: .en)), which \(Self.name(by, .en)) has not recognised since \(CalendarDay(since))"
        case .recognitionNotYet(let list, let by, let from):
            "it is on \(list.text(in: .en)), which \(Self.name(by, .en)) recognises only from \(CalendarDay(from)) on"
        case .notRecognised(let list, .unknown):
            "it is on \(list.text(in: .en)), and where the buyer sits is not known"
        case .notRecognised(let list, let place):
            "it is on \(list.text(in: .en)), which \(Self.name(place.at(.province), .en)) does not recognise"
        case .notYet(let list, let from):
            "it is on \(list.text(in: .en)) only from \(CalendarDay(from)) on"
        case .left(let list, let time): "it left \(list.text(in: .en)) on \(CalendarDay(time))"
        case .over(let list, let since):
            "it is on \(list.text(in: .en)), which has been over since \(CalendarDay(since))"
        case .neverListed: "it is on no white list"
        }
    }

    private var chinese: String {
        switch self {
        case .inForce(let list): "已列入\(list.text(in: .zh))"
        case .recognitionOver(let list, let by, let since):
            "已列入\(list.text(in: .zh))，\(Self.name(by, .zh))自 \(CalendarDay(since)) 起不再认可"
        case .recognitionNotYet(let list, let by, let from):
            "已列入\(list.text(in: .zh))，\(Self.name(by, .zh))自 \(CalendarDay(from)) 起认可"
        case .notRecognised(let list, .unknown): "已列入\(list.text(in: .zh))，采购方所在地不详"
        case .notRecognised(let list, let place):
            "已列入\(list.text(in: .zh))，\(Self.name(place.at(.province), .zh))未认可"
        case .notYet(let list, let from): "自 \(CalendarDay(from)) 起列入\(list.text(in: .zh))"
        case .left(let list, let time): "已于 \(CalendarDay(time)) 移出\(list.text(in: .zh))"
        case .over(let list, let since): "\(list.text(in: .zh))已于 \(CalendarDay(since)) 到期"
        case .neverListed: "未列入任何白名单"
        }
    }

    private static func name(_ region: RegionCode, _ language: Language) -> String {
        Gazetteer().name(of: region, in: language) ?? "\(region)"
    }
}
