internal import Foundation
internal import Logging
internal import ServiceLifecycle
internal import Store
internal import SupplyModel

/// The daemon: intake, monitor and delivery over one store, until SIGTERM.
///
/// Services stop in the reverse of their order, each before the next is told: first whoever takes work in, last whoever
/// sends it out. Everything that they do is a transaction of the store, so one that is killed goes on where it was, and
/// one that cannot end in time simply ends.
public struct DaemonProcess: Sendable {
    let configuration: Configuration
    let environment: [String: String]

    /// Seconds after SIGTERM at which the process ends, whatever is still under way.
    static let endSeconds = 4.5

    public init(_ configuration: Configuration, environment: [String: String]) {
        self.configuration = configuration
        self.environment = environment
    }

    /// Runs until SIGTERM or SIGINT; throws where it cannot start.
    public func run() async throws {
        EndSignals.trap()
        Memory.giveBackBlocks()
        let logger = Logger(label: "tierwatch") { StreamLogHandler.standardError(label: $0) }
        let folder = configuration.alerts
        let watchbook = Watchbook(try Watchbook.load(folder))
        let lock = try DaemonLock(folder: configuration.data)
        let store = try Store(folder: configuration.data)
        try checkListening(store)
        try Deliveries.releaseDead(in: store)
        try FileManager.default.createDirectory(
            atPath: configuration.inbox, withIntermediateDirectories: true)
        let post = try Post(
            watchbook, environment: environment, language: configuration.language, print: Output.line)
        let owner = try Deliveries.newOwner()
        let hangups = await Hangups()
        let gazetteer = Gazetteer()
        let stopping = Stopping()
        let bell = Bell()
        let snapshots = RegisterSnapshots(store)
        let watcher = Watcher(
            store: store, schedule: configuration.schedule, folder: configuration.data,
            startedAt: Clock.now())
        let services: [any Service] =
            [
                ReloadService(
                    watchbook: watchbook, folder: folder, hadChannels: Watchbook.hasChannels(folder),
                    hangups: hangups,
                    logger: logger),
                DeliveryService(
                    deliveries: Deliveries(store: store, post: post, owner: owner), post: post, bell: bell,
                    logger: logger, now: Clock.now),
                DispatchService(
                    store: store, watchbook: watchbook, bell: bell, logger: logger, now: Clock.now),
                AidService(
                    overdue: AidOverdue(store: store, snapshots: snapshots, gazetteer: gazetteer),
                    watchbook: watchbook, bell: bell, logger: logger, now: Clock.now),
                WatchService(
                    watcher: watcher, watchbook: watchbook, bell: bell, logger: logger, now: Clock.now),
                monitoring(store, snapshots, gazetteer, watchbook, bell, logger),
                InboxService(
                    folder: configuration.inbox, registrant: configuration.registrant,
                    importer: Importer(store: store, gazetteer: gazetteer),
                    inquiry: inquiry(store, gazetteer), watchbook: watchbook, stopping: stopping,
                    logger: logger, now: Clock.now),
                StoppingService(stopping: stopping, endSeconds: Self.endSeconds),
            ]
            + listening(
                store, snapshots, gazetteer, watchbook, ProcessGauge(watcher, watchbook, now: Clock.now),
                logger)
        announce(watchbook.current, post, logger)
        Memory.letGoOfCode()
        // Neither a heartbeat nor an alert waits for figures that are being computed.
        try await withTaskExecutorPreference(BlockingThreads()) { try await Self.group(of: services).run() }
        post.stop()
        logger.info("the daemon has ended; what waits is sent when it starts again")
        lock.release()
    }

    private func monitoring(
        _ store: Store, _ snapshots: RegisterSnapshots, _ gazetteer: Gazetteer, _ watchbook: Watchbook,
        _ bell: Bell, _ logger: Logger
    ) -> MonitorService {
        MonitorService(
            store: store,
            monitor: Monitor(
                store: store, snapshots: snapshots, gazetteer: gazetteer,
                statusDays: configuration.statusDays,
                validityDays: configuration.validityDays),
            watchbook: watchbook,
            timing: RunTiming(
                schedule: configuration.schedule, settleSeconds: configuration.settleSeconds, now: Clock.now()
            ),
            bell: bell, logger: logger, now: Clock.now)
    }

    /// Runs services until one of them fails or a signal ends them.
    private static func group(of services: [any Service]) -> ServiceGroup {
        ServiceGroup(
            configuration: .init(
                services: services.map { .init(service: $0) }
                    + [.init(service: EndService(), successTerminationBehavior: .gracefullyShutdownGroup)],
                logger: Logger(label: "tierwatch.services") { _ in SwiftLogNoOpLogHandler() }))
    }

    /// What answers of a survey are held to.
    private func inquiry(_ store: Store, _ gazetteer: Gazetteer) -> Inquiry {
        Inquiry(
            store: store, gazetteer: gazetteer, language: configuration.language,
            statusDays: configuration.statusDays, validityDays: configuration.validityDays)
    }

    /// Says what is in force, and which channels cannot be used.
    private func announce(_ content: Watchbook.Content, _ post: Post, _ logger: Logger) {
        logger.info(
            "the daemon works",
            metadata: [
                "data": "\(configuration.data)", "inbox": "\(configuration.inbox)",
                "schedule": "\(configuration.schedule.text)", "rules": "\(content.rules.count)",
                "channels": "\(content.channels.count)",
            ])
        for channel in content.channels {
            guard let fault = post.fault(of: channel) else { continue }
            logger.error("a channel cannot be used; its messages wait", metadata: ["reason": "\(fault)"])
        }
    }
}
