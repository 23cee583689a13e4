internal import Foundation
internal import SupplyModel

extension Timeline {
    /// Days that are waited for a loss.
    public static let survivalHorizonDays = 400

    /// How long a firm goes on when each of some suppliers stops for ever, in the order given; suppliers without which it
    /// goes on for `survivalHorizonDays` are left out.
    ///
    /// Only firms upstream of the firm are followed. `threads` is nil for one a core; no figure depends on it. `progress`
    /// is told which part of the suppliers is over, 0...1, from any thread.
    public func survival(
        of firm: Int32, suppliers: [Int32], threads: Int? = nil,
        progress: @Sendable (Double) -> Void = { _ in }
    ) -> [Survival] {
        let days = survivals(
            of: suppliers.map { watch($0, [firm]) },
            workers: threads ?? ProcessInfo.processInfo.activeProcessorCount, progress: progress)
        return zip(suppliers, days).compactMap { supplier, days in
            guard let days = days.first ?? nil else { return nil }
            let recovery = chains.network.firms[Int(supplier)].recoveryDays
            return Survival(
                supplier: supplier, survivalDays: days, recoveryGapDays: recovery.map { $0 - Double(days) })
        }
    }
}

extension Chains {
    /// How long a firm goes on when each of some suppliers stops for ever; those that it outlives are left out.
    public func survival(of firm: Int32, suppliers: [Int32]) -> [Survival] {
        Timeline(self, from: suppliers, to: [firm]).survival(of: firm, suppliers: suppliers)
    }
}
