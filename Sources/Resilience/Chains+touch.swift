internal import SupplyGraph
public import SupplyModel

/// What some firms risk from at most eight regions: one step of a stream over all regions.
public struct TouchLanes {
    /// One a lane.
    public let regions: ArraySlice<RegionCode>
    private let slots: ContiguousArray<Int32>
    private let values: ContiguousArray<SIMD8<Double>>

    init(
        regions: ArraySlice<RegionCode>, slots: ContiguousArray<Int32>, values: ContiguousArray<SIMD8<Double>>
    ) {
        self.regions = regions
        self.slots = slots
        self.values = values
    }

    /// How many firms there are.
    public var count: Int { slots.count }

    /// The exposures of a firm, by its place among those that were asked about, 0...1; 0 in lanes without a region.
    public subscript(index: Int) -> SIMD8<Double> {
        pointwiseMin(values[Int(slots[index])], SIMD8(repeating: 1))
    }

    /// The sum of all exposures of all firms.
    public var total: Double { slots.indices.reduce(SIMD8.zero) { $0 + self[$1] }.sum() }
}

extension Chains {
    /// Hands out how far each of some firms depends on each region in the sense of `touch`, eight regions at a time.
    ///
    /// Nothing of the size firms × regions is held, so that all firms of a large network can be asked about. The values are
    /// those of `exposures`, the ones that it leaves out included. Both cores are used; the order of the regions,
    /// and every bit of the values, is the same with one.
    ///
    /// - Returns: whether every loop settled; values that did not are too small, never too large.
    @discardableResult
    public func eachTouch(of firms: [Int32], level: RegionLevel, _ body: (TouchLanes) -> Void) -> Bool {
        ExposureSolver(self, firms: firms).eachTouch(level, body)
    }
}
