import MutualAid
import SupplyModel
import Testing

/// Two drills set beside each other.
@Suite struct DrillComparisonTests {
    private static func report(_ change: (inout DrillReport) -> Void = { _ in }) -> DrillReport {
        let scenario = DrillScenario(
            name: "停摆", digest: String(repeating: "a", count: 64), untilDay: 90, isMitigated: false,
            shocks: [])
        var report = DrillReport(scenario, alertsBefore: 0, requestsBefore: 0)
        report.lineStops = [stop("A", 4, 10), stop("B", 8, 6.5)]
        report.requests = [request("A", day: 4, suppliers: 2), request("A", day: 9, suppliers: 1)]
        report.needs = [need("A", "座椅", gap: 0.6, offered: 2)]
        report.told = [DrillTold(channel: "ops", messages: 3)]
        change(&report)
        return report
    }

    private static func stop(_ firm: String, _ day: Int, _ lost: Double) -> DrillLineStop {
        DrillLineStop(
            firm: FirmID(checked: "local:t:\(firm)"), name: firm, firstLossDay: day, lowestOutput: 0,
            lostDays: lost)
    }

    private static func request(_ firm: String, day: Int?, suppliers: Int) -> DrillRequest {
        let content = AidContent(
            authority: RegionCode(raw: 310_000), counterpart: RegionCode(raw: 320_000),
            firm: FirmID(checked: "local:t:\(firm)"), kind: .resume,
            suppliers: (0..<suppliers).map {
                AidSupplier(firm: FirmID(checked: "local:t:S\($0)"), region: .unknown, product: "座椅")
            }, reason: "")
        let now = Timestamp(milliseconds: 0)
        let step = AidStep(number: 1, action: .draft, state: .draft, by: "rule:x", time: now, deadline: now)
        return DrillRequest(
            AidRequest(id: "HB-1970-0001", content: content, steps: [step]), name: firm, lineStopDay: day,
            deadlineHours: 24, channel: nil, suppliers: [])
    }

    private static func need(_ firm: String, _ product: String, gap: Double, offered: Int) -> DrillNeed {
        DrillNeed(
            firm: FirmID(checked: "local:t:\(firm)"), name: firm, product: product, gap: gap, standIns: [],
            offeredCount: offered)
    }

    private static func lines(_ new: DrillReport, _ old: DrillReport) -> [String] {
        DrillComparison(of: new, with: old).changes.map { change in
            let figures = [change.before, change.after, change.difference].map { $0.map { "\($0)" } ?? "-" }
            return "\(change.subject.rawValue) \(change.kind.rawValue) " + figures.joined(separator: " ")
        }
    }

    @Test func `equal drills differ in nothing, nor do those of equal figures`() {
        let near = Self.report { $0.lineStops[0].lostDays += 1e-8 }
        #expect(Self.lines(Self.report(), Self.report()) == [])
        #expect(Self.lines(near, Self.report()) == [])
    }

    static let cases: [(change: @Sendable (inout DrillReport) -> Void, lines: [String])] = [
        ({ $0.scenario.digest = String(repeating: "b", count: 64) }, ["scenario moved - - -"]),
        ({ $0.lineStops[0].firstLossDay = 7 }, ["line_stop moved 4.0 7.0 3.0"]),
        ({ $0.lineStops[1].lostDays = 4 }, ["lost_days moved 6.5 4.0 -2.5"]),
        ({ $0.lineStops.removeFirst() }, ["line_stop went 4.0 - -"]),
        ({ $0.lineStops.append(stop("C", 1, 2)) }, ["line_stop came - 1.0 -"]),
        ({ $0.requests[1].lineStopDay = nil }, ["request moved 9.0 - -"]),
        ({ $0.requests[1].supplierCount = 4 }, ["suppliers moved 1.0 4.0 3.0"]),
        ({ $0.requests.removeLast() }, ["request went 9.0 - -"]),
        ({ $0.needs[0].gap = 0.5 }, ["lacking moved 0.6 0.5 -0.1"]),
        ({ $0.needs[0].offeredCount = 0 }, ["stand_ins moved 2.0 0.0 -2.0"]),
        ({ $0.needs = [] }, ["lacking went 0.6 - -"]),
        ({ $0.weaknesses = [DrillWeakness(.noChannel)] }, ["weakness came - - -"]),
        ({ $0.told[0].messages = 5 }, ["messages moved 3.0 5.0 2.0"]),
    ]

    @Test(arguments: cases.indices)
    func `each difference is one line, with the figure before and after`(index: Int) {
        let (change, lines) = Self.cases[index]
        #expect(Self.lines(Self.report(change), Self.report()) == lines)
    }

