internal import Foundation

/// Lines on this process's standard output and error.
enum Output {
    @Sendable static func line(_ text: String) { write(text, to: .standardOutput) }

    @Sendable static func error(_ text: String) { write(text, to: .standardError) }

    private static func write(_ text: String, to handle: FileHandle) {
        // Whoever read these lines may be gone: the daemon goes on without them.
        try? handle.write(contentsOf: Data((text + "\n").utf8))
    }
}
