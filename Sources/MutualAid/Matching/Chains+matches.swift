public import Resilience

extension Chains {
    /// The answers to several questions, in their order, each as it is answered alone.
    ///
    /// As many are answered at a time as there are `workers`, at most `Matches.workerLimit`, each by the threads that it asks for itself.
    public func matches(_ questions: [MatchQuestion], workers: Int) -> [Matches?] {
        concurrently(count: questions.count, workers: min(workers, Matches.workerLimit)) {
            matches(questions[$0])
        }
    }
}

extension Matches {
    /// Questions that are answered at the same time: each lays out the chains between who is hit and who is asked about.
    public static let workerLimit = 8
}
