internal import Resilience
internal import SupplyModel

/// How stops reach a firm, and along which deliveries.
extension Inquiry {
    /// One stop, explained: the ways in which it reaches a firm, and the deliveries that fail on the heaviest.
    ///
    /// A table shows these as lines below it.
    func explained(
        _ head: [Answer.Field], _ paths: [StoppagePath], in network: Network
    ) -> Answer {
        let shown = paths.map { Self.path($0.firms, part: $0.part, in: network) }
        let chain = paths.first?.steps ?? []
        let deliveries = chain.map { Self.delivery($0, in: network) }
        var answer = Answer(
            head + [Answer.Field("paths", .list(shown)), Answer.Field("chain", .list(deliveries))])
        answer.hiddenInTable = ["firms", "chain"]
        if !chain.isEmpty {
            answer.footnotes = [
                language == .zh
                    ? "最重路径上断供的环节（采购方 ← 产品 ← 供应商，采购方由此损失的产出）："
                    : "What fails on the heaviest way (buyer ← product ← supplier, and what of its output the buyer loses by it):"
            ]
            answer.footnotes += chain.map { line($0, in: network) }
        }
        return answer
    }

    /// A way by firms, the asked one first.
    static func path(_ firms: [Int32], part: Double, in network: Network) -> Answer.Value {
        .record([
            Answer.Field("part", .number(part)),
            Answer.Field("firms", .list(firms.map { .text(network.firms[Int($0)].id.description) })),
            Answer.Field("names", .list(firms.map { .text(shownName(of: $0, in: network)) })),
        ])
    }

    private static func delivery(_ step: StoppagePath.Step, in network: Network) -> Answer.Value {
        .record([
            Answer.Field("buyer", .text(network.firms[Int(step.buyer)].id.description)),
            Answer.Field("buyer_name", .text(shownName(of: step.buyer, in: network))),
            Answer.Field("product", .text(network.products[Int(step.product)])),
            Answer.Field("supplier", .text(network.firms[Int(step.supplier)].id.description)),
            Answer.Field("supplier_name", .text(shownName(of: step.supplier, in: network))),
            Answer.Field("importance", .text(step.importance.name)),
            Answer.Field("loss", .number(step.loss)),
        ])
    }

    private func line(_ step: StoppagePath.Step, in network: Network) -> String {
        let names = [step.buyer, step.supplier].map { Self.shownName(of: $0, in: network) }
        let product = network.products[Int(step.product)]
        let importance = TableWords.text(step.importance.name, in: "importance", language)
        let loss = Answer.shown(.number(step.loss), .max)
        return Answer.printable("  \(names[0]) ← \(product) ← \(names[1])  \(importance)  \(loss)")
    }
}
