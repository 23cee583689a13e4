internal import CCurl

extension Transfer {
    /// Makes the handle ready for this parcel.
    func configure(_ settings: CurlClient.Settings) throws(TransportFault) {
        try easy.call(self)
        try easy.set(CURLOPT_PROTOCOLS_STR, ticket.parcel.protocols)
        try easy.set(CURLOPT_REDIR_PROTOCOLS_STR, ticket.parcel.protocols)
        switch ticket.parcel {
        case .http(let request): try setRequest(request)
        case .mail(let mail): try setMail(mail, settings)
        }
    }

    private func setRequest(_ request: HTTPRequest) throws(TransportFault) {
        // One request a connection at a time: HTTP/2 would gain nothing for a few bytes a channel.
        try easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        try easy.set(CURLOPT_URL, request.endpoint.url)
        try easy.set(CURLOPT_POST, 1)
        try easy.check(ccurl_set_long(easy.pointer, CURLOPT_POSTFIELDSIZE, request.body.count))
        // libcurl copies the bytes; one more than it takes, so that the pointer is never null: null means standard input.
        try easy.check(ccurl_set_bytes(easy.pointer, CURLOPT_COPYPOSTFIELDS, request.body + [0]))
        for header in request.headers + [HTTPRequest.Header("Expect", "")] {
            try list("\(header.name):" + (header.value.isEmpty ? "" : " \(header.value)"))
        }
        try easy.check(ccurl_set_list(easy.pointer, CURLOPT_HTTPHEADER, listed))
    }

    /// A connection serves one mail and is closed: who may log in on it is never a question.
    private func setMail(_ mail: MailRequest, _ settings: CurlClient.Settings) throws(TransportFault) {
        try easy.set(CURLOPT_URL, mail.endpoint.url)
        let security = mail.startTLS ? CURLUSESSL_ALL : CURLUSESSL_NONE
        try easy.set(CURLOPT_USE_SSL, Int(security.rawValue))
        try easy.set(CURLOPT_FORBID_REUSE, 1)
        try easy.set(CURLOPT_FRESH_CONNECT, 1)
        // Also bounds the wait for the server's goodbye, which libcurl makes on the thread.
        try easy.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, Int(settings.totalTimeoutSeconds)))
        if let account = mail.account {
            try easy.set(CURLOPT_USERNAME, account.user)
            try easy.set(CURLOPT_PASSWORD, account.password)
        }
        try easy.set(CURLOPT_MAIL_FROM, "<\(mail.from)>")
        for address in mail.to { try list("<\(address)>") }
        try easy.check(ccurl_set_list(easy.pointer, CURLOPT_MAIL_RCPT, listed))
        // One recipient that is gone must not keep the mail from the others.
        try easy.check(ccurl_allow_refused_recipients(easy.pointer))
        try easy.set(CURLOPT_UPLOAD, 1)
        try easy.set(CURLOPT_INFILESIZE, mail.content.count)
        try easy.check(ccurl_set_read(easy.pointer, TransferCallbacks.giveMail))
        try easy.check(
            ccurl_set_pointer(easy.pointer, CURLOPT_READDATA, Unmanaged.passUnretained(self).toOpaque()))
    }

    /// Adds a line to the list that goes out, without line breaks and other control characters.
    private func list(_ line: String) throws(TransportFault) {
        let isPlain = line.utf8.allSatisfy { (32..<127).contains($0) }
        let text =
            isPlain
            ? line : String(line.unicodeScalars.filter { $0.value >= 32 && !(127...159).contains($0.value) })
        guard let longer = curl_slist_append(listed, text) else {
            throw .other(
                code: Int(CURLE_OUT_OF_MEMORY.rawValue), text: EasyHandle.words(for: CURLE_OUT_OF_MEMORY))
        }
        listed = longer
    }
}
