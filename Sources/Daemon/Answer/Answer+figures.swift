internal import Foundation

/// Figures as people read them; JSON and CSV have all digits.
extension Answer {
    /// What is less is noise of arithmetic.
    private static let noise = 1e-9

    /// A figure with four decimals at most; one that would be 0 then has its first two digits instead.
    static func rounded(_ number: Double) -> Double {
        let rounded = (number * 10_000).rounded() / 10_000
        guard rounded == 0, abs(number) > noise else { return rounded }
        // Divided by a power of ten, which is exact as its inverse is not.
        let scale = pow(10, 1 - log10(abs(number)).rounded(.down))
        return (number * scale).rounded() / scale
    }

    /// The same as text, without an exponent, which few read.
    static func figure(_ number: Double) -> String {
        let shown = rounded(number)
        guard shown != 0, abs(shown) < 0.0001 else { return numeral(shown) }
        return String(String(format: "%.10f", shown).reversed().drop { $0 == "0" }.reversed())
    }
}
