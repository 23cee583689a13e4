import Foundation
import Glibc
import TestSupport

/// One connection to a port of this machine, byte by byte: a client that may be as rude as it likes.
final class Wire {
    private let descriptor: Int32
    private(set) var received = Data()

    /// The test's own process may open as many connections as the system allows.
    private static let isRaised: Bool = {
        var limits = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
        limits.rlim_cur = limits.rlim_max
        return setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0
    }()

    /// Connects; one read or one write waits for `patienceSeconds`.
    init(_ port: Int, patienceSeconds: Int = 20) throws {
        guard Self.isRaised else { throw Program.Failure(text: "the limit of open files cannot be raised") }
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = UInt16(port).bigEndian
        var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw Program.Failure(text: "nobody listens at port \(port)") }
    }

    deinit { close(descriptor) }

    /// Sends bytes; false once the other side no longer takes them.
    @discardableResult
    func send(_ bytes: Data) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Data(text.utf8)) }

    /// Says that no more comes.
    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Reads until a condition holds; false where the connection or the patience ended before.
    func read(until condition: (Data) -> Bool) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !condition(received) {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else {
                isEnded = count == 0 || errno == ECONNRESET
                return false
            }
            received += buffer.prefix(count)
        }
        return true
    }

    /// Whether the other side has ended the connection.
    private(set) var isEnded = false

    /// Reads to the end of the connection; false where the patience ended before.
    func readToEnd() -> Bool {
        _ = read { _ in false }
        return isEnded
    }

    /// Reads until a text has come.
    func read(until text: String) -> Bool { read { $0.range(of: Data(text.utf8)) != nil } }

    /// What has come so far, as text.
    var text: String { String(decoding: received, as: UTF8.self) }
}
