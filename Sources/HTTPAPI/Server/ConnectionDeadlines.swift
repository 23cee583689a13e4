internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Closes connections that take up room: who does not say what he wants, sends it drop by drop, or does not take the answer.
///
/// Sees the parts of requests once they are whole, so a header that comes byte by byte gains its sender nothing.
final class ConnectionDeadlines: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Between two parts of a body, and for all of it.
    static let partSeconds: Int64 = 30
    static let bodySeconds: Int64 = 1_800
    /// Until an answer that waits for room in the asker's socket goes on.
    static let drainSeconds: Int64 = 60
    /// For an answer to reach who is still sending what nobody wants any more.
    static let lingerSeconds: Int64 = 1

    /// Until a request's head is whole, from the connection's beginning or the last answer's end.
    private let idle: TimeAmount
    /// When the connection is closed unless something comes before.
    private var closesAt: NIODeadline?
    /// When that is looked at next: most requests only move `closesAt`, which costs less than another task.
    private var look: (at: NIODeadline, task: Scheduled<Void>)?
    private var drain: Scheduled<Void>?
    private var bodyEnds: NIODeadline?
    private var bodyFault: Scheduled<Void>?
    private var isSending = false
    /// Whether the answer at hand says that it is the last, and whether that has ended: what still comes is not listened to.
    private var isLast = false
    private var isOver = false
    /// Requests that have had no answer yet; they may follow one another at once.
    private var unansweredCount = 0

    init(idle: TimeAmount) { self.idle = idle }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { wait(idle, context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        wait(idle, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        forget()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { forget() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        switch unwrapInboundIn(data) {
        case .head:
            isSending = true
            unansweredCount += 1
            bodyEnds = context.eventLoop.now + .seconds(Self.bodySeconds)
            wait(.seconds(Self.partSeconds), context)
        case .body:
            if let bodyEnds, bodyEnds < context.eventLoop.now {
                context.close(promise: nil)
            } else if unansweredCount > 0 {
                wait(.seconds(Self.partSeconds), context)
            }
        case .end:
            isSending = false
            bodyEnds = nil
            bodyFault?.cancel()
            // After the answer the next request is waited for.
            if unansweredCount == 0 {
                wait(idle, context)
            } else {
                closesAt = nil
            }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head): isLast = head.headerFields[.connection] == "close"
        case .body: break
        case .end:
            // What is no request is answered too.
            unansweredCount = max(0, unansweredCount - 1)
            bodyFault?.cancel()
            isOver = isLast
            // Who still sends, or was told that this is all, is not listened to for ever.
            let lingers = isSending || isLast
            if unansweredCount == 0 || isOver { wait(lingers ? .seconds(Self.lingerSeconds) : idle, context) }
        }
        context.write(data, promise: promise)
    }

    /// Of several requests at once only the last still comes: where there are more, the body that is being read is here already.
    func triggerUserOutboundEvent(
        context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
    ) {
        guard let deadline = event as? BodyDeadline else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        if isSending, unansweredCount == 1 {
            let fault = APIFault(
                .timedOut, "too_slow",
                "the body did not come within \(deadline.seconds) seconds; send all of it at once")
            let channel = context.channel
            bodyFault = context.eventLoop.scheduleTask(in: .seconds(deadline.seconds)) {
                channel.pipeline.fireErrorCaught(fault)
            }
        }
        promise?.succeed()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        drain?.cancel()
        drain = nil
        if !context.channel.isWritable { drain = close(after: .seconds(Self.drainSeconds), context) }
        context.fireChannelWritabilityChanged()
    }

    private func wait(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        let deadline = context.eventLoop.now + time
        closesAt = deadline
        if let look, look.at <= deadline { return }
        look?.task.cancel()
        look(at: deadline, context.channel)
    }

    private func look(at deadline: NIODeadline, _ channel: any Channel) {
        let task = channel.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.look = nil
            guard let closesAt = self.closesAt else { return }
            if closesAt <= channel.eventLoop.now {
                channel.close(promise: nil)
            } else {
                self.look(at: closesAt, channel)
            }
        }
        look = (deadline, task)
    }

    private func close(after time: TimeAmount, _ context: ChannelHandlerContext) -> Scheduled<Void> {
        let channel = context.channel
        return context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }

    private func forget() {
        look?.task.cancel()
        drain?.cancel()
        bodyFault?.cancel()
        look = nil
        drain = nil
    }
}
