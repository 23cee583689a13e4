internal import Foundation
internal import Intake
internal import SupplyModel

/// Which files of a folder are registers, and in which order they are read.
enum RegisterFolder {
    /// Files that one folder may hold.
    static let fileLimit = 10_000

    /// The files that paths name: a file as it is, a folder as its registers, not below: firms tables first, then by name.
    static func files(of paths: [String], registrant: FirmID, gazetteer: Gazetteer) throws -> [String] {
        var files: [String] = []
        for path in paths where !FileManager.default.fileExists(atPath: path) {
            throw IntakeError(path: path, fault: .missing)
        }
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
            else {
                files.append(path)
                continue
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: path).filter(isRegister).sorted()
            guard !names.isEmpty else { throw RegisterFolderFault.empty(path) }
            guard names.count <= fileLimit else { throw RegisterFolderFault.tooMany(path) }
            let inside = names.map { path.hasSuffix("/") ? path + $0 : path + "/" + $0 }
            let kinds = inside.map { kind(of: $0, registrant, gazetteer) }
            files += zip(inside, kinds).filter { $1 == .firms }.map(\.0)
            files += zip(inside, kinds).filter { $1 != .firms }.map(\.0)
        }
        return files
    }

    static func isRegister(_ name: String) -> Bool {
        let lower = name.lowercased()
        let isTable = lower.hasSuffix(".csv") || lower.hasSuffix(".xlsx")
        // A spreadsheet program that has `list.xlsx` open keeps its owner's name in `~$list.xlsx`.
        let isAside = lower.hasPrefix(".") || lower.hasPrefix("~$") || lower.hasSuffix(".refused.csv")
        return isTable && !isAside
    }

    private static func kind(of path: String, _ registrant: FirmID, _ gazetteer: Gazetteer) -> RegisterKind? {
        var sink = HeaderSink()
        do {
            try RegisterReader(path: path, registrant: registrant, gazetteer: gazetteer).read(into: &sink) {
                _, _ in
            }
        } catch {
            // A file without a readable header comes last and is refused, with its reason, when it is read.
            return sink.kind
        }
        return sink.kind
    }
}

/// Why a folder holds nothing to read.
enum RegisterFolderFault: Error, Equatable, CustomStringConvertible {
    case empty(String)
    case tooMany(String)

    var description: String {
        switch self {
        case .empty(let path): "\(path): the folder holds no *.csv or *.xlsx; put the registers into it"
        case .tooMany(let path):
            "\(path): the folder holds more than \(RegisterFolder.fileLimit) files; split it into several"
        }
    }
}

/// Learns what a file is a table of, and stops there.
private struct HeaderSink: RegisterSink {
    var kind: RegisterKind?

    struct Known: Error {}

    mutating func begin(_ header: RegisterHeader) throws {
        kind = header.kind
        throw Known()
    }

    mutating func take(_ row: SupplyRow) throws {}
    mutating func take(_ row: FirmRow) throws {}
    mutating func refuse(line: Int, problems: [Problem]) throws {}
    mutating func warn(_ problem: Problem) {}
}
