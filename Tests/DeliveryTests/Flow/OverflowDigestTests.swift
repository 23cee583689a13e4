import Delivery
import Foundation
import SupplyModel
import Testing

@Suite struct OverflowDigestTests {
    private func choose(_ letters: String, _ requests: Int) -> String {
        let choice = OverflowDigest.choose(letters.map { $0 == "m" }, requests: requests)
        return letters.indices.enumerated().map { index, _ in
            choice.alone.contains(index) ? "a" : choice.merged.contains(index) ? "d" : "-"
        }.joined()
    }

    @Test(arguments: [
        ("mmm", 3, "aaa"), ("mmm", 9, "aaa"), ("mmmmm", 3, "aaddd"), ("mmmmm", 1, "ddddd"),
        ("mmmm", 0, "----"),
        ("gmmm", 1, "a---"), ("gmmm", 2, "addd"), ("mgmm", 1, "d-dd"), ("ggggm", 3, "aaa--"),
        ("gggmm", 3, "aa-dd"), ("ggmmm", 3, "aaddd"), ("", 5, ""),
        ("mg", 1, "a-"),
    ])
    func `what comes first leaves alone, the last request is the digest of all others`(
        due: String, requests: Int, expected: String
    ) {
        #expect(choose(due, requests) == expected)
    }

    @Test func `the body counts what it does not name and keeps the digits of figures`() throws {
        let overflow = Overflow(
            channel: "ops", firing: 3, resolved: 1, omitted: [.critical: 1, .info: 1],
            alerts: [
                .init(
                    severity: .critical, data: #"{"severity":"critical","state":"firing","value":0.1}"#),
                .init(severity: .info, data: #"{"severity":"info","state":"resolved","value":1e-7}"#),
            ])
        let body = OverflowDigest.body(overflow, time: noon)
        let text = String(decoding: body, as: UTF8.self)
        #expect(text.contains(#""value":0.1}"#) && text.contains(#""value":1e-7}"#))
        let message = try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
        #expect(message["type"] as? String == "alert.digest")
        #expect(message["timestamp"] as? String == noon.description)
        let data = try #require(message["data"] as? [String: Any])
        #expect((data["group"] as? String)?.count == 16)
        #expect(data["route"] as? String == "overflow" && data["status"] as? String == "firing")
        #expect(data["firing"] as? Int == 3 && data["resolved"] as? Int == 1 && data["omitted"] as? Int == 2)
        #expect(data["omitted_by_severity"] as? [String: Int] == ["critical": 1, "info": 1])
        #expect(
            (data["alerts"] as? [[String: Any]])?.map { $0["state"] as? String } == ["firing", "resolved"])
    }

    @Test func `a digest of ends alone is resolved`() {
        let overflow = Overflow(channel: "ops", firing: 0, resolved: 2, omitted: [:], alerts: [])
        let text = String(decoding: OverflowDigest.body(overflow, time: noon), as: UTF8.self)
        #expect(text.contains(#""status":"resolved""#) && text.contains(#""omitted_by_severity":{}"#))
    }

    @Test func `what would make it too long for a receiver is counted`() throws {
        let long = #"{"summary":""# + String(repeating: "长", count: 1_000) + #""}"#
        let items = (0..<20).map { Overflow.Item(severity: $0 < 8 ? .critical : .info, data: long) }
        let overflow = Overflow(channel: "ops", firing: 23, resolved: 0, omitted: [.info: 3], alerts: items)
        let body = OverflowDigest.body(overflow, time: noon)
        #expect(body.count < 20_000)
        let message = try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
        let data = try #require(message["data"] as? [String: Any])
        #expect((data["alerts"] as? [Any])?.count == 5 && data["omitted"] as? Int == 18)
        #expect(data["omitted_by_severity"] as? [String: Int] == ["critical": 3, "info": 15])
    }
}
