public import SupplyModel

/// What a file says of events.
public struct EventTable: Sendable {
    public var reports: [EventReport] = []
    /// Why rows were refused, and how many.
    public var problems: [Problem] = []
    public var refusedCount = 0
    public var warnings: [Problem] = []
}

/// A file of events: CAP 1.2, GeoJSON of the USGS, or a table.
///
/// Its name tells which. It is hostile until it is read: bytes, depth, areas and corners have limits, and a document type is refused.
public struct EventFile: Sendable {
    public let path: String
    private let gazetteer: Gazetteer
    private let assumptions: EventAssumptions

    public init(path: String, gazetteer: Gazetteer, assumptions: EventAssumptions) {
        self.path = path
        self.gazetteer = gazetteer
        self.assumptions = assumptions
    }

    /// Whether a name is one of a CAP message or a feed.
    public static func isMessage(_ name: String) -> Bool {
        let lower = name.lowercased()
        return !lower.hasPrefix(".")
            && (xmlEndings + jsonEndings).contains { lower.hasSuffix($0) }
    }

    /// Whether a table, by its header, is one of events; false where it cannot be told.
    public static func isTable(_ path: String) -> Bool {
        do throws(IntakeError) {
            switch try RegisterTable(path: path, sheet: nil, kinds: RegisterKind.registers + [.events]) {
            case .text(_, let found, _): return found.reading.header.kind == .events
            case .sheet(let found): return found.header.reading.header.kind == .events
            }
        } catch {
            return false
        }
    }

    /// Reads the whole file; `now` is the time of rows that name none.
    ///
    /// - Throws: `IntakeError` where the file as a whole is refused.
    public func read(now: Timestamp) throws(IntakeError) -> EventTable {
        let lower = path.lowercased()
        let isXML = Self.xmlEndings.contains { lower.hasSuffix($0) }
        guard isXML || Self.jsonEndings.contains(where: { lower.hasSuffix($0) }) else {
            return try EventTableReader(
                path: path, gazetteer: gazetteer, assumptions: assumptions, now: now
            ).read()
        }
        let bytes = try bytes()
        do throws(IntakeFault) {
            return isXML ? try message(bytes, now: now) : try feed(bytes, now: now)
        } catch {
            throw IntakeError(path: path, fault: error)
        }
    }

    private static let xmlEndings = [".xml", ".cap"]
    private static let jsonEndings = [".json", ".geojson"]

    private func bytes() throws(IntakeError) -> [UInt8] {
        let file = try InputFile(path: path)
        var bytes = [UInt8](repeating: 0, count: min(file.sizeBytes, EventLimits.fileBytes) + 1)
        let count = try file.read(into: &bytes, from: 0, limit: bytes.count)
        guard count > 0 else { throw IntakeError(path: path, fault: .empty) }
        guard count <= EventLimits.fileBytes else {
            throw IntakeError(path: path, fault: .event(.tooLarge))
        }
        return Array(bytes.prefix(count))
    }

    private func message(_ bytes: [UInt8], now: Timestamp) throws(IntakeFault) -> EventTable {
        let handler = CAPHandler()
        try XMLReader(XMLFile(bytes), namespaces: true).run(into: handler)
        var reader = CAPReader(gazetteer: gazetteer, assumptions: assumptions, now: now)
        var table = EventTable()
        switch try reader.read(handler.message) {
        case .report(let report): table.reports = [report]
        case .leftOut(let reason): table.warnings.append(note("no_event", reason))
        }
        table.warnings += reader.warnings.map { note($0.code, $0.message) }
        return table
    }

    private func feed(_ bytes: [UInt8], now: Timestamp) throws(IntakeFault) -> EventTable {
        let found = try QuakeFeed(assumptions: assumptions, now: now).read(bytes)
        var table = EventTable()
        table.reports = found.reports
        if found.unmeasured > 0 {
            table.warnings.append(
                note(
                    "no_magnitude", "\(found.unmeasured) earthquakes have no magnitude yet and were left out")
            )
        }
        return table
    }

    private func note(_ code: String, _ message: String) -> Problem {
        Problem(file: path, line: 0, column: "", code: code, value: "", message: message)
    }
}
