/// The limit of the downstream cascade by plain repetition, for registers whose firms have one site each.
struct PlainLimit {
    private let chain: SmallChain

    init(_ chain: SmallChain) { self.chain = chain }

    /// By firm what it still makes when some stop; `spared` goes on, whatever stops.
    func output(stopped: Set<String>, spared: String? = nil, loss: Double = 1) -> [String: Double] {
        let firms = chain.names
        let capacity = Dictionary(
            uniqueKeysWithValues: firms.map { ($0, stopped.contains($0) && $0 != spared ? 1 - loss : 1) })
        var output = capacity
        for _ in 0..<2_000 {
            var next: [String: Double] = [:]
            for firm in firms { next[firm] = min(capacity[firm] ?? 1, limit(of: firm, output)) }
            let change = firms.map { abs((next[$0] ?? 0) - (output[$0] ?? 0)) }.max() ?? 0
            output = next
            if change < 1e-13 { break }
        }
        return output
    }

    private func limit(of firm: String, _ output: [String: Double]) -> Double {
        let mine = chain.supplies.filter { $0.buyer == firm && !$0.isBackup }
        let groups = Dictionary(grouping: mine, by: \.product)
        let all = mine.reduce(0) { $0 + $1.value }
        var worst = 0.0
        var sum = 0.0
        for group in groups.values {
            let lost = group.reduce(0) { $0 + $1.share * (1 - (output[$1.supplier] ?? 1)) }
            if group.contains(where: { $0.importance == "essential" }) {
                worst = max(worst, lost)
            } else {
                sum += group.reduce(0) { $0 + $1.value } / all * lost
            }
        }
        return max(0, 1 - max(worst, sum))
    }

    /// Everybody upstream of some firms, these included.
    func upstream(of firms: [String]) -> Set<String> {
        var found = Set(firms)
        var open = firms
        while let next = open.popLast() {
            for one in chain.supplies where one.buyer == next && !one.isBackup {
                if found.insert(one.supplier).inserted { open.append(one.supplier) }
            }
        }
        return found
    }
}
