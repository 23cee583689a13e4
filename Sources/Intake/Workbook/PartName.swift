internal import SupplyModel

/// The names of parts inside a workbook, and where relations lead.
enum PartName {
    /// Whether a name stays inside the archive, whoever unpacks it.
    static func isInside(_ name: String) -> Bool {
        guard !name.isEmpty, !name.hasPrefix("/"), !name.contains("\\"), !name.contains(":") else {
            return false
        }
        guard !name.unicodeScalars.contains(where: CellText.isControl) else { return false }
        return !name.split(separator: "/", omittingEmptySubsequences: false).contains("..")
    }

    /// The part that a relation's target means, absolute or relative to the part that holds it.
    ///
    /// - Throws: where it leads out of the workbook.
    static func resolve(_ target: String, from base: String) throws(IntakeFault) -> String {
        let fault = IntakeFault.workbook(.outsideTarget(shown(target)))
        guard !target.contains("\\"), !target.contains(":"),
            !target.unicodeScalars.contains(where: CellText.isControl)
        else { throw fault }
        var parts = target.hasPrefix("/") ? [] : base.split(separator: "/").dropLast()
        for step in target.split(separator: "/") where step != "." {
            guard step == ".." else {
                parts.append(step)
                continue
            }
            guard parts.popLast() != nil else { throw fault }
        }
        guard !parts.isEmpty else { throw fault }
        return parts.joined(separator: "/")
    }

    /// The part with the relations of another: `xl/_rels/workbook.xml.rels` for `xl/workbook.xml`.
    static func relations(of part: String) -> String {
        var steps = part.split(separator: "/").map(String.init)
        let last = steps.popLast() ?? ""
        return (steps + ["_rels", last + ".rels"]).joined(separator: "/")
    }

    /// A name of the file for a message.
    static func shown(_ name: String) -> String {
        CellText.shown(Array(name.utf8.prefix(Problem.valueLimit)).span)
    }
}
