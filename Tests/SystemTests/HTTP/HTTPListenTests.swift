import Foundation
import TestSupport
import Testing

/// Where the daemon listens, and what becomes of monitoring where it cannot.
@Suite struct HTTPListenTests {
    @Test(arguments: ["0.0.0.0:0", "[::]:0", "192.0.2.1:8710", "tierwatch.example:8710"])
    func `nobody beyond the machine is answered before there is a token`(address: String) throws {
        try Program.withEmptyStore { program in
            var program = program
            _ = try program.file("Alerts/rules/one.yaml", HTTPDaemon.rule)
            _ = try program.file("Alerts/channels.yaml", "channels: []\n")
            program.environment["TIERWATCH_LISTEN"] = address
            let result = try program("daemon")
            #expect(result.status == 78)
            let lines = result.errorText.split(separator: "\n")
            #expect(
                lines.count == 1 && result.errorText.contains("the register has no token"),
                "\(result.errorText)")
        }
    }

    @Test func `with a token the daemon listens beyond the machine`() throws {
        try HTTPDaemon.run { first in
            let token = try first.makeToken("desk", "--scope", "coordinate")
            first.background.signal(SIGTERM)
            #expect(first.background.end() == 0)
            var program = first.program
            program.environment["TIERWATCH_LISTEN"] = "0.0.0.0:\(first.port)"
            let daemon = try program.start(["daemon"])
            #expect(try daemon.wait { daemon.printed.contains("listening for HTTP") })
            first.token = token
            #expect(try first.ask("GET", "/firms").status == 200)
            first.token = nil
            #expect(try first.ask("GET", "/firms").status == 401)
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
        }
    }

    @Test(arguments: ["8710", "localhost", "127.0.0.1:70000", "::1:8710", ":8710", "a b:1"])
    func `an address that is none is bad configuration`(address: String) throws {
        try Program.withEmptyStore { program in
            var program = program
            program.environment["TIERWATCH_LISTEN"] = address
            let result = try program("daemon")
            #expect(result.status == 78 && result.errorText.contains("is no address and port"))
        }
    }

    @Test func `where the port is taken, monitoring goes on, and the daemon listens once it is free`() throws
    {
        try HTTPDaemon.run { holder in
            try Program.inFolder { program in
                var program = program
                _ = try program.file("Alerts/rules/one.yaml", HTTPDaemon.rule)
                _ = try program.file("Alerts/channels.yaml", "channels: []\n")
                program.environment["TIERWATCH_LISTEN"] = "127.0.0.1:\(holder.port)"
                program.environment["TIERWATCH_REGISTRANT"] = "local:check"
                let file = try program.file("one.csv", BadInputTests.header + BadInputTests.good)
                #expect(try program("import", file, "--registrant", "local:check").status == 0)
                let daemon = try program.start(["daemon"])
                #expect(try daemon.wait { daemon.printed.contains("nothing can listen for HTTP") })
                #expect(try daemon.wait { try !program.list("alerts", "list").isEmpty })
                holder.background.signal(SIGTERM)
                #expect(holder.background.end() == 0)
                #expect(try daemon.wait { daemon.printed.contains("listening for HTTP") })
                #expect(try holder.ask("GET", "/alerts").list.count == 1)
                daemon.signal(SIGTERM)
                #expect(daemon.end() == 0)
            }
        }
    }
}
