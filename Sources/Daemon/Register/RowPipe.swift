internal import Dispatch
internal import Foundation
internal import Intake
internal import Synchronization
internal import SupplyModel

/// Rows on their way from the thread that reads a file to the one that stores it, a batch at a time.
///
/// Reading and storing take about as long as each other, and each keeps one core busy. The queue is short, so memory
/// does not grow with the file, and whichever side fails ends the other.
final class RowPipe: Sendable {
    /// What was read since the last batch; within it, rows keep their order.
    struct Batch: Sendable {
        var header: RegisterHeader?
        var supplies: [SupplyRow] = []
        var firms: [FirmRow] = []
        var refusals: [(line: Int, problems: [Problem])] = []
        var warnings: [Problem] = []
        var count: Int { supplies.count + firms.count + refusals.count + warnings.count }
    }

    private struct State {
        var batches: [Batch] = []
        var ending: Result<Void, any Error>?
        var isStopped = false
    }

    /// Rows of a batch, and batches that wait.
    static let batchRows = 1_024
    static let batchLimit = 8

    private let state = Mutex(State())
    private let reached = Mutex(0.0)
    private let filled = DispatchSemaphore(value: 0)
    /// Counts up from 0: one that ends below its first value, as after a reading that was broken off, ends the process.
    private let free = DispatchSemaphore(value: 0)

    private init() {
        for _ in 0..<Self.batchLimit { free.signal() }
    }

    /// Reads a file on a thread of its own and hands its batches to `take` on this one, with how far it is read, 0...1.
    ///
    /// Throws what reading throws, or what `take` throws, once the reading has ended.
    static func read(_ reader: RegisterReader, take: (_ batch: Batch, _ part: Double) throws -> Void) throws {
        let pipe = RowPipe()
        let reading = DispatchGroup()
        reading.enter()
        Thread {
            pipe.fill(from: reader)
            reading.leave()
        }.start()
        defer {
            pipe.stop()
            reading.wait()
        }
        while let batch = try pipe.next() { try take(batch, pipe.reached.withLock { $0 }) }
    }

    private func fill(from reader: RegisterReader) {
        var sink = PipeSink(pipe: self)
        do {
            try reader.read(into: &sink) { read, total in
                reached.withLock { $0 = total == 0 ? 1 : Double(read) / Double(total) }
            }
            try sink.flush()
            end(.success(()))
        } catch {
            end(.failure(error))
        }
    }

    fileprivate func push(_ batch: Batch) throws {
        free.wait()
        try state.withLock { state in
            if state.isStopped { throw CancellationError() }
            state.batches.append(batch)
        }
        filled.signal()
    }

    private func end(_ result: Result<Void, any Error>) {
        state.withLock { $0.ending = result }
        filled.signal()
    }

    /// The next batch; nil at the end of the file.
    private func next() throws -> Batch? {
        filled.wait()
        let batch = try state.withLock { state -> Batch? in
            if state.batches.isEmpty {
                try state.ending?.get()
                return nil
            }
            return state.batches.removeFirst()
        }
        free.signal()
        return batch
    }

    private func stop() {
        state.withLock { $0.isStopped = true }
        free.signal()
    }
}

/// Gathers what a reader finds into batches.
private struct PipeSink: RegisterSink {
    let pipe: RowPipe
    var batch = RowPipe.Batch()

    mutating func begin(_ header: RegisterHeader) throws { batch.header = header }

    mutating func take(_ row: consuming SupplyRow) throws {
        if batch.supplies.isEmpty { batch.supplies.reserveCapacity(RowPipe.batchRows) }
        batch.supplies.append(row)
        try flushWhenFull()
    }

    mutating func take(_ row: consuming FirmRow) throws {
        batch.firms.append(row)
        try flushWhenFull()
    }

    mutating func refuse(line: Int, problems: [Problem]) throws {
        batch.refusals.append((line, problems))
        try flushWhenFull()
    }

    mutating func warn(_ problem: Problem) { batch.warnings.append(problem) }

    private mutating func flushWhenFull() throws {
        if batch.count >= RowPipe.batchRows { try flush() }
    }

    mutating func flush() throws {
        try pipe.push(batch)
        batch = RowPipe.Batch()
    }
}
