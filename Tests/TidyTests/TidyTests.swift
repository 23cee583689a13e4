import Foundation
import Testing
import TestSupport

/// The rules of the house that a machine can hold: which target sees which, how long a file or a function is.
@Suite struct TidyTests {
    /// The targets and their arrows, as the design's table has them, with the outside library each one alone imports.
    static let arrows: [String: Set<String>] = [
        "SupplyModel": [],
        "SupplyGraph": [],
        "Resilience": ["SupplyModel", "SupplyGraph"],
        "MutualAid": ["SupplyModel", "Resilience"],
        "Intake": ["SupplyModel", "CZip", "CExpat"],
        "Export": ["SupplyModel", "CXLSXWriter"],
        "StrictYAML": ["CYaml"],
        "Alerting": ["SupplyModel", "StrictYAML", "CRE2"],
        "Digest": ["CCrypto"],
        "Delivery": ["SupplyModel", "Digest", "CCurl"],
        "Store": ["SupplyModel", "Digest", "GRDB", "GRDBSQLite"],
        "Pacing": [],
        "HTTPAPI": [
            "SupplyModel", "Pacing", "Store", "Digest", "Hummingbird", "HummingbirdCore", "HTTPTypes",
            "NIOCore",
            "NIOHTTP1", "NIOPosix",
            "NIOHTTPTypes", "ServiceLifecycle", "Logging",
        ],
        "Daemon": [
            "SupplyModel", "Resilience", "MutualAid", "Intake", "Export", "StrictYAML", "Alerting", "Digest",
            "Delivery", "Store", "Pacing", "HTTPAPI", "CMemory",
            "ServiceLifecycle", "UnixSignals", "Logging",
        ],
        "tierwatch": ["Daemon", "Store", "SupplyModel", "ArgumentParser"],
        "tierwatch-bench": ["Resilience", "Store", "SupplyModel"],
    ]

    /// What the toolchain brings.
    static let toolchain: Set<String> = [
        "Foundation", "Dispatch", "Synchronization", "Glibc", "FoundationEssentials",
    ]

    /// What every long-running part speaks: the HTTP server is a service that logs, like those beside it.
    static let services: Set<String> = ["ServiceLifecycle", "Logging"]

    static let fileLineLimit = 400
    static let functionLineLimit = 60

    struct Source: CustomTestStringConvertible {
        var target: String
        var path: String
        var lines: [String]
        var testDescription: String { path }
    }

    static func sources(under folder: String) throws -> [Source] {
        let root = Fixtures.root.appending(path: folder)
        let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
            return Source(
                target: String(path.split(separator: "/")[0]), path: "\(folder)/\(path)",
                lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        }
    }

    static func imports(of source: Source) -> [String] {
        source.lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let index = words.firstIndex(of: "import"), index <= 1, index + 1 < words.count else {
                return nil
            }
            let isImport = index == 0 || ["public", "internal", "private", "package"].contains(words[0])
            return isImport ? String(words[index + 1]) : nil
        }
    }

    @Test func `every target imports only what the design's arrows allow`() throws {
        let sources = try Self.sources(under: "Sources")
        #expect(Set(sources.map(\.target)).isSubset(of: Self.arrows.keys))
        for source in sources {
            let allowed = (Self.arrows[source.target] ?? []).union(Self.toolchain)
            for module in Self.imports(of: source) {
                #expect(allowed.contains(module), "\(source.path) imports \(module)")
            }
        }
    }

    @Test func `each outside library has one importer`() throws {
        var importers: [String: Set<String>] = [:]
        for source in try Self.sources(under: "Sources") {
            for module in Self.imports(of: source)
            where Self.arrows[module] == nil && !Self.toolchain.contains(module)
                && !Self.services.contains(module)
            {
                importers[module, default: []].insert(source.target)
            }
        }
        #expect(importers["CYaml"] == ["StrictYAML"])
        for (module, targets) in importers {
            #expect(targets.count == 1, "\(module) is imported by \(targets.sorted())")
        }
    }

    @Test func `the kernel imports nothing at all`() throws {
        let sources = try Self.sources(under: "Sources").filter { $0.target == "SupplyGraph" }
        #expect(!sources.isEmpty)
        for source in sources { #expect(Self.imports(of: source).allSatisfy { Self.toolchain.contains($0) }) }
    }

    @Test func `only the store speaks SQL`() throws {
        let words = ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "PRAGMA "]
        for source in try Self.sources(under: "Sources") where source.target != "Store" {
            for (index, line) in source.lines.enumerated() {
                #expect(!words.contains { line.contains($0) }, "\(source.path):\(index + 1)")
            }
        }
    }

    @Test func `no file is longer than 400 lines`() throws {
        for source in try Self.sources(under: "Sources") + Self.sources(under: "Tests") {
            #expect(
                source.lines.count <= Self.fileLineLimit + 1, "\(source.path): \(source.lines.count) lines")
        }
    }

    @Test func `no function is longer than a screen`() throws {
        for source in try Self.sources(under: "Sources") + Self.sources(under: "Tests") {
            for (line, length) in Self.functions(of: source) {
                #expect(length <= Self.functionLineLimit, "\(source.path):\(line): \(length) lines")
            }
        }
    }

    @Test func `nothing is forced, silenced or left to do`() throws {
        let banned = ["try!", "fatal" + "Error(", "TO" + "DO", "FIX" + "ME", "as! "]
        for source in try Self.sources(under: "Sources") {
            for (index, line) in source.lines.enumerated() {
                #expect(!banned.contains { line.contains($0) }, "\(source.path):\(index + 1): \(line)")
            }
        }
    }

    @Test func `the limits are held against a file that breaks them`() {
        let body = ["    func long() {"] + Array(repeating: "        work()", count: 70) + ["    }"]
        let source = Source(target: "X", path: "X.swift", lines: ["struct X {"] + body + ["}"])
        #expect(Self.functions(of: source).map(\.length) == [72])
        #expect(
            Self.imports(of: Source(target: "X", path: "", lines: ["public import Yams", "import A"])) == [
                "Yams", "A",
            ])
    }

    /// Where functions begin, 1-based, and how many lines they take, by the indentation that the formatter guarantees.
    static func functions(of source: Source) -> [(line: Int, length: Int)] {
        var result: [(Int, Int)] = []
        for (index, line) in source.lines.enumerated() {
            let indent = line.prefix { $0 == " " }
            let words = line.split(separator: " ")
            let isFunction =
                words.contains("func") || line.dropFirst(indent.count).hasPrefix("init(")
                || line.contains(" init(")
                    && words.first.map { ["public", "private"].contains(String($0)) } ?? false
            guard isFunction, !line.contains("//") else { continue }
            let close = indent + "}"
            guard !line.hasSuffix("}"),
                let end = source.lines[(index + 1)...].firstIndex(where: { $0 == close })
            else { continue }
            result.append((index + 1, end - index + 1))
        }
        return result
    }
}
