internal import Export
internal import Intake
internal import Resilience
internal import Store
public import SupplyModel

extension Inquiry {
    /// A site of a chain, and what was last said of it.
    private struct Asked {
        var supplier: ChainSupplier
        var region: RegionCode
        var newest: StatusReport?
        var hasAnswered: Bool
    }

    /// Whom to ask about a firm's chain, tier by tier: each site of each supplier that has not answered, with the answer rates below.
    ///
    /// `sheet`: where the blank sheet of those listed is written, a form.
    ///
    /// - Throws: `QueryFault`, `StatusFault`, `StoreError`, and `ExportError` where the sheet cannot be written; then nothing is left of it.
    public func survey(_ question: SurveyQuestion, sheet: OutputFile?, now: Timestamp) throws -> Answer {
        let network = try network()
        let asked = try asked(question, in: network, now: time ?? now)
        let listed = asked.filter { question.listsAnswered || !$0.hasAnswered }
        if let sheet { try write(listed, in: network, to: sheet) }
        var answer = Answer(
            columns: [
                "tier", "id", "name", "region", "region_name", "contact", "answered", "operating_rate",
                "time",
            ],
            records: listed.map { record($0, in: network) })
        answer.footnotes = rates(asked).map { tier, asked, answered in
            let percent = Answer.numeral((Double(answered) / Double(asked) * 1_000).rounded() / 10)
            return language == .zh
                ? "\(tier) 级：\(asked) 处中 \(answered) 处已答（\(percent)%）"
                : "tier \(tier): \(answered) of \(English.counted(asked, one: "site", many: "sites")) answered (\(percent)%)"
        }
        return answer
    }

    /// How many of the sites that are asked have answered, tier by tier.
    public func answerRates(_ question: SurveyQuestion, now: Timestamp) throws -> Answer {
        let asked = try asked(question, in: try network(), now: time ?? now)
        return Answer(
            columns: ["tier", "asked", "answered", "answer_rate"],
            records: rates(asked).map { tier, asked, answered in
                Answer.Field.number("tier", tier) + Answer.Field.number("asked", asked)
                    + Answer.Field.number("answered", answered)
                    + Answer.Field.number("answer_rate", Double(answered) / Double(asked))
            })
    }

    private func asked(
        _ question: SurveyQuestion, in network: Network, now: Timestamp
    ) throws -> [Asked] {
        let firm = try firm(question.firm, in: network)
        let region = try question.region.map { try self.region($0) }
        let since = try question.since.map(StatusDesk.time) ?? now.adding(seconds: -statusDays * 86_400)
        guard since <= now else { throw StatusFault.future(since, now: now) }
        // Oldest first, so that the last one about a site is its newest.
        let reports = Dictionary(
            grouping: try store.newestStatus(since: Timestamp(milliseconds: 0), at: now, view: view)
        ) { network.number(of: $0.firm) }
        let chains = chains(network)
        return chains.suppliers(of: firm).filter { question.tier == nil || $0.tier == question.tier }
            .flatMap { supplier -> [Asked] in
                let told = reports[supplier.firm] ?? []
                return chains.regions(of: supplier.firm).filter { place in
                    region.map { Self.contains($0, place) } ?? true
                }.map { place in
                    let newest = told.last { $0.region.map { Self.contains($0, place) } ?? true }
                    return Asked(
                        supplier: supplier, region: place, newest: newest,
                        hasAnswered: newest.map { $0.time >= since } ?? false)
                }
            }
    }

    private func rates(_ asked: [Asked]) -> [(tier: Int, asked: Int, answered: Int)] {
        Dictionary(grouping: asked, by: \.supplier.tier).sorted { $0.key < $1.key }.map { tier, sites in
            (tier, sites.count, sites.count { $0.hasAnswered })
        }
    }

    private func record(_ one: Asked, in network: Network) -> [Answer.Field] {
        let firm = network.firms[Int(one.supplier.firm)]
        return Answer.Field.number("tier", one.supplier.tier)
            + [Answer.Field("id", .text(firm.id.description))] + Answer.Field.text("name", firm.name)
            + [Answer.Field("region", .text(one.region.description))]
            + Answer.Field.text("region_name", name(one.region)) + Answer.Field.text("contact", firm.contact)
            + [Answer.Field("answered", .flag(one.hasAnswered))]
            + Answer.Field.number("operating_rate", one.newest?.operatingRate)
            + Answer.Field.text("time", one.newest?.time.description)
    }

    private func write(_ listed: [Asked], in network: Network, to file: OutputFile) throws(ExportError) {
        let header = SurveySheet.header(isChinese: language == .zh)
        let table = try file.table(language == .zh ? "调查表" : "survey")
        try table.write(header.map { .text($0) })
        for one in listed {
            let firm = network.firms[Int(one.supplier.firm)]
            let asked: [ExportCell] = [
                .number(Double(one.supplier.tier)), .text(firm.id.description), ExportCell(firm.name),
                one.region == .unknown ? .empty : .text(one.region.description), ExportCell(firm.contact),
            ]
            try table.write(asked + Array(repeating: .empty, count: header.count - asked.count))
        }
        try table.finish()
    }
}
