internal import CCurl
internal import Glibc

/// One parcel under way: the handle that sends it, and the box that libcurl's callbacks write to.
///
/// libcurl holds the box unretained, so it stays until the handle is out of its multi handle.
final class Transfer {
    let ticket: Ticket
    let easy: EasyHandle
    /// Header lines, or recipients.
    var listed: UnsafeMutablePointer<curl_slist>?

    private var body: [UInt8] = []
    private var headerBytes = 0
    private var givenBytes = 0
    private var retryAfter: String?
    private var isBodyCut = false
    private var isHeaderTooLong = false
    private var permittedCount = 0
    private var refusedCount = 0

    /// Makes the handle ready; the caller adds it to its multi handle, and takes it out at the end.
    init(_ ticket: Ticket, by easy: EasyHandle, settings: CurlClient.Settings) throws(TransportFault) {
        self.ticket = ticket
        self.easy = easy
        try configure(settings)
    }

    deinit { curl_slist_free_all(listed) }

    /// What came of it, from libcurl's result.
    func outcome(of result: CURLcode) -> HTTPOutcome {
        var status = 0
        _ = ccurl_get_long(easy.pointer, CURLINFO_RESPONSE_CODE, &status)
        let isRefusedMail = isMail && status >= 400 && Self.refusals.contains(result)
        if result == CURLE_OK || (result == CURLE_WRITE_ERROR && isBodyCut) || isRefusedMail {
            return .response(HTTPResponse(status: status, retryAfter: retryAfter, body: body))
        }
        return .fault(fault(of: result))
    }

    /// What libcurl gives where a mail server's own reply is the reason.
    private static let refusals = [
        CURLE_LOGIN_DENIED, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_WEIRD_SERVER_REPLY,
        CURLE_REMOTE_ACCESS_DENIED, CURLE_USE_SSL_FAILED,
    ]

    private var isMail: Bool { ticket.parcel.isMail }

    private func fault(of result: CURLcode) -> TransportFault {
        switch result {
        case CURLE_ABORTED_BY_CALLBACK where refusedCount > 0: .refusedAddress
        case CURLE_COULDNT_CONNECT where refusedCount > 0 && permittedCount == 0: .refusedAddress
        case CURLE_COULDNT_CONNECT: .connectFailed
        case CURLE_COULDNT_RESOLVE_HOST: .nameNotResolved
        case CURLE_OPERATION_TIMEDOUT: .timedOut
        case CURLE_WRITE_ERROR where isHeaderTooLong: .tooLarge
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE: .reset
        case CURLE_WEIRD_SERVER_REPLY where isMail: .notSMTP
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY: .notHTTP
        case CURLE_USE_SSL_FAILED: .noStartTLS
        case CURLE_LOGIN_DENIED: .noLogin
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            .tlsFailed(easy.words.isEmpty ? EasyHandle.words(for: result) : easy.words)
        default: .other(code: Int(result.rawValue), text: EasyHandle.words(for: result))
        }
    }
}

// MARK: - What the callbacks tell

extension Transfer {
    /// Whether libcurl may connect to this address, or send to it.
    func permits(_ address: IPAddress?) -> Bool {
        let isPermitted = address.map(ticket.parcel.addresses.permits) ?? false
        if isPermitted { permittedCount += 1 } else { refusedCount += 1 }
        return isPermitted
    }

    /// Gives the next piece of a mail; returns the bytes given, 0 at its end.
    func give(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard case .mail(let mail) = ticket.parcel else { return 0 }
        let piece = mail.content[givenBytes...].prefix(buffer.count)
        buffer.copyBytes(from: piece)
        givenBytes += piece.count
        return piece.count
    }

    /// Takes a piece of the body; returns the bytes taken, fewer than came to end the transfer.
    func take(body bytes: UnsafeRawBufferPointer) -> Int {
        let room = CurlClient.bodyLimit - body.count
        body.append(contentsOf: bytes.prefix(room))
        isBodyCut = bytes.count > room
        return min(bytes.count, room)
    }

    /// Takes one header line, or the status line that begins an answer; returns as `take(body:)`.
    func take(header bytes: UnsafeRawBufferPointer) -> Int {
        headerBytes += bytes.count
        guard headerBytes <= CurlClient.headerLimit else {
            isHeaderTooLong = true
            return 0
        }
        // A mail server's replies come as headers, and are all that it answers.
        if isMail { return take(body: bytes) }
        let line = String(decoding: bytes, as: UTF8.self)
        let name = "retry-after:"
        if line.hasPrefix("HTTP/") {
            retryAfter = nil
        } else if line.prefix(name.count).lowercased() == name {
            let value = line.dropFirst(name.count).drop { $0.isWhitespace }
            retryAfter = String(value.prefix { !$0.isNewline })
        }
        return bytes.count
    }
}
