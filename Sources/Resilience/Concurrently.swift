internal import SupplyGraph
internal import Synchronization

/// Runs two pieces of work at the same time and gives both results.
func concurrently<A: Sendable, B: Sendable>(
    _ first: @Sendable () -> A, _ second: @Sendable () -> B
) -> (A, B) {
    let results = Mutex<(A?, B?)>((nil, nil))
    Crew.perform(2) { index in
        if index == 0 {
            let result = first()
            results.withLock { $0.0 = result }
        } else {
            let result = second()
            results.withLock { $0.1 = result }
        }
    }
    guard case (let a?, let b?) = results.withLock({ $0 }) else { preconditionFailure("both have run") }
    return (a, b)
}

/// Answers several questions by number, each by itself, and gives the answers in their order.
///
/// `workers` threads answer, which have the rank of the caller's.
public func concurrently<Answer: Sendable>(
    count: Int, workers: Int, _ answer: @Sendable (Int) -> Answer
) -> [Answer] {
    Batches.map(count: count, workers: workers, scratch: {}) { _, number in answer(number) }
}
