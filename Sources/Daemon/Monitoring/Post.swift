internal import Delivery
internal import Digest
internal import Dispatch
internal import Store
internal import SupplyModel

/// The way out to the channels: a courier with its clients for HTTP and mail, started together and stopped together.
struct Post: Sendable {
    private let client: CurlClient
    private let mailClient: CurlClient
    private let courier: Courier
    private let stopping = Stopping()
    private let watchbook: Watchbook

    /// Starts the clients.
    ///
    /// `print` takes the lines of console channels.
    init(
        _ watchbook: Watchbook, environment: [String: String], language: Language,
        print: @escaping @Sendable (String) -> Void
    ) throws {
        self.watchbook = watchbook
        client = CurlClient()
        var settings = CurlClient.Settings()
        settings.threadName = "tierwatch-smtp"
        mailClient = CurlClient(settings: settings)
        try client.start()
        try mailClient.start()
        courier = Courier(
            client: client, mailClient: mailClient, channels: { watchbook.current.channels },
            environment: environment,
            language: language,
            print: print, random: { Double.random(in: 0..<1) })
    }

    /// Breaks off what is under way and ends the clients' threads.
    func stop() {
        stopping.set()
        client.stop()
        mailClient.stop()
    }

    /// Whether attempts are broken off.
    var isStopped: Bool { stopping.isSet }

    /// The same after a while, unless it was stopped before.
    func stop(afterSeconds seconds: Double) {
        DispatchQueue(label: "tierwatch.ending").asyncAfter(deadline: .now() + seconds) { stop() }
    }

    /// What the channels in force may be sent.
    var policy: FlowPolicy { .of(watchbook.current.channels) }

    /// What is wrong with a channel's configuration; nil where nothing is.
    func fault(of channel: Channel) -> String? {
        do throws(ChannelFault) {
            try courier.check(channel)
            return nil
        } catch {
            return error.description
        }
    }

    func attempt(_ message: OutboxMessage, now: @Sendable () -> Timestamp) async -> DeliveryAttempt {
        await courier.report(message, now: now)
    }

    /// Sends one trial message under an id of its own.
    func test(_ channel: Channel) async throws -> (isDelivered: Bool, detail: String) {
        let id = "test_" + hexadecimal(try randomBytes(count: 12))
        let result = await courier.test(channel, id: id, now: Clock.now)
        let seconds = (result.durationSeconds * 1_000).rounded() / 1_000
        switch result.verdict {
        case .delivered:
            let isMail = if case .email = channel.kind { true } else { false }
            let status = result.status.map { "\(isMail ? "SMTP" : "HTTP") \($0), " } ?? ""
            return (result.remark == nil, result.remark ?? "\(status)\(seconds) s")
        case .retry(_, let reason), .failed(let reason): return (false, reason)
        }
    }
}
