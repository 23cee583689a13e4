internal import MutualAid
internal import Resilience
internal import SupplyModel

/// Finds what does not work in the mechanism: firms for which nobody is asked, provinces that hear of nothing, products for which nobody
/// can stand in.
struct DrillWeaknesses {
    let chains: Chains
    /// What writes requests, from what the run knows.
    let drafting: AidDrafting
    let policy: AidPolicy

    /// Adds them to a report of which all else is known.
    func add(to report: inout DrillReport, _ outcome: DrillRun.Outcome) {
        report.weaknesses = firms(report, outcome) + provinces(outcome.requests) + products(report)
    }

    private func firms(_ report: DrillReport, _ outcome: DrillRun.Outcome) -> [DrillWeakness] {
        let asking = firms(of: outcome.requests)
        let open = firms(of: outcome.requestsBefore.filter { !$0.state.isOver })
        let silent = report.lineStops.filter { !asking.contains($0.firm) }
        guard !silent.isEmpty else { return [] }
        let touched = touched(by: outcome.alertsBefore + outcome.alerts)
        let stopped = identities(drafting.firms(hitBy: drafting.allSources))
        return silent.map { stop in
            var weakness = DrillWeakness(.noRequest)
            weakness.firm = stop.firm
            weakness.name = stop.name
            weakness.reason =
                if let fault = fault(of: stop.firm) {
                    fault
                } else if !stopped.contains(stop.firm) {
                    .notYet
                } else if !touched.firing.contains(stop.firm) {
                    touched.waiting.contains(stop.firm) ? .waits : .noRule
                } else {
                    open.contains(stop.firm) ? .asked : .nobody
                }
            return weakness
        }
    }

    /// Why no province asks for a firm; nil where one can.
    private func fault(of firm: FirmID) -> DrillWeakness.Reason? {
        guard let number = chains.network.number(of: firm) else { return nil }
        let authority = drafting.authority(of: number)
        if authority.isDelta { return nil }
        let isUnplaced = authority == .unknown && chains.regions(of: number).allSatisfy { $0 == .unknown }
        return isUnplaced ? .unplaced : .outside
    }

    /// The leading firms about which a rule that asks for help fires, or waits to.
    private func touched(by alerts: [Alert]) -> (firing: Set<FirmID>, waiting: Set<FirmID>) {
        let leaders = identities(chains.leaders)
        var hit: [Set<StandingStops.Source>: Set<FirmID>] = [:]
        var (firing, waiting) = (Set<FirmID>(), Set<FirmID>())
        for alert in alerts where alert.isMutualAid && [.firing, .pending].contains(alert.state) {
            guard let sources = drafting.sources(of: alert) else { continue }
            let all = hit[sources] ?? identities(drafting.firms(hitBy: sources))
            hit[sources] = all
            // An alert that names a leading firm is about it alone.
            let named = alert.labels["firm"].map { FirmID(checked: $0) }
            let meant = named.map { leaders.contains($0) ? all.intersection([$0]) : all } ?? all
            if alert.state == .firing { firing.formUnion(meant) } else { waiting.formUnion(meant) }
        }
        return (firing, waiting)
    }

    /// Whom some requests are for, as the register counts them now.
    private func firms(of requests: [AidRequest]) -> Set<FirmID> {
        Set(requests.map { chains.network.merged[$0.content.firm] ?? $0.content.firm })
    }

    private func identities(_ firms: [Int32]) -> Set<FirmID> {
        Set(firms.map { chains.network.firms[Int($0)].id })
    }

    /// Provinces with a part in a request that no channel of `aid.yaml` tells of it.
    private func provinces(_ requests: [AidRequest]) -> [DrillWeakness] {
        let all = Set(requests.flatMap { [$0.content.authority, $0.content.counterpart] })
        return all.filter { policy.authorities[$0]?.channel == nil }.sorted().map { province in
            var weakness = DrillWeakness(.noChannel)
            weakness.province = province
            return weakness
        }
    }

    private func products(_ report: DrillReport) -> [DrillWeakness] {
        report.needs.filter { $0.offeredCount == 0 }.map { need in
            var weakness = DrillWeakness(.noStandIn)
            weakness.firm = need.firm
            weakness.name = need.name
            weakness.product = need.product
            return weakness
        }
    }
}
