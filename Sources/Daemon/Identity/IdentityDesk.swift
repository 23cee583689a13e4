internal import Foundation
internal import Store
public import SupplyModel

/// Takes what people decide about firms that look alike: that they are one, that they are two, or that it is open again.
public struct IdentityDesk: Sendable {
    /// Relations that one answer names.
    static let linkLimit = 1_000

    private let inquiry: Inquiry
    private let now: Timestamp

    public init(_ inquiry: Inquiry, now: Timestamp) {
        self.inquiry = inquiry
        self.now = now
    }

    /// What somebody decides.
    public struct Word: Sendable {
        /// Identity or name.
        public var firm: String
        /// The same of the firm that stays, or of the other one.
        public var other: String
        public var author: String
        public var reason: String
        /// Looks what would come of it, and changes nothing.
        public var isDryRun = false

        public init(firm: String, other: String, author: String, reason: String) {
            self.firm = firm
            self.other = other
            self.author = author
            self.reason = reason
        }
    }

    /// Makes one firm count as another, which may count as a third.
    ///
    /// - Throws: `DecisionFault`, `QueryFault`, `DeskFault`, `StoreError`; then nothing was changed.
    public func merge(_ word: Word) throws -> Answer {
        let network = try inquiry.store.network()
        let (firm, other) = try firms(word, in: network)
        try check(.same, firm, other)
        guard let number = network.number(of: firm), let stays = network.number(of: other) else {
            throw QueryFault.unknownFirm(firm.description)
        }
        let preview = MergePreview(network, merging: number, into: stays)
        let revision = try word.isDryRun ? nil : decide(.same, firm, other, word).revision
        let root = network.firms[Int(stays)]
        var answer = Answer(
            [Answer.Field("firm", .text(firm.description))]
                + Answer.Field.text("name", network.firms[Int(number)].name)
                + [Answer.Field("into", .text(other.description))]
                + Answer.Field.text("into_name", root.name)
                + Answer.Field.text("counts_as", root.id == other ? nil : root.id.description)
                + Answer.Field.number("links", preview.linkCount)
                + [
                    Answer.Field(
                        "same_links",
                        .list(
                            preview.same.prefix(Self.linkLimit).map { .record(record($0.link, in: network)) })
                    ),
                    Answer.Field(
                        "dropped_links",
                        .list(preview.dropped.prefix(Self.linkLimit).map { .record(record($0, in: network)) })
                    ),
                ] + Answer.Field.number("revision", revision.map { Double($0) })
                + [Answer.Field("kept", .flag(!word.isDryRun))])
        answer.warnings = warnings(preview)
        return answer
    }

    /// Decides that two firms are two; a merger of the one into the other is undone.
    ///
    /// - Throws: as `merge`.
    public func split(_ word: Word) throws -> Answer { try part(.different, word) }

    /// Takes back what was decided about two firms.
    ///
    /// - Throws: as `merge`.
    public func reopen(_ word: Word) throws -> Answer { try part(.open, word) }

    private func part(_ verdict: IdentityVerdict, _ word: Word) throws -> Answer {
        let network = try inquiry.store.network()
        let (firm, other) = try firms(word, in: network)
        let book = try inquiry.store.mergeBook()
        let wasMerged = book.into[firm] == other || book.into[other] == firm
        let decision = try decide(verdict, firm, other, word)
        return Answer([
            Answer.Field("firm", .text(firm.description)), Answer.Field("other", .text(other.description)),
            Answer.Field("verdict", .text(verdict.rawValue)),
            Answer.Field("merger_undone", .flag(wasMerged)),
            Answer.Field("revision", .number(Double(decision.revision))),
        ])
    }

    private func decide(
        _ verdict: IdentityVerdict, _ firm: FirmID, _ other: FirmID, _ word: Word
    ) throws -> IdentityDecision {
        let author = try DeskInput.line(word.author, "name", atMost: IdentityDecision.authorLimit)
        guard !author.isEmpty else { throw DecisionFault.noAuthor }
        let reason = try DeskInput.line(word.reason, "reason", atMost: IdentityDecision.reasonLimit)
        guard !reason.isEmpty else { throw DecisionFault.noReason }
        do {
            return try inquiry.store.decide(verdict, firm, other, author: author, reason: reason, now: now)
        } catch let fault as MergeFault<FirmID> {
            throw DecisionFault.refused(fault)
        }
    }

    private func check(_ verdict: IdentityVerdict, _ firm: FirmID, _ other: FirmID) throws {
        let book = try inquiry.store.mergeBook()
        do throws(MergeFault<FirmID>) { try book.check(verdict, firm, other) } catch {
            throw DecisionFault.refused(error)
        }
    }

    /// The two firms that are meant: an identity as it is, though it may count as another, or whom a name names.
    private func firms(_ word: Word, in network: Network) throws -> (FirmID, FirmID) {
        func identity(_ text: String) throws -> FirmID {
            let id: FirmID
            do throws(IdentityFault) { id = try FirmID(text) } catch {
                return network.firms[Int(try inquiry.firm(text, in: network))].id
            }
            guard network.number(of: id) != nil else { throw QueryFault.unknownFirm(id.description) }
            return id
        }
        return (try identity(word.firm), try identity(word.other))
    }

    private func record(_ link: Link, in network: Network) -> [Answer.Field] {
        [
            Answer.Field("supplier", .text(network.firms[Int(link.supplier)].id.description)),
            Answer.Field("buyer", .text(network.firms[Int(link.buyer)].id.description)),
            Answer.Field("product", .text(network.products[Int(link.product)])),
            Answer.Field("region", .text(link.region.description)),
        ]
    }

    private func warnings(_ preview: MergePreview) -> [String] {
        var warnings: [String] = []
        let twins = preview.same.count { $0.isOfOneFile }
        if twins > 0 {
            warnings.append(
                "of the same links one file declares \(twins) under both identities, and only the line further down counts;"
                    + " where the two are parts of one supply, add them up in the file")
        }
        if !preview.dropped.isEmpty {
            let links = English.counted(preview.dropped.count, one: "link is", many: "links are")
            warnings.append("\(links) between the two firms, and left out")
        }
        if max(preview.same.count, preview.dropped.count) > Self.linkLimit {
            warnings.append("only the first \(Self.linkLimit) links of a kind are listed")
        }
        return warnings
    }
}
