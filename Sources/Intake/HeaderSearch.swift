internal import SupplyModel

/// Finds the header of a file, and with it what parts its cells.
enum HeaderSearch {
    /// A header and the delimiter that shows it.
    struct Found {
        var reading: HeaderReading
        var delimiter: UInt8
        /// The header's cells as written.
        var cells: [String]
    }

    private static let delimiters: [UInt8] = [.comma, .tab, .semicolon]

    /// Searches the first rows for a header of one of these kinds, and leaves the splitter behind it.
    ///
    /// - Throws: that there is no header or that it lacks required columns.
    static func find(
        in records: inout RecordSplitter, path: String, kinds: [RegisterKind] = RegisterKind.registers
    ) throws(IntakeError) -> Found {
        var incomplete: HeaderReading?
        for _ in 0...IntakeLimits.titleRows {
            var best: Found?
            var fitting: UInt8?
            for delimiter in delimiters where try load(&records, delimiter) {
                fitting = fitting ?? delimiter
                let cells = records.record.cells.map { records.record.text($0) }
                guard
                    let reading = try HeaderReading(
                        cells: cells, line: records.record.line, path: path, kinds: kinds)
                else { continue }
                let known = reading.positions.count
                if known > best?.reading.positions.count ?? 0 {
                    best = Found(reading: reading, delimiter: delimiter, cells: cells)
                }
            }
            if let best, best.reading.missing.isEmpty {
                _ = try records.load(delimiter: best.delimiter)
                records.delimiter = best.delimiter
                records.leave()
                return best
            }
            if incomplete == nil { incomplete = best?.reading }
            guard try records.load(delimiter: fitting ?? delimiters[0]) else { break }
            records.leave()
        }
        guard let incomplete else {
            throw IntakeError(path: path, fault: .noHeader(of: kinds))
        }
        throw IntakeError(
            path: path, line: incomplete.header.line, fault: incomplete.lacking)
    }

    /// Takes the record apart; false at the end, and where a delimiter does not fit because cells are quoted and
    /// parted by another one.
    private static func load(_ records: inout RecordSplitter, _ delimiter: UInt8) throws(IntakeError) -> Bool
    {
        do throws(IntakeError) {
            return try records.load(delimiter: delimiter)
        } catch {
            guard error.fault == .textAfterQuote else { throw error }
            return false
        }
    }
}

extension RegisterKind {
    /// The kinds that make a register.
    static var registers: [RegisterKind] { [.supplies, .firms] }
}

extension IntakeFault {
    /// That no header of these kinds was found.
    static func noHeader(of kinds: [RegisterKind]) -> IntakeFault {
        switch kinds {
        case [.status]: .noStatusHeader
        case [.events]: .noEventsHeader
        case [.whitelist]: .noWhiteListHeader
        default: .noHeader
        }
    }
}
