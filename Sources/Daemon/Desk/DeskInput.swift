internal import Alerting
internal import Foundation
internal import StrictYAML
public import SupplyModel

/// What people type at the desk: names, notes and times.
public enum DeskInput {
    /// One line of text, trimmed: control and formatting characters are spaces.
    static func line(_ text: String, _ name: String, atMost limit: Int) throws(DeskFault) -> String {
        let line = Answer.printable(text).trimmingCharacters(in: .whitespaces)
        guard line.unicodeScalars.count <= limit else { throw .tooLong(name, limit: limit) }
        return line
    }

    /// What was typed, as a sentence quotes it: cut, and without what steers a screen.
    public static func quoted(_ text: String) -> String { Excerpt.of(text) }

    /// A time, RFC 3339, or a date for that day in China: its beginning where something starts, else its end, so that what
    /// was done on it counts.
    public static func time(_ text: String, isStart: Bool = false) throws(QueryFault) -> Timestamp {
        let ofDay = isStart ? "T00:00:00+08:00" : "T23:59:59.999+08:00"
        guard let time = Timestamp(text) ?? Timestamp(text + ofDay) else { throw .badTime(text) }
        return time
    }

    /// When something ends that begins at `start`: after a time such as `4h`, or at one; nil where neither is given.
    static func end(
        duration: String?, until: String?, from start: Timestamp, now: Timestamp
    ) throws -> Timestamp? {
        guard duration == nil || until == nil else { throw DeskFault.twoEnds }
        if let duration {
            guard case .seconds(let seconds) = Hold(duration), seconds > 0 else {
                throw DeskFault.badDuration(duration)
            }
            return start.adding(seconds: Double(seconds))
        }
        guard let until else { return nil }
        let end = try time(until)
        guard end > now else { throw DeskFault.isOver(until) }
        guard end > start else { throw DeskFault.endsBeforeStart(end, start: start) }
        return end
    }
}
