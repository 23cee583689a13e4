internal import HTTPAPI
internal import Store
internal import SupplyModel

extension APIDesk {
    /// Regions and firms that one question stops, and days that it looks ahead.
    private static let shockLimit = 200
    private static let dayRange = 1...3_650
    /// Days times firms that are told of: each is a number in the answer.
    static let courseLimit = 1_000_000
    /// For how long one question is worked on.
    static let whatIfSeconds = 60.0

    /// What is lost when something stops; ends as soon as nobody waits for it, or when it has taken too long.
    func whatIf(_ query: Query, _ body: JSONBody, _ cancelling: Cancelling) throws -> Answer {
        // It may have waited for its turn.
        try cancelling.check()
        let beganAt = now()
        try body.allow(
            "regions", "firms", "loss", "days", "until", "firm", "mitigate", "from_status")
        var question = WhatIf()
        question.regions = try body.texts("regions")
        question.firms = try body.texts("firms")
        question.loss = try body.number("loss", in: 0...1) ?? question.loss
        question.days = try body.whole("days", in: Self.dayRange) ?? question.days
        question.untilDay = try body.whole("until", in: Self.dayRange)
        question.firm = try body.text("firm")
        question.isMitigated = try body.flag("mitigate") ?? false
        question.startsFromStatus = try body.flag("from_status") ?? false
        question.courseLimit = Self.courseLimit
        let count = question.regions.count + question.firms.count
        guard count > 0 || question.startsFromStatus else {
            throw APIFault(
                .invalid, "nothing_stops", "nothing stops; name 'regions' or 'firms', or set 'from_status'")
        }
        guard count <= Self.shockLimit else {
            throw APIFault(
                .invalid, "too_many_stops", "more than \(Self.shockLimit) regions and firms stop; name fewer")
        }
        var warnings: [String] = []
        var answer = try inquiry(query).whatIf(
            question, now: beganAt,
            progress: { _ in
                try cancelling.check()
                guard now().seconds(since: beganAt) < Self.whatIfSeconds else { throw Self.tooLong }
            }, warn: { warnings.append($0) })
        answer.warnings += warnings
        return answer
    }

    private static var tooLong: APIFault {
        APIFault(
            .unavailable, "too_long",
            "the question takes longer than \(Int(whatIfSeconds)) seconds here; look fewer days ahead with 'until',"
                + " or ask `tierwatch whatif`, which has no such limit")
    }

    /// What changes something.
    func act(_ query: Query, _ body: JSONBody) throws -> Answer {
        switch query.operation {
        case .acknowledgeAlert: return try acknowledge(query, body)
        case .releaseAlert: return try release(query, body)
        case .createSilence: return try silence(query, body)
        case .endSilence:
            try body.allow()
            return try SilenceDesk(try inquiry(query), now: now()).end(query.arguments.text("silence") ?? "")
        case .createInvitation: return try invite(query, body)
        case .revokeInvitation:
            try body.allow()
            return try invitations(query).revoke(
                query.arguments.text("invitation") ?? "", from: query.reader.registrant)
        case .stepAidRequest: return try stepAid(query, body)
        case .sayConsent: return try sayConsent(query, body)
        default: return try report(query, body)
        }
    }

    /// Only alerts that the asker sees can be answered by him.
    private func desk(_ query: Query) throws -> AlertDesk {
        let inquiry = try inquiry(query)
        _ = try inquiry.alert(query.arguments.text("fingerprint") ?? "", now: now())
        return AlertDesk(inquiry, channels: { inForce().channels }, now: now())
    }

    private func acknowledge(_ query: Query, _ body: JSONBody) throws -> Answer {
        try body.allow("owner", "note", "for", "until", "seen")
        let word = AlertDesk.Word(
            owner: try body.text("owner") ?? query.reader.actor, note: try body.text("note") ?? "",
            duration: try body.text("for"), until: try body.text("until"),
            seenVersion: try body.whole("seen", in: 0...Acknowledgement.versionLimit))
        return try desk(query).acknowledge(query.arguments.text("fingerprint") ?? "", word)
    }

