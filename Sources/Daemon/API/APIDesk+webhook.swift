internal import Digest
internal import HTTPAPI
internal import Store
internal import SupplyModel

extension APIDesk {
    /// Takes the step of a request that the province brings which is asked, by a message that it signed.
    func receive(_ query: Query, _ message: SignedMessage, from province: RegionCode) throws -> Answer {
        let body = try message.body()
        let action = try word(try body.needed("action"), "action", of: Self.answeringActions)
        switch action {
        case .assign: try body.allow("request", "action", "note", "seen", "handler")
        case .answer: try body.allow("request", "action", "note", "seen", "outcome")
        default: try body.allow("request", "action", "note", "seen")
        }
        let name = gazetteer.name(of: province, in: .zh)
        var step = AidDesk.Step(action, by: "province \(province)" + (name.map { " \($0)" } ?? ""))
        try read(body, into: &step)
        let digest = hexadecimal(try SHA256.digest(of: message.bytes))
        let desk = AidDesk(
            try inquiry(query), policy: authorities.policy(), now: now())
        defer { marks.forget(after: .all) }
        let request = try body.needed("request")
        do {
            return try desk.take(
                request, step, by: AidMessage(province: province, id: message.stamp.id, digest: digest))
        } catch let fault as AidDeskFault {
            throw APIFault(fault, for: .sender)
        }
    }

    /// What the province that is asked does to a request.
    private static let answeringActions: [AidAction] = [.assign, .start, .answer, .sendBack]
}
