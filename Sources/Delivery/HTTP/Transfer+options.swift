internal import CCurl

extension Transfer {
    /// The settings that everything sent has.
    ///
    /// The sending is safe only with all of them, so each is checked.
    func configure(_ settings: CurlClient.Settings) throws(TransportFault) {
        let box = Unmanaged.passUnretained(self).toOpaque()
        try check(ccurl_set_bytes(handle, CURLOPT_ERRORBUFFER, errorText))
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_PROTOCOLS_STR, ticket.parcel.protocols)
        try set(CURLOPT_REDIR_PROTOCOLS_STR, ticket.parcel.protocols)
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
        try check(ccurl_set_open_socket(handle, TransferCallbacks.openSocket))
        try check(ccurl_set_pointer(handle, CURLOPT_OPENSOCKETDATA, box))
        try check(ccurl_set_prerequest(handle, TransferCallbacks.beforeRequest))
        try check(ccurl_set_pointer(handle, CURLOPT_PREREQDATA, box))
        try check(ccurl_set_write(handle, CURLOPT_WRITEFUNCTION, TransferCallbacks.takeBody))
        try check(ccurl_set_pointer(handle, CURLOPT_WRITEDATA, box))
        try check(ccurl_set_write(handle, CURLOPT_HEADERFUNCTION, TransferCallbacks.takeHeader))
        try check(ccurl_set_pointer(handle, CURLOPT_HEADERDATA, box))
        switch ticket.parcel {
        case .http(let request): try setRequest(request)
        case .mail(let mail): try setMail(mail, settings)
        }
    }

    private func setRequest(_ request: HTTPRequest) throws(TransportFault) {
        // One request a connection at a time: HTTP/2 would gain nothing for a few bytes a channel.
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        try set(CURLOPT_URL, request.endpoint.url)
        try set(CURLOPT_POST, 1)
        try check(ccurl_set_long(handle, CURLOPT_POSTFIELDSIZE, request.body.count))
        // libcurl copies the bytes; one more than it takes, so that the pointer is never null: null means standard input.
        try check(ccurl_set_bytes(handle, CURLOPT_COPYPOSTFIELDS, request.body + [0]))
        for header in request.headers + [HTTPRequest.Header("Expect", "")] {
            try list("\(header.name):" + (header.value.isEmpty ? "" : " \(header.value)"))
        }
        try check(ccurl_set_list(handle, CURLOPT_HTTPHEADER, listed))
    }

    /// A connection serves one mail and is closed: who may log in on it is never a question.
    private func setMail(_ mail: MailRequest, _ settings: CurlClient.Settings) throws(TransportFault) {
        try set(CURLOPT_URL, mail.endpoint.url)
        let security = mail.startTLS ? CURLUSESSL_ALL : CURLUSESSL_NONE
        try set(CURLOPT_USE_SSL, Int(security.rawValue))
        try set(CURLOPT_FORBID_REUSE, 1)
        try set(CURLOPT_FRESH_CONNECT, 1)
        // Also bounds the wait for the server's goodbye, which libcurl makes on the thread.
        try set(CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, Int(settings.totalTimeoutSeconds)))
        if let account = mail.account {
            try set(CURLOPT_USERNAME, account.user)
            try set(CURLOPT_PASSWORD, account.password)
        }
        try set(CURLOPT_MAIL_FROM, "<\(mail.from)>")
        for address in mail.to { try list("<\(address)>") }
        try check(ccurl_set_list(handle, CURLOPT_MAIL_RCPT, listed))
        // One recipient that is gone must not keep the mail from the others.
        try check(ccurl_allow_refused_recipients(handle))
        try set(CURLOPT_UPLOAD, 1)
        try set(CURLOPT_INFILESIZE, mail.content.count)
        try check(ccurl_set_read(handle, TransferCallbacks.giveMail))
        try check(ccurl_set_pointer(handle, CURLOPT_READDATA, Unmanaged.passUnretained(self).toOpaque()))
    }

    /// Adds a line to the list that goes out, without line breaks and other control characters.
    private func list(_ line: String) throws(TransportFault) {
        let scalars = line.unicodeScalars.filter { $0.value >= 32 && !(127...159).contains($0.value) }
        guard let longer = curl_slist_append(listed, String(String.UnicodeScalarView(scalars))) else {
            throw .other(code: Int(CURLE_OUT_OF_MEMORY.rawValue), text: words(for: CURLE_OUT_OF_MEMORY))
        }
        listed = longer
    }

    private func set(_ option: CURLoption, _ value: Int) throws(TransportFault) {
        try check(ccurl_set_long(handle, option, value))
    }

    private func set(_ option: CURLoption, _ value: String) throws(TransportFault) {
        try check(ccurl_set_text(handle, option, value))
    }

    private func check(_ result: CURLcode) throws(TransportFault) {
        guard result == CURLE_OK else {
            throw .other(code: Int(result.rawValue), text: words(for: result))
        }
    }

    private func milliseconds(_ seconds: Double) -> Int {
        Int(min(max(seconds * 1_000, 1), Double(Int32.max)))
    }
}
