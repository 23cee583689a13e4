internal import Alerting
internal import Foundation
internal import MutualAid
internal import Resilience
internal import Store
public import SupplyModel

/// What people do to requests for help: they write them, and take them along their way.
public struct AidDesk: Sendable {
    let inquiry: Inquiry
    /// Who is told.
    let policy: @Sendable () throws -> AidPolicy
    let now: Timestamp
    /// Whether whoever acts says himself who he is.
    private let isSelfNamed: Bool

    /// `folder`: that of rules, whose `aid.yaml` says who is told.
    public init(_ inquiry: Inquiry, folder: String, now: Timestamp) {
        self.inquiry = inquiry
        policy = { try AidPolicyCheck.policy(folder: folder) }
        self.now = now
        isSelfNamed = true
    }

    init(_ inquiry: Inquiry, policy: AidPolicy, now: Timestamp) {
        self.inquiry = inquiry
        self.policy = { policy }
        self.now = now
        isSelfNamed = false
    }

    /// A step that somebody wants to take, as it is typed.
    public struct Step: Sendable {
        public var action: AidAction
        public var by: String
        public var note = ""
        public var handler: String?
        /// A time, or a duration such as `2d`.
        public var deadline: String?
        public var outcome: AidOutcome?
        public var seen: Int?

        public init(_ action: AidAction, by: String) {
            self.action = action
            self.by = by
        }
    }

    /// Takes a request one step further, and tells those whom it concerns.
    ///
    /// - Throws: `AidDeskFault`, `DeskFault`, `QueryFault`, `ConfigurationFaults`, `StoreError`; then nothing was changed.
    public func take(_ text: String, _ step: Step) throws -> Answer {
        let network = try inquiry.network()
        let request = try taken(text, step, in: network) { post, decide in
            try inquiry.store.step(text, owners: post.owners, decide: decide)
        }
        var answer = inquiry.aidAnswer(try inquiry.consentedRequest(request.id), in: network, now: now)
        if isSelfNamed { answer.warnings = try unheard(request) }
        return answer
    }

    /// Whether the province that is asked hears nothing of a request that was sent to it.
    func unheard(_ request: AidRequest) throws -> [String] {
        let asked = request.content.counterpart
        guard request.newest.action == .register, try policy().authorities[asked]?.channel == nil else {
            return []
        }
        return [
            "\(asked) hears nothing of it: aid.yaml names no channel for it; send the letter (`tierwatch aid letter`), or name one"
        ]
    }

    /// Takes the step that a province's message brings, once; what is told of it is the same however often the message comes.
    ///
    /// - Throws: as `take`.
    func take(_ text: String, _ step: Step, by message: AidMessage) throws -> Answer {
        // A province that is asked neither ends a request nor opens one again: nothing follows for owners.
        let request = try taken(text, step, in: try inquiry.network()) { _, decide in
            try inquiry.store.step(text, by: message, decide: decide)
        }
        let newest = request.newest
        return Answer(
            [Answer.Field("request", .text(request.id))] + Answer.Field.number("version", newest.number)
                + [
                    Answer.Field("action", .text(newest.action.rawValue)),
                    Answer.Field("state", .text(newest.state.rawValue)),
                    Answer.Field("time", .text(newest.time.description)),
                    Answer.Field("deadline", .text(newest.deadline.description)),
                ])
    }

    private typealias Decision = (AidRequest) throws -> (AidStep, [OutboxEntry])

    /// The request after a step; `keep` writes down what is decided.
    private func taken(
        _ text: String, _ step: Step, in network: Network,
        _ keep: (AidPost, Decision) throws -> AidRequest
    ) throws -> AidRequest {
        var wish = AidWish(step.action, by: try name(step.by))
        wish.note = try DeskInput.line(step.note, "note", atMost: AidRequest.lineLimit)
        wish.handler = try step.handler.map { try DeskInput.line($0, "name", atMost: AidRequest.nameLimit) }
        wish.outcome = step.outcome
        wish.seen = step.seen
        let post = try post(network)
        do {
            return try keep(post) { request in
                var wish = wish
                wish.deadline = try step.deadline.map {
                    try deadline($0, from: request.stepTime(now: now))
                }
                let lists =
                    request.content.isByWhiteList
                    ? try inquiry.whiteListBook(in: network, at: now) : WhiteListBook()
                var next = request
                next.steps.append(
                    try AidLife.step(wish, of: request, now: now, policy: post.policy) { firm in
                        lists.standing(of: firm, inForceAt: request.content.authority, at: now)
                    })
                return (next.newest, try post.entries(next))
            }
        } catch let fault as AidLifeFault {
            throw AidDeskFault.life(fault)
        } catch let fault as AidRequestFault {
            throw AidDeskFault.ledger(fault)
        }
    }

    /// Who is told what, by the folder's files.
    func post(_ network: Network) throws -> AidPost {
        AidPost(try policy(), names: AidNotice.Names(network, inquiry.gazetteer))
    }

    /// No deadline is further off.
    private static let deadlineLimitSeconds = 366 * 86_400.0

    func name(_ text: String) throws -> String {
        isSelfNamed
            ? try Self.ownName(text) : try DeskInput.line(text, "name", atMost: AidRequest.nameLimit)
    }

    /// A name that somebody gives himself, which the trail will show.
    ///
    /// - Throws: `AidDeskFault`, `DeskFault`
    static func ownName(_ text: String) throws -> String {
        let name = try DeskInput.line(text, "name", atMost: AidRequest.nameLimit)
        guard !name.isEmpty else { throw AidDeskFault.noName }
        guard !isReserved(name) else { throw AidDeskFault.notYou(name) }
        return name
    }

    /// Whether a name is how the trail writes somebody who was recognised otherwise: a token, a rule, a province by its signature, Tierwatch.
    ///
    /// Width, case and marks make no other name of it: on a screen they may not show.
    private static func isReserved(_ name: String) -> Bool {
        let folded = IdentityText.normalisedName(name).decomposedStringWithCompatibilityMapping.lowercased()
        let plain = folded.unicodeScalars.filter {
            $0.properties.generalCategory != .nonspacingMark && !$0.properties.isDefaultIgnorableCodePoint
        }
        return plain.elementsEqual("tierwatch".unicodeScalars)
            || ["token:", "rule:", "province "].contains { plain.starts(with: $0.unicodeScalars) }
    }

    /// A deadline after an instant: a time, the end of a date, or a duration from that instant.
    func deadline(_ text: String, from start: Timestamp) throws -> Timestamp {
        if case .seconds(let seconds) = Hold(text), seconds > 0 {
            return start.adding(seconds: Double(seconds))
        }
        let end: Timestamp
        do throws(QueryFault) {
            end = try DeskInput.time(text)
        } catch {
            throw AidDeskFault.badDeadline(text)
        }
        guard end > start else { throw AidDeskFault.life(.deadlineOver(end, step: start)) }
        guard end <= start.adding(seconds: Self.deadlineLimitSeconds) else {
            throw AidDeskFault.farDeadline(end)
        }
        return end
    }
}
