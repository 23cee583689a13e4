internal import SupplyModel

/// Which firms of two networks are the same, by identity.
struct FirmMatch: Sendable {
    /// By firm of the newer network: its number in the older, or -1.
    private(set) var older: ContiguousArray<Int32>
    /// By firm of the older network: its number in the newer, or -1.
    private(set) var newer: ContiguousArray<Int32>

    init(older old: Network, newer new: Network) {
        older = ContiguousArray(repeating: -1, count: new.firms.count)
        newer = ContiguousArray(repeating: -1, count: old.firms.count)
        var (left, right) = (0, 0)
        while left < old.firms.count, right < new.firms.count {
            if old.firms[left].id == new.firms[right].id {
                older[right] = Int32(left)
                newer[left] = Int32(right)
                left += 1
                right += 1
            } else if old.firms[left].id < new.firms[right].id {
                left += 1
            } else {
                right += 1
            }
        }
    }
}
