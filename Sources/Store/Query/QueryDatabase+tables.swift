internal import SupplyModel

/// The tables that queries read, and what stands in them.
extension QueryDatabase {
    /// The labels that figures and alerts have columns for.
    static let labels = Metric.query.labelNames.subtracting([Metric.queryLabel]).sorted()

    /// Names of the tables.
    static let tableNames: Set<String> = ["suppliers", "links", "samples", "alerts"]

    static let tables = """
        CREATE TABLE suppliers (
            id TEXT PRIMARY KEY, name TEXT, region TEXT, industry TEXT, revenue REAL, recovery_days REAL,
            whitelisted REAL, leading REAL
        );
        CREATE TABLE links (
            supplier TEXT, buyer TEXT, product TEXT, region TEXT, tier REAL, industry TEXT, importance TEXT,
            status TEXT, annual_value REAL, share REAL, inventory_days REAL, spare_capacity REAL,
            bring_up_days REAL, age_days REAL
        );
        CREATE TABLE samples (
            metric TEXT, value REAL, unknown REAL, \(labels.map { "\($0) TEXT" }.joined(separator: ", "))
        );
        CREATE TABLE alerts (
            fingerprint TEXT, rule TEXT, severity TEXT, state TEXT, metric TEXT, value REAL, threshold REAL,
            age_days REAL, \(labels.map { "\($0) TEXT" }.joined(separator: ", "))
        );
        """

    func fillSuppliers(_ network: Network) throws(QueryRefusal) {
        let leaders = Set(network.leaders)
        try insert(
            "suppliers",
            network.firms.enumerated().lazy.map { number, firm in
                [
                    .text(firm.id.description), .text(firm.name), .text(Self.known(firm.region)),
                    .text(firm.industry?.rawValue), .number(firm.revenue), .number(firm.recoveryDays),
                    .flag(firm.isWhitelisted), .flag(leaders.contains(Int32(number))),
                ]
            })
    }

    func fillLinks(
        _ links: [Link], _ status: String, _ network: Network, _ now: Timestamp
    ) throws(QueryRefusal) {
        try insert(
            "links",
            links.lazy.map { link in
                [
                    .text(network.firms[Int(link.supplier)].id.description),
                    .text(network.firms[Int(link.buyer)].id.description),
                    .text(network.products[Int(link.product)]), .text(Self.known(link.region)),
                    .number(Double(link.tier)), .text(link.industry.rawValue), .text(link.importance.name),
                    .text(status), .number(link.annualValue), .number(link.share),
                    .number(link.inventoryDays), .number(link.spareCapacity), .number(link.bringUpDays),
                    .number(Self.days(from: link.declaredAt, to: now)),
                ]
            })
    }

    func fillSamples(_ samples: [Sample]) throws(QueryRefusal) {
        try insert(
            "samples",
            samples.lazy.map { sample in
                [.text(sample.metric.rawValue), .number(sample.value), .number(sample.unknown)]
                    + Self.labels.map { .text(sample.labels[$0]) }
            })
    }

    func fillAlerts(_ alerts: [Alert], _ now: Timestamp) throws(QueryRefusal) {
        try insert(
            "alerts",
            alerts.lazy.map { alert in
                [
                    .text(alert.fingerprint), .text(alert.rule), .text(alert.severity.rawValue),
                    .text(alert.state.rawValue), .text(alert.metric.rawValue), .number(alert.value),
                    .number(alert.threshold), .number(Self.days(from: alert.startsAt, to: now)),
                ] + Self.labels.map { .text(alert.labels[$0]) }
            })
    }

    private static func known(_ region: RegionCode) -> String? {
        region == .unknown ? nil : region.description
    }

    private static func days(from start: Timestamp, to now: Timestamp) -> Double {
        max(0, now.seconds(since: start) / 86_400)
    }
}
