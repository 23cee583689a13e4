internal import Foundation
public import Store
public import SupplyModel

/// What people ask of the trail: who did what, and whether it is whole.
public struct TrailDesk: Sendable {
    private let store: Store

    public init(_ store: Store) { self.store = store }

    /// Which entries are listed.
    public struct Filter: Sendable {
        public var actor: String?
        public var action: TrailAction?
        /// RFC 3339, or a date for its beginning in China.
        public var since: String?

        public init() {}
    }

    /// Entries, newest first.
    public func list(_ filter: Filter) throws -> Answer {
        let since = try filter.since.map { try DeskInput.time($0, isStart: true) }
        let entries = try store.trail(
            actor: filter.actor, action: filter.action, since: since, limit: Store.trailLimit)
        var answer = Answer(
            columns: ["number", "time", "actor", "action", "subject", "detail", "chain"],
            records: entries.map { entry in
                [
                    Answer.Field("number", .number(Double(entry.number))),
                    Answer.Field("time", .text(entry.time.description)),
                    Answer.Field("actor", .text(entry.actor)),
                    Answer.Field("action", .text(entry.action)),
                    Answer.Field("subject", .text(entry.subject)),
                    Answer.Field("detail", Self.detail(entry.detail)),
                    Answer.Field("chain", .text(entry.chain)),
                ]
            })
        answer.hiddenInTable = ["chain"]
        return answer
    }

    /// What an entry's JSON holds, by name; its text where somebody wrote something else.
    private static func detail(_ text: String) -> Answer.Value {
        guard let fields = try? JSONDecoder().decode([String: String].self, from: Data(text.utf8)) else {
            return .text(text)
        }
        return .record(fields.sorted { $0.key < $1.key }.map { Answer.Field($0.key, .text($0.value)) })
    }

    /// Whether every entry follows from the one before; `isWhole` is false where one does not.
    ///
    /// `noted`: `NUMBER:CHAIN` as an earlier walk gave it; nil for none.
    public func verify(noted: String?) throws -> (answer: Answer, isWhole: Bool) {
        let check = try store.checkTrail(noted: try noted.map(Self.head))
        let fields = [
            Answer.Field("verdict", .text(check.brokenAt == nil ? "whole" : "broken")),
            Answer.Field("entries", .number(Double(check.entryCount))),
            Answer.Field("head", .text("\(check.entryCount):\(check.head)")),
        ]
        let broken = check.brokenAt.map { Answer.Field("broken_at", .number(Double($0))) }
        return (Answer(fields + [broken].compactMap(\.self)), check.brokenAt == nil)
    }

    private static func head(_ text: String) throws(UsageFault) -> (number: Int64, chain: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int64(parts[0]), number >= 0, parts[1].utf8.count == 64,
            parts[1].allSatisfy({ $0.isASCII && $0.isHexDigit })
        else {
            throw UsageFault(
                "'\(text)' is no head; give the number and chain that `tierwatch audit verify` showed")
        }
        return (number, parts[1].lowercased())
    }
}
