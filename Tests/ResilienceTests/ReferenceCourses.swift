import Foundation
import Resilience
import SupplyModel
import TestSupport
import Testing

/// What-ifs and survivals as `tierref.py` prints them; `expected.json` of a vector has the same shape.
struct ReferenceCourses: Decodable {
    struct Course: Decodable {
        var firm: String
        var lostDays, lowestOutput: Double
        var firstLossDay: Int?
        var output: [Double]
    }
    /// One question and its answer.
    struct WhatIf: Decodable {
        /// A firm, or `region:CODE`.
        var stop: String
        var loss: Double?
        var days, until: Int
        var result: [Course]
    }
    struct Survival: Decodable {
        var supplier: String
        var survivalDays: Int
        var recoveryGapDays: Double?
    }

    var leader: String
    var survival: [Survival]
    var whatif, whatifMitigated, whatifRegion: WhatIf

    /// A question about one network, whose answer is to be about all its firms.
    struct Question {
        var folder: URL
        var firm: String
        var stop: String
        var region: String
        var loss: Double
        var days: Int
    }

    /// Runs `tierref.py` over questions, in one process.
    static func run(_ questions: [Question]) throws -> [ReferenceCourses] {
        let script = """
            import contextlib, io, json, sys
            sys.path.insert(0, sys.argv[1])
            import tierref
            def run(*arguments):
                sys.argv, out = ["tierref", *arguments], io.StringIO()
                with contextlib.redirect_stdout(out): tierref.main()
                return json.loads(out.getvalue())
            def whatif(folder, stop, loss, days, *flags):
                result = run(folder, "whatif", f"{stop}={loss}", "--days", days, "--until", "50", *flags)
                return {"stop": stop, "loss": float(loss), "days": int(days), "until": 50, "result": result}
            columns, results = [sys.argv[k::6] for k in range(2, 8)], []
            for folder, firm, stop, region, loss, days in zip(*columns):
                results.append({
                    "leader": firm, "survival": run(folder, "survival", "--firm", firm),
                    "whatif": whatif(folder, stop, loss, days),
                    "whatif_mitigated": whatif(folder, stop, loss, days, "--mitigate"),
                    "whatif_region": whatif(folder, "region:" + region, loss, days)})
            print(json.dumps(results))
            """
        let tools = Fixtures.tool("tierref.py").deletingLastPathComponent().path
        let arguments = questions.flatMap {
            [$0.folder.path, $0.firm, $0.stop, $0.region, String($0.loss), String($0.days)]
        }
        let command = try Command.run(Command.python, ["-c", script, tools] + arguments)
        try #require(command.status == 0, "\(command.errorText)")
        return try ReferenceFigures.decoder.decode([ReferenceCourses].self, from: command.output)
    }
}

extension ReferenceCourses.WhatIf {
    /// The same question, in our terms.
    func scenario(in network: Network, isMitigated: Bool) throws -> Scenario {
        let target: Shock.Target
        if stop.hasPrefix("region:") {
            target = .region(try #require(RegionCode(String(stop.dropFirst(7)))))
        } else {
            target = .firm(try #require(network.number(of: FirmID(checked: stop))))
        }
        let shock = Shock(target, loss: loss ?? 1, days: days)
        return Scenario([shock], untilDay: until, isMitigated: isMitigated)
    }
}

/// Every difference between courses that were found and those of the reference, which leaves out firms without loss.
func differences(_ found: [Course], _ expected: [ReferenceCourses.Course], in network: Network) -> [String] {
    let byFirm = Dictionary(uniqueKeysWithValues: expected.map { ($0.firm, $0) })
    var differences: [String] = []
    for course in found {
        let name = network.firms[Int(course.firm)].id.description
        guard let other = byFirm[name] else {
            if course.lostDays > 1e-9 {
                differences.append("\(name): loses \(course.lostDays), expected none")
            }
            continue
        }
        let gaps = zip(course.output, other.output).map { abs($0 - $1) }
        if course.output.count != other.output.count || gaps.contains(where: { $0 > 1e-9 }) {
            differences.append("\(name): found \(course.output), expected \(other.output)")
        }
        if course.firstLossDay != other.firstLossDay || abs(course.lostDays - other.lostDays) > 1e-7
            || abs(course.lowestOutput - other.lowestOutput) > 1e-9
        {
            differences.append("\(name): found \(course), expected \(other)")
        }
    }
    return differences
}

/// Every difference between survivals that were found and those of the reference.
func differences(
    _ found: [Survival], _ expected: [ReferenceCourses.Survival], in network: Network
) -> [String] {
    func text(_ supplier: String, _ days: Int, _ gap: Double?) -> String {
        "\(supplier): \(days) days, gap \(gap.map { "\($0)" } ?? "unknown")"
    }
    let mine = found.map {
        text(network.firms[Int($0.supplier)].id.description, $0.survivalDays, $0.recoveryGapDays)
    }
    let theirs = expected.map { text($0.supplier, $0.survivalDays, $0.recoveryGapDays) }
    return Set(mine).symmetricDifference(theirs).sorted()
}
