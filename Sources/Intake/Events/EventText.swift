internal import Foundation
internal import SupplyModel

/// Texts and times of files of events.
enum EventText {
    /// The years that a time may lie in.
    private static let years =
        Timestamp(milliseconds: 946_684_800_000)...Timestamp(milliseconds: 4_102_444_800_000)

    /// For a message: cut, without control characters.
    static func shown(_ text: String) -> String {
        CellText.shown(Array(text.utf8.prefix(Problem.valueLimit)).span)
    }

    /// One line in its normal form, without characters that steer a screen or turn the direction of writing, cut; nil where nothing is left.
    static func line(_ text: String?) -> String? {
        guard let text else { return nil }
        let plain = IdentityText.normalisedName(
            String(String.UnicodeScalarView(text.unicodeScalars.filter(isPlain))))
        return plain.isEmpty ? nil : String(plain.prefix(EventLimits.titleCharacters))
    }

    /// Whether a character is one that a title or an id may have.
    static func isPlain(_ character: Unicode.Scalar) -> Bool {
        switch character.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
            false
        default: true
        }
    }

    /// Whether a time lies in the years that events are of.
    static func isNear(_ time: Timestamp) -> Bool { years.contains(time) }

    /// The hits of regions in a time, which is checked.
    static func hits(
        _ regions: some Sequence<RegionCode>, from start: Timestamp, to end: Timestamp, loss: Double
    ) throws(IntakeFault) -> [EventHit] {
        guard end > start else {
            throw .event(.endsBeforeStart(start: start.description, end: end.description))
        }
        try checkLength(from: start, to: end)
        return regions.map { EventHit(region: $0, startsAt: start, endsAt: end, loss: loss) }
    }

    /// - Throws: `IntakeFault` where an event would last longer than events do.
    static func checkLength(from start: Timestamp, to end: Timestamp) throws(IntakeFault) {
        guard end.seconds(since: start) <= Double(EventLimits.days) * 86_400 else {
            throw .event(.tooLong(start: start.description, end: end.description))
        }
    }

    /// The numbers of a text, parted by commas; nil where they are not so many, or one is no plain decimal.
    static func numbers(_ text: Substring, count: Int) -> [Double]? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == count else { return nil }
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy { (48...57).contains($0) || "+-.".utf8.contains($0) } ? Double(part) : nil
        }
        return numbers.count == count ? numbers : nil
    }
}
