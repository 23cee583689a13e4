internal import SupplyModel

/// Reads a table of events, CSV or XLSX, under the rules of registers: one row an event, with its regions in one cell.
struct EventTableReader {
    private let path: String
    private let gazetteer: Gazetteer
    private let assumptions: EventAssumptions
    private let now: Timestamp

    init(path: String, gazetteer: Gazetteer, assumptions: EventAssumptions, now: Timestamp) {
        self.path = path
        self.gazetteer = gazetteer
        self.assumptions = assumptions
        self.now = now
    }

    /// Reads the whole file.
    ///
    /// - Throws: `IntakeError` where the file as a whole is refused.
    func read() throws(IntakeError) -> EventTable {
        switch try RegisterTable(path: path, sheet: nil, kinds: [.events]) {
        case .text(var records, let found, _): return try read(&records, found.reading)
        case .sheet(let found):
            var records = found.records
            var header = found.header.reading
            header.header.sheet = records.sheet.name
            var table = try read(&records, header)
            table.warnings += found.notes + records.notes(header, file: path)
            return table
        }
    }

    private func read<Records: RecordSource>(
        _ records: inout Records, _ header: HeaderReading
    ) throws(IntakeError) -> EventTable {
        let sheet = header.header.sheet
        let shape = RecordShape(columnCount: header.columnCount, codePosition: header.positions[.id])
        let reader = EventRowReader(header, gazetteer: gazetteer, assumptions: assumptions, now: now)
        var notes = RowNotes(file: path, sheet: sheet)
        var table = EventTable()
        if let note = header.header.unknownNote(file: path) { table.warnings.append(note) }
        var lines: [String: Int] = [:]
        var hasRows = false
        while try records.next() {
            guard shape.kind(records.record) == .data else { continue }
            hasRows = true
            guard lines.count < EventLimits.rows else {
                throw IntakeError(
                    path: path, sheet: sheet, line: records.record.line,
                    fault: .event(.tooMany("rows", limit: EventLimits.rows)))
            }
            notes.begin(line: records.record.line)
            // Cells beside the table shift nothing in a sheet, where each has its own address.
            if sheet == nil, let fault = shape.fault(records.record) { notes.refuse(nil, fault, value: "") }
            if let report = reader.read(records.record, &notes) {
                if let first = lines.updateValue(records.record.line, forKey: report.id) {
                    let message =
                        "line \(first) has the same id; put all regions of an event into one cell, parted by ;"
                    notes.refuse(.id, CellFault("duplicate_id", message), value: report.id)
                } else {
                    table.reports.append(report)
                }
            }
            table.warnings += notes.warnings
            if notes.isRefused {
                table.refusedCount += 1
                table.problems += notes.problems
            }
        }
        guard hasRows else {
            throw IntakeError(path: path, sheet: sheet, line: header.header.line, fault: .noRows)
        }
        return table
    }
}

/// Reads the rows of a table of events.
private struct EventRowReader {
    private let gazetteer: Gazetteer
    private let assumptions: EventAssumptions
    private let now: Timestamp
    private let id, title, region, start, end, loss, kind, cancelled, updated, note: ColumnPlace

    /// Regions of one cell.
    private static let regionLimit = 1_000
    private static let separators: Set<Character> = [";", "、", ",", "|"]

    init(_ header: HeaderReading, gazetteer: Gazetteer, assumptions: EventAssumptions, now: Timestamp) {
        self.gazetteer = gazetteer
        self.assumptions = assumptions
        self.now = now
        id = ColumnPlace(.id, in: header)
        title = ColumnPlace(.title, in: header)
        region = ColumnPlace(.region, in: header)
        start = ColumnPlace(.start, in: header)
        end = ColumnPlace(.end, in: header)
        loss = ColumnPlace(.loss, in: header)
        kind = ColumnPlace(.kind, in: header)
        cancelled = ColumnPlace(.cancelled, in: header)
        updated = ColumnPlace(.updated, in: header)
        note = ColumnPlace(.note, in: header)
    }

