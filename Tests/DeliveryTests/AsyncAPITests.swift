import Delivery
import Foundation
import SupplyModel
import TestSupport
import Testing

/// The description of what is sent, held to what is really sent.
@Suite(.receiver) struct AsyncAPITests {
    private static let document = Fixtures.root.appending(path: "Documentation/asyncapi.yaml")

    private func check(_ bodies: [[UInt8]]) throws -> Command {
        try Fixtures.withFolder { folder in
            let files = try bodies.enumerated().map { number, body in
                let file = folder.appending(path: "\(number).json")
                try Data(body).write(to: file)
                return file.path
            }
            return try Command.tool("check_asyncapi.py", [Self.document.path] + files)
        }
    }

    @Test func `every message has an example that its own schema takes and no other`() throws {
        let run = try check([])
        #expect(run.text == "19 messages, 19 examples, 0 bodies\n")
        #expect(run.status == 0)
    }

    @Test func `what is really made is as described`() async throws {
        let trial = try await withClient { client in
            let channel = try ServiceCase.machines[0].channel(query: "&mark=described")
            let courier = Courier(
                client: client, channels: { [channel] }, environment: [:], language: .zh,
                print: { _ in }, random: { 0.5 })
            #expect(await courier.test(channel, id: "test_1", now: wallClock).verdict == .delivered)
            return try #require(try Receiver.current.requests(marked: "described").first).req
        }
        let run = try check([Bodies.alert(), Bodies.alert(.resolved), Array(trial.utf8)])
        #expect(run.text == "19 messages, 19 examples, 3 bodies\n")
        #expect(run.status == 0)
    }

    @Test func `what is told of several alerts, and of one that somebody took, is as described`() throws {
        let group = AlertGroup(
            key: "0123456789abcdef", route: "buyers", labels: ["firm": "local:b"], madeAt: noon)
        var over = Bodies.made()
        over.endsAt = noon.adding(seconds: 60)
        let bodies = try [Bulletin.Kind.group, .digest].map { kind in
            try Bulletin(kind, time: noon, group: group, firing: [Bodies.made()], resolved: [over]).json()
        }
        let taken = try AcknowledgementNote(time: noon, alert: Bodies.made()).json()
        let escalated = try Notification(
            kind: .firing, time: noon, alert: Bodies.made(), isEscalation: true
        ).json()
        let run = try check(bodies + [taken, escalated])
        #expect(run.text == "19 messages, 19 examples, 4 bodies\n", "\(run.errorText)")
        #expect(run.status == 0)
    }

    @Test func `every step of a request for help is as described`() throws {
        var content = AidContent(
            authority: RegionCode(raw: 310_000), counterpart: RegionCode(raw: 320_000),
            firm: FirmID(checked: "local:t:A"), kind: .resume,
            suppliers: [
                AidSupplier(
                    firm: FirmID(checked: "local:t:B"), region: RegionCode(raw: 320_583), product: "座椅")
            ], reason: "断供")
        content.lineStopsOn = CalendarDay("2022-04-17")
        content.why = BilingualText(zh: "停产", en: "stopped")
        let names = AidNotice.Names(firm: { _ in nil }, region: { _, _ in nil })
        let told = AidAction.allCases
        let bodies = try zip(
            told,
            [
                .draft, .registered, .assigned, .inProgress, .answered, .closed, .returned,
                .inProgress, .dropped, .registered,
            ] as [AidState]
        ).map { action, state in
            let step = AidStep(
                number: 1, action: action, state: state, by: "王", time: noon, handler: "赵",
                deadline: noon.adding(seconds: 60), outcome: state == .answered ? .partly : nil)
            return try AidNotice(
                AidRequest(id: "HB-2022-0001", content: content, steps: [step]), names: names
            ).json()
        }
        let run = try check(bodies)
        #expect(run.text == "19 messages, 19 examples, 10 bodies\n", "\(run.errorText)")
        #expect(run.status == 0)
    }

