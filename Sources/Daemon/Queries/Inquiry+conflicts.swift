internal import Store
internal import SupplyModel

extension Inquiry {
    /// What registrants say differently of the same supply, both sides: what stands, and what another one says.
    ///
    /// `text`: only supplies that this firm is part of, by identity or legal name; nil for all. It takes both sides to see one, so
    /// no registrant's view has them.
    public func conflicts(of text: String?) throws -> Answer {
        try requireAll("conflicts")
        let network = try network()
        let id = try text.map { network.firms[Int(try firm($0, in: network))].id }
        let conflicts = try store.conflicts(at: time).filter { conflict in
            let sides = [conflict.standing.registrant, conflict.other.registrant]
            return id.map { ([conflict.supplier, conflict.buyer] + sides).contains($0) } ?? true
        }
        func name(_ id: FirmID) -> String? { network.number(of: id).flatMap { network.firms[Int($0)].name } }
        var answer = Answer(
            columns: [
                "supplier", "supplier_name", "region", "buyer", "buyer_name", "product", "column", "value",
                "registrant", "file", "line", "time", "other_value", "other_registrant", "other_file",
                "other_line",
                "other_time", "difference",
            ],
            records: conflicts.map { conflict in
                [Answer.Field("supplier", .text(conflict.supplier.description))]
                    + Answer.Field.text("supplier_name", name(conflict.supplier))
                    + [Answer.Field("region", .text(conflict.region.description))]
                    + [Answer.Field("buyer", .text(conflict.buyer.description))]
                    + Answer.Field.text("buyer_name", name(conflict.buyer))
                    + [
                        Answer.Field("product", .text(conflict.product)),
                        Answer.Field("column", .text(conflict.column)),
                    ] + Self.side(conflict.standing, "") + Self.side(conflict.other, "other_")
                    + Answer.Field.number("difference", conflict.difference)
            })
        answer.hiddenInTable = ["supplier", "buyer", "time", "other_time"]
        return answer
    }

    private static func side(_ side: DeclarationConflict.Side, _ prefix: String) -> [Answer.Field] {
        [
            Answer.Field(prefix + "value", .text(side.value)),
            Answer.Field(prefix + "registrant", .text(side.registrant.description)),
            Answer.Field(prefix + "file", .text(side.file)),
            Answer.Field(prefix + "line", .number(Double(side.line))),
            Answer.Field(prefix + "time", .text(side.time.description)),
        ]
    }
}
