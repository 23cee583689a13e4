/// A firm upstream of another, and what hangs on it there.
public struct Chokepoint: Equatable, Sendable {
    public var firm: Int32
    /// How many upstream firms, this one not counted, reach the asked firm only through this one.
    public var chokepointWeight: Int
    /// How many direct suppliers of the asked firm have this one upstream, or are it; paths through the asked firm
    /// do not count.
    public var sharedBy: Int

    public init(firm: Int32, chokepointWeight: Int, sharedBy: Int) {
        self.firm = firm
        self.chokepointWeight = chokepointWeight
        self.sharedBy = sharedBy
    }
}

extension Chains {
    /// Every firm upstream of a firm, ascending by number, with what hangs on it; for many firms use `ChokepointMeasure`.
    public func chokepoints(of firm: Int32) -> [Chokepoint] {
        var measure = ChokepointMeasure(self)
        return measure.chokepoints(of: firm)
    }

    /// The products of a firm whose suppliers all lean on the same firms; for many firms use `ChokepointMeasure`.
    public func commonSources(of firm: Int32) -> [CommonSource] {
        var measure = ChokepointMeasure(self)
        return measure.commonSources(of: firm)
    }
}
