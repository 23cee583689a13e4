internal import CCurl

/// One of libcurl's easy handles, with the settings that everything sent has and room for libcurl's words.
///
/// Made and used by the thread of its client alone. One that sent a request can send the next: making a handle ready costs
/// more than the request.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>

    /// The sending is safe only with all of these settings, so each is checked.
    init(settings: CurlClient.Settings) throws(TransportFault) {
        guard let pointer = curl_easy_init() else {
            throw .other(code: Int(CURLE_OUT_OF_MEMORY.rawValue), text: "no room for another request")
        }
        self.pointer = pointer
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        try check(ccurl_set_bytes(pointer, CURLOPT_ERRORBUFFER, errorText))
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_PROXY, "")
        try set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        if let file = settings.trustedCertificates { try set(CURLOPT_CAINFO, file) }
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        // A name service that does not answer must not hold up the thread when its transfer is given up.
        try set(CURLOPT_QUICK_EXIT, 1)
        try set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(settings.connectTimeoutSeconds))
        try set(CURLOPT_TIMEOUT_MS, milliseconds(settings.totalTimeoutSeconds))
        try set(CURLOPT_LOW_SPEED_LIMIT, settings.slowestBytesPerSecond)
        try set(CURLOPT_LOW_SPEED_TIME, settings.slowSeconds)
        try check(ccurl_set_open_socket(pointer, TransferCallbacks.openSocket))
        try check(ccurl_set_prerequest(pointer, TransferCallbacks.beforeRequest))
        try check(ccurl_set_write(pointer, CURLOPT_WRITEFUNCTION, TransferCallbacks.takeBody))
        try check(ccurl_set_write(pointer, CURLOPT_HEADERFUNCTION, TransferCallbacks.takeHeader))
    }

    deinit {
        curl_easy_cleanup(pointer)
        errorText.deallocate()
    }

    /// What libcurl wrote of the newest fault; empty where it wrote nothing.
    var words: String { String(cString: errorText) }

    /// Who the callbacks tell; it outlives whatever the handle sends meanwhile.
    func call(_ transfer: Transfer) throws(TransportFault) {
        let box = Unmanaged.passUnretained(transfer).toOpaque()
        for option in [CURLOPT_OPENSOCKETDATA, CURLOPT_PREREQDATA, CURLOPT_WRITEDATA, CURLOPT_HEADERDATA] {
            try check(ccurl_set_pointer(pointer, option, box))
        }
        errorText.pointee = 0
    }

    func set(_ option: CURLoption, _ value: Int) throws(TransportFault) {
        try check(ccurl_set_long(pointer, option, value))
    }

    func set(_ option: CURLoption, _ value: String) throws(TransportFault) {
        try check(ccurl_set_text(pointer, option, value))
    }

    func check(_ result: CURLcode) throws(TransportFault) {
        guard result == CURLE_OK else {
            throw .other(code: Int(result.rawValue), text: Self.words(for: result))
        }
    }

    /// libcurl's words for a result.
    static func words(for result: CURLcode) -> String { String(cString: curl_easy_strerror(result)) }

    private func milliseconds(_ seconds: Double) -> Int {
        Int(min(max(seconds * 1_000, 1), Double(Int32.max)))
    }
}
