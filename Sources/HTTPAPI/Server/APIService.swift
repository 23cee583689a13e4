internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
public import Logging
internal import NIOCore
internal import Pacing
public import ServiceLifecycle
public import Store
internal import SupplyModel

/// Where the API listens, and what it lets through.
public struct APISettings: Sendable {
    public var address: ListenAddress
    /// Requests a second of one token.
    public var ratePerSecond: Double
    /// Bytes of one upload.
    public var uploadLimitBytes: Int
    /// Connections at a time for which the process has room; others wait until one ends.
    public var connectionLimit: Int
    /// Seconds for which a connection over which nobody asks is kept.
    public var idleSeconds: Double
    /// The folder of the store, under which uploads lie while they are taken.
    public var folder: String

    public init(
        address: ListenAddress, ratePerSecond: Double, uploadLimitBytes: Int, connectionLimit: Int,
        idleSeconds: Double, folder: String
    ) {
        self.idleSeconds = idleSeconds
        self.connectionLimit = connectionLimit
        self.address = address
        self.ratePerSecond = ratePerSecond
        self.uploadLimitBytes = uploadLimitBytes
        self.folder = folder
    }
}

/// The HTTP server: listens until it is told to stop; where it cannot, it says so and tries again, and monitoring goes on.
public struct APIService: Service {
    private let settings: APISettings
    private let store: Store
    private let host: APIHost
    private let logger: Logger
    private let onListening: @Sendable () -> Void

    /// Answers that are worked out at a time: of what is found by an index, and of what may take long.
    static let placeCount = 2
    /// Uploads that are received at a time, of one asker and in all; each takes as much of the disk as one may have.
    static let uploadLimit = 4
    static let uploadLimitOfAll = 16
    /// Bodies of acts, likewise; each takes a megabyte of memory at most.
    static let bodyLimit = 32
    static let bodyLimitOfAll = 256
    /// What the head of a request may have.
    static let fieldBytes = 32 << 10
    static let fieldsBytes = 64 << 10
    static let fieldLimit = 100
    /// Connections at a time, however many the process has room for.
    static let connectionLimit = 20_000
    static let backlog = 1_024
    /// How often uses of tokens and looks are written down.
    static let ledgerSeconds = 2.0
    /// Until a place to listen at that is taken is tried again.
    static let retrySeconds = 10.0

    /// `onListening` is called each time that it has begun to listen.
    public init(
        _ settings: APISettings, store: Store, host: APIHost, logger: Logger,
        onListening: @escaping @Sendable () -> Void
    ) {
        self.onListening = onListening
        self.settings = settings
        self.store = store
        self.host = host
        self.logger = logger
    }

    public func run() async throws {
        let gatekeeper = Gatekeeper(store, now: host.now)
        let thread = TalkingThread()
        await withTaskExecutorPreference(thread) { await serve(gatekeeper, on: thread) }
        try await thread.end()
    }

    private func serve(_ gatekeeper: Gatekeeper, on thread: TalkingThread) async {
        for await _ in Ticks(seconds: Self.retrySeconds).cancelOnGracefulShutdown() {
            do {
                let looks = try Looks(folder: settings.folder, store: store, logger: logger)
                let application = application(try responder(gatekeeper, looks), on: thread)
                try await withThrowingDiscardingTaskGroup { group in
                    group.addTask { await keepLedger(gatekeeper, looks) }
                    defer { group.cancelAll() }
                    try await application.run()
                }
                await writeDown(gatekeeper, looks)
                return
            } catch {
                logger.error(
                    "nothing can listen for HTTP; monitoring goes on, and it is tried again",
                    metadata: ["address": "\(settings.address)", "reason": "\(error)"])
            }
        }
    }

    private func application(_ responder: Responder, on thread: TalkingThread) -> Application<Responder> {
        let (logger, onListening) = (logger, onListening)
        let idleMilliseconds = Int64(settings.idleSeconds * 1_000)
        let channel = HTTP1Channel.Configuration(
            additionalChannelHandlers: [ConnectionDeadlines(idle: .milliseconds(idleMilliseconds))],
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: Self.fieldBytes, maxHeaderListSize: Self.fieldsBytes,
                maxHeaderFieldCount: Self.fieldLimit))
        return Application(
            responder: responder,
            server: HTTPServerBuilder { responder in
                APIChannel(base: HTTP1Channel(responder: responder, configuration: channel))
            },
            configuration: ApplicationConfiguration(
                address: .hostname(settings.address.host, port: settings.address.port),
                serverName: "tierwatch", backlog: Self.backlog,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    min(Self.connectionLimit, settings.connectionLimit),
                    logger: Logger(label: "tierwatch.http") { _ in SwiftLogNoOpLogHandler() })),
            onServerRunning: { channel in
                logger.info(
                    "listening for HTTP",
                    metadata: ["address": "\(settings.address.host):\(channel.localAddress?.port ?? 0)"])
                onListening()
            },
            eventLoopGroupProvider: .shared(thread.group),
            logger: Logger(label: "tierwatch.http") { _ in SwiftLogNoOpLogHandler() })
    }

    private func responder(_ gatekeeper: Gatekeeper, _ looks: Looks) throws -> Responder {
        let folder = settings.folder + "/uploads"
        // What an earlier process was receiving when it ended is of no use.
        if FileManager.default.fileExists(atPath: folder) {
            try FileManager.default.removeItem(atPath: folder)
        }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let quick = Workshop(places: Self.placeCount)
        let workshop = Workshop(places: Self.placeCount, start: host.startAside)
        return Responder(
            host: host, gatekeeper: gatekeeper, limiter: RateLimiter(perSecond: settings.ratePerSecond),
            looks: looks, documents: Documents(), quick: quick, workshop: workshop,
            acts: Workshop(places: Self.placeCount),
            receptions: Receptions(limit: Self.bodyLimit, limitOfAll: Self.bodyLimitOfAll),
            readiness: Readiness(host.complaints),
            uploads: Uploads(
                folder: folder, limitBytes: settings.uploadLimitBytes, store: store, host: host,
                workshop: Workshop(places: 1, start: host.startAside), underWay: UnderWay(),
                receptions: Receptions(limit: Self.uploadLimit, limitOfAll: Self.uploadLimitOfAll),
                gatekeeper: gatekeeper),
            registrations: Registrations(store: store), boards: NewsBoards(), traffic: Traffic(),
            logger: logger)
    }

    private func keepLedger(_ gatekeeper: Gatekeeper, _ looks: Looks) async {
        for await _ in Ticks(seconds: Self.ledgerSeconds) {
            do {
                try await offPool { try record(gatekeeper, looks) }
            } catch {
                logger.warning("uses and looks are not written down yet", metadata: ["reason": "\(error)"])
            }
        }
    }

    private func writeDown(_ gatekeeper: Gatekeeper, _ looks: Looks) async {
        do {
            try await offPool { try record(gatekeeper, looks) }
        } catch {
            logger.warning("looks are written down at the next start", metadata: ["reason": "\(error)"])
        }
    }

    private func record(_ gatekeeper: Gatekeeper, _ looks: Looks) throws {
        try store.noteUses(gatekeeper.takeUses())
        try looks.move()
    }
}
