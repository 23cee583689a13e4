/// The rows of a stock graph while they are written: site by site its inputs, and before them who supplies them.
///
/// The sites of one firm buy the same in the same shares, so their inputs share a *supply*, the arcs and backups of a
/// product; stocks and weights are each input's own.
public struct StockRows {
    /// One supplier of a supply.
    struct Arc {
        /// The site that it ships from.
        var supplier: Int32
        /// Of the need, 0...1.
        var share: Double
    }

    /// Where the arcs and the backups of a supply lie.
    public struct Supply {
        var firstArc: Int32
        var endArc: Int32
        var firstBackup: Int32
        var endBackup: Int32
    }

    /// The inputs of site s are `inputs[starts[s]..<starts[s + 1]]`; `supplies` is by input.
    private(set) var starts: ContiguousArray<Int32> = [0]
    private(set) var inputs: ContiguousArray<StockGraph.Input> = []
    private(set) var supplies: ContiguousArray<Supply> = []
    private(set) var arcs: ContiguousArray<Arc> = []
    private(set) var backups: ContiguousArray<StockGraph.Backup> = []
    /// The ends of the last supply that was added.
    private var endArc: Int32 = 0
    private var endBackup: Int32 = 0

    /// Makes room.
    public init(siteCount: Int, inputCount: Int, arcCount: Int) {
        starts.reserveCapacity(siteCount + 1)
        inputs.reserveCapacity(inputCount)
        supplies.reserveCapacity(inputCount)
        arcs.reserveCapacity(arcCount)
    }

    /// Adds an arc to the supply that `endSupply` will end.
    public mutating func addArc(supplier: Int32, share: Double) {
        arcs.append(Arc(supplier: supplier, share: share))
    }

    /// Adds a backup to the supply that `endSupply` will end; backups act in the order in which they are added.
    public mutating func addBackup(_ backup: StockGraph.Backup) { backups.append(backup) }

    /// Ends a supply, for as many inputs as share it.
    public mutating func endSupply() -> Supply {
        let supply = Supply(
            firstArc: endArc, endArc: Int32(arcs.count), firstBackup: endBackup,
            endBackup: Int32(backups.count))
        (endArc, endBackup) = (supply.endArc, supply.endBackup)
        return supply
    }

    /// Adds an input to the site that `endSite` will end.
    public mutating func addInput(_ supply: Supply, targetDays: Double, weight: Double) {
        inputs.append(StockGraph.Input(target: targetDays, weight: weight))
        supplies.append(supply)
    }

    /// Ends a site, whose inputs have been added.
    public mutating func endSite() { starts.append(Int32(inputs.count)) }
}
