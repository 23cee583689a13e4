internal import Dispatch
public import Resilience
internal import Synchronization

extension Chains {
    /// The answers to several questions, in their order, each as it is answered alone.
    ///
    /// As many are answered at a time as there are `workers`, at most `Matches.workerLimit`, each by the threads that it asks for itself.
    public func matches(_ questions: [MatchQuestion], workers: Int) -> [Matches?] {
        let next = Atomic(0)
        let answers = Mutex([Matches?](repeating: nil, count: questions.count))
        let count = min(workers, Matches.workerLimit, questions.count)
        DispatchQueue.concurrentPerform(iterations: max(1, count)) { _ in
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < questions.count else { return }
                let answer = matches(questions[index])
                answers.withLock { $0[index] = answer }
            }
        }
        return answers.withLock { $0 }
    }
}

extension Matches {
    /// Questions that are answered at the same time: each lays out the chains between who is hit and who is asked about.
    static let workerLimit = 8
}
