internal import Synchronization

/// Shares batches of work over cores; results come in the order of the batches, whoever did them.
public enum Batches {
    /// Does every batch once.
    ///
    /// A worker takes the next batch that nobody has. `scratch` makes what it keeps from batch to batch; a batch must not
    /// depend on those that its worker did before. `progress` is told after each batch how many are done, one call at a
    /// time.
    public static func map<Scratch, Result: Sendable>(
        count: Int, workers: Int, scratch: @Sendable () -> Scratch,
        progress: @Sendable (Int) -> Void = { _ in },
        _ body: @Sendable (_ scratch: inout Scratch, _ batch: Int) -> Result
    ) -> [Result] {
        let next = Atomic(0)
        let results = Mutex([Result?](repeating: nil, count: count))
        let done = Mutex(0)
        Crew.perform(max(1, min(workers, count))) { _ in
            var mine = scratch()
            while true {
                let batch = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard batch < count else { return }
                let result = body(&mine, batch)
                results.withLock { $0[batch] = result }
                done.withLock {
                    $0 += 1
                    progress($0)
                }
            }
        }
        return results.withLock { $0.compactMap { $0 } }
    }
}
