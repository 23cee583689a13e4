internal import SupplyModel

/// What can be wrong with a file of events as such.
public enum EventFileFault: Hashable, Sendable {
    case tooLarge
    case doctype
    case malformed(String)
    case notCAP(root: String)
    case notGeoJSON(String)
    case missing(String)
    case repeated(String)
    case badValue(String, text: String)
    case badID(String)
    case farTime(String, text: String)
    case future(String, text: String)
    case endsBeforeStart(start: String, end: String)
    case tooLong(start: String, end: String)
    case tooMany(String, limit: Int)
    case longText(String)
    case cancelsNothing
    case noInfo
    case nowhere(String)
    /// A table of events where a register is meant.
    case events

    /// A stable word for machines.
    var code: String {
        switch self {
        case .tooLarge, .tooMany, .longText: "too_large"
        case .doctype: "doctype"
        case .malformed: "malformed"
        case .notCAP: "not_cap"
        case .notGeoJSON: "not_geojson"
        case .missing, .cancelsNothing, .noInfo: "missing"
        case .repeated: "repeated"
        case .badValue: "bad_value"
        case .badID: "bad_id"
        case .farTime, .future, .endsBeforeStart, .tooLong: "bad_time"
        case .nowhere: "unknown_region"
        case .events: "events"
        }
    }

    /// What is wrong and what to do, as one sentence.
    var sentence: String {
        switch self {
        case .tooLarge:
            "the file is larger than \(EventLimits.fileBytes >> 20) MiB, which no warning is; ask for it again"
        case .doctype: "the file has a document type, which no CAP message has; do not trust it"
        case .malformed(let reason): "the XML cannot be read (\(reason)); ask for the file again"
        case .notCAP(let root):
            "this is no CAP 1.2 message: its root is '\(root)', not 'alert' of"
                + " \(CAPHandler.namespace); ask for CAP 1.2"
        case .notGeoJSON(let reason):
            "this is no GeoJSON of earthquakes as the USGS gives it (\(reason)); download the feed again"
        case .events:
            "these are events (start 开始, region 地区), not firms; take them with `tierwatch events import`"
        case .nowhere(let title):
            "'\(title)' is about no place that is known, so nothing was taken of it and what was said before"
                + " stands; give its areas geocodes of GB/T 2260, or enter it as a table with"
                + " `tierwatch events import`"
        default: messageSentence
        }
    }

    private var messageSentence: String {
        switch self {
        case .missing(let element): "the message lacks <\(element)>; ask its sender for it"
        case .repeated(let element): "<\(element)> is there twice; ask the sender which one is meant"
        case .badValue(let element, let text):
            "<\(element)> is '\(text)', which CAP 1.2 does not know; correct it"
        case .badID(let text):
            "'\(text)' is no identity of a message: it is empty, too long, or has spaces, commas, < or &;"
                + " ask the sender for it"
        case .farTime(let element, let text):
            "\(element) '\(text)' is no time between the years 2000 and 2100; correct it"
        case .future(let element, let text):
            "\(element) '\(text)' is more than a day in the future; correct it, or the clock of this machine"
        case .endsBeforeStart(let start, let end):
            "it ends at \(end), which is not after its start at \(start); correct the times"
        case .tooLong(let start, let end):
            "it lasts from \(start) to \(end), longer than \(EventLimits.days) days; correct the times"
        case .tooMany(let what, let limit):
            "there are more than \(limit) \(what); ask for the message in parts"
        case .longText(let element): "<\(element)> is longer than any text should be; do not trust this file"
        case .cancelsNothing:
            "a Cancel names what it cancels in <references>, and this one names nothing; add it"
        case .noInfo: "the message has no <info>, so it says nothing of what happens; ask for it again"
        default: code
        }
    }
}

/// What one file of events may cost.
enum EventLimits {
    static let fileBytes = 16 << 20
    static let infos = 200
    /// Areas, and polygons, circles and geocodes, of one message.
    static let areas = 10_000
    static let shapes = 20_000
    /// Corners of all polygons of one message.
    static let points = 200_000
    static let references = 1_000
    /// Bytes of the text of one element; of a polygon or a list of references.
    static let textBytes = 10_000
    static let listBytes = 1 << 20
    /// Characters of a title that are kept.
    static let titleCharacters = 200
    /// Earthquakes of one feed.
    static let features = 50_000
    /// Rows of one table.
    static let rows = 20_000
    /// Warnings that one file is told of.
    static let warnings = 100
    /// Days of the longest event.
    static let days = Int(EventReport.dayLimit)
    /// How far ahead of this machine's clock a source's may be.
    static let aheadSeconds = 86_400.0
    /// What an earthquake can have: the greatest that was measured had 9.5 (USGS, Valdivia 1960).
    static let magnitudes = -10.0...10.0
}