    private static func alert(_ state: AlertState, of firm: String = "A") -> DrillAlert {
        let alert = Alert(
            fingerprint: firm, rule: "r", severity: .warning, metric: .operatingRate,
            labels: ["firm": "local:t:\(firm)"],
            state: state, value: 0, threshold: 0, startsAt: Timestamp(milliseconds: 0), industry: nil,
            provinces: [], isMutualAid: true, summary: BilingualText(zh: "", en: ""))
        return DrillAlert(alert, name: nil)
    }

    @Test func `an alert that fires now and waited before went as the one and came as the other`() {
        let lines = Self.lines(
            Self.report { $0.alerts = [Self.alert(.firing)] },
            Self.report { $0.alerts = [Self.alert(.pending)] })
        #expect(lines == ["alert came - - -", "alert went - - -"])
    }

    private static func weakness(
        _ kind: DrillWeakness.Kind, _ firm: String, _ product: String? = nil
    )
        -> DrillWeakness
    {
        var weakness = DrillWeakness(kind)
        weakness.firm = FirmID(checked: "local:t:\(firm)")
        weakness.product = product
        return weakness
    }

    /// A report with something of each part that another lacks.
    private static let more = report {
        $0.alerts = [alert(.firing)]
        $0.lineStops.append(stop("C", 9, 1))
        $0.requests.append(request("C", day: 9, suppliers: 1))
        $0.needs.append(need("C", "电池", gap: 1, offered: 0))
        $0.weaknesses = [weakness(.noRequest, "C"), weakness(.noStandIn, "C", "电池")]
        $0.told.append(DrillTold(channel: "province", messages: 1))
    }

    static let parts: [(parts: [DrillCut.Part], told: [String])] = [
        ([], ["line_stop", "alert", "request", "lacking", "weakness", "weakness", "messages"]),
        ([.alerts], ["line_stop", "request", "lacking", "weakness", "weakness", "messages"]),
        ([.requests], ["line_stop", "alert", "lacking", "weakness", "weakness", "messages"]),
        ([.lineStops], ["alert", "request", "lacking", "weakness", "messages"]),
        ([.firms], ["line_stop", "alert", "request", "weakness", "messages"]),
        ([.needs], ["line_stop", "alert", "request", "weakness", "messages"]),
        ([.suppliers], ["line_stop", "alert", "request", "lacking", "weakness", "weakness", "messages"]),
        (DrillCut.Part.allCases, ["messages"]),
    ]

    @Test(arguments: parts.indices)
    func `what a report may just leave out neither came nor went`(index: Int) {
        let (parts, told) = Self.parts[index]
        let cut = Self.report { $0.cuts = parts.map { DrillCut($0, shown: 1, total: 2) } }
        #expect(Self.lines(Self.more, cut) == told.map { "\($0) came" + Self.figures($0, before: false) })
        #expect(Self.lines(cut, Self.more) == told.map { "\($0) went" + Self.figures($0, before: true) })
        // What a report shows of a part came or went all the same where the other one has all of it.
        let whole = Self.report()
        var cutMore = Self.more
        cutMore.cuts = cut.cuts
        #expect(Self.lines(cutMore, whole).count == 7 && Self.lines(whole, cutMore).count == 7)
    }

    private static func figures(_ subject: String, before: Bool) -> String {
        let figures = ["line_stop": "9.0", "request": "9.0", "lacking": "1.0", "messages": "1.0"]
        let figure = figures[subject] ?? "-"
        return before ? " \(figure) - -" : " - \(figure) -"
    }

    @Test func `what both reports show is compared although they are cut`() {
        func cut(_ change: (inout DrillReport) -> Void) -> DrillReport {
            Self.report {
                $0.cuts = DrillCut.Part.allCases.map { DrillCut($0, shown: 1, total: 2) }
                change(&$0)
            }
        }
        let old = cut {
            $0.alerts = [Self.alert(.pending)]
            $0.weaknesses = [Self.weakness(.noRequest, "B")]
        }
        let new = cut {
            $0.alerts = [Self.alert(.firing)]
            $0.lineStops[0].lostDays = 11
            $0.needs[0].offeredCount = 0
            $0.weaknesses = [Self.weakness(.noStandIn, "A", "座椅")]
        }
        #expect(
            Self.lines(new, old)
                == [
                    "lost_days moved 10.0 11.0 1.0", "alert came - - -", "alert went - - -",
                    "stand_ins moved 2.0 0.0 -2.0", "weakness came - - -", "weakness went - - -",
                ])
    }
}
