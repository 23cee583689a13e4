internal import CCurl
internal import Glibc
internal import Synchronization

/// Sends requests by HTTP and mail by SMTP, with libcurl: one thread owns one multi handle and everything that hangs on it.
///
/// Callers leave a ticket in the mailbox and wake the thread; it alone calls libcurl, so nothing of libcurl is
/// shared. FoundationNetworking's URLSession is not used: it crashes at teardown on Linux. `start` makes the
/// process ignore SIGPIPE, which OpenSSL raises when a receiver hangs up.
public final class CurlClient: Sendable {
    /// Times and trust, the same for every request.
    public struct Settings: Sendable {
        /// Longest wait for a connection, handshake included.
        public var connectTimeoutSeconds = 10.0
        /// Longest time from sending to the end of the answer; queueing does not count.
        public var totalTimeoutSeconds = 20.0
        /// An exchange slower than this for `slowSeconds` is given up.
        public var slowestBytesPerSecond = 16
        public var slowSeconds = 15
        /// A PEM file of certificate authorities in place of the system's.
        public var trustedCertificates: String?
        /// The thread's name, as `ps -L` shows it; 15 characters.
        public var threadName = "tierwatch-http"

        public init() {}
    }

    /// Requests under way at a time.
    public static let transferLimit = 256
    /// Requests that wait for a place; a further one is answered `.queueFull`.
    public static let waitingLimit = 1_024
    /// Bytes of an answer's body that are read.
    public static let bodyLimit = 64 << 10
    /// Bytes of an answer's headers that are read.
    public static let headerLimit = 64 << 10

    private let settings: Settings
    private let mailbox = Mailbox()
    private let thread = Mutex<pthread_t?>(nil)

    public init(settings: Settings = Settings()) {
        self.settings = settings
    }

    deinit { stop() }

    /// Starts the thread; a client is started once.
    ///
    /// - Throws: where libcurl or the system has no room for it.
    public func start() throws(TransportFault) {
        guard isCurlReady, let multi = curl_multi_init() else {
            throw .other(code: Int(CURLE_FAILED_INIT.rawValue), text: "libcurl cannot be initialised")
        }
        signal(SIGPIPE, SIG_IGN)
        mailbox.open(waking: Wakeup(multi))
        let loop = TransferLoop(multi: multi, mailbox: mailbox, settings: settings)
        var created = pthread_t()
        let box = Unmanaged.passRetained(loop)
        let status = pthread_create(&created, nil, { runLoop($0) }, box.toOpaque())
        guard status == 0 else {
            box.release()
            mailbox.shut()
            curl_multi_cleanup(multi)
            throw .other(code: Int(status), text: "no thread can be started")
        }
        thread.withLock { $0 = created }
    }

    /// Ends the thread and waits for its end; what is under way or waits is answered `.stopped`.
    public func stop() {
        mailbox.close()
        thread.withLock { thread in
            if let running = thread { pthread_join(running, nil) }
            thread = nil
        }
    }

    /// Sends one request and waits for what becomes of it; cancelling the task gives it up.
    public func send(_ request: HTTPRequest) async -> HTTPOutcome { await send(.http(request)) }

    /// The same for a mail: the answer's status is the server's last reply code, its body all that the server replied.
    public func send(_ mail: MailRequest) async -> HTTPOutcome { await send(.mail(mail)) }

    private func send(_ parcel: Parcel) async -> HTTPOutcome {
        guard let id = mailbox.announce() else { return .fault(.stopped) }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                mailbox.post(Ticket(id: id, parcel: parcel, continuation: continuation))
            }
        } onCancel: {
            mailbox.cancel(id)
        }
    }
}

/// libcurl's global state, made once in the life of the process, on first use.
private let isCurlReady = curl_global_init(Int(CURL_GLOBAL_SSL)) == CURLE_OK

/// The thread's body: takes over the loop that `start` retained for it.
private func runLoop(_ box: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let box { Unmanaged<TransferLoop>.fromOpaque(box).takeRetainedValue().run() }
    return nil
}
