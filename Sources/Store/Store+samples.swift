internal import Foundation
public import SupplyModel

extension Store {
    /// Gives every figure as it last stood, one at a time; industry is what the labels say, provinces are not kept.
    public func eachNewestSample(_ body: (Sample) -> Void) throws(StoreError) {
        try read { db in
            let rows = try BulkStatement(
                db, "SELECT metric, labels, value, unknown FROM series WHERE value IS NOT NULL ORDER BY key")
            let decoder = JSONDecoder()
            while try rows.next() {
                guard let metric = Metric(rawValue: rows.text(0) ?? "") else { continue }
                let labels = try decoder.decode(Labels.self, from: Data((rows.text(1) ?? "").utf8))
                body(
                    Sample(
                        metric: metric, labels: labels, value: rows.double(2) ?? 0,
                        unknown: rows.double(3) ?? 0,
                        industry: labels["industry"].flatMap(Industry.init(rawValue:)), provinces: []))
            }
        }
    }
}
