internal import MutualAid
internal import SupplyModel

/// How much of those who could stand in may be told to the firm that needs help.
///
/// A site that only others declare has no name until one of them consents; and its figures, which may be another's word, are told to the tenth
/// until all of them have.
struct Discretion {
    enum Measure: Comparable {
        /// A number in place of the name, the province, figures to the tenth.
        case hidden
        /// Its name and place, figures to the tenth.
        case rounded
        case whole
    }

    private let owners: SupplyOwners
    /// By supplier, the owners who let it be named.
    private let consenting: [Int32: Set<FirmID>]
    /// Whether it is whoever coordinates who asks, and is told everything.
    private let tellsAll: Bool

    init(_ owners: SupplyOwners, consenting: [Int32: Set<FirmID>], tellsAll: Bool) {
        self.owners = owners
        self.consenting = consenting
        self.tellsAll = tellsAll
    }

    func measure(of candidate: Candidate) -> Measure { tellsAll ? .whole : judged(candidate) }

    /// Whether somebody is to be asked before the firm in need learns who it is.
    func needsConsent(_ candidate: Candidate) -> Bool { judged(candidate) == .hidden }

    /// Whether somebody was asked and consented.
    func isConsented(_ candidate: Candidate) -> Bool {
        candidate.source.needsConsent && !consented(candidate).isEmpty
    }

    /// Whether it is told by which name others buy from a candidate, and on whom it leans.
    func tellsChain(of candidate: Candidate) -> Bool { tellsAll || !candidate.source.needsConsent }

    /// Whether a firm upstream of a candidate may be named.
    func mayName(_ firm: Int32) -> Bool { tellsAll || owners.isInOwnChain(firm) }

    private func judged(_ candidate: Candidate) -> Measure {
        guard candidate.source.needsConsent else { return .whole }
        let owners = owners.owners(of: candidate.supplier, in: candidate.region)
        let consented = consented(candidate)
        if owners.own.isEmpty, consented.isEmpty { return .hidden }
        return consented == owners.others ? .whole : .rounded
    }

    private func consented(_ candidate: Candidate) -> Set<FirmID> {
        owners.owners(of: candidate.supplier, in: candidate.region).others
            .intersection(consenting[candidate.supplier] ?? [])
    }
}
