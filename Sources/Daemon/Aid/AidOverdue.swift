internal import MutualAid
internal import Store
internal import SupplyModel

/// Tells of requests whose deadline has passed, each once for a deadline.
struct AidOverdue: Sendable {
    let store: Store
    let snapshots: RegisterSnapshots
    let gazetteer: Gazetteer

    /// Requests of one look; the others are of the next.
    static let limit = 1_000

    /// Notes each in its trail and tells those whom it concerns; gives how many there were.
    func tell(_ content: Watchbook.Content, now: Timestamp) throws -> Int {
        let ids = try store.overdueAid(at: now, limit: Self.limit)
        guard !ids.isEmpty else { return 0 }
        let network = try snapshots.newest(.all).network
        let post = AidPost(content.aid, names: AidNotice.Names(network, gazetteer))
        var count = 0
        for id in ids {
            do {
                _ = try store.step(id) { request in
                    guard request.isOverdue(at: now), !request.isEscalated else { throw NothingToTell() }
                    var next = request
                    next.steps.append(
                        try AidLife.step(AidWish(.escalate, by: Self.name), of: request, now: now))
                    return (next.newest, try post.entries(next))
                }
                count += 1
            } catch is NothingToTell {
                // Since the look somebody answered it or gave it another deadline, or another process told of it.
                continue
            }
        }
        return count
    }

    private struct NothingToTell: Error {}

    /// Who notes it.
    private static let name = "tierwatch"
}