    /// The report that the row holds; nil, with the reasons in the notes, where it cannot be taken.
    func read(_ record: borrowing Record, _ notes: inout RowNotes) -> EventReport? {
        let name = text(id, record, &notes)
        let bytes = record.bytes.span
        let flag = Words.read(
            bytes.extracting(record.range(cancelled.position)), Words.flags, code: "bad_flag")
        let isCancelled = cancelled.value(of: flag, in: record, &notes) ?? false
        let regions = regions(record, &notes)
        let begins = time(start, record, &notes)
        let last = TimeCell.end(bytes.extracting(record.range(end.position)))
        let ends = end.value(of: last, in: record, &notes)
        let stated = loss.number(.loss, in: record, &notes)
        let told = time(updated, record, &notes)
        for time in [begins, ends, told].compactMap(\.self) where !EventText.isNear(time) {
            notes.refuse(.start, CellFault("bad_time", "no event is at \(time); correct it"), value: "")
        }
        if let told, told.seconds(since: now) > EventLimits.aheadSeconds {
            notes.refuse(
                .updated, CellFault("in_future", "this is in the future; correct it"), value: "\(told)")
        }
        require(name != nil, .id, &notes)
        if !isCancelled {
            require(!regions.isEmpty, .region, &notes)
            require(begins != nil, .start, &notes)
        }
        let hits = hits(regions, begins, ends, stated, &notes)
        let words = text(title, record, &notes)
        let sort = text(kind, record, &notes)
        let remark = text(note, record, &notes)
        guard let name, !notes.isRefused else { return nil }
        guard name.utf8.count <= EventReport.idLimitBytes - Self.prefix.utf8.count,
            name.unicodeScalars.allSatisfy(EventText.isPlain)
        else {
            let message = "the id is too long or has invisible characters; write a short one"
            notes.refuse(.id, CellFault("bad_id", message), value: name)
            return nil
        }
        var report = EventReport(
            id: Self.prefix + name, source: .table, toldAt: told ?? now, title: EventText.line(words) ?? "",
            hits: isCancelled ? [] : hits)
        report.kind = EventText.line(sort)
        report.ending = isCancelled ? .cancelled : nil
        report.note = EventText.line(remark)
        return report
    }

    private static let prefix = "table:"

    private func hits(
        _ regions: Set<RegionCode>, _ begins: Timestamp?, _ ends: Timestamp?, _ stated: Double?,
        _ notes: inout RowNotes
    ) -> [EventHit] {
        guard let begins else { return [] }
        let ends = ends ?? begins.adding(seconds: assumptions.unstated.days * 86_400)
        do throws(IntakeFault) {
            return try EventText.hits(
                regions, from: begins, to: ends, loss: stated ?? assumptions.unstated.loss)
        } catch {
            notes.refuse(.end, CellFault(error.code, error.sentence), value: "\(ends)")
            return []
        }
    }

    private func text(_ place: ColumnPlace, _ record: borrowing Record, _ notes: inout RowNotes) -> String? {
        let reading = TextCell.read(record.bytes.span.extracting(record.range(place.position)))
        return place.value(of: reading, in: record, &notes)
    }

    private func time(
        _ place: ColumnPlace, _ record: borrowing Record, _ notes: inout RowNotes
    ) -> Timestamp? {
        let reading = TimeCell.read(record.bytes.span.extracting(record.range(place.position)))
        return place.value(of: reading, in: record, &notes)
    }

    private func require(_ isThere: Bool, _ column: RegisterColumn, _ notes: inout RowNotes) {
        if !isThere, !notes.isRefused { notes.refuse(column, .missing(column), value: "") }
    }

    private func regions(_ record: borrowing Record, _ notes: inout RowNotes) -> Set<RegionCode> {
        guard let list = text(region, record, &notes) else { return [] }
        let names = list.split { Self.separators.contains($0) }
        guard names.count <= Self.regionLimit else {
            let message = "there are more than \(Self.regionLimit) regions; name their province instead"
            notes.refuse(.region, CellFault("too_many", message), value: "")
            return []
        }
        var found: Set<RegionCode> = []
        for name in names {
            do throws(RegionFault) {
                let code = try gazetteer.code(named: String(name))
                if code == .unknown { throw .unknown }
                found.insert(code)
            } catch {
                notes.refuse(.region, CellFault(error.code, error.sentence), value: String(name))
            }
        }
        return found
    }
}
