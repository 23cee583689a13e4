import Alerting
import StrictYAML
import SupplyModel
import Testing

@Suite struct MutingTests {
    private func board(_ yaml: String) throws -> Switchboard {
        try Switchboard("route: {channels: [ops], group_by: [alert]}\n" + yaml)
    }

    private static let inhibit = """
        inhibit:
          - {source: {rule: region}, target: {rule: /single|region2/}, equal: [firm]}
        """

    @Test func `a region's stoppage makes the single alerts of its firms superfluous`() throws {
        var board = try board(Self.inhibit)
        board.put("a", rule: "region")
        board.put("a")
        board.put("b")
        #expect(board.told(at: minute(0)).sorted() == ["ops +a", "ops +b"])
        #expect(board.look(at: minute(1)).isEmpty)
        board.put("a", .resolved, rule: "region")
        #expect(board.told(at: minute(2)).sorted() == ["ops +a", "ops -a"])
    }

    @Test func `a pending alert inhibits nothing`() throws {
        var board = try board(Self.inhibit)
        board.put("a", .pending, rule: "region")
        board.put("a")
        #expect(board.told(at: minute(0)) == ["ops +a"])
    }

    @Test func `alerts that are source and target do not silence each other`() throws {
        var board = try board(
            "inhibit: [{source: {rule: single}, target: {rule: single}, equal: [industry]}]")
        board.put("a")
        board.put("b")
        #expect(board.told(at: minute(0)).sorted() == ["ops +a", "ops +b"])
    }

    @Test func `a label that both lack is equal`() throws {
        var board = try board("inhibit: [{source: {rule: region}, target: {rule: single}, equal: [product]}]")
        board.put("a", rule: "region")
        board.put("b")
        board.put("c", labels: ["product": "p"])
        #expect(board.told(at: minute(0)).sorted() == ["ops +a", "ops +c"])
    }

    @Test(arguments: [
        ("2026-02-07T21:59:59+08:00", true), ("2026-02-07T22:00:00+08:00", false),
        ("2026-02-08T03:59:59+08:00", false), ("2026-02-08T04:00:00+08:00", true),
    ])
    func `maintenance that comes every week mutes for its time`(time: String, isTold: Bool) throws {
        var board = try board(
            "maintenance: [{name: move, match: {rule: single}, reason: 搬迁, every: Sat 22:00, for: 6h}]")
        board.put("a")
        #expect(board.look(at: try #require(Timestamp(time))).isEmpty == !isTold)
    }

    @Test func `maintenance that comes once has its end`() throws {
        var board = try board(
            """
            maintenance:
              - name: festival
                match: [severity!=critical]
                reason: 春节
                from: "2026-02-14T00:00:00+08:00"
                until: "2026-02-23T00:00:00+08:00"
            """)
        board.put("a")
        board.put("b", severity: .critical)
        let inside = try #require(Timestamp("2026-02-15T00:00:00+08:00"))
        #expect(board.told(at: inside) == ["ops +b"])
        #expect(board.told(at: try #require(Timestamp("2026-02-23T00:00:00+08:00"))) == ["ops +a"])
    }
}
