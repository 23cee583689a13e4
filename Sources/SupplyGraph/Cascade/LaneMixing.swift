/// Guesses, from the last few steps of a fixed-point iteration, where it ends: Anderson's mixing, for eight iterations at
/// a time.
///
/// Each lane is an iteration of its own: nothing that one does moves another by a bit. The guess combines the last steps
/// so that what is left of the residual is smallest; on a loop that is slow because of a few firms who supply each other,
/// it is worth hundreds of plain steps. It needs a map with one fixed point, for a guess may overshoot.
///
/// Source: Walker, Ni, "Anderson acceleration for fixed-point iterations", SIAM J. Numer. Anal. 49 (2011).
/// A step costs O(window · size), memory is 2 · window · size numbers a lane.
struct LaneMixing {
    typealias Lanes = SIMD8<Double>
    typealias LaneMask = SIMDMask<SIMD8<Int64>>

    /// Steps that are remembered.
    static let window = 8
    /// What is added to the diagonal, relative to it, so that steps that say the same are not told apart by rounding.
    private static let ridge = 1e-14
    /// A lane whose residual is this many times its best forgets what it knows.
    private static let setback = 4.0

    private let size: Int
    private var lastPoint: ContiguousArray<Lanes>
    private var lastResidual: ContiguousArray<Lanes>
    /// By remembered step: what the residual changed by, and what the image did.
    private var residualSteps: ContiguousArray<Lanes>
    private var imageSteps: ContiguousArray<Lanes>
    private var products = ContiguousArray<Lanes>(repeating: .zero, count: window * window)
    private var stepCount = -1
    private var best = Lanes(repeating: .infinity)

    init(size: Int) {
        self.size = size
        lastPoint = ContiguousArray(repeating: .zero, count: size)
        lastResidual = lastPoint
        residualSteps = ContiguousArray(repeating: .zero, count: Self.window * size)
        imageSteps = residualSteps
    }

    /// Moves each point to where the iteration seems to end.
    ///
    /// Points of lanes that are not active stay. `residual` is each point's image less the point, `change` the largest of
    /// it in each lane, without sign.
    mutating func advance(
        _ point: inout ContiguousArray<Lanes>, residual: ContiguousArray<Lanes>, change: Lanes,
        active: LaneMask
    ) {
        let forgets = change .> best * Self.setback
        best.replace(with: change, where: change .< best)
        if stepCount >= 0 { remember(point, residual) }
        if any(forgets) { forget(forgets) }
        stepCount += 1
        let used = min(stepCount, Self.window)
        let factors = used > 0 ? self.factors(used, residual) : []
        var next = ContiguousArray<Lanes>(repeating: .zero, count: size)
        for index in 0..<size { next[index] = point[index] + residual[index] }
        for (step, factor) in factors.enumerated() {
            let first = step * size
            for index in 0..<size { next[index] -= factor * imageSteps[first + index] }
        }
        lastPoint = point
        lastResidual = residual
        for index in 0..<size { point[index].replace(with: next[index], where: active) }
    }

    private mutating func remember(_ point: ContiguousArray<Lanes>, _ residual: ContiguousArray<Lanes>) {
        let step = stepCount % Self.window
        let first = step * size
        for index in 0..<size {
            let moved = residual[index] - lastResidual[index]
            residualSteps[first + index] = moved
            imageSteps[first + index] = moved + point[index] - lastPoint[index]
        }
        for other in 0..<min(stepCount + 1, Self.window) {
            let product = dot(other * size, residualSteps, first)
            products[other * Self.window + step] = product
            products[step * Self.window + other] = product
        }
    }

    private mutating func forget(_ lanes: LaneMask) {
        for index in residualSteps.indices {
            residualSteps[index].replace(with: 0, where: lanes)
            imageSteps[index].replace(with: 0, where: lanes)
        }
        for index in products.indices { products[index].replace(with: 0, where: lanes) }
    }

    private func dot(_ first: Int, _ others: ContiguousArray<Lanes>, _ second: Int) -> Lanes {
        var sum = Lanes.zero
        for index in 0..<size { sum += residualSteps[first + index] * others[second + index] }
        return sum
    }

    /// By remembered step: how much of it to take back, the least squares of the residual.
    private func factors(_ used: Int, _ residual: ContiguousArray<Lanes>) -> [Lanes] {
        var matrix = [Lanes](repeating: .zero, count: used * used)
        var right = (0..<used).map { dot($0 * size, residual, 0) }
        for row in 0..<used {
            for column in 0..<used {
                matrix[row * used + column] = products[row * Self.window + column]
            }
            matrix[row * used + row] += products[row * Self.window + row] * Self.ridge
        }
        var inverse = [Lanes](repeating: .zero, count: used)
        for pivot in 0..<used {
            let left = matrix[pivot * used + pivot]
            let isUseful = left .> products[pivot * Self.window + pivot] * Self.ridge
            inverse[pivot].replace(with: 1 / left, where: isUseful)
            for row in (pivot + 1)..<max(used, pivot + 1) {
                let factor = matrix[row * used + pivot] * inverse[pivot]
                for column in pivot..<used {
                    matrix[row * used + column] -= factor * matrix[pivot * used + column]
                }
                right[row] -= factor * right[pivot]
            }
        }
        for pivot in stride(from: used - 1, through: 0, by: -1) {
            for column in (pivot + 1)..<max(used, pivot + 1) {
                right[pivot] -= matrix[pivot * used + column] * right[column]
            }
            right[pivot] *= inverse[pivot]
        }
        return right
    }
}
