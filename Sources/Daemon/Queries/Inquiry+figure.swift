internal import Resilience
internal import Store
internal import SupplyModel

/// What makes the figure of an alert, as the register stands now.
extension Inquiry {
    /// The ways, suppliers or firms behind the figure; nothing where the register no longer knows them.
    func explanation(of alert: Alert) -> [Answer.Field] {
        do {
            return try parts(of: alert)
        } catch {
            return [Answer.Field("explanation", .text("\(error)"))]
        }
    }

    private func parts(of alert: Alert) throws -> [Answer.Field] {
        let labels = alert.labels
        guard let firm = labels["firm"] else { return [] }
        switch alert.metric {
        case .regionalExposure:
            guard let region = labels["region"], let kind = labels["kind"].flatMap(ExposureChoice.init),
                let level = labels["level"].flatMap(RegionLevel.init)
            else { return [] }
            return Self.below(try explanation(firm: firm, kind: kind, level: level, region: region))
        case .criticality, .chokepointWeight, .sharedBy, .survivalDays, .recoveryGapDays, .falseDualSource:
            guard let supplier = labels["supplier"] ?? labels["via"] else { return [] }
            return Self.below(try explanation(firm: firm, supplier: supplier))
        default:
            guard let product = labels["product"] else { return [] }
            return try suppliers(of: firm, product: product)
        }
    }

    /// The lists of an explanation, without the figure that the alert has itself.
    private static func below(_ answer: Answer) -> [Answer.Field] {
        (answer.records.first ?? []).filter {
            if case .list = $0.value { true } else { false }
        }
    }

    /// Who supplies a product, largest share first.
    private func suppliers(of text: String, product: String) throws -> [Answer.Field] {
        let network = try network()
        let firm = try firm(text, in: network)
        let group = chains(network).groups(of: firm).first { network.products[Int($0.product)] == product }
        guard let group else { return [] }
        let suppliers = group.suppliers.map { supplier -> Answer.Value in
            .record([
                Answer.Field("supplier", .text(network.firms[Int(supplier.firm)].id.description)),
                Answer.Field("name", .text(Self.shownName(of: supplier.firm, in: network))),
                Answer.Field("region", .text(supplier.region.description)),
                Answer.Field("share", .number(supplier.share)),
            ])
        }
        return [Answer.Field("suppliers", .list(suppliers))]
            + Answer.Field.number("unknown", group.unknown > 0 ? group.unknown : nil)
    }
}
