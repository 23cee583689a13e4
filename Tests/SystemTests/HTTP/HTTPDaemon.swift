import Foundation
import TestSupport

/// A daemon that listens on a free port, and whoever asks it.
final class HTTPDaemon {
    let program: Program
    private(set) var background: Background
    private(set) var port: Int
    /// Sent with every request that names no other.
    var token: String?

    static let base = "/api/v1"
    /// How long an answer is waited for, which a hundred thousand refused rows take a sanitizer's build a while to give.
    private static let patienceSeconds = 60

    init(_ program: Program, listen: String = "127.0.0.1:0") throws {
        var program = program
        program.environment["TIERWATCH_LISTEN"] = listen
        self.program = program
        let background = try program.start(["daemon"])
        port = try Self.port(of: background)
        self.background = background
    }

    deinit { background.signal(SIGKILL) }

    /// A daemon over a register that an empty store or a file begins with.
    static func run<T>(
        _ environment: [String: String] = [:], register: String? = nil, _ body: (HTTPDaemon) throws -> T
    ) throws -> T {
        try Program.inFolder { program in
            var program = program
            program.environment = environment
            _ = try program.file("Alerts/rules/one.yaml", HTTPDaemon.rule)
            _ = try program.file("Alerts/channels.yaml", "channels: []\n")
            let file = try program.file("one.csv", register ?? BadInputTests.header + BadInputTests.good)
            let result = try program("import", file, "--registrant", "local:check")
            guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
            return try body(try HTTPDaemon(program))
        }
    }

    /// Fires for every product of one supplier.
    static let rule =
        "rules: [{name: one, metric: single_source, op: '==', value: 1, severity: info, summary: {zh: 一, en: one}}]\n"

    /// The port at which a daemon says that it listens.
    static func port(of background: Background) throws -> Int {
        let mark = "address=127.0.0.1:"
        let isListening = try background.wait { background.printed.contains("listening for HTTP") }
        guard isListening, let found = background.printed.range(of: mark),
            let port = Int(background.printed[found.upperBound...].prefix { $0.isNumber })
        else { throw Program.Failure(text: "the daemon does not listen: \(background.printed)") }
        return port
    }

    /// Ends the daemon with a signal and starts another over the same store.
    func restart(_ signal: Int32) throws {
        background.signal(signal)
        _ = background.end()
        background = try program.start(["daemon"])
        port = try Self.port(of: background)
    }

    /// Makes a token and gives its text.
    func makeToken(_ name: String, _ flags: String...) throws -> String {
        let answer = try program.json(["token", "create", name] + flags) as? [String: Any]
        guard let token = answer?["token"] as? String else { throw Program.Failure(text: "no token") }
        return token
    }

    /// Waits for the alerts of the first run.
    func waitForAlerts() throws -> [[String: Any]] {
        var alerts: [[String: Any]] = []
        _ = try background.wait {
            alerts = try ask("GET", "/alerts").list
            return !alerts.isEmpty
        }
        return alerts
    }

    /// Asks on a connection of its own; a place is below the API's base, unless it begins with it as a link does.
    func ask(
        _ method: String, _ place: String, _ headers: [String: String] = [:], body: Data? = nil
    ) throws -> HTTPAnswer {
        let wire = try send(method, place, headers, body: body)
        guard wire.readToEnd() else {
            throw Program.Failure(text: "\(method) \(place): no end: \(wire.text.prefix(300))")
        }
        return try HTTPAnswer(wire.received)
    }

    /// Asks, kills the daemon some time later, and starts another; the status of the answer, nil where none came.
    func askAndKill(
        after microseconds: UInt32, _ place: String, _ headers: [String: String] = [:], json: String
    ) throws -> Int? {
        let wire = try send(
            "POST", place, ["Content-Type": "application/json"].merging(headers) { _, own in own },
            body: Data(json.utf8))
        usleep(microseconds)
        background.signal(SIGKILL)
        _ = wire.readToEnd()
        try restart(SIGKILL)
        return try? HTTPAnswer(wire.received).status
    }

    private func send(
        _ method: String, _ place: String, _ headers: [String: String], body: Data?
    ) throws -> Wire {
        let wire = try Wire(port, patienceSeconds: Self.patienceSeconds)
        var fields = ["Host": "127.0.0.1:\(port)", "Connection": "close"]
        if let token { fields["Authorization"] = "Bearer \(token)" }
        if let body { fields["Content-Length"] = "\(body.count)" }
        for (name, value) in headers { fields[name] = value.isEmpty ? nil : value }
        let head = fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }.joined()
        wire.send(
            "\(method) \(place.hasPrefix(Self.base) ? place : Self.base + place) HTTP/1.1\r\n\(head)\r\n")
        if let body { wire.send(body) }
        return wire
    }

    func ask(
        _ method: String, _ place: String, _ headers: [String: String] = [:], json: String
    ) throws -> HTTPAnswer {
        try ask(
            method, place, ["Content-Type": "application/json"].merging(headers) { _, own in own },
            body: Data(json.utf8))
    }

    /// What Prometheus is told.
    func prometheus() throws -> HTTPAnswer {
        let wire = try Wire(port)
        let field = token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        wire.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(field)\r\n")
        _ = wire.readToEnd()
        return try HTTPAnswer(wire.received)
    }

    /// Does something with another token.
    func with<T>(_ token: String?, _ body: () throws -> T) rethrows -> T {
        let own = self.token
        self.token = token
        defer { self.token = own }
        return try body()
    }

    /// Uploads a register.
    func upload(
        _ query: String, _ body: Data, type: String = "text/csv", _ headers: [String: String] = [:]
    ) throws -> HTTPAnswer {
        try ask(
            "POST", "/registrations?\(query)", ["Content-Type": type].merging(headers) { _, own in own },
            body: body)
    }
}

/// What may stand in an address.
func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
}
