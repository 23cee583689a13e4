/// A CAP message as it is written, before anything of it is understood.
struct CAPMessage {
    /// Texts of elements that stand once.
    var fields: [CAPField: String] = [:]
    var infos: [Info] = []

    /// What is said in one language of one part of what happens.
    struct Info {
        var fields: [CAPField: String] = [:]
        var responseTypes: [String] = []
        var areas: [Area] = []
    }

    struct Area {
        var description = ""
        var polygons: [String] = []
        var circles: [String] = []
        var geocodes: [Geocode] = []
    }

    struct Geocode {
        var name = ""
        var value = ""
    }
}

/// The elements whose texts are read.
enum CAPField: String {
    case identifier, sender, sent, status, msgType, references, note
    case language, event, responseType, urgency, severity, certainty, effective, onset, expires, headline
    case areaDesc, polygon, circle
    case valueName, value

    /// Of the message, of an info, of an area and of a geocode.
    static let ofAlert: Set<CAPField> = [.identifier, .sender, .sent, .status, .msgType, .references, .note]
    static let ofInfo: Set<CAPField> = [
        .language, .event, .responseType, .urgency, .severity, .certainty, .effective, .onset, .expires,
        .headline,
    ]
    static let ofArea: Set<CAPField> = [.areaDesc, .polygon, .circle]
    static let ofGeocode: Set<CAPField> = [.valueName, .value]
}

/// Takes a CAP message out of XML; what it does not know, and all of other namespaces, is passed over.
final class CAPHandler: XMLHandler {
    static let namespace = "urn:oasis:names:tc:emergency:cap:1.2"

    private(set) var message = CAPMessage()
    private var open: [Level] = []
    /// Elements that are open and count for nothing.
    private var skipped = 0
    private var field: CAPField?
    private var text: [UInt8] = []
    private var areaCount = 0
    private var shapeCount = 0

    private enum Level { case alert, info, area, geocode }

    func begin(_ name: XMLName, _ attributes: XMLAttributes) throws(IntakeFault) {
        guard skipped == 0, field == nil else {
            skipped += 1
            return
        }
        let isCAP = name.namespace == Self.namespace
        guard let level = open.last else {
            guard isCAP, name("alert") else { throw .event(.notCAP(root: EventText.shown(name.string))) }
            open.append(.alert)
            return
        }
        if !isCAP {
            skipped = 1
        } else if let inner = try child(of: level, name) {
            open.append(inner)
        } else if let found = CAPField(rawValue: name.string), Self.fields(of: level).contains(found) {
            field = found
            text.removeAll(keepingCapacity: true)
        } else {
            skipped = 1
        }
    }

    func end(_ name: XMLName) throws(IntakeFault) {
        if skipped > 0 {
            skipped -= 1
        } else if let field {
            try keep(String(decoding: text, as: UTF8.self), as: field)
            self.field = nil
        } else {
            open.removeLast()
        }
    }

    func take(_ text: UnsafeBufferPointer<UInt8>) throws(IntakeFault) {
        guard skipped == 0, let field else { return }
        self.text += text
        let isList = field == .polygon || field == .references
        guard self.text.count <= (isList ? EventLimits.listBytes : EventLimits.textBytes) else {
            throw .event(.longText(field.rawValue))
        }
    }

    private static func fields(of level: Level) -> Set<CAPField> {
        switch level {
        case .alert: CAPField.ofAlert
        case .info: CAPField.ofInfo
        case .area: CAPField.ofArea
        case .geocode: CAPField.ofGeocode
        }
    }

    /// The level that an element opens; nil where it opens none.
    private func child(of level: Level, _ name: XMLName) throws(IntakeFault) -> Level? {
        switch level {
        case .alert where name("info"):
            guard message.infos.count < EventLimits.infos else {
                throw .event(.tooMany("<info> blocks", limit: EventLimits.infos))
            }
            message.infos.append(CAPMessage.Info())
            return .info
        case .info where name("area"):
            areaCount += 1
            guard areaCount <= EventLimits.areas else {
                throw .event(.tooMany("areas", limit: EventLimits.areas))
            }
            change { $0.areas.append(CAPMessage.Area()) }
            return .area
        case .area where name("geocode"):
            try countShape()
            changeArea { $0.geocodes.append(CAPMessage.Geocode()) }
            return .geocode
        default: return nil
        }
    }

    private func keep(_ text: String, as field: CAPField) throws(IntakeFault) {
        let trimmed = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        switch field {
        case .polygon:
            try countShape()
            changeArea { $0.polygons.append(trimmed) }
        case .circle:
            try countShape()
            changeArea { $0.circles.append(trimmed) }
        case .areaDesc: changeArea { $0.description = trimmed }
        case .valueName: changeGeocode { $0.name = trimmed }
        case .value: changeGeocode { $0.value = trimmed }
        case .responseType: change { $0.responseTypes.append(trimmed) }
        default: try keepOnce(trimmed, as: field)
        }
    }

    /// Two texts where one may be leave open which is meant.
    private func keepOnce(_ text: String, as field: CAPField) throws(IntakeFault) {
        let isOfInfo = open.last == .info
        let known = isOfInfo ? message.infos.last?.fields[field] : message.fields[field]
        guard known == nil else { throw .event(.repeated(field.rawValue)) }
        if isOfInfo { change { $0.fields[field] = text } } else { message.fields[field] = text }
    }

    private func countShape() throws(IntakeFault) {
        shapeCount += 1
        guard shapeCount <= EventLimits.shapes else {
            throw .event(.tooMany("polygons, circles and geocodes", limit: EventLimits.shapes))
        }
    }

    private func change(_ body: (inout CAPMessage.Info) -> Void) {
        guard let last = message.infos.indices.last else { return }
        body(&message.infos[last])
    }

    private func changeArea(_ body: (inout CAPMessage.Area) -> Void) {
        change { info in
            if let last = info.areas.indices.last { body(&info.areas[last]) }
        }
    }

    private func changeGeocode(_ body: (inout CAPMessage.Geocode) -> Void) {
        changeArea { area in
            if let last = area.geocodes.indices.last { body(&area.geocodes[last]) }
        }
    }
}

/// Bytes of a file, given to the XML reader piece by piece.
final class XMLFile: XMLBytes {
    private let bytes: [UInt8]
    private(set) var bytesRead = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func read(into target: UnsafeMutableRawPointer, limit: Int) throws(IntakeFault) -> Int {
        let count = min(limit, bytes.count - bytesRead)
        let start = bytesRead
        bytes.withUnsafeBytes { source in
            guard let base = source.baseAddress, count > 0 else { return }
            target.copyMemory(from: base + start, byteCount: count)
        }
        bytesRead += count
        return count
    }

    func malformed(_ reason: String) -> IntakeFault { .event(.malformed(reason)) }

    var doctype: IntakeFault { .event(.doctype) }
}
