import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

@testable import Daemon

/// Two buyers, a supplier of both, and the invitations by which they learn of the tiers above.
private struct Cascade {
    static let start = Timestamp(milliseconds: 1_770_000_000_000)
    static let columns = "supplier_id,supplier_region,buyer_id,tier,industry,product,annual_value\n"

    let store: Store
    let folder: URL

    init(_ folder: URL) throws {
        self.folder = folder
        store = try Store(folder: folder.appending(path: "data").path)
        try load("local:s,310000,,1,auto,battery,10\n", by: "local:a", at: 0)
        try load("local:s,310000,,1,auto,battery,20\n", by: "local:b", at: 0)
    }

    static func inFolder<T>(_ body: (Cascade) throws -> T) throws -> T {
        try Fixtures.withFolder { try body(Cascade($0)) }
    }

    static func time(_ minutes: Int) -> Timestamp { start.adding(seconds: Double(minutes * 60)) }

    func desk(at minutes: Int) -> InviteDesk {
        InviteDesk(store, gazetteer: Gazetteer(), now: Self.time(minutes))
    }

    func file(_ text: String) throws -> String {
        let url = folder.appending(path: "\(UUID().uuidString).csv")
        try Data(text.utf8).write(to: url)
        return url.path
    }

    @discardableResult
    func load(_ rows: String, by registrant: String, at minutes: Int) throws -> ImportSummary {
        let time = Self.time(minutes)
        return try Importer(store: store, gazetteer: Gazetteer()).load(
            [file(Self.columns + rows)], registrant: FirmID(checked: registrant), options: ImportOptions(),
            now: { time }, progress: { _, _ in })
    }

    /// Invites the supplier in a buyer's name.
    func invite(_ buyer: String, at minutes: Int = 1, for duration: String? = nil) throws -> String {
        var wish = InviteDesk.Wish(supplier: FirmID(checked: "local:s"), product: "battery")
        wish.duration = duration
        return try Self.text("token", try desk(at: minutes).create(wish, by: FirmID(checked: buyer)))
    }

    func invite(_ supplier: String, _ product: String, token: String, at minutes: Int) throws -> String {
        let wish = InviteDesk.Wish(supplier: FirmID(checked: supplier), product: product)
        return try Self.text("token", try desk(at: minutes).create(wish, token: token))
    }

    @discardableResult
    func use(
        _ token: String, _ rows: String, at minutes: Int, columns: String = Cascade.columns
    ) throws -> ImportSummary {
        let time = Self.time(minutes)
        return try desk(at: minutes).use(try file(columns + rows), token: token, clock: { time })
    }

    static func text(_ name: String, _ answer: Answer) throws -> String {
        for field in answer.records.first ?? [] where field.name == name {
            if case .text(let text) = field.value { return text }
        }
        throw Missing(name: name)
    }

    struct Missing: Error {
        var name: String
    }

    /// Every active link of a view as `supplier>buyer:product=value`.
    func links(_ viewer: String?) throws -> [String] {
        let view = viewer.map { RegisterView.registrant(FirmID(checked: $0)) } ?? .all
        let network = try store.network(view: view)
        return network.links.map { link in
            let ids = [link.supplier, link.buyer].map { network.firms[Int($0)].id.localName }
            return "\(ids[0])>\(ids[1]):\(network.products[Int(link.product)])=\(link.annualValue ?? -1)"
        }
    }

    func idText(_ token: String) -> String { String(token.split(separator: "_")[1]) }
}

@Suite struct InvitationTests {
    private static let own = ["s>a:battery=10.0"]

    @Test
    func `what a supplier registers under an invitation is in the inviter's view, and in no other buyer's`()
        throws
    {
        try Cascade.inFolder { cascade in
            let token = try cascade.invite("local:a")
            let summary = try cascade.use(
                token, "local:t,320500,,2,auto,cell,3\nlocal:u,330200,local:s,2,auto,case,1\n", at: 2)
            #expect(summary.accepted == 2 && summary.problems.isEmpty)
            #expect(try cascade.links("local:a") == Self.own + ["u>s:case=1.0", "t>s:cell=3.0"])
            #expect(try cascade.links("local:b") == ["s>b:battery=20.0"])
            #expect(try cascade.links("local:s") == ["u>s:case=1.0", "t>s:cell=3.0"])
        }
    }

