internal import Alerting
internal import Foundation
internal import Store
internal import StrictYAML
public import SupplyModel

/// What people do to alerts: they take them, and give them back.
///
/// Whoever answers has seen a version; where somebody else answered since, nothing is changed and both learn of it.
public struct AlertDesk: Sendable {
    private let inquiry: Inquiry
    /// Some may keep incidents.
    private let channels: @Sendable () -> [Channel]
    private let now: Timestamp

    /// `folder`: that of the channels; where they cannot be read there are none.
    public init(_ inquiry: Inquiry, folder: String, now: Timestamp) {
        self.init(
            inquiry,
            channels: {
                do throws(ConfigurationFaults) {
                    return try ChannelBook.load(folder: URL(filePath: folder)).channels
                } catch {
                    return []
                }
            }, now: now)
    }

    init(_ inquiry: Inquiry, channels: @escaping @Sendable () -> [Channel], now: Timestamp) {
        self.inquiry = inquiry
        self.channels = channels
        self.now = now
    }

    /// What somebody wants to say of an alert.
    public struct Word: Sendable {
        public var owner: String
        public var note: String
        /// How long it holds, such as `4h`, or until when; for good where both are nil.
        public var duration: String?
        public var until: String?
        /// The version that was seen; nil for whichever stands, unless somebody else holds the alert.
        public var seenVersion: Int?

        public init(
            owner: String, note: String = "", duration: String? = nil, until: String? = nil,
            seenVersion: Int? = nil
        ) {
            self.owner = owner
            self.note = note
            self.duration = duration
            self.until = until
            self.seenVersion = seenVersion
        }
    }

    /// Takes an alert, named by the first digits of its fingerprint.
    ///
    /// - Throws: `DeskFault`, `QueryFault`, `StoreError`; then nothing was changed.
    public func acknowledge(_ prefix: String, _ word: Word) throws -> Answer {
        try say(
            prefix, word, isTaken: true,
            expiresAt: try DeskInput.end(duration: word.duration, until: word.until, from: now, now: now))
    }

    /// Gives an alert back.
    public func release(_ prefix: String, _ word: Word) throws -> Answer {
        try say(prefix, word, isTaken: false, expiresAt: nil)
    }

    private func say(
        _ prefix: String, _ word: Word, isTaken: Bool, expiresAt: Timestamp?
    ) throws -> Answer {
        let owner = try DeskInput.line(word.owner, "owner", atMost: Acknowledgement.ownerLimit)
        guard !owner.isEmpty else { throw DeskFault.noOwner }
        let note = try DeskInput.line(word.note, "note", atMost: Acknowledgement.noteLimit)
        let alert = try inquiry.newestLife(prefix)
        let newest = try inquiry.store.acknowledgements(of: alert).last
        if let newest, word.seenVersion == nil, newest.holds(at: now), newest.owner != owner {
            throw DeskFault.held(alert.fingerprint, by: newest)
        }
        guard isTaken || newest?.isTaken ?? false else { throw DeskFault.notTaken(alert.fingerprint) }
        let entry = Acknowledgement(
            version: (word.seenVersion ?? newest?.version ?? 0) + 1, isTaken: isTaken, owner: owner,
            note: note,
            time: now, expiresAt: expiresAt)
        guard entry.version <= (newest?.version ?? 0) + 1 else {
            throw DeskFault.noSuchVersion(word.seenVersion ?? 0, newest: newest?.version ?? 0)
        }
        do {
            let messages = isTaken ? try notes(of: alert, version: entry.version) : []
            try inquiry.store.acknowledge(alert, entry, messages: messages)
        } catch AcknowledgementFault.overtaken(let newer) {
            throw DeskFault.held(alert.fingerprint, by: newer)
        } catch AcknowledgementFault.notOpen {
            throw DeskFault.notOpen(alert.fingerprint)
        }
        return Answer(inquiry.alertRecord(alert) + Inquiry.fields(of: entry, at: now))
    }

    /// What channels that keep incidents are told of a taken alert.
    private func notes(of alert: Alert, version: Int) throws -> [OutboxEntry] {
        let body = try AcknowledgementNote(time: now, alert: alert).json()
        return channels().filter(\.kind.keepsIncidents).map { channel in
            OutboxEntry(
                id:
                    "alert_\(alert.fingerprint)_\(alert.startsAt.milliseconds)_acknowledged_\(version)_\(channel.name)",
                channel: channel.name, fingerprint: alert.fingerprint, body: body)
        }
    }
}
