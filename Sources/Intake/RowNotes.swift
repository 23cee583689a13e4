internal import SupplyModel

/// Collects what is wrong with the row that is being read, and warnings about good ones.
struct RowNotes {
    let file: String
    /// The sheet of a workbook; nil for text.
    let sheet: String?
    var line = 0
    private(set) var problems: [Problem] = []
    private(set) var warnings: [Problem] = []
    /// Whether the row has a problem, told or not.
    private(set) var isRefused = false
    private var problemsLeft = IntakeLimits.problems
    /// What was warned of; a firm or place is told once a file.
    private var warned: Set<String> = []

    init(file: String, sheet: String?) {
        self.file = file
        self.sheet = sheet
    }

    /// Forgets the row before.
    mutating func begin(line: Int) {
        self.line = line
        guard isRefused || !warnings.isEmpty else { return }
        isRefused = false
        problems.removeAll(keepingCapacity: true)
        warnings.removeAll(keepingCapacity: true)
    }

    /// Refuses the row; problems beyond the limit are not told.
    mutating func refuse(_ column: RegisterColumn?, _ fault: CellFault, value: @autoclosure () -> String) {
        isRefused = true
        guard problemsLeft > 0 else { return }
        problemsLeft -= 1
        problems.append(problem(column, fault, value()))
        guard problemsLeft == 0 else { return }
        let message =
            "there are more than \(IntakeLimits.problems) problems; correct these and read the file again"
        problems.append(problem(nil, CellFault("too_many_problems", message), ""))
    }

    /// Warns of a value, once a file.
    mutating func warn(_ column: RegisterColumn, _ fault: CellFault, value: String) {
        guard warned.count < IntakeLimits.problems, warned.insert(fault.code + value).inserted else { return }
        warnings.append(problem(column, fault, value))
    }

    private func problem(_ column: RegisterColumn?, _ fault: CellFault, _ value: String) -> Problem {
        Problem(
            file: file, sheet: sheet, line: line, column: column?.rawValue ?? "", code: fault.code,
            value: value,
            message: fault.message)
    }
}
