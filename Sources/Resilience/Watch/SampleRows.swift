internal import SupplyModel

/// The samples of a run in their order, in rows: what one leading firm makes, or one stop, or all markets.
///
/// From run to run most rows stay. Where they keep their places, only the others are written, so that a million samples are
/// neither copied nor counted anew, as long as nobody else holds them.
struct SampleRows: Sendable {
    private(set) var samples: [Sample] = []
    /// Row r is `samples[starts[r]..<starts[r + 1]]`.
    private var starts: ContiguousArray<Int> = [0]

    /// What a row that is made anew has for a former number.
    static let anew: Int32 = -1

    private var count: Int { starts.count - 1 }

    /// Hands out the rows, and keeps none, so that the taker can change them in place.
    mutating func take() -> SampleRows {
        defer { self = SampleRows() }
        return self
    }

    /// What moves with the clock moves, in the first rows.
    mutating func move(byDays days: Double, rows: Int) {
        guard days != 0 else { return }
        for index in 0..<starts[rows] where samples[index].metric.movesWithClock {
            samples[index].value = samples[index].metric.value(samples[index].value, afterDays: days)
        }
    }

    /// Puts rows in place of these: by row its number among these, or `anew`; those that are anew follow in their order.
    mutating func update(_ former: ContiguousArray<Int32>, anew fresh: [[Sample]]) {
        let keepPlaces =
            former.count == count
            && former.indices.allSatisfy { former[$0] == Self.anew || Int(former[$0]) == $0 }
        if keepPlaces {
            replace(former.indices.filter { former[$0] == Self.anew }, fresh)
        } else {
            rebuild(former, fresh)
        }
    }

    private mutating func rebuild(_ former: ContiguousArray<Int32>, _ fresh: [[Sample]]) {
        var all: [Sample] = []
        all.reserveCapacity(max(samples.count, fresh.reduce(0) { $0 + $1.count }))
        var ends: ContiguousArray<Int> = [0]
        ends.reserveCapacity(former.count + 1)
        var next = 0
        for row in former {
            if row == Self.anew {
                all += fresh[next]
                next += 1
            } else {
                all += samples[starts[Int(row)]..<starts[Int(row) + 1]]
            }
            ends.append(all.count)
        }
        (samples, starts) = (all, ends)
    }

    /// Replaces some rows, ascending: one by one where they keep their lengths, else all from the first to the last that
    /// does not.
    private mutating func replace(_ rows: [Int], _ fresh: [[Sample]]) {
        var growing: [(row: Int, samples: [Sample], growth: Int)] = []
        for (row, samples) in zip(rows, fresh) {
            let growth = samples.count - (starts[row + 1] - starts[row])
            if growth == 0 {
                for (index, sample) in samples.enumerated() { self.samples[starts[row] + index] = sample }
            } else {
                growing.append((row, samples, growth))
            }
        }
        guard let first = growing.first, let last = growing.last else { return }
        var middle: [Sample] = []
        var end = starts[first.row]
        for (row, samples, _) in growing {
            middle += self.samples[end..<starts[row]]
            middle += samples
            end = starts[row + 1]
        }
        samples.replaceSubrange(starts[first.row]..<starts[last.row + 1], with: middle)
        var (next, growth) = (0, 0)
        for row in first.row..<count {
            if next < growing.count, growing[next].row == row {
                growth += growing[next].growth
                next += 1
            }
            starts[row + 1] += growth
        }
    }
}
