internal import Daemon
internal import Foundation
internal import Synchronization

/// Standard output for answers, standard error for everything else.
enum Console {
    static func output(_ text: String) { write(text, to: .standardOutput) }

    /// One line of a problem; nothing where the text is empty.
    static func error(_ line: String) {
        guard !line.isEmpty, line != "tierwatch: " else { return }
        write(line + "\n", to: .standardError)
    }

    static var outputIsTerminal: Bool { isatty(1) == 1 }
    static var errorIsTerminal: Bool { isatty(2) == 1 }

    private static func write(_ text: String, to handle: FileHandle) {
        do {
            try handle.write(contentsOf: Data(text.utf8))
        } catch {
            // Whoever reads is gone or full: there is nobody left to tell, and the code says that it failed.
            exit(74)
        }
    }
}

/// A line of progress on standard error, where that is a terminal.
struct ProgressBar {
    private var lastPercent = -1

    /// Columns of the bar itself.
    static let width = 30

    /// Shows how far a file is read, 0...1.
    mutating func show(_ label: String, _ part: Double) {
        guard Console.errorIsTerminal else { return }
        let percent = Int((max(0, min(1, part)) * 100).rounded(.down))
        guard percent != lastPercent else { return }
        lastPercent = percent
        let filled = percent * Self.width / 100
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        let end = percent == 100 ? "\r\u{1B}[K" : ""
        FileHandle.standardError.write(Data("\r\(bar) \(percent)% \(label)\u{1B}[K\(end)".utf8))
    }
}

/// A progress bar that any thread may move.
final class SharedProgressBar: Sendable {
    private let bar = Mutex(ProgressBar())

    func show(_ label: String, _ part: Double) { bar.withLock { $0.show(label, part) } }
}

/// Ctrl-C: a transaction that is not committed is undone by SQLite, so leaving at once leaves nothing half done.
enum Interruption {
    static func install() {
        signal(SIGINT) { _ in
            DrillFolder.removeAtOnce()
            let message: StaticString = "\ninterrupted; nothing is half done\n"
            _ = Foundation.write(2, message.utf8Start, message.utf8CodeUnitCount)
            _exit(130)
        }
    }

    /// Has all signals that end a process remove a drill's copy first, also where whoever started it had them blocked; what is ignored, as
    /// under nohup, stays so.
    static func cover() {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
        for number in [SIGTERM, SIGHUP] {
            let before = signal(number) { number in
                let code = errno
                DrillFolder.removeAtOnce()
                signal(number, SIG_DFL)
                raise(number)
                errno = code
            }
            if unsafeBitCast(before, to: UInt.self) == unsafeBitCast(SIG_IGN, to: UInt.self) {
                signal(number, SIG_IGN)
            }
        }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// From here on a command ends in good order: what it has done is kept, and is to be told.
    static func hold() {
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_IGN) }
    }

    /// Leaves Ctrl-C to a command that ends in good order by itself.
    static func remove() { signal(SIGINT, SIG_DFL) }
}
