internal import GRDB
internal import SupplyModel

/// Keeps samples where they changed: a series is one metric with one set of labels.
///
/// A figure that moves with the clock is kept once a whole unit, or every run would write every series. A series that
/// ends is kept as an empty sample, so that the past can be shown as it was.
struct SampleHistory {
    private let database: Database
    private let run: Int64

    init(_ database: Database, run: Int64) throws {
        self.database = database
        self.run = run
    }

    func keep(_ samples: [Sample]) throws {
        let find = try BulkStatement(
            database, "SELECT key, value, unknown FROM series WHERE metric = ? AND labels = ?")
        let add = try BulkStatement(
            database, "INSERT INTO series (metric, labels, value, unknown) VALUES (?, ?, ?, ?) RETURNING key")
        var seen: Set<Int64> = []
        seen.reserveCapacity(samples.count)
        var changed: [(key: Int64, value: Double, unknown: Double)] = []
        for sample in samples {
            let labels = labelText(sample.labels)
            find.bind(sample.metric.rawValue, at: 0)
            find.bind(labels, at: 1)
            if try find.next() {
                let key = find.integer(0)
                let isSame = isSame(sample, value: find.double(1), unknown: find.double(2))
                find.reset()
                seen.insert(key)
                if !isSame { changed.append((key, sample.value, sample.unknown)) }
            } else {
                add.bind(sample.metric.rawValue, at: 0)
                add.bind(labels, at: 1)
                add.bind(nil as Double?, at: 2)
                add.bind(nil as Double?, at: 3)
                while try add.next() {
                    seen.insert(add.integer(0))
                    changed.append((add.integer(0), sample.value, sample.unknown))
                }
            }
        }
        for one in changed { try note(one.key, value: one.value, unknown: one.unknown) }
        let ended = try Int64.fetchAll(database, sql: "SELECT key FROM series WHERE value IS NOT NULL")
        for key in ended where !seen.contains(key) { try note(key, value: nil, unknown: nil) }
    }

    private func isSame(_ sample: Sample, value: Double?, unknown: Double?) -> Bool {
        guard let value, let unknown else { return false }
        if sample.metric.movesWithClock { return value.rounded(.down) == sample.value.rounded(.down) }
        return value == sample.value && unknown == sample.unknown
    }

    private func note(_ key: Int64, value: Double?, unknown: Double?) throws {
        try database.cachedStatement(
            sql: "INSERT INTO sample (series, run, value, unknown) VALUES (?, ?, ?, ?)"
        )
        .execute(arguments: [key, run, value, unknown])
        try database.cachedStatement(sql: "UPDATE series SET value = ?, unknown = ? WHERE key = ?")
            .execute(arguments: [value, unknown, key])
    }
}

/// Labels as JSON with sorted keys: equal labels give equal text.
func labelText(_ labels: Labels) -> String {
    var text = "{"
    for (index, pair) in labels.pairs.enumerated() {
        if index > 0 { text += "," }
        text += jsonString(pair.name) + ":" + jsonString(pair.value)
    }
    return text + "}"
}

private func jsonString(_ text: String) -> String {
    var escaped: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
        if byte < 32 {
            let digits = Array("0123456789abcdef".utf8)
            escaped += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        } else {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { escaped.append(UInt8(ascii: "\\")) }
            escaped.append(byte)
        }
    }
    escaped.append(UInt8(ascii: "\""))
    return String(decoding: escaped, as: UTF8.self)
}
