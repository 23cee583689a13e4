/// A tick at once, then one each interval after the last was taken.
public struct Ticks: AsyncSequence, Sendable {
    private let seconds: Double

    public init(seconds: Double) { self.seconds = seconds }

    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let seconds: Double
        private var isFirst = true

        fileprivate init(seconds: Double) { self.seconds = seconds }

        public mutating func next() async -> Void? {
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

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(seconds: seconds) }
}
