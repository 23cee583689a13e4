internal import Intake
internal import Store
public import SupplyModel

/// Takes what one person reports of one firm.
public struct StatusDesk: Sendable {
    /// Characters of a remark.
    static let remarkLimit = 500
    /// The most that one report may say, as in files.
    public static let staffLimit = Int(IntakeLimits.people)
    public static let stockLimitDays = IntakeLimits.days

    private let inquiry: Inquiry
    private let now: Timestamp

    public init(_ inquiry: Inquiry, now: Timestamp) {
        self.inquiry = inquiry
        self.now = now
    }

    /// What somebody reports.
    public struct Word: Sendable {
        /// Identity or legal name.
        public var firm: String
        /// 0...1.
        public var operatingRate: Double
        /// Which of its sites are meant: a code or a name; nil for all.
        public var region: String?
        /// When it was so; nil for now.
        public var time: String?
        public var staff: Int?
        public var stockDays: Double?
        public var logistics: String?
        public var note: String?

        public init(firm: String, operatingRate: Double) {
            self.firm = firm
            self.operatingRate = operatingRate
        }
    }

    /// Keeps a report and gives it back.
    ///
    /// - Throws: `StatusFault`, `QueryFault`, `DeskFault`, `StoreError`; then nothing was kept.
    public func report(_ word: Word, by registrant: FirmID) throws -> Answer {
        let network = try inquiry.network()
        let firm = network.firms[Int(try inquiry.firm(word.firm, in: network))].id
        var report = StatusReport(
            firm: firm, region: try word.region.map { try inquiry.region($0) },
            time: try word.time.map(Self.time) ?? now, registrant: registrant,
            operatingRate: word.operatingRate)
        report.staff = word.staff
        report.stockDays = word.stockDays
        report.logistics = try remark(word.logistics, "logistics")
        report.note = try remark(word.note, "note")
        try StatusCheck(inquiry, network, now: now).check(report)
        let kept = try inquiry.store.add([report], by: registrant, now: now)
        return Answer(
            inquiry.statusRecord(report, in: network, now: now) + [
                Answer.Field("kept", .flag(kept.added > 0))
            ])
    }

    /// A time that somebody wrote.
    static func time(_ text: String) throws(StatusFault) -> Timestamp {
        guard let time = TimeText.time(text) else { throw .badTime(text) }
        return time
    }

    private func remark(_ text: String?, _ name: String) throws(DeskFault) -> String? {
        guard let text else { return nil }
        let line = try DeskInput.line(text, name, atMost: Self.remarkLimit)
        return line.isEmpty ? nil : line
    }
}
