/// A look at once, then one each interval.
struct Looking: AsyncSequence, Sendable {
    let seconds: Double

    struct AsyncIterator: AsyncIteratorProtocol {
        let seconds: Double
        var isFirst = true

        mutating func next() async -> Void? {
            if isFirst {
                isFirst = false
                return ()
            }
            do {
                try await Task.sleep(for: .seconds(seconds))
                return ()
            } catch {
                return nil
            }
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(seconds: seconds) }
}
