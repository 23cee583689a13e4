internal import Dispatch
internal import Synchronization

/// The rows of a sheet, unpacked and parsed on a thread of its own, a few batches ahead of whoever reads their cells.
///
/// The one takes about as long as the other, so that a sheet costs little more time than a text. The queue is short, so
/// memory does not grow with the sheet. A class because its thread must be ended.
final class SheetAhead: RecordSource {
    private(set) var record = Record(bytes: [])
    private(set) var bytesRead = 0
    private let handover = SheetHandover()
    private let thread = DispatchGroup()
    private var batch = RecordBatch()
    private var nextRow = 0

    /// Begins behind the row that the sheet stands on; until `stop`, nobody else touches the sheet.
    init(_ sheet: SheetRecords) {
        let handover = handover
        // Handed over as a whole: the thread ends before anyone looks at the sheet again.
        nonisolated(unsafe) let sheet = sheet
        DispatchQueue(label: "tierwatch.sheet").async(group: thread) { handover.fill(from: sheet) }
    }

    deinit { stop() }

    /// Ends the thread, at the end of the sheet or before it.
    func stop() {
        handover.stop()
        thread.wait()
    }

    func next() throws(IntakeError) -> Bool {
        while nextRow == batch.rows.count {
            guard let next = try handover.next() else { return false }
            batch = next
            nextRow = 0
            bytesRead = batch.bytesRead
            record.bytes = batch.bytes
        }
        let row = batch.rows[nextRow]
        nextRow += 1
        record.line = row.line
        record.cells.removeAll(keepingCapacity: true)
        record.cells.append(contentsOf: batch.cells[row.cells])
        return true
    }
}

/// Some rows one after the other, in one block of bytes.
private struct RecordBatch: Sendable {
    var bytes: [UInt8] = []
    /// Of all rows; their ranges are in `bytes`.
    var cells: ContiguousArray<Record.Cell> = []
    var rows: ContiguousArray<(line: Int, cells: Range<Int>)> = []
    /// Bytes of the sheet that were unpacked when the batch was full.
    var bytesRead = 0

    private static let rowLimit = 256
    private static let byteLimit = 256 << 10

    init() {}

    /// An empty one, with room for what another has.
    init(like other: RecordBatch) {
        bytes.reserveCapacity(other.bytes.count)
        cells.reserveCapacity(other.cells.count)
        rows.reserveCapacity(other.rows.count)
    }

    var isFull: Bool { rows.count >= Self.rowLimit || bytes.count >= Self.byteLimit }

    mutating func add(_ record: Record) {
        let (start, first) = (bytes.count, cells.count)
        bytes += record.bytes
        for cell in record.cells {
            let range = (start + cell.range.lowerBound)..<(start + cell.range.upperBound)
            cells.append(Record.Cell(range: range))
        }
        rows.append((record.line, first..<cells.count))
    }
}

/// Batches on their way from the thread that parses a sheet to the one that reads its cells.
private final class SheetHandover: Sendable {
    private struct State {
        var batches: [RecordBatch] = []
        var ending: Result<Void, IntakeError>?
        var isStopped = false
    }

    /// Batches that wait.
    private static let batchLimit = 4

    private let state = Mutex(State())
    private let filled = DispatchSemaphore(value: 0)
    /// Begins at 0 and is raised, because one that is let go of below its first value ends the process.
    private let free = DispatchSemaphore(value: 0)

    init() {
        for _ in 0..<Self.batchLimit { free.signal() }
    }

    /// Parses the sheet to its end, or until it is stopped.
    func fill(from sheet: SheetRecords) {
        var batch = RecordBatch()
        var fault: IntakeError?
        do throws(IntakeError) {
            while try sheet.next() {
                batch.add(sheet.record)
                guard batch.isFull else { continue }
                batch.bytesRead = sheet.bytesRead
                guard push(batch) else { return }
                batch = RecordBatch(like: batch)
            }
        } catch {
            fault = error
        }
        batch.bytesRead = sheet.bytesRead
        guard push(batch) else { return }
        state.withLock { $0.ending = fault.map { .failure($0) } ?? .success(()) }
        filled.signal()
    }

    /// False where nobody wants it any more.
    private func push(_ batch: RecordBatch) -> Bool {
        free.wait()
        let isWanted = state.withLock { state in
            if !state.isStopped { state.batches.append(batch) }
            return !state.isStopped
        }
        filled.signal()
        return isWanted
    }

    /// The next batch; nil at the end of the sheet.
    func next() throws(IntakeError) -> RecordBatch? {
        filled.wait()
        let (batch, ending) = state.withLock { state in
            (state.batches.isEmpty ? nil : state.batches.removeFirst(), state.ending)
        }
        guard let batch else {
            try ending?.get()
            filled.signal()
            return nil
        }
        free.signal()
        return batch
    }

    func stop() {
        state.withLock { $0.isStopped = true }
        free.signal()
    }
}
