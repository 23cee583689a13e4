internal import GRDB

/// Writes down what a revision names, so that what one registrant ever declared is found without a look at what others did.
///
/// An index of the declarations by registrant would do the same, and its tree would be kept in order row by row. The keys of an
/// upload are written as they come, a few blobs of numbers of fixed width: four of a supply, one of a firm.
struct DeclaredKeys {
    /// Numbers in one blob.
    static let partNumbers = 262_144

    let revision: Int64
    /// Supplies or firms that were noted.
    private(set) var count = 0
    private let database: Database
    private let insert: BulkStatement
    private var numbers: [UInt32] = []
    private var partCount: Int64 = 0

    init(_ database: Database, revision: Int64) throws {
        self.revision = revision
        self.database = database
        insert = try BulkStatement(
            cached: "INSERT INTO declared (revision, part, keys) VALUES (?, ?, ?)", database)
    }

    mutating func note(supplier: Int64, region: Int64, buyer: Int64, product: Int64) throws {
        numbers.append(UInt32(truncatingIfNeeded: supplier))
        numbers.append(UInt32(truncatingIfNeeded: region))
        numbers.append(UInt32(truncatingIfNeeded: buyer))
        numbers.append(UInt32(truncatingIfNeeded: product))
        count += 1
        if numbers.count >= Self.partNumbers { try finish() }
    }

    mutating func note(firm: Int64) throws {
        numbers.append(UInt32(truncatingIfNeeded: firm))
        count += 1
        if numbers.count >= Self.partNumbers { try finish() }
    }

    /// Forgets what was noted so far.
    mutating func clear() throws {
        try database.execute(sql: "DELETE FROM declared WHERE revision = ?", arguments: [revision])
        numbers.removeAll()
        (count, partCount) = (0, 0)
    }

    /// Writes what was noted so far.
    mutating func finish() throws {
        guard !numbers.isEmpty else { return }
        insert.bind(revision, at: 0)
        insert.bind(partCount, at: 1)
        for index in numbers.indices { numbers[index] = numbers[index].littleEndian }
        insert.bind(numbers.withUnsafeBytes { Array($0) }, at: 2)
        try insert.run()
        numbers.removeAll(keepingCapacity: true)
        partCount += 1
    }

    /// The numbers of one blob.
    static func numbers(_ bytes: [UInt8]) -> [UInt32] {
        bytes.withUnsafeBytes { raw in
            (0..<raw.count / 4).map {
                UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self))
            }
        }
    }
}
