/// What a part of a workbook refers to, by the identities of its relations.
final class Relations: XMLHandler {
    struct Relation {
        /// The last word of its type: `worksheet`, `sharedStrings`, `styles`, `officeDocument`.
        var kind: String
        var target: String
        var isExternal: Bool
    }

    /// The part whose relations these are; empty for the workbook as a whole.
    let base: String
    private(set) var all: [String: Relation] = [:]

    /// Reads the relations of a part; there are none where the archive has no part for them.
    init(of base: String, in archive: ZipArchive) throws(IntakeFault) {
        self.base = base
        let name = PartName.relations(of: base)
        guard archive.holds(name) else { return }
        try XMLReader(archive.part(name)).run(into: self)
    }

    /// The part that the first relation of a kind leads to; nil where there is none.
    func part(of kind: String) throws(IntakeFault) -> String? {
        guard let key = all.filter({ $0.value.kind == kind }).keys.min(), let relation = all[key] else {
            return nil
        }
        return try part(relation)
    }

    /// The part that a relation leads to; external ones lead nowhere that is ever opened.
    func part(_ relation: Relation) throws(IntakeFault) -> String {
        guard !relation.isExternal else {
            throw .workbook(.outsideTarget(PartName.shown(relation.target)))
        }
        return try PartName.resolve(relation.target, from: base)
    }

    func begin(_ name: XMLName, _ attributes: XMLAttributes) throws(IntakeFault) {
        guard name("Relationship"), let id = attributes.text("Id"), let target = attributes.text("Target")
        else { return }
        guard all.count < WorkbookLimits.parts else { throw .workbook(.tooManyParts) }
        let type = attributes.text("Type") ?? ""
        all[id] = Relation(
            kind: String(type.split(separator: "/").last ?? ""), target: target,
            isExternal: attributes.text("TargetMode") == "External")
    }

    func end(_ name: XMLName) {}
    func take(_ text: UnsafeBufferPointer<UInt8>) {}
}
