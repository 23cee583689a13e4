import Foundation
import Intake
import SupplyModel
import TestSupport

/// Keeps what a register says, for the tests to look at.
struct Collector: RegisterSink {
    var header: RegisterHeader?
    var supplies: [SupplyRow] = []
    var firms: [FirmRow] = []
    var refused: [Int: [Problem]] = [:]
    var warnings: [Problem] = []

    var problems: [Problem] { refused.sorted { $0.key < $1.key }.flatMap(\.value) }

    mutating func begin(_ header: RegisterHeader) { self.header = header }
    mutating func take(_ row: SupplyRow) { supplies.append(row) }
    mutating func take(_ row: FirmRow) { firms.append(row) }
    mutating func refuse(line: Int, problems: [Problem]) { refused[line] = problems }
    mutating func warn(_ problem: Problem) { warnings.append(problem) }
}

/// The registrant of every test's file.
let registrant = FirmID(checked: "local:apple")

/// Reads a file of the project or of a scratch folder.
func collect(_ url: URL, sheet: String? = nil) throws -> Collector {
    var collector = Collector()
    try RegisterReader(path: url.path, registrant: registrant, gazetteer: Gazetteer(), sheet: sheet)
        .read(into: &collector)
    return collector
}

/// Reads bytes as a file.
func collect(bytes: [UInt8]) throws -> Collector {
    try Fixtures.withFolder { folder in
        let file = folder.appending(path: "register.csv")
        try Data(bytes).write(to: file)
        return try collect(file)
    }
}

/// Reads text as a file in UTF-8.
func collect(_ text: String) throws -> Collector {
    try collect(bytes: Array(text.utf8))
}

/// Why text, as a file, is refused as a whole; nil where it is not.
func fault(of text: String) throws -> IntakeFault? {
    try fault(of: Array(text.utf8))
}

/// Why bytes, as a file, are refused as a whole; nil where they are not.
func fault(of bytes: [UInt8]) throws -> IntakeFault? {
    do {
        _ = try collect(bytes: bytes)
        return nil
    } catch let error as IntakeError {
        return error.fault
    }
}