    @Test func `what the supplier declares on its own, or to another, is not in the inviter's view`() throws {
        try Cascade.inFolder { cascade in
            let (a, b) = (try cascade.invite("local:a"), try cascade.invite("local:b"))
            try cascade.load(
                "local:w,320500,local:s,2,auto,wire,7\nlocal:s,310000,local:z,2,auto,battery,9\n",
                by: "local:s", at: 2)
            try cascade.use(b, "local:v,320500,,2,auto,valve,2\n", at: 3)
            try cascade.use(a, "local:t,320500,,2,auto,cell,3\n", at: 4)
            #expect(try cascade.links("local:a") == Self.own + ["t>s:cell=3.0"])
            #expect(try cascade.links("local:b") == ["s>b:battery=20.0", "v>s:valve=2.0"])
            #expect(try cascade.links(nil).count == 6)
        }
    }

    @Test func `what it says to one buyer neither replaces nor completes what it says to another`() throws {
        try Cascade.inFolder { cascade in
            let (a, b) = (try cascade.invite("local:a"), try cascade.invite("local:b"))
            try cascade.use(a, "local:t,320500,,2,auto,cell,3\n", at: 2)
            let short = "supplier_id,supplier_region,buyer_id,tier,industry,product\n"
            let summary = try cascade.use(b, "local:t,320500,,2,auto,cell\n", at: 3, columns: short)
            #expect(summary.accepted == 1)
            #expect(try cascade.links("local:b") == ["s>b:battery=20.0", "t>s:cell=-1.0"])
            try cascade.use(b, "local:t,320500,,2,auto,cell,8\n", at: 4)
            #expect(try cascade.links("local:a") == Self.own + ["t>s:cell=3.0"])
            #expect(try cascade.links("local:b") == ["s>b:battery=20.0", "t>s:cell=8.0"])
            #expect(try cascade.links(nil).contains("t>s:cell=8.0"))
            let conflicts = try cascade.store.conflicts()
            #expect(conflicts.map(\.standing.value) == ["8.0"] && conflicts.map(\.other.value) == ["3.0"])
        }
    }

