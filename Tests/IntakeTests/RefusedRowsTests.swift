import Foundation
import Intake
import SupplyModel
import Testing
import TestSupport

@Suite struct RefusedRowsTests {
    func reader(_ file: URL) -> RegisterReader {
        RegisterReader(path: file.path, registrant: registrant, gazetteer: Gazetteer())
    }

    @Test func `refused rows are written as they were, with the reason`() throws {
        try Fixtures.withFolder { folder in
            let source = folder.appending(path: "list.csv")
            let target = folder.appending(path: "list.rejected.csv")
            let text =
                "清单;;;;\nsupplier_name;tier;industry;product;annual_value\n甲;1;auto;x;5\n"
                + "=HYPERLINK();9;auto;\"a\"\"b;c\";-5\n乙;1;auto\n@丙;1;auto;+x;-1.5\n"
            try Data(text.utf8).write(to: source)
            try reader(source).copyRefused(reasons: [4: "bad tier", 6: "no, \"really\""], to: target)
            let written = try Data(contentsOf: target)
            #expect(written.prefix(3) == Data([0xEF, 0xBB, 0xBF]))
            #expect(
                String(decoding: written.dropFirst(3), as: UTF8.self)
                    == "supplier_name,tier,industry,product,annual_value,reason\r\n"
                    + "'=HYPERLINK(),9,auto,\"a\"\"b;c\",-5,bad tier\r\n"
                    + "'@丙,1,auto,'+x,-1.5,\"no, \"\"really\"\"\"\r\n")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
        }
    }

    @Test func `refused rows of the messy file can be read again`() throws {
        try Fixtures.withFolder { folder in
            let target = folder.appending(path: "again.csv")
            let messy = Fixtures.url("vectors/network_300/messy/messy.csv")
            try reader(messy).copyRefused(reasons: [3: "x", 5: "y"], to: target)
            let read = try collect(target)
            #expect(read.supplies.map(\.product) == ["A1-18", "A1-16"])
            #expect(read.header?.unknownColumns == ["序号", "reason"])
        }
    }

    @Test func `a link at the name that a draft would have leads nowhere`() throws {
        try Fixtures.withFolder { folder in
            let target = folder.appending(path: "again.csv")
            let other = folder.appending(path: "other")
            try Data("another's".utf8).write(to: other)
            let link = target.appendingPathExtension("partial-\(getpid())")
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: other)
            let messy = Fixtures.url("vectors/network_300/messy/messy.csv")
            try reader(messy).copyRefused(reasons: [3: "x"], to: target)
            #expect(try String(contentsOf: other, encoding: .utf8) == "another's")
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(Set(names) == ["again.csv", "other", link.lastPathComponent])
        }
    }

    @Test func `a file that cannot be made is told`() throws {
        let messy = Fixtures.url("vectors/network_300/messy/messy.csv")
        let target = URL(filePath: "/nowhere/at/all.csv")
        let error = try #require(throws: IntakeError.self) {
            try reader(messy).copyRefused(reasons: [:], to: target)
        }
        #expect(error.fault.category == .cannotCreate)
        #expect(error.path == target.path)
    }
}
