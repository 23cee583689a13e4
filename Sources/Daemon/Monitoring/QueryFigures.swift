internal import Alerting
internal import Store
internal import StrictYAML
internal import SupplyModel

/// The figures of the rules that ask by a query, in one run.
///
/// Each figure carries its rule's name in the label `query`, so that no other rule sees it.
struct QueryFigures {
    private(set) var samples: [Sample] = []
    /// Rules whose query failed, with the reason: their alerts stay as they are.
    private(set) var failed: [String: String] = [:]

    /// Asks every query of these rules.
    init(_ rules: [Rule], network: Network, samples known: [Sample], alerts: [Alert], now: Timestamp) {
        let asking = rules.filter { $0.query != nil }
        guard !asking.isEmpty else { return }
        do throws(QueryRefusal) {
            let database = try QueryDatabase()
            try database.fill(network, samples: known, alerts: alerts, now: now)
            for rule in asking { ask(rule, database) }
        } catch {
            for rule in asking { failed[rule.name] = rule.query?.fault(error.description).description }
        }
    }

    private mutating func ask(_ rule: Rule, _ database: QueryDatabase) {
        guard let query = rule.query else { return }
        do throws(QueryRefusal) {
            let rows = try database.rows(of: query.text)
            if let twice = Self.twice(rows) {
                failed[rule.name] = query.fault(twice).description
            } else {
                samples += rows.map { Self.sample($0, rule.name) }
            }
        } catch {
            failed[rule.name] = query.fault(error.description).description
        }
    }

    /// What is wrong where two rows are about the same thing: neither can be believed, and no history has room for both.
    private static func twice(_ rows: [QueryRow]) -> String? {
        var seen: Set<[String: String]> = []
        guard let row = rows.first(where: { !seen.insert($0.labels).inserted }) else { return nil }
        let labels = row.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\(Excerpt.of($0.value))" }
        return "two of its rows are about {\(labels.joined(separator: ", "))}; add them up with GROUP BY, or"
            + " select a label that tells them apart"
    }

    private static func sample(_ row: QueryRow, _ rule: String) -> Sample {
        let region = row.labels["region"].flatMap { RegionCode($0) }
        return Sample(
            metric: .query, labels: Labels(row.labels).adding(Metric.queryLabel, rule), value: row.value,
            unknown: 0, industry: row.labels["industry"].flatMap(Industry.init(rawValue:)),
            provinces: region.map { $0.isChinese ? [$0.at(.province)] : [] } ?? [])
    }

    /// What is wrong with the queries of rules, found on an empty store.
    static func faults(_ rules: [Rule]) -> [ConfigurationFault] {
        let asking = rules.filter { $0.query != nil }
        guard !asking.isEmpty else { return [] }
        do throws(QueryRefusal) {
            let database = try QueryDatabase()
            return asking.flatMap { faults($0, database) }
        } catch {
            return asking.compactMap { $0.query?.fault(error.description) }
        }
    }

    private static func faults(_ rule: Rule, _ database: QueryDatabase) -> [ConfigurationFault] {
        guard let query = rule.query else { return [] }
        do throws(QueryRefusal) {
            let known = Set(try database.labels(of: query.text)).union(TextTemplate.figures)
            return rule.summary.placeholders.subtracting(known).sorted().map { name in
                query.fault(
                    "the texts say {{\(name)}}, and the query has no such column; select it AS \(name), or"
                        + " leave it out of the texts")
            }
        } catch {
            return [query.fault(error.description)]
        }
    }
}
