internal import Digest
internal import Foundation
internal import SupplyModel

/// The head of a mail, up to the empty line: nothing in it comes from a register unless it is encoded.
///
/// The message's id gives the `Message-ID`, so that a repeat is known by it.
///
/// Source: RFC 5322; RFC 2047 for the subject; RFC 3834 for what machines send.
struct MailHead {
    var from: EmailAddress
    var to: [EmailAddress]
    var subject: String
    var time: Timestamp
    var messageID: String

    /// UTF-16 units of a subject.
    static let subjectLimit = 200
    /// Bytes of text in one encoded word, so that its line has at most 76 characters, the first too.
    private static let wordBytes = 39
    private static let idDigits = 32

    func bytes() throws(DigestError) -> [UInt8] {
        let name = hexadecimal(try SHA256.digest(of: Array(messageID.utf8))).prefix(Self.idDigits)
        let lines = [
            "Date: \(Self.date(time))",
            "From: Tierwatch <\(from)>",
            "To: \(to.map(\.description).joined(separator: ",\r\n "))",
            "Message-ID: <\(name)@\(from.host)>",
            "Subject: \(Self.encoded(Cut.units(subject, Self.subjectLimit)))",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
        ]
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    /// Encoded words, whatever the text: no character of it can begin a line of the head.
    static func encoded(_ text: String) -> String {
        var words: [String] = []
        var word: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if word.count + bytes.count > wordBytes {
                words.append(Data(word).base64EncodedString())
                word = []
            }
            word += bytes
        }
        if !word.isEmpty { words.append(Data(word).base64EncodedString()) }
        return words.map { "=?UTF-8?B?\($0)?=" }.joined(separator: "\r\n ")
    }

    /// Such as `Fri, 02 Jan 2026 11:04:05 +0800`.
    static func date(_ time: Timestamp) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 8 * 3_600)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
        return formatter.string(from: Date(timeIntervalSince1970: Double(time.milliseconds) / 1_000))
    }
}
