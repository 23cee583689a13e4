internal import Digest
internal import Intake
internal import Store
public import SupplyModel

/// Takes white lists from files, and the word of authorities that recognise each other's.
public struct WhiteListDesk: Sendable {
    private let inquiry: Inquiry
    private let now: Timestamp

    public init(_ inquiry: Inquiry, now: Timestamp) {
        self.inquiry = inquiry
        self.now = now
    }

    /// Which list files are about, and how they are taken.
    public struct Order: Sendable {
        /// A province or city, by code or name.
        public var issuer: String
        public var batch: String
        /// From when what the files say holds; nil for now.
        public var from: String?
        /// When the list is over; nil for what was said before.
        public var until: String?
        /// Whether firms that the file no longer has leave the list.
        public var replaces = false
        public var isDryRun = false
        /// The sheet of a workbook that is meant; nil for the one with the best header.
        public var sheet: String?

        public init(issuer: String, batch: String) {
            self.issuer = issuer
            self.batch = batch
        }
    }

    /// Takes files, each for itself and whole or not at all; what was said before is not kept again.
    ///
    /// - Throws: `WhiteListFault`, `QueryFault`, `IntakeError` where a file cannot be read, `StoreError`.
    public func load(_ paths: [String], _ order: Order) throws -> ImportSummary {
        let batch = try DeskInput.line(order.batch, "batch", atMost: WhiteListName.batchLimit)
        let name = WhiteListName(
            issuer: try authority(order.issuer), batch: IdentityText.normalisedName(batch))
        guard !name.batch.isEmpty else { throw WhiteListFault.noBatch }
        guard !order.replaces || paths.count == 1 else { throw WhiteListFault.severalFiles(paths.count) }
        let (from, until) = try span(order.from, order.until)
        var summary = ImportSummary()
        for path in paths {
            summary.files += 1
            do {
                try take(path, name, from, until, order, &summary)
            } catch let error as IntakeError where error.fault.category == .badData {
                summary.problems.append(error.problem)
            }
        }
        return summary
    }

    /// Keeps that an authority recognises the lists of another, or, where `isGiven` is false, no longer does.
    ///
    /// - Throws: `WhiteListFault`, `QueryFault`, `StoreError`; then nothing was kept.
    public func recognise(
        _ isGiven: Bool, issuer: String, by recogniser: String, from: String?, until: String? = nil
    ) throws -> Answer {
        let (issuer, recogniser) = (try authority(issuer), try authority(recogniser))
        guard issuer != recogniser else { throw WhiteListFault.itself(issuer) }
        let (from, until) = try span(from, until)
        let word = RecognitionWord(
            issuer: issuer, recogniser: recogniser, isGiven: isGiven, from: from, until: until)
        let isChanged = try inquiry.store.add(word, now: now)
        guard isChanged || isGiven else {
            throw WhiteListFault.notRecognised(issuer: issuer, by: recogniser)
        }
        return Answer(
            inquiry.placeFields("issuer", issuer) + inquiry.placeFields("recogniser", recogniser)
                + [
                    Answer.Field("recognised", .flag(isGiven)),
                    Answer.Field("from", .text(from.description)),
                ] + Answer.Field.text("until", until?.description)
                + [Answer.Field("changed", .flag(isChanged))])
    }

    private func take(
        _ path: String, _ name: WhiteListName, _ from: Timestamp, _ until: Timestamp?, _ order: Order,
        _ summary: inout ImportSummary
    ) throws {
        let table = try WhiteListReader(
            path: path, issuer: name.issuer, gazetteer: inquiry.gazetteer, sheet: order.sheet
        ).read()
        summary.warnings += table.warnings
        guard table.problems.isEmpty else {
            summary.rejected += table.refusedCount
            summary.problems += table.problems
            return
        }
        var update = WhiteListUpdate(name, rows: table.rows, columns: table.columns, from: from, until: until)
        update.replaces = order.replaces
        let changes = try inquiry.store.add(
            update, ofFile: path, digest: SHA256.hexDigest(ofFile: path), isDryRun: order.isDryRun, now: now)
        summary.accepted += table.rows.count - changes.unchanged
        summary.unchanged += changes.unchanged
        summary.withdrawn += changes.left.count
        summary.warnings += changes.strangers.map { row in
            Problem(
                file: path, line: row.line, column: RegisterColumn.removed.rawValue, code: "not_listed",
                value: row.entry.firm.description,
                message: "this firm was never on the list, so it cannot leave it; check its code")
        }
        if let end = changes.until, end <= now {
            summary.warnings.append(
                Problem(
                    file: path, line: 0, column: "", code: "list_over", value: end.description,
                    message:
                        "the whole list is over since then, so nobody on it counts any more; give another --until if that was not meant"
                ))
        }
        if let note = unidentified(table, path, name) { summary.warnings.append(note) }
    }

    /// What is told of firms that have no code.
    private func unidentified(_ table: WhiteListTable, _ path: String, _ name: WhiteListName) -> Problem? {
        let count = table.rows.count { name.isOwn($0.entry.firm) }
        guard count > 0 else { return nil }
        let message =
            English.counted(count, one: "row has no public code", many: "rows have no public code")
            + "; each counts as the firm of that legal name, where the register knows exactly one"
        return Problem(file: path, line: 0, column: "", code: "no_code", value: "", message: message)
    }

    /// The province or city that a text names.
    private func authority(_ text: String) throws -> RegionCode {
        let region = try inquiry.region(text)
        guard region.isMainland, region == region.at(.city) || region == region.at(.province) else {
            throw WhiteListFault.noAuthority(text, region: region)
        }
        return region
    }

    /// What is later is a slip.
    private static let latest = CalendarDay("2100-01-01")?.start ?? Timestamp(milliseconds: .max)

    /// When something begins and ends; from now on where nothing is said.
    private func span(_ from: String?, _ until: String?) throws -> (from: Timestamp, until: Timestamp?) {
        func read(_ text: String?, _ time: (String) -> Timestamp?) throws -> Timestamp? {
            guard let text else { return nil }
            guard let time = time(text) else { throw WhiteListFault.badTime(text) }
            return time
        }
        let start = try read(from, TimeText.time) ?? now
        let end = try read(until, TimeText.end)
        if let end, end <= start { throw WhiteListFault.endsBeforeStart(end, start: start) }
        for time in [start, end].compactMap({ $0 }) where time > Self.latest {
            throw WhiteListFault.tooLate(time)
        }
        return (start, end)
    }
}
