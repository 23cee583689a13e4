public import SupplyModel

extension RegisterKind {
    /// What the table of a file is, by its header: one of a register, else the answers of a survey.
    ///
    /// A table of firms that also has answers is what it knows more columns of; as a register it is refused.
    ///
    /// - Throws: `IntakeError` where the file has no table that can be read: why it is no register.
    public init(ofFile path: String) throws(IntakeError) {
        let found: HeaderSearch.Found
        do throws(IntakeError) {
            found = try RegisterTable(path: path, sheet: nil).found
        } catch {
            guard Self.holdsAnswers(path) else { throw error }
            self = .status
            return
        }
        let header = found.reading.header
        self = header.kind
        guard header.kind == .firms else { return }
        let kinds: [RegisterKind] = [.firms, .status]
        let reading = try HeaderReading(cells: found.cells, line: header.line, path: path, kinds: kinds)
        self = reading?.header.kind ?? .firms
    }

    private static func holdsAnswers(_ path: String) -> Bool {
        do throws(IntakeError) {
            _ = try RegisterTable(path: path, sheet: nil, kinds: [.status])
            return true
        } catch {
            return false
        }
    }
}