    private func release(_ query: Query, _ body: JSONBody) throws -> Answer {
        try body.allow()
        let word = AlertDesk.Word(
            owner: query.arguments.text("owner") ?? query.reader.actor,
            note: query.arguments.text("note") ?? "", seenVersion: query.arguments.whole("seen"))
        return try desk(query).release(query.arguments.text("fingerprint") ?? "", word)
    }

    private func silence(_ query: Query, _ body: JSONBody) throws -> Answer {
        try body.allow("matchers", "author", "reason", "start", "for", "until", "replaces", "dry_run")
        var wish = SilenceDesk.Wish(
            matchers: try body.texts("matchers"), author: try body.text("author") ?? query.reader.actor,
            reason: try body.text("reason") ?? "")
        wish.start = try body.text("start")
        wish.duration = try body.text("for")
        wish.until = try body.text("until")
        wish.replaces = try body.text("replaces")
        return try SilenceDesk(try inquiry(query), now: now()).silence(
            wish, isTrial: try body.flag("dry_run") ?? false)
    }

    private func invitations(_ query: Query) -> InviteDesk {
        InviteDesk(store.acting(as: query.reader.actor), gazetteer: gazetteer, now: now())
    }

    private func invite(_ query: Query, _ body: JSONBody) throws -> Answer {
        try body.allow("supplier", "product", "tier", "for", "until", "registrant")
        var wish = InviteDesk.Wish(
            supplier: try id(try body.needed("supplier"), "supplier"), product: try body.needed("product"))
        wish.tier = try body.whole("tier", in: 1...9)
        wish.duration = try body.text("for")
        wish.until = try body.text("until")
        if let invitation = query.reader.invitation {
            return try invitations(query).create(wish, under: invitation)
        }
        return try invitations(query).create(
            wish, by: try registrant(try body.text("registrant"), query.reader))
    }

    private func report(_ query: Query, _ body: JSONBody) throws -> Answer {
        try body.allow(
            "firm", "operating_rate", "region", "time", "staff", "stock_days", "logistics", "note",
            "registrant")
        guard let rate = try body.number("operating_rate", in: 0...1) else {
            throw APIFault(.invalid, "bad_field", "'operating_rate' is missing; add it, such as 0.8")
        }
        var word = StatusDesk.Word(firm: try body.needed("firm"), operatingRate: rate)
        word.region = try body.text("region")
        word.time = try body.text("time")
        word.staff = try body.whole("staff", in: 0...StatusDesk.staffLimit)
        word.stockDays = try body.number("stock_days", in: 0...StatusDesk.stockLimitDays)
        word.logistics = try body.text("logistics")
        word.note = try body.text("note")
        let named = try body.text("registrant") ?? query.arguments.text("registrant")
        return try StatusDesk(try inquiry(query), now: now()).report(
            word, by: try registrant(named, query.reader))
    }

    private func id(_ text: String, _ name: String) throws(APIFault) -> FirmID {
        do throws(IdentityFault) {
            return try FirmID(text)
        } catch {
            throw APIFault(.invalid, "bad_\(name)", "'\(name)': \(error.sentence)")
        }
    }

    /// In whose name somebody speaks: a token's own registrant, else the one that is named.
    func registrant(_ named: String?, _ reader: Reader) throws -> FirmID {
        let wanted = try named.map { try id($0, "registrant") }
        guard let own = reader.registrant else {
            guard let wanted else {
                throw APIFault(.invalid, "no_registrant", "nobody is named as registrant; add 'registrant'")
            }
            return wanted
        }
        guard wanted == nil || wanted == own else {
            throw APIFault(
                .forbidden, "not_allowed",
                "this token speaks in its own registrant's name alone; leave 'registrant' out")
        }
        return own
    }
}
