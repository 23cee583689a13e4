internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import NIOHTTPTypes

/// The body of a request before it is read: whether it may come, and the word for which its sender may be waiting (RFC 9110, 10.1.1).
struct BodyCall: Sendable {
    private let channel: any Channel
    private let announcedBytes: Int
    private let isAwaited: Bool

    init(_ request: Request, _ channel: any Channel) {
        self.channel = channel
        announcedBytes = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        isAwaited = request.headers[.expect]?.lowercased() == "100-continue"
    }

    /// Calls for the body, which is read from now on.
    ///
    /// `deadline`: the time that all of it has, where that is less than any body has; once it is over, reading it throws `too_slow`.
    ///
    /// - Throws: `fault` where it is announced as larger than `limitBytes`; then its sender has not been told to send it.
    func call(
        atMost limitBytes: Int, within deadline: BodyDeadline? = nil, orElse fault: APIFault
    ) throws(APIFault) {
        guard announcedBytes <= limitBytes else { throw fault }
        if let deadline { channel.triggerUserOutboundEvent(deadline, promise: nil) }
        // Where this reaches nobody, neither does the body come.
        if isAwaited {
            channel.writeAndFlush(HTTPResponsePart.head(HTTPResponse(status: .continue)), promise: nil)
        }
    }
}

/// The time that the body which is being read has from now on; its connection is told so.
struct BodyDeadline: Sendable {
    let seconds: Int64
}

/// What is known of a request beside itself: the connection over which it came.
struct ConnectionContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
