import Delivery
import Foundation
import SupplyModel
import TestSupport
import Testing

/// What people read where several alerts, something else, or the channel's own words are told.
@Suite(.receiver) struct GroupTextTests {
    private static let wecom = ServiceCase.chats[1]
    private static let slack = ServiceCase.chats[3]

    /// The text that a WeCom robot was sent.
    private func content(
        _ body: [UInt8], mark: String, language: Language = .en, texts: ChannelTexts? = nil
    ) async throws -> String {
        let channel = try Self.wecom.channel(query: "&mark=\(mark)", language: language, texts: texts)
        #expect(try await report(message(body), to: channel).verdict == .delivered)
        let request = try #require(try Receiver.current.requests(marked: mark).first)
        let sent = try JSONSerialization.jsonObject(with: Data(request.req.utf8)) as? [String: Any]
        return try #require((sent?["markdown"] as? [String: String])?["content"])
    }

    @Test func `a group is a title with counts and a list, worst first`() async throws {
        let text = try await content(Bodies.group(omitted: 4), mark: "listed")
        #expect(
            text == """
                ### <font color="warning">[CRITICAL] buyers: 2 firing, 1 resolved</font>
                - [CRITICAL] rule-1: 停产1
                - [INFO] rule-0: 停产0
                - [RESOLVED] rule-2: 停产2
                and 4 more
                >in common: <font color="comment">region=320500</font>
                >group: <font color="comment">0123456789abcdef</font>
                """)
    }

    @Test func `a group is told in the channel's language`() async throws {
        let text = try await content(Bodies.group(omitted: 4), mark: "zh", language: .zh)
        #expect(text.contains("[严重] buyers：2 条触发中，1 条已恢复") && text.contains("另有 4 条"))
        let digest = try await content(Bodies.group(type: "alert.digest"), mark: "digest", language: .zh)
        #expect(digest.contains("buyers 汇总："))
    }

    @Test func `who is told because nobody acknowledged is told so`() async throws {
        let body = try SupplyModel.Notification(
            kind: .firing, time: noon, alert: Bodies.made(), isEscalation: true
        ).json()
        let text = try await content(body, mark: "escalated", language: .zh)
        #expect(text.contains("升级通知: ") && text.contains("无人及时确认"))
        #expect(!(try await content(Bodies.alert(), mark: "first", language: .zh)).contains("升级通知"))
    }

    @Test func `a digest of what a channel cannot be sent says so`() async throws {
        let overflow = Overflow(channel: "ops", firing: 0, resolved: 2, omitted: [:], alerts: [])
        let body = OverflowDigest.body(overflow, time: noon)
        let text = try await content(body, mark: "overflow")
        #expect(text.contains("digest of what is above the rate: 0 firing, 2 resolved"))
        let chinese = try await content(body, mark: "overflow-zh", language: .zh)
        #expect(chinese.contains("超出限速的汇总：0 条触发中，2 条已恢复"))
    }

    @Test func `of a long list whole lines are told, and how many more there are`() async throws {
        let count = 200
        let body = Bodies.group(
            firing: Array(repeating: .warning, count: count), resolved: 0, omitted: 5, summary: "长三角产业链🏭")
        let text = try await content(body, mark: "long")
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("- ") }
        #expect(text.utf8.count <= 4_096 && lines.count > 20)
        #expect(lines.allSatisfy { $0.contains("长三角产业链🏭") })
        #expect(text.contains("\nand \(count - lines.count + 5) more\n"))
    }

    @Test func `a first line that does not fit is cut, and what follows is counted`() async throws {
        let texts = try ChannelTexts(text: MessageTemplate(String(repeating: "长", count: 2_000)))
        let body = Bodies.group(firing: [.info, .info], resolved: 0)
        let text = try await content(body, mark: "cut", texts: texts)
        #expect(text.utf8.count <= 4_096 && text.contains("长…\nand 1 more\n"))
    }

    @Test func `something else is told by its sentence`() async throws {
        let text = try await content(Bodies.heartbeat, mark: "beat")
        #expect(text.contains("[NOTICE] tierwatch.heartbeat") && text.contains("all is well"))
    }

    @Test func `a channel may say it in its own words`() async throws {
        let texts = try ChannelTexts(
            title: MessageTemplate("{{severity}} {{ rule }}"),
            text: MessageTemplate("**{{firm}}** {{summary}}\nsince {{starts_at}}, {{tier}}, {{ends_at}}"))
        let text = try await content(Bodies.alert(), mark: "own", texts: texts)
        #expect(
            text == """
                ### <font color="warning">CRITICAL single</font>
                **local:b** a stops
                since 2026-01-02T11:04:05+08:00, —, —
                """)
        let group = try await content(Bodies.group(), mark: "own-group", texts: texts)
        #expect(group.contains("- **local:1** 停产1 since ") && group.contains("[CRITICAL] buyers: 2 firing"))
    }

    @Test func `a name cannot bring anything into the channel's own words`() async throws {
        let texts = try ChannelTexts(text: MessageTemplate("{{summary}} {{firm}}"))
        let evil = "@all {{rule}} **b** <font> \u{202E}\u{7}\n# x"
        let body = try Bodies.alert(zh: evil, en: evil, labels: ["firm": "<@U1> {{summary}}"])
        let text = try await content(body, mark: "evil", texts: texts)
        let sentence = try #require(text.split(separator: "\n").dropFirst().first)
        #expect(sentence.hasPrefix("＠all ｛｛rule｝｝ ＊＊b＊＊ ＜font＞"))
        #expect(sentence.hasSuffix("＜＠U1＞ ｛｛summary｝｝"))
        for sign in ["@", "{{", "\u{202E}", "\u{7}", "<@"] { #expect(!text.contains(sign)) }
    }

    @Test func `where the channel's words fail, the plain ones are told with the reason`() async throws {
        let texts = try ChannelTexts(text: MessageTemplate("{{rule}}"))
        let bare = Array(
            #"{"type":"alert.firing","timestamp":"t","data":{"fingerprint":"f","severity":"info","summary":{"zh":"停","en":"stop"}}}"#
                .utf8)
        let text = try await content(bare, mark: "bare", texts: texts)
        #expect(text.contains("stop") && text.contains("the template failed"))
        #expect(text.contains("the message has no rule"))
        let empty = try Bodies.alert(zh: " ", en: " ")
        let blank = try await content(
            empty, mark: "blank", texts: ChannelTexts(text: MessageTemplate("{{summary}}")))
        #expect(blank.contains("it gives an empty text") && blank.contains("single"))
    }

    @Test func `a list in Slack keeps to its characters`() async throws {
        let body = Bodies.group(firing: Array(repeating: .critical, count: 200), summary: "长三角🏭")
        let channel = try Self.slack.channel(query: "&mark=slacked", language: .zh)
        #expect(try await report(message(body), to: channel).verdict == .delivered)
        let request = try #require(try Receiver.current.requests(marked: "slacked").first)
        #expect(request.req.contains("另有 ") && request.req.contains("长三角🏭"))
    }
}

@Suite struct MessageTemplateTests {
    @Test(arguments: [
        ("", MessageTemplate.Fault.empty), (" \n", .empty), ("{{rule", .notClosed), ("{{x}}", .unknown("x")),
        ("{{}}", .unknown("")), ("{{{{rule}}}}", .unknown("{{rule")), ("a\u{7}", .controlCharacter),
        ("a\u{202E}b", .controlCharacter), ("a\r\nb", .controlCharacter),
        (String(repeating: "规", count: 2_001), .tooLong),
    ])
    func `a text that is no template is a named fault`(text: String, fault: MessageTemplate.Fault) {
        #expect(throws: fault) { try MessageTemplate(text) }
    }

    @Test func `a template is split once`() throws {
        #expect(
            try MessageTemplate("a {{ rule }}{{firm}} }} {b}").parts == [
                .text("a "), .placeholder("rule"), .placeholder("firm"), .text(" }} {b}"),
            ])
    }
}