    @Test
    func `who made an invitation and sends with its token changes nothing for a supplier that declares`()
        throws
    {
        try Cascade.inFolder { cascade in
            let columns = Cascade.columns.replacing("\n", with: ",share,status\n")
            let token = try cascade.invite("local:a")
            try cascade.use(token, "local:t,320500,,2,auto,cell,9,0.1,在供\n", at: 2, columns: columns)
            #expect(try cascade.links("local:s") == ["t>s:cell=9.0"])
            let own = "local:t,320500,local:s,2,auto,cell,5\nlocal:u,330200,local:s,2,auto,case,1\n"
            try cascade.load(own, by: "local:s", at: 3)
            let view = RegisterView.registrant(FirmID(checked: "local:s"))
            let before = try cascade.store.network(view: view)
            #expect(try cascade.links("local:s") == ["u>s:case=1.0", "t>s:cell=5.0"])

            let forged =
                "local:t,320500,,2,auto,cell,9,0.1,终止\nlocal:x,310000,,2,auto,cell,900,0.9,在供\n"
                + "local:y,310000,local:s,2,auto,board,900,1,在供\n"
            #expect(try cascade.use(token, forged, at: 4, columns: columns).accepted == 3)
            let after = try cascade.store.network(view: view)
            #expect(
                after.links.count == 2 && before.links.map(\.annualValue) == after.links.map(\.annualValue))
            #expect(before.firms == after.firms && before.revision == after.revision)
            #expect(try cascade.store.revision(of: view) == before.revision)
            #expect(try cascade.links("local:a") == Self.own + ["y>s:board=900.0", "x>s:cell=900.0"])

            try cascade.load(own.replacing("case,1", with: "case,2"), by: "local:s", at: 5)
            #expect(try cascade.links("local:s") == ["u>s:case=2.0", "t>s:cell=5.0"])
            #expect(try cascade.store.revision(of: view) == before.revision + 1)
            let then = try cascade.store.network(at: Cascade.time(2), view: view)
            #expect(then.links.map(\.annualValue) == [9] && then.revision == 1)
        }
    }

    @Test(arguments: [
        ("local:t,320500,local:a,2,auto,cell,3\n", "buyer_id"),
        ("local:t,320500,local:x,2,auto,cell,3\n", "buyer_id"),
        ("local:t,320500,,3,auto,cell,3\n", "tier"), ("local:t,320500,local:s,1,auto,cell,3\n", "tier"),
    ])
    func `a row of another buyer or tier refuses the file and says what to write`(
        row: String, column: String
    )
        throws
    {
        try Cascade.inFolder { cascade in
            let token = try cascade.invite("local:a")
            let summary = try cascade.use(token, "local:u,320500,,2,auto,case,1\n" + row, at: 2)
            #expect(summary.accepted == 0 && summary.rejected == 1)
            #expect(summary.problems.map(\.code) == ["not_invited"] && summary.problems.map(\.line) == [3])
            #expect(summary.problems.map(\.column) == [column])
            #expect(try cascade.links("local:a") == Self.own)
        }
    }

    @Test func `a table of firms is refused`() throws {
        try Cascade.inFolder { cascade in
            let token = try cascade.invite("local:a")
            #expect(throws: InviteFault.self) {
                try cascade.use(token, "local:t,甲,310000\n", at: 2, columns: "id,name,region\n")
            }
        }
    }

    @Test func `an invitation is used again: the same changes nothing, what is newer stands`() throws {
        try Cascade.inFolder { cascade in
            let token = try cascade.invite("local:a")
            let rows = "local:t,320500,,2,auto,cell,3\nlocal:u,330200,,2,auto,case,1\n"
            try cascade.use(token, rows, at: 2)
            let revision = try cascade.store.revision()
            #expect(try cascade.use(token, rows, at: 3).unchanged == 2)
            #expect(try cascade.store.revision() == revision)
            try cascade.use(token, rows.replacing("cell,3", with: "cell,4"), at: 4)
            #expect(try cascade.links("local:a").contains("t>s:cell=4.0"))
        }
    }

    @Test func `the inviter's coverage grows by it`() throws {
        try Cascade.inFolder { cascade in
            let token = try cascade.invite("local:a")
            try cascade.use(token, "local:t,320500,,2,auto,cell,3\n", at: 2)
            let listed = try cascade.desk(at: 3).list(
                from: FirmID(checked: "local:a"), all: false, showsCoverage: true)
            let record = try #require(listed.records.first)
            func value(_ name: String) -> Answer.Value? { record.first { $0.name == name }?.value }
            #expect(value("coverage_before") == .number(0) && value("coverage_now") == .number(1))
            #expect(value("rows") == .number(1))
            #expect(value("used_at") == .text(Cascade.time(2).description))
        }
    }

    @Test func `who was invited invites on, up to tier 5; the root sees it, who stands between does not`()
        throws
    {
        try Cascade.inFolder { cascade in
            var token = try cascade.invite("local:a")
            for tier in 2...5 {
                let (buyer, supplier) = (tier == 2 ? "local:s" : "local:t\(tier - 1)", "local:t\(tier)")
                try cascade.use(
                    token, "\(supplier),320500,\(buyer),\(tier),auto,part\(tier),1\n", at: 2 * tier)
                guard tier < 5 else { break }
                token = try cascade.invite(supplier, "part\(tier)", token: token, at: 2 * tier + 1)
            }
            #expect(throws: InviteFault.tooDeep(product: "part5", tier: 5)) {
                try cascade.invite("local:t5", "part5", token: token, at: 11)
            }
            #expect(try cascade.links("local:a").count == 5)
            #expect(try cascade.links("local:s") == ["t2>s:part2=1.0"])
            #expect(try cascade.links("local:t2") == ["t3>t2:part3=1.0"])
            let leaders = try cascade.store.network()
            #expect(leaders.leaders.map { leaders.firms[Int($0)].id.localName } == ["a", "b"])
        }
    }

    @Test func `nobody is invited for what the buyer itself does not declare`() throws {
        try Cascade.inFolder { cascade in
            func invite(_ supplier: String, _ product: String, by buyer: String) throws {
                _ = try cascade.desk(at: 1).create(
                    InviteDesk.Wish(supplier: FirmID(checked: supplier), product: product),
                    by: FirmID(checked: buyer))
            }
            let fault = try #require(throws: InviteFault.self) {
                try invite("local:s", "cell", by: "local:a")
            }
            #expect(fault.description.contains("but battery"))
            for (supplier, buyer) in [
                ("local:nobody", "local:a"), ("local:s", "local:c"), ("local:a", "local:s"),
            ] {
                let fault = try #require(throws: InviteFault.self) {
                    try invite(supplier, "battery", by: buyer)
                }
                #expect(fault.description.contains("register that supply first"))
            }
        }
    }

    @Test func `an invitation that was revoked, has ended, or hangs on one that was revoked is none`() throws
    {
        try Cascade.inFolder { cascade in
            let token = try cascade.invite("local:a", for: "1h")
            try cascade.use(token, "local:t,320500,,2,auto,cell,3\n", at: 2)
            let child = try cascade.invite("local:t", "cell", token: token, at: 3)
            let rows = "local:u,320500,,3,auto,foil,1\n"
            #expect(throws: TokenDeskFault.self) { try cascade.use(child, rows, at: 61) }
            _ = try cascade.desk(at: 4).revoke(cascade.idText(token))
            #expect(throws: InviteFault.withdrawn(cascade.idText(child))) {
                try cascade.use(child, rows, at: 5)
            }
            #expect(throws: TokenDeskFault.self) { try cascade.use(token, rows, at: 5) }
            #expect(throws: InviteFault.isRevoked(cascade.idText(token))) {
                try cascade.desk(at: 6).revoke(cascade.idText(token))
            }
            #expect(throws: InviteFault.unknown("0")) { try cascade.desk(at: 6).revoke("0") }
            let states = try cascade.desk(at: 6).list(from: nil, all: true).records.map { record in
                record.first { $0.name == "state" }?.value
            }
            #expect(states == [.text("revoked"), .text("revoked")])
            #expect(try cascade.links("local:a") == Self.own + ["t>s:cell=3.0"])
        }
    }

    @Test func `what was declared under an invitation is counted, and can be taken back with it, also later`()
        throws
    {
        try Cascade.inFolder { cascade in
            func standing(_ minutes: Int) throws -> [Double] {
                try cascade.desk(at: minutes).list(from: nil, all: true).records.map { record in
                    guard case .number(let count)? = record.first(where: { $0.name == "declarations" })?.value
                    else { return -1 }
                    return count
                }
            }
            let (a, b) = (try cascade.invite("local:a"), try cascade.invite("local:b", at: 2))
            let rows = "local:t,320500,,2,auto,cell,3\nlocal:u,330200,,2,auto,case,1\n"
            try cascade.use(a, rows, at: 3)
            try cascade.use(b, "local:t,320500,,2,auto,cell,8\n", at: 4)
            let child = try cascade.invite("local:t", "cell", token: a, at: 5)
            try cascade.use(child, "local:v,320500,,3,auto,foil,1\n", at: 6)
            #expect(try standing(7) == [1, 1, 2], "newest first")
            let id = cascade.idText(a)
            func withdrawn(_ minutes: Int, dry: Bool) throws -> Answer.Value? {
                let answer = try cascade.desk(at: minutes).revoke(id, withdraws: true, isDryRun: dry)
                return answer.records[0].first { $0.name == "withdrawn" }?.value
            }
            #expect(try withdrawn(8, dry: true) == .number(3))
            #expect(try standing(9) == [1, 1, 2] && cascade.links("local:a").count == 4)
            _ = try cascade.desk(at: 10).revoke(id)
            #expect(
                try cascade.links("local:a").count == 4, "what was declared stays unless it is taken back")
            #expect(try withdrawn(11, dry: false) == .number(3))
            #expect(try standing(12) == [0, 1, 0])
            #expect(try cascade.links("local:a") == Self.own)
            #expect(try cascade.links("local:b") == ["s>b:battery=20.0", "t>s:cell=8.0"])
            #expect(throws: InviteFault.isRevoked(id)) { try withdrawn(13, dry: false) }
            let again = try cascade.invite("local:a", at: 14)
            #expect(try cascade.use(again, rows, at: 15).accepted == 2, "a new invitation brings it again")
            #expect(try cascade.links("local:a").count == 3)
            let trail = try cascade.store.trail(action: .revokeInvitation, limit: 9)
            #expect(trail.map(\.detail) == [#"{"withdrawn":"3"}"#, "{}"])
        }
    }

    @Test func `an invitation holds for a year and a day at most`() throws {
        try Cascade.inFolder { cascade in
            func invite(until: String?, for duration: String? = nil) throws {
                var wish = InviteDesk.Wish(supplier: FirmID(checked: "local:s"), product: "battery")
                (wish.until, wish.duration) = (until, duration)
                _ = try cascade.desk(at: 0).create(wish, by: FirmID(checked: "local:a"))
            }
            let last = Cascade.start.adding(seconds: Double(InviteDesk.longestDays) * 86_400)
            try invite(until: last.description)
            try invite(until: nil, for: "\(InviteDesk.longestDays)d")
            for until in [last.adding(seconds: 1).description, "9999-12-31"] {
                let fault = try #require(throws: InviteFault.self) { try invite(until: until) }
                #expect(fault.description.contains("366 days at most") && fault.kind == .usage)
            }
            #expect(try cascade.desk(at: 0).list(from: nil, all: true).records.count == 2)
        }
    }

    @Test func `a token of any other scope invites nobody and registers nothing`() throws {
        try Cascade.inFolder { cascade in
            let desk = TokenDesk(cascade.store, now: Cascade.time(1))
            let token = try Cascade.text(
                "token",
                desk.create(
                    .init(name: "erp", registrant: FirmID(checked: "local:s"), scopes: [.read, .write])))
            #expect(throws: InviteFault.notAnInvitation("erp")) {
                try cascade.use(token, "local:t,320500,,2,auto,cell,3\n", at: 2)
            }
            #expect(throws: InviteFault.notAnInvitation("erp")) {
                try cascade.invite("local:t", "cell", token: token, at: 2)
            }
            #expect(throws: TokenDeskFault.inviteScope) {
                try desk.create(.init(name: "x", registrant: FirmID(checked: "local:s"), scopes: [.invite]))
            }
        }
    }

    @Test func `making, using and revoking one is in the trail`() throws {
        try Cascade.inFolder { cascade in
            let token = try cascade.invite("local:a")
            try cascade.use(token, "local:t,320500,,2,auto,cell,3\n", at: 2)
            _ = try cascade.desk(at: 3).revoke(cascade.idText(token))
            let trail = try cascade.store.trail(limit: 3)
            #expect(trail.map(\.action) == ["invite-revoke", "invite-use", "invite-create"])
            #expect(Set(trail.map(\.subject)) == [cascade.idText(token)])
            #expect(trail[1].detail.contains(#""registrant":"local:s""#))
            #expect(try cascade.store.checkTrail().brokenAt == nil)
        }
    }
}
