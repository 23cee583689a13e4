internal import CCurl
internal import Synchronization

/// One parcel on its way to the thread, with whom to tell.
struct Ticket: Sendable {
    var id: UInt64
    var parcel: Parcel
    var continuation: CheckedContinuation<HTTPOutcome, Never>
}

/// Ends the sleep of the thread that owns a multi handle.
///
/// `@unchecked` because the handle is a raw pointer. It is never dereferenced here and only passed to
/// `curl_multi_wakeup`, the one function of libcurl's multi interface that may be called from any thread. The
/// mailbox calls it under its lock and drops it under that lock before the handle is freed.
struct Wakeup: @unchecked Sendable {
    private let multi: UnsafeMutableRawPointer

    init(_ multi: UnsafeMutableRawPointer) { self.multi = multi }

    func callAsFunction() { _ = curl_multi_wakeup(multi) }
}

/// What callers leave for the thread: tickets, cancellations and the order to stop.
///
/// Each ticket is answered exactly once: by `post` where it cannot be queued, by `take` where it was cancelled
/// while it waited, by `shut`, else by the thread, which then calls `forget`.
final class Mailbox: Sendable {
    private enum Phase { case new, open, closed }

    private struct State {
        var phase = Phase.new
        var wakeup: Wakeup?
        var waiting: [Ticket] = []
        /// Announced and not answered yet.
        var live: Set<UInt64> = []
        var cancelled: Set<UInt64> = []
        var lastID: UInt64 = 0

        mutating func forget(_ id: UInt64) {
            live.remove(id)
            cancelled.remove(id)
        }
    }

    /// What the thread is to do now.
    struct Orders: Sendable {
        var begin: [Ticket] = []
        var cancelled: Set<UInt64> = []
        var isStopping = false
    }

    private let state = Mutex(State())

    func open(waking wakeup: Wakeup) {
        state.withLock { state in
            precondition(state.phase == .new, "a client is started once")
            state.phase = .open
            state.wakeup = wakeup
        }
    }

    /// Takes nothing more from now on and tells the thread to end.
    func close() {
        state.withLock { state in
            state.phase = .closed
            state.wakeup?()
        }
    }

    /// The number of a request to come; nil unless the mailbox is open.
    func announce() -> UInt64? {
        state.withLock { state in
            guard state.phase == .open else { return nil }
            state.lastID += 1
            state.live.insert(state.lastID)
            return state.lastID
        }
    }

    func post(_ ticket: Ticket) {
        let fault = state.withLock { state -> TransportFault? in
            let fault: TransportFault
            if state.phase != .open {
                fault = .stopped
            } else if state.cancelled.contains(ticket.id) {
                fault = .cancelled
            } else if state.waiting.count >= CurlClient.waitingLimit {
                fault = .queueFull
            } else {
                // Where others wait, the thread is awake or without room, and looks again.
                if state.waiting.isEmpty { state.wakeup?() }
                state.waiting.append(ticket)
                return nil
            }
            state.forget(ticket.id)
            return fault
        }
        if let fault { ticket.continuation.resume(returning: .fault(fault)) }
    }

    func cancel(_ id: UInt64) {
        state.withLock { state in
            guard state.live.contains(id) else { return }
            state.cancelled.insert(id)
            state.wakeup?()
        }
    }

    /// Orders for the thread, with at most `room` tickets to begin.
    func take(room: Int) -> Orders {
        let (orders, dropped) = state.withLock { state -> (Orders, [Ticket]) in
            var dropped: [Ticket] = []
            if !state.cancelled.isEmpty {
                let cancelled = state.cancelled
                dropped = state.waiting.filter { cancelled.contains($0.id) }
                state.waiting.removeAll { cancelled.contains($0.id) }
                for ticket in dropped { state.forget(ticket.id) }
            }
            let begin = Array(state.waiting.prefix(room))
            state.waiting.removeFirst(begin.count)
            let orders = Orders(
                begin: begin, cancelled: state.cancelled, isStopping: state.phase == .closed)
            return (orders, dropped)
        }
        for ticket in dropped { ticket.continuation.resume(returning: .fault(.cancelled)) }
        return orders
    }

    /// Forgets a request that is answered.
    func forget(_ id: UInt64) { state.withLock { $0.forget(id) } }

    /// The last call: after it nobody wakes the thread.
    ///
    /// What still waits is answered.
    func shut() {
        let left = state.withLock { state in
            let left = state.waiting
            state = State(phase: .closed)
            return left
        }
        for ticket in left { ticket.continuation.resume(returning: .fault(.stopped)) }
    }
}
