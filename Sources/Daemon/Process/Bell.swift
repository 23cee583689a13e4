/// Wakes one listener, who hears all rings since he last listened as one.
struct Bell: Sendable {
    /// The rings, for the one who listens.
    let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (rings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func ring() { continuation.yield() }

    /// Nobody is woken any more.
    func close() { continuation.finish() }
}
