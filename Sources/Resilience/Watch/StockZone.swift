internal import SupplyGraph
internal import SupplyModel

/// The firms downstream of a change, as far as they are looked at, with the stocks that hold up what differs.
///
/// A buyer makes something else than before only once an input that differs is short, and `StockOnset` tells when that can
/// be in a stop. So the day on which a firm can differ is found from buyer to buyer, up to the first that hold some stock;
/// behind these, nothing is held up.
struct StockZone: Sendable {
    typealias Lanes = CascadeSolver.Lanes

    /// An input with less than this in stock holds nothing up.
    private static let leastDays = 1.0
    /// So many inputs are looked at.
    private static let inputLimit = 256

    /// An input that can differ, of a firm of the zone.
    private struct Input: Sendable {
        var buyer: Int
        var suppliers: [Int]
    }

    /// Firms of the newer network; first those whose inputs differ by themselves.
    private(set) var firms: [Int32]
    private var isOpened: [Bool]
    private let changedCount: Int
    private var inputs: [Input] = []
    /// By input.
    private(set) var onset = StockOnset()

    /// `olderSite` is as for `StockOnset.add`.
    init(from fedOtherwise: [Int32], _ newer: Cascades, _ sales: SalesIndex, _ olderSite: (Int32) -> Int32) {
        let (chains, groups) = (newer.chains, newer.chains.groups)
        firms = fedOtherwise
        changedCount = fedOtherwise.count
        isOpened = Array(repeating: false, count: firms.count)
        var isHeldUp = [Bool](repeating: false, count: firms.count)
        var placeOfFirm = Dictionary(uniqueKeysWithValues: zip(firms, 0...))
        var inputOfGroup: [Int: Int] = [:]
        var open = Array(firms.indices)
        while let place = open.popLast() {
            let sold = Set(
                sales.links(of: firms[place]).map {
                    groups.group(ofLink: Int($0), of: chains.links[Int($0)].buyer)
                }
            ).filter { groups.importance[$0] != .none }.sorted()
            guard inputs.count + sold.count <= Self.inputLimit else { continue }
            isOpened[place] = true
            for group in sold {
                let buyer = placeOfFirm[groups.buyer[group]] ?? firms.count
                if buyer == firms.count {
                    placeOfFirm[groups.buyer[group]] = buyer
                    firms.append(groups.buyer[group])
                    isOpened.append(false)
                    isHeldUp.append(true)
                }
                if isHeldUp[buyer], chains.targetDays(of: group) < Self.leastDays {
                    isHeldUp[buyer] = false
                    open.append(buyer)
                }
                if let known = inputOfGroup[group] {
                    inputs[known].suppliers.append(place)
                } else {
                    inputOfGroup[group] = inputs.count
                    inputs.append(Input(buyer: buyer, suppliers: [place]))
                    onset.add(group: group, newer, olderSite)
                }
            }
        }
    }

    /// The firms behind which nothing is held up.
    var border: [Int32] { firms.indices.filter { !isOpened[$0] }.map { firms[$0] } }

    /// By firm of the zone and by stop, the first day on which it can differ, where those whose inputs differ by themselves
    /// can on day `first`, and no supplier loses anything before day `arrival`; and the first day on which any can that is not opened.
    func days(
        first: Lanes, arrival: Lanes, error: Lanes, _ lossOfSupplier: (Int) -> Lanes
    ) -> (days: [Lanes], border: Lanes) {
        let onsets = onset.days(arrival: arrival, error: error, lossOfSupplier)
        var days = [Lanes](repeating: Lanes(repeating: .infinity), count: firms.count)
        for place in 0..<changedCount { days[place] = first }
        var isMoving = true
        while isMoving {
            isMoving = false
            for (index, input) in inputs.enumerated() {
                var day = Lanes(repeating: .infinity)
                for supplier in input.suppliers {
                    day.replace(with: days[supplier], where: days[supplier] .< day)
                }
                day += 1
                day.replace(with: onsets[index], where: onsets[index] .> day)
                let isSooner = day .< days[input.buyer]
                guard any(isSooner) else { continue }
                days[input.buyer].replace(with: day, where: isSooner)
                isMoving = true
            }
        }
        var border = Lanes(repeating: .infinity)
        for place in firms.indices where !isOpened[place] {
            border.replace(with: days[place], where: days[place] .< border)
        }
        return (days, border)
    }
}
