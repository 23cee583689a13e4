/// An alert that is open because of a drill.
public struct DrillAlert: Equatable, Codable, Sendable {
    public var rule: String
    public var severity: Severity
    /// Firing, or pending where its rule waits first.
    public var state: AlertState
    public var labels: Labels
    /// The name of the firm that it is about, where it names one.
    public var name: String?
    public var value: Double
    public var isMutualAid: Bool
    public var summary: BilingualText

    public init(_ alert: Alert, name: String?) {
        rule = alert.rule
        severity = alert.severity
        state = alert.state
        labels = alert.labels
        self.name = name
        value = alert.value
        isMutualAid = alert.isMutualAid
        summary = alert.summary
    }
}

/// A request for help that was drafted.
public struct DrillRequest: Equatable, Codable, Sendable {
    /// One of those whom it is about.
    public struct Supplier: Equatable, Codable, Sendable {
        public var firm: FirmID
        public var name: String?
        public var region: RegionCode
        public var product: String
        public var lineStopDay: Int?

        public init(
            firm: FirmID, name: String?, region: RegionCode, product: String, lineStopDay: Int?
        ) {
            self.firm = firm
            self.name = name
            self.region = region
            self.product = product
            self.lineStopDay = lineStopDay
        }
    }

    public var authority: RegionCode
    public var counterpart: RegionCode
    public var firm: FirmID
    public var name: String?
    public var kind: AidKind
    /// A draft, or registered where its rule needs no person.
    public var state: AidState
    public var lineStopDay: Int?
    /// Hours that who is asked would have.
    public var deadlineHours: Double
    /// The channel of who is asked; nil where it looks itself.
    public var channel: String?
    /// The first of them, and how many there are.
    public var suppliers: [Supplier]
    public var supplierCount: Int

    public init(
        _ request: AidRequest, name: String?, lineStopDay: Int?, deadlineHours: Double, channel: String?,
        suppliers: [Supplier]
    ) {
        authority = request.content.authority
        counterpart = request.content.counterpart
        firm = request.content.firm
        kind = request.content.kind
        state = request.state
        supplierCount = request.content.suppliers.count
        self.name = name
        self.lineStopDay = lineStopDay
        self.deadlineHours = deadlineHours
        self.channel = channel
        self.suppliers = suppliers
    }
}

/// A leading firm whose line stops, or makes less.
public struct DrillLineStop: Equatable, Codable, Sendable {
    public var firm: FirmID
    public var name: String?
    public var firstLossDay: Int
    /// 0...1.
    public var lowestOutput: Double
    public var lostDays: Double

    public init(
        firm: FirmID, name: String?, firstLossDay: Int, lowestOutput: Double, lostDays: Double
    ) {
        self.firm = firm
        self.name = name
        self.firstLossDay = firstLossDay
        self.lowestOutput = lowestOutput
        self.lostDays = lostDays
    }
}
