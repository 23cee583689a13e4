internal import SupplyModel

/// Tells from a mail server's replies whether another attempt helps.
///
/// 4xx passes by itself, 5xx is final (RFC 5321, section 4.2.1), but for a login that is refused, which somebody can
/// mend. A mail that was taken for some of its recipients and refused to others for now is sent again to all of them,
/// under the same `Message-ID`; where the refusal is final it is delivered, and the replies name who did not get it.
enum SMTPReply {
    private static let loginCodes: Set<Int> = [530, 534, 535, 538]

    /// `response`: the last code as its status, all replies as its body.
    static func judge(_ response: HTTPResponse, recipientCount: Int) -> Judgement {
        let replies = replies(of: response)
        guard response.status < 400 else {
            let reply = SafeText.of(replies.last.map(String.init) ?? "\(response.status)")
            let reason = "the mail server says: \(reply)"
            if loginCodes.contains(response.status) {
                return .misconfigured("\(reason); check user and password")
            }
            // The last of several recipients must not be the one who decides for all.
            let isWaiting = replies.suffix(recipientCount).contains { code($0).map(isPassing) ?? false }
            return response.status < 500 || isWaiting ? .retry(reason) : .permanent(reason)
        }
        let refusals = refusals(in: replies, recipientCount: recipientCount)
        guard let first = refusals.first(where: { code($0).map(isPassing) ?? false }) else {
            return .delivered
        }
        return .retry(
            "\(refusals.count) of \(recipientCount) recipients are refused for now: \(SafeText.of(String(first)))"
        )
    }

    /// Who did not get a mail that was taken, in the server's words; nil where all did.
    static func remark(_ response: HTTPResponse, recipientCount: Int) -> String? {
        let refusals = refusals(in: replies(of: response), recipientCount: recipientCount)
        guard response.status < 400, let first = refusals.first else { return nil }
        return "\(refusals.count) of \(recipientCount) recipients are refused: \(SafeText.of(String(first)))"
    }

    /// The last line of each reply up to the one that counts; what follows it is the goodbye.
    private static func replies(of response: HTTPResponse) -> ArraySlice<Substring> {
        let lines = String(decoding: response.body, as: UTF8.self).split(whereSeparator: \.isNewline)
        // A reply's last line has no '-' after its code.
        let all = lines.filter { code($0) != nil && $0.dropFirst(3).first != "-" }
        let last = all.lastIndex { code($0) == response.status }
        return last.map { all[...$0] } ?? all[...]
    }

    /// The replies by which recipients are refused: those before the data are asked for.
    private static func refusals(in replies: ArraySlice<Substring>, recipientCount: Int) -> [Substring] {
        guard let data = replies.lastIndex(where: { code($0) == 354 }) else { return [] }
        return replies[..<data].suffix(recipientCount).filter { (code($0) ?? 0) >= 400 }
    }

    private static func isPassing(_ code: Int) -> Bool { (400..<500).contains(code) }

    private static func code(_ line: Substring) -> Int? {
        let digits = line.prefix(3)
        guard digits.utf8.count == 3, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(digits)
    }
}
