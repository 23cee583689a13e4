internal import MutualAid
internal import Resilience
internal import SupplyModel

/// Finds what does not work in the mechanism: firms for which nobody is asked, provinces that hear of nothing, products for which nobody
/// can stand in.
struct DrillWeaknesses {
    let timeline: Timeline
    /// What the run has heard of, with the ends that the scenario gives it.
    let heard: Scenario
    /// What writes requests, from what the run knows.
    let drafting: AidDrafting
    let policy: AidPolicy

    private var chains: Chains { timeline.chains }

    /// Adds them to a report of which all else is known.
    func add(to report: inout DrillReport, _ outcome: DrillRun.Outcome) {
        report.weaknesses = firms(report, outcome) + provinces(outcome.requests) + products(report)
    }

    private func firms(_ report: DrillReport, _ outcome: DrillRun.Outcome) -> [DrillWeakness] {
        let asking = firms(of: outcome.requests)
        let open = firms(of: outcome.requestsBefore.filter { !$0.state.isOver })
        let silent = report.lineStops.filter { !asking.contains($0.firm) }
        guard !silent.isEmpty else { return [] }
        let losing = Set(drafting.losing)
        let numbers = silent.compactMap { chains.network.number(of: $0.firm) }
        let stopped = stopped(numbers.filter { !losing.contains($0) })
        let alerts = (outcome.alertsBefore + outcome.alerts).filter(\.isMutualAid)
        func subjects(_ state: AlertState) -> [AidSubject] {
            alerts.filter { $0.state == state }.compactMap(drafting.subject)
        }
        let (firing, waiting) = (subjects(.firing), subjects(.pending))
        return silent.map { stop in
            var weakness = DrillWeakness(.noRequest)
            weakness.firm = stop.firm
            weakness.name = stop.name
            weakness.reason =
                if let fault = fault(of: stop.firm) {
                    fault
                } else if let firm = chains.network.number(of: stop.firm), losing.contains(firm) {
                    reason(of: firm, firing, waiting, isAsked: open.contains(stop.firm))
                } else {
                    stopped.contains(stop.firm) ? .stockLasts : .notYet
                }
            return weakness
        }
    }

    /// Those of some firms that lose output by what the run has heard of.
    private func stopped(_ firms: [Int32]) -> Set<FirmID> {
        guard !firms.isEmpty else { return [] }
        let courses = timeline.courses(of: firms, in: heard) { _ in }
        return Set(courses.filter { $0.firstLossDay != nil }.map { chains.network.firms[Int($0.firm)].id })
    }

    /// Why no province asks for a firm that one could ask for, by which alerts are about whom it feels; or about it, where its own sites
    /// alone stop.
    private func reason(
        of firm: Int32, _ firing: [AidSubject], _ waiting: [AidSubject], isAsked: Bool
    ) -> DrillWeakness.Reason {
        let (firing, waiting) = (firing.filter { $0.isAbout(firm) }, waiting.filter { $0.isAbout(firm) })
        guard !firing.isEmpty || !waiting.isEmpty else { return .noRule }
        let felt = drafting.felt(by: firm, about: firing + waiting)
        func touches(_ subject: AidSubject) -> Bool {
            felt.isEmpty || !drafting.part(of: felt, for: subject).isEmpty
        }
        if firing.contains(where: touches) { return isAsked ? .asked : .nobody }
        return waiting.contains(where: touches) ? .waits : .noRule
    }

    /// Why no province asks for a firm; nil where one can.
    private func fault(of firm: FirmID) -> DrillWeakness.Reason? {
        guard let number = chains.network.number(of: firm) else { return nil }
        let authority = drafting.authority(of: number)
        if authority.isDelta { return nil }
        let isUnplaced = authority == .unknown && chains.regions(of: number).allSatisfy { $0 == .unknown }
        return isUnplaced ? .unplaced : .outside
    }

    /// Whom some requests are for, as the register counts them now.
    private func firms(of requests: [AidRequest]) -> Set<FirmID> {
        Set(requests.map { chains.network.merged[$0.content.firm] ?? $0.content.firm })
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
