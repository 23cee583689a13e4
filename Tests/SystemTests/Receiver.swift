import Foundation
import TestSupport

/// The independent webhook receiver on a free port of this machine, with what reached it.
final class Receiver {
    let port: Int
    private let background: Background
    private let log: URL

    /// The secret that the receiver holds every signature to.
    static let secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

    struct Request {
        var status: Int
        var path: String
        var headers: [String: String]
        var body: [String: Any]
        var id: String { headers.first { $0.key.lowercased() == "webhook-id" }?.value ?? "" }
    }

    init(folder: URL) throws {
        let port = try Self.freePort()
        self.port = port
        log = folder.appending(path: "receiver-\(port).jsonl")
        background = try Background(
            Command.python, [Fixtures.tool("receiver.py").path, "\(port)", log.path],
            environment: ["PATH": "/usr/bin:/bin"], folder: folder)
        guard Waiting.until({ Self.answers(port) }) else {
            throw Program.Failure(text: "the receiver did not start")
        }
    }

    deinit { background.signal(SIGKILL) }

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// POST requests that were answered, in order.
    func requests() -> [Request] {
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            guard let entry = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                let body = entry["req"] as? String, !body.isEmpty
            else { return nil }
            let content = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
            return Request(
                status: entry["status"] as? Int ?? 0, path: entry["path"] as? String ?? "",
                headers: entry["headers"] as? [String: String] ?? [:], body: content ?? [:])
        }
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
                bind(descriptor, general, size) == 0 && getsockname(descriptor, general, &size) == 0
            }
        }
        guard isBound else { throw Program.Failure(text: "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func answers(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = UInt16(port).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
