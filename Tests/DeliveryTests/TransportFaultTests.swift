import Delivery
import Foundation
import Testing

@Suite struct TransportFaultTests {
    @Test(arguments: [
        (FaultServer.reset, TransportFault.reset), (.close, .reset), (.short, .reset), (.headers, .tooLarge),
        (.garbage, .notHTTP),
    ])
    func `a server that breaks the rules is a named fault`(
        server: FaultServer, fault: TransportFault
    ) async throws {
        let outcome = try await server.run { server, _ in
            try await withClient(totalSeconds: 10) { await $0.send(try request(server.url("/key"))) }
        }
        #expect(outcome == .fault(fault))
    }

    @Test func `a certificate that nobody vouches for is refused, and says why`() async throws {
        let outcome = try await FaultServer.tls.run { server, _ in
            try await withClient { await $0.send(try request(server.url("/key", scheme: "https"))) }
        }
        guard case .fault(.tlsFailed(let text)) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(text.contains("self-signed certificate"))
    }

    @Test func `a certificate for another host is refused`() async throws {
        let outcome = try await FaultServer.tls.run { server, certificate in
            try await withClient(trusting: certificate.path) { client in
                let url = server.url("/", host: "localhost", scheme: "https")
                return await client.send(try request(url, allow: ["127.0.0.0/8", "::1"]))
            }
        }
        guard case .fault(.tlsFailed) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test func `a certificate of a trusted authority is accepted`() async throws {
        let outcome = try await FaultServer.tls.run { server, certificate in
            try await withClient(trusting: certificate.path) { client in
                await client.send(try request(server.url("/", scheme: "https")))
            }
        }
        #expect(outcome == .response(HTTPResponse(status: 200, body: Array("ok".utf8))))
    }

    @Test func `a missing file of authorities is a fault, not a lack of checks`() async throws {
        let outcome = try await FaultServer.tls.run { server, _ in
            try await withClient(trusting: "/nowhere.pem") { client in
                await client.send(try request(server.url("/", scheme: "https")))
            }
        }
        guard case .fault(.tlsFailed) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }
}
