import Delivery
import Glibc
import TestSupport
import Testing

@Suite(.receiver) struct CurlClientAddressTests {
    @Test(arguments: [
        "127.0.0.1", "[::ffff:127.0.0.1]", "0.0.0.0", "localhost", "127.1", "2130706433", "0x7f.1", "[::1]",
        "[::]",
        "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]",
    ])
    func `the machine itself is refused by every name`(host: String) async throws {
        let url = try Receiver.current.url("/slack?mark=refused", host: host)
        let outcome = try await withClient { await $0.send(try request(url, allow: [])) }
        #expect(outcome == .fault(.refusedAddress))
        #expect(try !Receiver.current.requests().contains { $0.path.hasSuffix("refused") })
    }

    @Test(arguments: ["http://169.254.169.254/latest", "http://10.0.0.1/", "http://[fe80::1]/"])
    func `a private address is refused`(url: String) async throws {
        let outcome = try await withClient { await $0.send(try request(url, allow: [])) }
        #expect(outcome == .fault(.refusedAddress))
    }

    @Test(arguments: ["127.0.0.1", "[::ffff:127.0.0.1]", "localhost"])
    func `a listed range is reached`(host: String) async throws {
        let url = try Receiver.current.url("/wecom?mark=allowed", host: host)
        #expect(try await withClient { status(await $0.send(try request(url))) } == 400)
    }

    @Test func `a connection opened for one channel does not serve another that may not have it`()
        async throws
    {
        let server = try Receiver.current
        try await withClient { client in
            #expect(status(await client.send(try request(server.url("/slack?mark=first")))) == 400)
            let second = await client.send(try request(server.url("/slack?mark=second"), allow: []))
            #expect(second == .fault(.refusedAddress))
        }
        #expect(try !server.requests().contains { $0.path.hasSuffix("second") })
    }

    @Test func `a proxy named by the environment is not used`() async {
        await #expect(processExitsWith: .success) {
            try await PythonServer.receiver { proxy in
                setenv("http_proxy", proxy.url("/"), 1)
                let url = "http://127.0.0.1:\(try PythonServer.freePort())/"
                let outcome = try await withClient { await $0.send(try request(url)) }
                exit(outcome == .fault(.connectFailed) ? EXIT_SUCCESS : EXIT_FAILURE)
            }
        }
    }
}
