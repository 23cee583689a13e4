import Intake
import SupplyModel

/// Feeds the readers of tables, and holds what they give to what the store relies on.
struct TableBodies {
    static let shared = TableBodies()

    private let scratch = Scratch()
    private let gazetteer = Gazetteer()
    private let registrant = FirmID(checked: "local:fuzz")

    func readRegister(_ bytes: [UInt8]) { _ = read(bytes) }

    /// Reads a sheet, whose plain rows need no XML parser, and again where that alone reads it: both say the same.
    func readSheet(_ bytes: [UInt8]) {
        let given = read(WorkbookBytes.workbook(of: bytes))
        guard let wide = WorkbookBytes.wideWorkbook(of: bytes) else { return }
        let parsed = read(wide)
        guard given.fault == parsed.fault else {
            fatalError("\(given.fault ?? "read") instead of \(parsed.fault ?? "read")")
        }
        guard given.fault != nil || given.rows == parsed.rows else {
            fatalError("other rows than the parser's")
        }
    }

    /// What a register says, or the sentence that refuses it.
    private func read(_ bytes: [UInt8]) -> (rows: CheckingSink, fault: String?) {
        scratch.write(bytes)
        var sink = CheckingSink()
        let fault = refusing {
            try RegisterReader(path: scratch.path, registrant: registrant, gazetteer: gazetteer)
                .read(into: &sink)
        }
        return (sink, fault)
    }

    func readStatus(_ bytes: [UInt8]) {
        scratch.write(bytes)
        refusing {
            let table = try StatusReader(path: scratch.path, registrant: registrant, gazetteer: gazetteer)
                .read()
            for row in table.rows {
                CheckingSink.check(row.line, [row.operatingRate], in: 0...1)
                CheckingSink.check(row.line, [row.stockDays], in: 0...IntakeLimits.days)
                CheckingSink.check(row.line, [row.staff.map { Double($0) }], in: 0...IntakeLimits.people)
                CheckingSink.check([row.name, row.logistics, row.note])
            }
            for problem in table.warnings + table.refusals.flatMap(\.problems) {
                checkSentence(problem.message)
            }
        }
    }

    /// Reads a white list, whose products come back from the text that stands for them.
    func readWhiteList(_ bytes: [UInt8]) {
        scratch.write(bytes)
        refusing {
            let table = try WhiteListReader(
                path: scratch.path, issuer: RegionCode(raw: 310_000), gazetteer: gazetteer
            ).read()
            for row in table.rows {
                let entry = row.entry
                CheckingSink.check(row.line, [entry.tier.map { Double($0) }], in: 1...5)
                CheckingSink.check([entry.name, entry.recommendedBy, entry.contact] + entry.products)
                checkSentence(entry.firm.description)
                let written = ProductList.products(in: ProductList.text(entry.products) ?? "")
                let productBytes = entry.products.reduce(0) { $0 + 2 * $1.utf8.count + 4 }
                guard written == Array(entry.products.prefix(written.count)),
                    written.count == entry.products.count || productBytes > ProductList.limitBytes
                else { fatalError("\(written) instead of \(entry.products)") }
            }
            for problem in table.warnings + table.problems { checkSentence(problem.message) }
        }
    }

    /// Runs a reader, which may refuse what it is given with a sentence of its own and do nothing worse.
    @discardableResult
    private func refusing(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let error as IntakeError {
            guard error.fault.category == .badData else { fatalError("\(error)") }
            checkSentence(error.fault.sentence)
            return error.description
        } catch {
            fatalError("\(error) is no error of the intake")
        }
    }
}

/// Takes rows and ends the process at one that no file may bring about.
private struct CheckingSink: RegisterSink, Equatable {
    private var lastLine = 0
    private var header: RegisterHeader?
    private var supplies: [SupplyRow] = []
    private var firms: [FirmRow] = []
    private var refused: [Int] = []
    private var problems: [Problem] = []

    mutating func begin(_ header: RegisterHeader) {
        self.header = header
        lastLine = header.line
    }

    mutating func take(_ row: SupplyRow) {
        goOn(to: row.line)
        guard (1...5).contains(row.tier), !row.product.isEmpty else { fatalError("\(row)") }
        Self.check(row.line, [row.share], in: 0...1)
        Self.check(row.line, [row.annualValue], in: 0...IntakeLimits.moneyYuan)
        Self.check(
            row.line, [row.inventoryDays, row.recoveryDays, row.leadTimeDays, row.bringUpDays],
            in: 0...IntakeLimits.days)
        Self.check(row.line, [row.spareCapacity], in: 0...1)
        Self.check([row.product, row.supplierName, row.buyerName])
        for id in [row.supplier, row.buyer] { checkSentence(id.description) }
        supplies.append(row)
    }

    mutating func take(_ row: FirmRow) {
        goOn(to: row.line)
        Self.check(row.line, [row.revenue], in: 0...IntakeLimits.moneyYuan)
        Self.check(row.line, [row.recoveryDays], in: 0...IntakeLimits.days)
        Self.check([row.name, row.contact])
        checkSentence(row.id.description)
        firms.append(row)
    }

    mutating func refuse(line: Int, problems: [Problem]) {
        for problem in problems { checkSentence(problem.message) }
        refused.append(line)
        self.problems += problems
    }

    mutating func warn(_ problem: Problem) {
        checkSentence(problem.message)
        problems.append(problem)
    }

    /// Rows come in the order of their lines.
    private mutating func goOn(to line: Int) {
        guard line > lastLine else { fatalError("line \(line) after \(lastLine)") }
        lastLine = line
    }

    static func check(_ line: Int, _ numbers: [Double?], in range: ClosedRange<Double>) {
        for case let number? in numbers where !range.contains(number) { fatalError("\(line): \(number)") }
    }

    /// Texts are short, filled, and hold nothing that a terminal would obey.
    static func check(_ texts: [String?]) {
        for case let text? in texts {
            checkSentence(text)
            guard text.utf8.count <= IntakeLimits.textBytes else { fatalError("\(text.utf8.count) bytes") }
        }
    }
}
