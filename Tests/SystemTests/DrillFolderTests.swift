import Foundation
import TestSupport
import Testing

/// What a drill removes of what it finds among the temporary files.
@Suite struct DrillFolderTests {
    @Test(arguments: ["tierwatch-drill-2026", "tierwatch-drill-999999999-AbCdEf"])
    func `a store that is named like a drill's copy stays`(name: String) throws {
        try DrillBench.with { bench in
            let store = bench.program.folder.path + "/tmp/" + name
            try FileManager.default.copyItem(atPath: bench.program.data, toPath: store)
            let files = try FileManager.default.contentsOfDirectory(atPath: store).sorted()
            _ = try bench.drill()
            #expect(try bench.temporary() == [name])
            #expect(try FileManager.default.contentsOfDirectory(atPath: store).sorted() == files)
            let result = try bench.program("audit", "verify", "--data", store)
            #expect(result.status == 0, "\(result.errorText)")
        }
    }

    @Test func `a drill whose report cannot be written is not made`() throws {
        try DrillBench.with { bench in
            let file = try bench.program.file("drill.yaml", DrillBench.lockdown)
            let folder = bench.program.folder.path
            try FileManager.default.createDirectory(
                atPath: folder + "/dir.xlsx", withIntermediateDirectories: false)
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/full.csv", withDestinationPath: "/dev/full")
            for name in ["dir.xlsx", "full.csv", "no/a.csv"] {
                let result = try bench.program("aid", "drill", file, "--output", folder + "/" + name)
                #expect(result.status == 73 && result.text.isEmpty, "\(name): \(result.errorText)")
            }
            #expect(try bench.program.list("aid", "drills").isEmpty)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder).allSatisfy {
                    !$0.contains("partial")
                })
        }
    }

    @Test func `what a drill left that was killed before its copy was made goes with the next`() throws {
        try DrillBench.with { bench in
            for name in ["tierwatch-drill-999999999-AbCdEf", "tierwatch-drill-999999998-AbCdEf.gone"] {
                let folder = bench.program.folder.path + "/tmp/" + name
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: false)
                if name.hasSuffix("f") {
                    #expect(FileManager.default.createFile(atPath: folder + "/lock.gone", contents: nil))
                }
            }
            _ = try bench.drill()
            #expect(try bench.temporary().isEmpty)
        }
    }
}
