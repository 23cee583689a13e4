internal import SupplyModel

/// The day that the dates of a workbook count from.
enum DateEpoch {
    case from1900, from1904
}

/// The text of a number in a sheet, as a CSV of the same table has it.
enum SheetNumber {
    /// A number as written; one that carries the noise of its binary form, or an exponent, in its shortest form.
    ///
    /// A whole number stays as it is: it may be a code, and its digits count.
    static func text(_ written: String) -> String {
        let isWhole = written.utf8.allSatisfy { (48...57).contains($0) }
        guard !isWhole, let number = Double(written), number.isFinite else { return written }
        let shortest = "\(number)"
        return shortest.hasSuffix(".0") ? String(shortest.dropLast(2)) : shortest
    }

    /// Whether a number is short and without exponent, so that it is shown as it was typed.
    static func isPlain(_ written: Span<UInt8>) -> Bool {
        guard written.count <= exactDigits else { return false }
        return written.indices.allSatisfy { written[$0] <= UInt8(ascii: "9") }
    }

    /// The number of a shared text; nil for anything but up to nine digits.
    static func index(_ written: Span<UInt8>) -> Int? {
        guard !written.isEmpty, written.count <= indexDigits else { return nil }
        var index = 0
        for position in written.indices {
            let digit = written[position]
            guard (48...57).contains(digit) else { return nil }
            index = index * 10 + Int(digit - 48)
        }
        return index
    }

    /// A number of days as the date or time that the sheet shows; nil where it is none.
    static func date(_ written: String, _ epoch: DateEpoch) -> String? {
        guard let serial = Double(written), serial >= 0, serial < lastSerial else { return nil }
        let seconds = Int64((serial * 86_400).rounded())
        let time = Timestamp(milliseconds: seconds % 86_400 * 1_000).rfc3339(offsetMinutes: 0).dropFirst(11)
            .prefix(8)
        let day = seconds / 86_400
        if day == 0, epoch == .from1900 { return String(time) }
        let date = date(ofDay: day, epoch)
        return seconds % 86_400 == 0 ? date : date + " " + time
    }

    /// The programs count a day that 1900 never had, the 60th, so all days before it are one further on.
    private static func date(ofDay day: Int64, _ epoch: DateEpoch) -> String {
        if epoch == .from1900, day == phantomDay { return "1900-02-29" }
        let offset =
            switch epoch {
            case .from1900: day < phantomDay ? daysTo1900 + 1 : daysTo1900
            case .from1904: daysTo1904
            }
        let instant = Timestamp(milliseconds: (day + offset) * 86_400_000)
        return String(instant.rfc3339(offsetMinutes: 0).prefix(10))
    }

    private static let indexDigits = 9
    /// Characters within which a number is shown as it was typed.
    private static let exactDigits = 16
    /// The day after 9999-12-31, which no sheet shows.
    private static let lastSerial = 2_958_466.0
    private static let phantomDay: Int64 = 60
    /// Days from 1970 to 1899-12-30 and to 1904-01-01.
    private static let daysTo1900: Int64 = -25_569
    private static let daysTo1904: Int64 = -24_107
}
