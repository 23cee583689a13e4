internal import CCurl

/// The thread's side: begins transfers, drives them, answers their tickets.
///
/// Made by `CurlClient.start` and from then on touched by the thread alone.
final class TransferLoop {
    private let multi: UnsafeMutableRawPointer
    private let mailbox: Mailbox
    private let settings: CurlClient.Settings
    private var active: [UnsafeMutableRawPointer: Transfer] = [:]
    /// Handles that wait for their next request; never more than were active at a time.
    private var spare: [EasyHandle] = []

    /// Longest sleep; libcurl's own timers and the mailbox end it earlier.
    private static let pollMilliseconds: Int32 = 1_000

    init(multi: UnsafeMutableRawPointer, mailbox: Mailbox, settings: CurlClient.Settings) {
        self.multi = multi
        self.mailbox = mailbox
        self.settings = settings
    }

    /// Works until the mailbox closes.
    func run() {
        ccurl_name_thread(settings.threadName)
        _ = ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, CurlClient.transferLimit)
        while true {
            let orders = mailbox.take(room: CurlClient.transferLimit - active.count)
            if orders.isStopping {
                for ticket in orders.begin { answer(ticket, .fault(.stopped)) }
                break
            }
            for ticket in orders.begin { begin(ticket) }
            if !orders.cancelled.isEmpty { giveUp(orders.cancelled) }
            var running: Int32 = 0
            _ = curl_multi_perform(multi, &running)
            // What was just given up or could not begin left room for others.
            let isBusy = !orders.begin.isEmpty || !orders.cancelled.isEmpty
            if finishDone() == 0, !isBusy { _ = curl_multi_poll(multi, nil, 0, Self.pollMilliseconds, nil) }
        }
        for transfer in active.values { end(transfer, .fault(.stopped)) }
        mailbox.shut()
        spare = []
        curl_multi_cleanup(multi)
    }

    private func begin(_ ticket: Ticket) {
        do throws(TransportFault) {
            let transfer = try Transfer(ticket, by: handle(for: ticket.parcel), settings: settings)
            let status = curl_multi_add_handle(multi, transfer.easy.pointer)
            guard status == CURLM_OK else {
                throw .other(code: Int(status.rawValue), text: String(cString: curl_multi_strerror(status)))
            }
            active[transfer.easy.pointer] = transfer
        } catch {
            answer(ticket, .fault(error))
        }
    }

    private func handle(for parcel: Parcel) throws(TransportFault) -> EasyHandle {
        if !parcel.isMail, let handle = spare.popLast() { return handle }
        return try EasyHandle(settings: settings)
    }

    /// Answers what has come to its end, and says how many those were.
    private func finishDone() -> Int {
        var count = 0
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle,
                let transfer = active[handle]
            else { continue }
            let outcome = transfer.outcome(of: message.pointee.data.result)
            end(transfer, outcome)
            count += 1
        }
        return count
    }

    private func giveUp(_ cancelled: Set<UInt64>) {
        for transfer in active.values where cancelled.contains(transfer.ticket.id) {
            end(transfer, .fault(.cancelled))
        }
    }

    private func end(_ transfer: Transfer, _ outcome: HTTPOutcome) {
        active[transfer.easy.pointer] = nil
        curl_multi_remove_handle(multi, transfer.easy.pointer)
        if !transfer.ticket.parcel.isMail { spare.append(transfer.easy) }
        answer(transfer.ticket, outcome)
    }

    private func answer(_ ticket: Ticket, _ outcome: HTTPOutcome) {
        mailbox.forget(ticket.id)
        ticket.continuation.resume(returning: outcome)
    }
}
