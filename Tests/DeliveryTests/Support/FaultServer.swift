import Foundation
import TestSupport
import Testing

/// Servers that misbehave in ways that `receiver.py` does not: on the level of TCP, TLS and the shape of HTTP.
enum FaultServer: String, CaseIterable {
    /// Resets the connection after the request.
    case reset
    /// Closes it in good order, without an answer.
    case close
    /// Promises more bytes than it sends.
    case short
    /// Header lines without end.
    case headers
    /// A greeting that is not HTTP.
    case garbage
    /// Refuses a request by saying it back, with every header.
    case echo
    /// Status 400, for a key that is not known where the URL ends with `key`.
    case refuse
    /// A good answer over TLS, by a certificate that signs itself.
    case tls

    /// Runs the server for the body, which also gets the certificate's file.
    func run<T>(_ body: (PythonServer, URL) async throws -> T) async throws -> T {
        try await Fixtures.withFolder { folder in
            let script = folder.appending(path: "faults.py")
            try Self.script.write(to: script, atomically: true, encoding: .utf8)
            let certificate = folder.appending(path: "certificate.pem")
            let key = folder.appending(path: "key.pem")
            if self == .tls { try Self.makeCertificate(certificate, key: key) }
            return try await PythonServer.run(
                script: script, arguments: [rawValue, certificate.path, key.path]
            ) {
                try await body($0, certificate)
            }
        }
    }

    /// For 127.0.0.1, good for a day.
    static func makeCertificate(_ certificate: URL, key: URL) throws {
        let run = try Command.run(
            URL(filePath: "/usr/bin/openssl"),
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-days", "1",
                "-subj", "/CN=receiver", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key.path,
                "-out",
                certificate.path,
            ])
        try #require(run.status == 0, "\(run.errorText)")
    }

    private static let script = """
        import socket, ssl, struct, sys, threading
        port, mode, certificate, key = int(sys.argv[1]), *sys.argv[2:5]
        def serve(c):
            try:
                if mode == 'tls':
                    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                    context.load_cert_chain(certificate, key)
                    c = context.wrap_socket(c, server_side=True)
                if mode == 'garbage': c.sendall(b'220 mail.example ESMTP\\r\\n'); c.recv(65536); c.close(); return
                request = c.recv(65536)
                if not request: return
                if mode == 'reset':
                    c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                if mode == 'short': c.sendall(b'HTTP/1.1 200 OK\\r\\nContent-Length: 100\\r\\n\\r\\nfew')
                if mode == 'echo':
                    c.sendall(b'HTTP/1.1 400 No\\r\\nContent-Length: %d\\r\\n\\r\\n' % len(request) + request)
                if mode == 'refuse':
                    word = b"'routing_key' is invalid" if b'/key HTTP' in request else b'the event is invalid'
                    c.sendall(b'HTTP/1.1 400 No\\r\\nContent-Length: %d\\r\\n\\r\\n' % len(word) + word)
                if mode == 'headers':
                    c.sendall(b'HTTP/1.1 200 OK\\r\\n')
                    while True: c.sendall(b'X-Filler: ' + b'x' * 1000 + b'\\r\\n')
                if mode == 'tls':
                    c.sendall(b'HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nConnection: close\\r\\n\\r\\nok')
                    c.unwrap()
                c.close()
            except OSError: pass
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(('127.0.0.1', port)); s.listen(128)
        while True: threading.Thread(target=serve, args=(s.accept()[0],), daemon=True).start()
        """
}
