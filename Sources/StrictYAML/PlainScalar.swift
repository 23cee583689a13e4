/// What a scalar without quotes means where a number or a boolean is asked for: the core schema of YAML 1.2, less
/// what YAML 1.1 reads as something else.
enum PlainScalar {
    /// A finite decimal number; nil for hexadecimal, octal, `1_000`, `1:30`, a leading zero, `.inf` and `.nan`.
    static func number(_ text: String) -> Double? {
        var rest = Array(text.utf8)[...]
        func digits() -> ArraySlice<UInt8> {
            let run = rest.prefix { (48...57).contains($0) }
            rest = rest.dropFirst(run.count)
            return run
        }
        func skip(_ allowed: String) -> Bool {
            guard let first = rest.first, allowed.utf8.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        _ = skip("+-")
        let whole = digits()
        let fraction = skip(".") ? digits() : []
        let isOctal = whole.count > 1 && whole.first == 48
        guard !(whole.isEmpty && fraction.isEmpty), !isOctal else { return nil }
        if skip("eE") {
            _ = skip("+-")
            guard !digits().isEmpty else { return nil }
        }
        guard rest.isEmpty, let number = Double(text), number.isFinite else { return nil }
        return number
    }

    /// `true` and `false` in their three cases; nil for `yes`, `no`, `on`, `off`, `y`, `n`.
    static func bool(_ text: String) -> Bool? {
        switch text {
        case "true", "True", "TRUE": true
        case "false", "False", "FALSE": false
        default: nil
        }
    }
}
