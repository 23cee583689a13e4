import Intake
import SupplyModel

/// Feeds the readers of events, and holds what they give to what the store relies on.
struct EventBodies {
    private static let gazetteer = Gazetteer()
    private static let now = Timestamp(milliseconds: 1_785_038_400_000)

    private let scratch: Scratch

    /// `ending`: of the file's name, which tells what it is.
    init(ending: String) { scratch = Scratch(ending: ending) }

    func read(_ bytes: [UInt8]) {
        scratch.write(bytes)
        let file = EventFile(path: scratch.path, gazetteer: Self.gazetteer, assumptions: .usual)
        do {
            let table = try file.read(now: Self.now)
            for report in table.reports { check(report) }
            for problem in table.problems + table.warnings { checkSentence(problem.message) }
        } catch {
            guard error.fault.category == .badData else { fatalError("\(error)") }
            checkSentence(error.fault.sentence)
        }
    }

    private func check(_ report: EventReport) {
        checkSentence(report.id)
        if !report.title.isEmpty { checkSentence(report.title) }
        guard report.id.utf8.count <= EventReport.idLimitBytes, report.hits.count <= EventReport.hitLimit
        else { fatalError("\(report)") }
        for hit in report.hits {
            let days = hit.endsAt.seconds(since: hit.startsAt) / 86_400
            guard (0...1).contains(hit.loss), days > 0, days <= EventReport.dayLimit else {
                fatalError("\(hit)")
            }
        }
    }
}
