internal import Foundation
internal import Store
internal import SupplyModel
internal import Synchronization

/// The networks that were asked about last, one for each view of the register: for those who ask and for the monitor.
///
/// A network of a large register takes seconds to read. So nobody waits for a new one while there is one that stood a moment ago: the
/// new one is read beside those who ask, on one thread, and they are answered from the old one until it stands. One that nobody asked
/// about for longer may have been wrong for as long: who asks next waits for the new one. Who declared something is the exception:
/// his upload is acknowledged once `settle` says that his view shows it, so he never sees less than he was told was taken.
final class RegisterSnapshots: Sendable {
    private let store: Store
    private let state = Mutex(State())
    /// Held by whoever reads a network: one does at a time.
    private let reading = NSLock()

    /// Networks that are kept beside everybody's, and links that they may have: of the registrants who asked last.
    static let limit = 256
    static let linkLimit = 2_000_000

    private struct State {
        /// Whoever asked last comes last.
        var kept: [Kept] = []
        /// Views whose network is being read anew.
        var renewing: Set<RegisterView> = []
    }

    private struct Kept {
        var view: RegisterView
        /// What the network shows at least.
        var mark: NetworkMark
        var snapshot: RegisterSnapshot
        /// When it was last known to be the newest.
        var stoodAt: ContinuousClock.Instant
    }

    /// For how long after it was last known to be the newest a network is shown while a new one is read.
    static let usualGraceSeconds = 5.0
    private let graceSeconds: Double

    init(_ store: Store, graceSeconds: Double = usualGraceSeconds) {
        self.store = store
        self.graceSeconds = graceSeconds
    }

    /// The network as somebody sees it; nil where none is kept.
    func known(_ view: RegisterView) -> RegisterSnapshot? { kept(view)?.snapshot }

    /// The network as somebody sees it; blocks where none is kept.
    func snapshot(_ view: RegisterView) throws -> RegisterSnapshot {
        if let kept = kept(view) { return kept.snapshot }
        return try reading.withLock { try kept(view)?.snapshot ?? read(view) }
    }

    /// The network as somebody sees it, of all that the register holds now; blocks while it is read.
    func newest(_ view: RegisterView) throws -> RegisterSnapshot {
        try reading.withLock {
            if let kept = kept(view), try mark(view) == kept.mark { return kept.snapshot }
            return try read(view)
        }
    }

    /// What answers show when the register has come to `newest`; has what is older read anew.
    ///
    /// Quick, from any thread.
    func shown(_ view: RegisterView, newest: NetworkMark) -> NetworkMark {
        guard let kept = kept(view) else { return newest }
        let now = ContinuousClock.now
        guard kept.mark.isOlder(than: newest) else {
            change(view) { $0.stoodAt = now }
            return kept.mark
        }
        let (isFirst, isShown) = state.withLock { state in
            guard !state.renewing.contains(view) else { return (false, true) }
            guard now - kept.stoodAt < .seconds(graceSeconds) else {
                state.kept.removeAll { $0.view == view }
                return (false, false)
            }
            state.renewing.insert(view)
            return (true, true)
        }
        if isFirst { Aside.start { self.settle(view) } }
        return isShown ? kept.mark : newest
    }

    private func change(_ view: RegisterView, _ body: (inout Kept) -> Void) {
        state.withLock { state in
            if let index = state.kept.firstIndex(where: { $0.view == view }) { body(&state.kept[index]) }
        }
    }

    /// Blocks until answers show what the register holds now.
    func settle(_ view: RegisterView) {
        reading.withLock { renew(view) }
    }

    private func renew(_ view: RegisterView) {
        state.withLock { _ = $0.renewing.remove(view) }
        do {
            guard let kept = kept(view), try mark(view) != kept.mark else { return }
            _ = try read(view)
        } catch {
            // Who asks next reads it himself, and hears why that fails.
            state.withLock { $0.kept.removeAll { $0.view == view } }
        }
    }

    private func mark(_ view: RegisterView) throws -> NetworkMark {
        NetworkMark(
            revision: try store.revision(of: view), confirmation: try store.lastConfirmation(of: view))
    }

    private func kept(_ view: RegisterView) -> Kept? {
        state.withLock { state in
            guard let index = state.kept.firstIndex(where: { $0.view == view }) else { return nil }
            let one = state.kept.remove(at: index)
            state.kept.append(one)
            return one
        }
    }

    private func read(_ view: RegisterView) throws -> RegisterSnapshot {
        let mark = try mark(view)
        let snapshot = RegisterSnapshot(try store.network(view: view))
        state.withLock { state in
            state.kept.removeAll { $0.view == view }
            state.kept.append(
                Kept(view: view, mark: mark, snapshot: snapshot, stoodAt: ContinuousClock.now))
            Self.trim(&state)
        }
        return snapshot
    }

    /// Lets go of the registrants' networks that were not asked about for longest; the newest stays, however large.
    private static func trim(_ state: inout State) {
        var (count, links) = (0, 0)
        var gone: Set<RegisterView> = []
        for kept in state.kept.reversed() where kept.view != .all {
            count += 1
            links += kept.snapshot.network.links.count
            if count > 1, count > limit || links > linkLimit { gone.insert(kept.view) }
        }
        state.kept.removeAll { gone.contains($0.view) }
    }
}

/// What a network depends on, counted by the view that it is of.
struct NetworkMark: Equatable, Sendable {
    var revision: Int64
    var confirmation: Int64

    init(revision: Int64, confirmation: Int64) {
        self.revision = revision
        self.confirmation = confirmation
    }

    init(_ marks: StoreMarks) { self.init(revision: marks.revision, confirmation: marks.confirmation) }

    /// Whether the store had come further by another mark.
    func isOlder(than other: NetworkMark) -> Bool {
        revision < other.revision || confirmation < other.confirmation
    }
}
