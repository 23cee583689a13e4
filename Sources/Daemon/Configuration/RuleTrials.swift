internal import Alerting
internal import Foundation
public import SupplyModel

/// What `rules test` finds: what came of each test, and how it differs from what was expected.
public struct RuleTrials: Sendable {
    private let folder: String

    public init(folder: String) { self.folder = folder }

    /// Runs the tests of the folder over its rules.
    ///
    /// - Throws: `ConfigurationFaults` for the rules, `TrialFault` for the tests; then none was run.
    public func answer(in language: Language) throws -> (answer: Answer, allPassed: Bool) {
        let url = URL(filePath: folder)
        let rules = try RuleBook.load(folder: url).rules
        let gazetteer = Gazetteer()
        let outcomes = try TrialBook.load(folder: url, rules: rules).trials.map {
            $0.outcome(of: rules, gazetteer: gazetteer)
        }
        var answer = Answer(
            columns: ["file", "line", "result", "test"],
            records: outcomes.map { outcome in
                [
                    Answer.Field("file", .text(Self.short(outcome.file))),
                    Answer.Field("line", .number(Double(outcome.line))),
                    Answer.Field("result", .text(outcome.hasPassed ? "passed" : "failed")),
                    Answer.Field("test", .text(outcome.name)),
                    Answer.Field("differences", .list(outcome.differences.map { .record(Self.record($0)) })),
                ]
            })
        let failedCount = outcomes.count { !$0.hasPassed }
        let passedCount = outcomes.count - failedCount
        answer.footnotes = outcomes.flatMap { Self.lines($0, language) }
        answer.footnotes.append(
            language == .zh
                ? "\(passedCount) 项通过，\(failedCount) 项未通过" : "\(passedCount) passed, \(failedCount) failed")
        return (answer, failedCount == 0)
    }

    /// A path as a reader knows it: the working folder is left out.
    private static func short(_ file: String) -> String {
        let here = FileManager.default.currentDirectoryPath + "/"
        return file.hasPrefix(here) ? String(file.dropFirst(here.count)) : file
    }

    private static func record(_ difference: TrialDifference) -> [Answer.Field] {
        [
            Answer.Field("line", .number(Double(difference.line))),
            Answer.Field("run", .number(Double(difference.run))),
            Answer.Field("time", .text(difference.time)), Answer.Field("part", .text(difference.part)),
        ] + Answer.Field.text("expected", difference.expected) + Answer.Field.text("came", difference.came)
    }

    /// What went wrong in one test, as `-` what was expected and `+` what came.
    private static func lines(_ outcome: TrialOutcome, _ language: Language) -> [String] {
        guard !outcome.hasPassed else { return [] }
        let file = short(outcome.file)
        var lines = ["\(file):\(outcome.line): \(outcome.name)"]
        for difference in outcome.differences {
            let place = "  \(file):\(difference.line): "
            lines.append(
                language == .zh
                    ? place + "第 \(difference.run) 次运行，\(difference.time)，\(difference.part)"
                    : place + "run \(difference.run) at \(difference.time), \(difference.part)")
            if let expected = difference.expected { lines.append("    - \(expected)") }
            if let came = difference.came { lines.append("    + \(came)") }
        }
        return lines + [""]
    }
}
