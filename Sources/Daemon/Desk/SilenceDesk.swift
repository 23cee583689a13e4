internal import Alerting
internal import Digest
internal import Store
public import SupplyModel

/// What people do to silences: they make, replace, end and list them.
public struct SilenceDesk: Sendable {
    private static let idBytes = 5

    private let inquiry: Inquiry
    private let now: Timestamp

    public init(_ inquiry: Inquiry, now: Timestamp) {
        self.inquiry = inquiry
        self.now = now
    }

    /// What somebody wants to be silent.
    public struct Wish: Sendable {
        /// `label=value` or `label=/pattern/`; all must fit.
        public var matchers: [String]
        public var author: String
        public var reason: String
        /// When it starts; nil for now.
        public var start: String?
        /// How long it lasts, such as `2h`, or until when: one of them.
        public var duration: String?
        public var until: String?
        /// The silence that this one takes the place of, by the first characters of its id.
        public var replaces: String?

        public init(matchers: [String], author: String, reason: String) {
            self.matchers = matchers
            self.author = author
            self.reason = reason
        }
    }

    /// Makes a silence, and tells which open alerts it falls over; `isTrial` makes none.
    ///
    /// - Throws: `DeskFault`, `QueryFault`, `StoreError`; then nothing was changed.
    public func silence(_ wish: Wish, isTrial: Bool) throws -> Answer {
        let author = try DeskInput.line(wish.author, "author", atMost: Silence.authorLimit)
        guard !author.isEmpty else { throw DeskFault.noOwner }
        let reason = try DeskInput.line(wish.reason, "reason", atMost: Silence.reasonLimit)
        guard !reason.isEmpty else { throw DeskFault.noReason }
        let start = try wish.start.map { try DeskInput.time($0, isStart: true) } ?? now
        let end = try DeskInput.end(duration: wish.duration, until: wish.until, from: start, now: now)
        guard let end else { throw DeskFault.noEnd }
        guard end > now else { throw DeskFault.isOver(end.description) }
        let matchers = try Self.matchers(wish.matchers)
        let silence = Silence(
            id: hexadecimal(try randomBytes(count: Self.idBytes)), matchers: wish.matchers, startsAt: start,
            endsAt: end, author: author, reason: reason, madeAt: now)
        let added = isTrial ? silence : try named { try inquiry.store.add(silence, replacing: wish.replaces) }
        let meant = try inquiry.store.alerts(in: AlertState.open, limit: AlertFilter.limit).filter(
            matchers.fit)
        var fields =
            record(added) + [
                Answer.Field("kept", .flag(!isTrial)),
                Answer.Field("open_alerts", .number(Double(meant.count))),
                Answer.Field("alerts", .list(meant.map { .record(inquiry.alertRecord($0)) })),
            ]
        if isTrial { fields.removeAll { $0.name == "id" } }
        var answer = Answer(fields)
        if meant.isEmpty && start <= now {
            answer.warnings = [
                "no open alert fits; the rules and labels of those that are open show what the matchers can name"
            ]
        }
        return answer
    }

    /// Ends a silence, named by the first characters of its id.
    public func end(_ prefix: String) throws -> Answer {
        Answer(record(try named { try inquiry.store.endSilence(prefix.lowercased(), at: now) }))
    }

    /// Silences, those that end last first: planned and active ones, or all.
    public func list(all: Bool) throws -> Answer {
        Answer(
            columns: [
                "id", "state", "matchers", "starts_at", "ends_at", "author", "reason", "ended_at", "replaced",
            ],
            records: try inquiry.store.silences(notOverAt: all ? nil : now).map(record))
    }

    private static func matchers(_ texts: [String]) throws -> AlertMatchers {
        guard texts.count <= Silence.matcherLimit else {
            throw DeskFault.badMatchers("there are more than \(Silence.matcherLimit) matchers; merge some")
        }
        do throws(MatcherFault) {
            return try AlertMatchers(texts)
        } catch {
            throw DeskFault.badMatchers(error.description)
        }
    }

    private func named<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch SilenceFault.unknown(let id) {
            throw DeskFault.unknownSilence(id)
        } catch SilenceFault.ambiguous(let id) {
            throw DeskFault.ambiguousSilence(id)
        } catch SilenceFault.isOver(let silence) {
            throw DeskFault.silenceIsOver(silence.id)
        }
    }

    private func record(_ silence: Silence) -> [Answer.Field] {
        [
            Answer.Field("id", .text(silence.id)),
            Answer.Field("state", .text(silence.state(at: now).rawValue)),
            Answer.Field("matchers", .list(silence.matchers.map { .text($0) })),
            Answer.Field("starts_at", .text(silence.startsAt.description)),
            Answer.Field("ends_at", .text(silence.endsAt.description)),
            Answer.Field("author", .text(silence.author)), Answer.Field("reason", .text(silence.reason)),
        ] + Answer.Field.text("ended_at", silence.endedAt?.description)
            + Answer.Field.text("replaced", silence.replaced)
    }
}
