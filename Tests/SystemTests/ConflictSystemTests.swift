import Foundation
import TestSupport
import Testing

/// What registrants say differently, as a user sees it.
@Suite struct ConflictSystemTests {
    static let header =
        "supplier_id,supplier_region,buyer_id,tier,industry,product,annual_value,share,importance,status,inventory_days\n"

    private func register(_ program: Program, _ name: String, _ rows: String, by registrant: String) throws {
        let file = try program.file(name, Self.header + rows)
        let result = try program("import", file, "--registrant", registrant)
        try #require(result.status == 0, "\(result.errorText)")
    }

    @Test func `both sides of a conflict are shown, the newest as what stands`() throws {
        try Program.inFolder { program in
            try register(
                program, "one.csv",
                """
                local:h:a,苏州,local:h:b,1,auto,灯,100,0.5,essential,active,5
                local:h:c,无锡,local:h:b,1,auto,灯,100,0.5,essential,active,5

                """, by: "local:one")
            try register(
                program, "two.csv",
                """
                local:h:a,苏州,local:h:b,2,auto,灯,109,,ordinary,active,9
                local:h:c,无锡,local:h:b,1,auto,灯,100,0.5,essential,active,5
                local:h:c,上海,local:h:b,1,auto,灯,7,0.5,essential,active,5

                """, by: "local:two")
            let found = try program.list("conflicts")
            #expect(found.map { $0["column"] as? String } == ["tier", "importance", "inventory_days"])
            #expect(found.map { $0["value"] as? String } == ["2", "ordinary", "9.0"])
            #expect(found.map { $0["other_value"] as? String } == ["1", "essential", "5.0"])
            for one in found {
                #expect(one["supplier"] as? String == "local:h:a" && one["buyer"] as? String == "local:h:b")
                #expect(
                    one["registrant"] as? String == "local:two"
                        && one["other_registrant"] as? String == "local:one")
                #expect((one["file"] as? String)?.hasSuffix("two.csv") == true && one["line"] as? Int == 2)
                #expect(
                    (one["other_file"] as? String)?.hasSuffix("one.csv") == true
                        && one["other_line"] as? Int == 2)
            }
            #expect(abs((found[2]["difference"] as? Double ?? .nan) - 4.0 / 9) < 1e-9)
            #expect(try program.list("conflicts", "--firm", "local:h:c").isEmpty)
            #expect(try program.list("conflicts", "--firm", "local:h:a").count == 3)
            #expect(try program.list("conflicts", "--at", "2020-01-01").isEmpty)
        }
    }

    @Test func `a tenth is no conflict, more is; what was withdrawn or said again is none`() throws {
        try Program.inFolder { program in
            let row = "local:h:a,苏州,local:h:b,1,auto,灯,VALUE,,essential,active,\n"
            try register(program, "one.csv", row.replacing("VALUE", with: "100"), by: "local:one")
            try register(program, "two.csv", row.replacing("VALUE", with: "90"), by: "local:two")
            #expect(try program.list("conflicts").isEmpty)
            try register(program, "two.csv", row.replacing("VALUE", with: "89.9"), by: "local:two")
            let found = try program.list("conflicts")
            #expect(found.count == 1 && found[0]["value"] as? String == "89.9")
            try register(program, "one.csv", row.replacing("VALUE", with: "89.9"), by: "local:one")
            #expect(try program.list("conflicts").isEmpty)
            try register(program, "one.csv", row.replacing("VALUE", with: "50"), by: "local:one")
            #expect(try program.list("conflicts").count == 1)
            let other = "local:h:z,苏州,local:h:b,1,auto,灯,1,,essential,active,\n"
            let file = try program.file("one.csv", Self.header + other)
            try #require(try program("import", file, "--registrant", "local:one", "--replace").status == 0)
            #expect(try program.list("conflicts").isEmpty)
        }
    }
}