    @Test func `what is asked of an owner, and all that it may say, is as described`() throws {
        let content = AidContent(
            authority: RegionCode(raw: 310_000), counterpart: RegionCode(raw: 320_000),
            firm: FirmID(checked: "local:t:A"), kind: .capacity, suppliers: [], reason: "断供")
        let step = AidStep(
            number: 1, action: .register, state: .registered, by: "王", time: noon,
            deadline: noon.adding(seconds: 86_400))
        let request = AidRequest(id: "HB-2022-0001", content: content, steps: [step])
        let subject = ConsentSubject(
            supplier: FirmID(checked: "local:x:F"), owner: FirmID(checked: "local:x"))
        var over = request
        over.steps.append(step)
        over.steps[1].number = 2
        over.steps[1].state = .dropped
        var said: [ConsentStep] = []
        let bodies = try ConsentAction.allCases.flatMap { action -> [[UInt8]] in
            said.append(
                ConsentStep(
                    number: said.count + 1, subject: subject, action: action,
                    product: action == .ask ? .init(wanted: "座椅", owned: "汽车座椅") : nil, by: "钱", time: noon,
                    requestVersion: 1))
            let consent = try #require(AidConsent.consents(said).first)
            let told: [(ConsentNotice.Kind, AidRequest)] =
                action == .ask ? [(.asked, request), (.ended, over)] : [(.said, request), (.ended, request)]
            return try told.map { kind, request in
                try ConsentNotice(kind, consent, of: request, name: nil, region: { _, _ in nil }).json()
            }
        }
        let run = try check(bodies)
        #expect(run.text == "19 messages, 19 examples, 8 bodies\n", "\(run.errorText)")
        #expect(run.status == 0)
    }

    @Test
    func `a request about many suppliers stays below what receivers take, and counts whom it leaves out`()
        throws
    {
        let body = try Bodies.aid(.register, .registered, suppliers: 200)
        #expect(body.count < 20_000, "\(body.count)")
        let message = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
        let data = try #require(message?["data"] as? [String: Any])
        #expect((data["suppliers"] as? [Any])?.count == AidNotice.supplierLimit)
        #expect(data["suppliers_left_out"] as? Int == 200 - AidNotice.supplierLimit)
        #expect((data["summary"] as? [String: String])?["zh"]?.contains("涉及供应商 200 家") ?? false)
        let run = try check([body])
        #expect(run.text == "19 messages, 19 examples, 1 bodies\n", "\(run.errorText)")
    }

    @Test func `a digest of overflow and a sign of life are as described`() throws {
        let alert = String(decoding: try Bodies.alert(), as: UTF8.self)
        let start = try #require(alert.firstRange(of: "{\"data\":")).upperBound
        let end = try #require(alert.firstRange(of: ",\"timestamp\"")).lowerBound
        let data = alert[start..<end].dropLast() + ",\"state\":\"firing\"}"
        let overflow = Overflow(
            channel: "ops", firing: 4, resolved: 1, omitted: [.info: 4],
            alerts: [.init(severity: .critical, data: String(data))])
        func beat(_ lastRunAt: Timestamp?) throws -> [UInt8] {
            try HeartbeatReport(
                lastRunAt: lastRunAt, firing: 4, waitingMessages: 5, oldestWaitingSeconds: 61.5
            ).json(version: "0.1.0", time: noon)
        }
        let run = try check([OverflowDigest.body(overflow, time: noon), beat(nil), beat(noon)])
        #expect(run.text == "19 messages, 19 examples, 3 bodies\n", "\(run.errorText)")
        #expect(run.status == 0)
    }

    @Test func `before the first run a sign of life says that there was none`() throws {
        let body = try HeartbeatReport(
            lastRunAt: nil, firing: 0, waitingMessages: 0, oldestWaitingSeconds: 0
        ).json(version: "0.1.0", time: noon)
        let text = String(decoding: body, as: UTF8.self)
        #expect(text.contains("0 messages wait, there was no run yet.") && text.contains("，尚未运行过监测。"))
    }

    @Test(arguments: [
        ("\"value\":0.52", "\"value\":\"0.52\"", "is not of type 'number'"),
        ("\"mutual_aid\":true,", "", "'mutual_aid' is a required property"),
        ("\"data\":{", "\"data\":{\"colour\":1,", "('colour' was unexpected)"),
        ("alert.firing", "alert.unknown", "no message is of type alert.unknown"),
        ("\"ends_at\":null", "\"ends_at\":\"2026-01-02T11:04:05+08:00\"", "is not of type 'null'"),
    ])
    func `a body of another shape is told from it`(old: String, new: String, words: String) throws {
        let text = String(decoding: try Bodies.alert(), as: UTF8.self)
        try #require(text.contains(old))
        let run = try check([Array(text.replacing(old, with: new).utf8)])
        #expect(run.status == 1 && run.text.contains(words), "\(run.text)")
    }
}
