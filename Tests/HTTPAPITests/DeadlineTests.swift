import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import HTTPAPI

/// Connections that take up room, with a clock of the test's own.
@Suite struct DeadlineTests {
    private static let request = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/")

    private static let idleSeconds: Int64 = 30

    private let loop = EmbeddedEventLoop()
    private let channel: EmbeddedChannel

    init() throws {
        channel = EmbeddedChannel(handler: ConnectionDeadlines(idle: .seconds(Self.idleSeconds)), loop: loop)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    private func pass(_ seconds: Int64) { loop.advanceTime(by: .seconds(seconds)) }

    private func receive(_ part: HTTPRequestPart) throws { try channel.writeInbound(part) }

    private func answer(isLast: Bool = false) throws {
        let fields: HTTPFields = isLast ? [.connection: "close"] : [:]
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok, headerFields: fields)))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
    }

    private var part: HTTPRequestPart { .body(ByteBuffer(string: "x")) }

    @Test func `who never says what he wants is cut off`() {
        pass(Self.idleSeconds - 1)
        #expect(channel.isActive)
        pass(1)
        #expect(!channel.isActive)
    }

    @Test func `who stops in the middle of a body is cut off`() throws {
        try receive(.head(Self.request))
        pass(ConnectionDeadlines.partSeconds - 1)
        try receive(part)
        pass(ConnectionDeadlines.partSeconds - 1)
        #expect(channel.isActive)
        pass(1)
        #expect(!channel.isActive)
    }

    @Test func `who sends a body drop by drop is cut off in the end`() throws {
        try receive(.head(Self.request))
        let step = ConnectionDeadlines.partSeconds - 1
        for _ in 0..<(ConnectionDeadlines.bodySeconds / step) {
            pass(step)
            try receive(part)
        }
        #expect(channel.isActive)
        pass(step)
        try receive(part)
        #expect(!channel.isActive)
    }

    private func hurry() { channel.triggerUserOutboundEvent(BodyDeadline(seconds: 10), promise: nil) }

    @Test func `who sends a body drop by drop that has less time is told so, and cut off after the answer`()
        throws
    {
        try receive(.head(Self.request))
        hurry()
        pass(9)
        try receive(part)
        try channel.throwIfErrorCaught()
        pass(1)
        let fault = #expect(throws: APIFault.self) { try channel.throwIfErrorCaught() }
        #expect(fault?.kind.rawValue == 408 && fault?.code == "too_slow")
        #expect(channel.isActive)
        try answer(isLast: true)
        pass(ConnectionDeadlines.lingerSeconds)
        #expect(!channel.isActive)
    }

    @Test func `a body that came in time, or was answered before, is not too slow`() throws {
        try receive(.head(Self.request))
        hurry()
        try receive(.end(nil))
        pass(60)
        try answer()
        // The next one has the time that any body has.
        try receive(.head(Self.request))
        pass(11)
        try receive(.end(nil))
        // Two at once: the first is read when the second is still coming.
        try receive(.head(Self.request))
        hurry()
        pass(11)
        try channel.throwIfErrorCaught()
        #expect(channel.isActive)
    }

    @Test func `who has asked waits for his answer as long as it takes, and may ask again for a while`()
        throws
    {
        try receive(.head(Self.request))
        try receive(.end(nil))
        pass(10 * Self.idleSeconds)
        #expect(channel.isActive)
        try answer()
        pass(Self.idleSeconds - 1)
        try receive(.head(Self.request))
        try receive(.end(nil))
        pass(Self.idleSeconds)
        #expect(channel.isActive)
        try answer()
        pass(Self.idleSeconds)
        #expect(!channel.isActive)
    }

    @Test func `who still sends what nobody wants hears why, and is cut off`() throws {
        try receive(.head(Self.request))
        try receive(part)
        try answer()
        #expect(channel.isActive)
        pass(ConnectionDeadlines.lingerSeconds)
        #expect(!channel.isActive)
    }

    @Test func `who goes on sending after his answer does not gain time by it`() throws {
        try receive(.head(Self.request))
        try answer()
        try receive(part)
        pass(ConnectionDeadlines.lingerSeconds)
        #expect(!channel.isActive)
    }

    @Test func `who asks again before the first answer is not cut off by it`() throws {
        for _ in 0..<2 {
            try receive(.head(Self.request))
            try receive(.end(nil))
        }
        try answer()
        pass(10 * Self.idleSeconds)
        #expect(channel.isActive)
        try answer()
        pass(Self.idleSeconds)
        #expect(!channel.isActive)
    }

    @Test func `who asks on after the last answer is not heard, and is cut off`() throws {
        for _ in 0..<2 {
            try receive(.head(Self.request))
            try receive(.end(nil))
        }
        try answer(isLast: true)
        try receive(.head(Self.request))
        try receive(.end(nil))
        pass(ConnectionDeadlines.lingerSeconds)
        #expect(!channel.isActive)
    }

    @Test func `who does not take his answer is cut off`() throws {
        try receive(.head(Self.request))
        try receive(.end(nil))
        channel.isWritable = false
        channel.pipeline.fireChannelWritabilityChanged()
        pass(ConnectionDeadlines.drainSeconds - 1)
        #expect(channel.isActive)
        pass(1)
        #expect(!channel.isActive)
    }
}
