import Foundation
import Intake
import SupplyModel
import Testing
import TestSupport

@Suite struct MemoryTests {
    /// In a process of its own, because the tests beside it move the peak.
    @Test func `memory does not grow with the file`() async {
        await #expect(processExitsWith: .success) {
            try Fixtures.withFolder { folder in
                let small = try MemoryTests.write(rows: 20_000, to: folder.appending(path: "small.csv"))
                let large = try MemoryTests.write(rows: 200_000, to: folder.appending(path: "large.csv"))
                try MemoryTests.read(small, rows: 20_000)
                let before = try MemoryTests.peakKilobytes()
                try MemoryTests.read(large, rows: 200_000)
                let grown = try MemoryTests.peakKilobytes() - before
                #expect(grown < MemoryTests.allowedKilobytes, "\(grown) KiB more for 36 MB more")
            }
        }
    }

    /// What may be remembered of the many firms of the larger file, and no more.
    static let allowedKilobytes = 12_000

    /// Counts rows and keeps none.
    struct Counter: RegisterSink {
        var rows = 0
        mutating func begin(_ header: RegisterHeader) {}
        mutating func take(_ row: SupplyRow) { rows += 1 }
        mutating func take(_ row: FirmRow) { rows += 1 }
        mutating func refuse(line: Int, problems: [Problem]) {}
        mutating func warn(_ problem: Problem) {}
    }

    static func read(_ file: URL, rows: Int) throws {
        var counter = Counter()
        try RegisterReader(path: file.path, registrant: registrant, gazetteer: Gazetteer()).read(
            into: &counter)
        #expect(counter.rows == rows)
    }

    /// A file of 200 bytes a row, written in parts so that it is never in memory as a whole.
    static func write(rows: Int, to file: URL) throws -> URL {
        try Data(header.utf8).write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
        let tail = String(repeating: "y", count: 166)
        for start in stride(from: 0, to: rows, by: 1_000) {
            let part = (start..<(start + 1_000)).map { "local:maker:\($0),1,auto,\($0 % 977)\(tail)\n" }
                .joined()
            try handle.write(contentsOf: Data(part.utf8))
        }
        try handle.close()
        return file
    }

    /// The most memory that this process ever held.
    static func peakKilobytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM") })
        return try #require(Int(line.filter(\.isNumber)))
    }
}
