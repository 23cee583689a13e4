internal import SupplyModel

/// The backups of each buyer.
struct BackupIndex {
    private var ranges: [Int32: Range<Int>] = [:]

    init(_ network: Network) {
        var first = 0
        for index in network.backups.indices {
            let buyer = network.backups[index].buyer
            if network.backups[first].buyer != buyer { first = index }
            ranges[buyer] = first..<(index + 1)
        }
    }

    func isSame(
        _ old: Int32, _ older: Network, as other: BackupIndex, _ new: Int32, _ newer: Network,
        _ match: FirmMatch
    ) -> Bool {
        let (left, right) = (ranges[old] ?? 0..<0, other.ranges[new] ?? 0..<0)
        return left.count == right.count
            && zip(left, right).allSatisfy { one, other in
                let (a, b) = (older.backups[one], newer.backups[other])
                return match.newer[Int(a.supplier)] == b.supplier && a.region == b.region
                    && a.declaredAt == b.declaredAt && a.validFrom == b.validFrom
            }
    }
}
