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
            database, "INSERT INTO series (metric, labels, value, unknown) VALUES (?, ?, ?, ?)")
        var seen = KeySet()
        for sample in samples {
            let labels = labelText(sample.labels)
            find.bind(sample.metric.rawValue, at: 0)
            find.bind(labels, at: 1)
            if try find.next() {
                let key = find.integer(0)
                let isSame = isSame(sample, value: find.double(1), unknown: find.double(2))
                find.reset()
                seen.insert(key)
                guard !isSame else { continue }
                try note(key, value: sample.value, unknown: sample.unknown)
            } else {
                add.bind(sample.metric.rawValue, at: 0)
                add.bind(labels, at: 1)
                add.bind(sample.value, at: 2)
                add.bind(sample.unknown, at: 3)
                try add.run()
                let key = database.lastInsertedRowID
                seen.insert(key)
                try insert(key, value: sample.value, unknown: sample.unknown)
            }
        }
        for key in try open(without: seen) { try note(key, value: nil, unknown: nil) }
    }

    /// Series that have a value and are not among these.
    private func open(without seen: KeySet) throws -> [Int64] {
        let open = try BulkStatement(database, "SELECT key FROM series WHERE value IS NOT NULL")
        var keys: [Int64] = []
        while try open.next() { if !seen.contains(open.integer(0)) { keys.append(open.integer(0)) } }
        return keys
    }

    private func isSame(_ sample: Sample, value: Double?, unknown: Double?) -> Bool {
        guard let value, let unknown else { return false }
        if sample.metric.movesWithClock { return value.rounded(.down) == sample.value.rounded(.down) }
        return value == sample.value && unknown == sample.unknown
    }

    private func note(_ key: Int64, value: Double?, unknown: Double?) throws {
        try insert(key, value: value, unknown: unknown)
        let series = try BulkStatement(
            cached: "UPDATE series SET value = ?, unknown = ? WHERE key = ?", database)
        series.bind(value, at: 0)
        series.bind(unknown, at: 1)
        series.bind(key, at: 2)
        try series.run()
    }

    private func insert(_ key: Int64, value: Double?, unknown: Double?) throws {
        let sample = try BulkStatement(
            cached: "INSERT INTO sample (series, run, value, unknown) VALUES (?, ?, ?, ?)", database)
        sample.bind(key, at: 0)
        sample.bind(run, at: 1)
        sample.bind(value, at: 2)
        sample.bind(unknown, at: 3)
        try sample.run()
    }
}

/// Keys of one table, which are small numbers with few gaps: a byte each.
private struct KeySet {
    private var isIn: ContiguousArray<Bool> = []

    func contains(_ key: Int64) -> Bool { key < isIn.count && isIn[Int(key)] }

    mutating func insert(_ key: Int64) {
        if key >= isIn.count { isIn += repeatElement(false, count: Int(key) + 1 - isIn.count) }
        isIn[Int(key)] = true
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
