internal import Glibc
internal import SupplyModel

/// A regular file, open for reading; anything else is refused before it can block or run on for ever.
///
/// A class because the descriptor must be closed exactly once.
final class InputFile {
    let path: String
    /// As it was when the file was opened.
    let sizeBytes: Int
    private let descriptor: Int32

    /// - Throws: why this is no file that can be read.
    init(path: String) throws(IntakeError) {
        // Without O_NONBLOCK, opening a pipe waits for its writer.
        let opened = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard opened >= 0 else { throw IntakeError(path: path, fault: Self.openFault(path, errno)) }
        var status = stat()
        guard fstat(opened, &status) == 0 else {
            let reason = Self.reason(errno)
            close(opened)
            throw IntakeError(path: path, fault: .readFailed(reason: reason))
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            throw IntakeError(path: path, fault: .notAFile(what: Self.kind(status.st_mode)))
        }
        self.path = path
        sizeBytes = Int(status.st_size)
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Fills the bytes from `start` on as far as the file goes; gives their number, fewer only at its end.
    func read(into bytes: inout [UInt8], from start: Int, limit: Int) throws(IntakeError) -> Int {
        var filled = 0
        while filled < limit {
            let count = bytes.withUnsafeMutableBytes { buffer in
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[(start + filled)..<(start + limit)])
                return Glibc.read(descriptor, rest.baseAddress, rest.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw IntakeError(path: path, fault: .readFailed(reason: Self.reason(errno)))
            }
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// Goes back to a byte of the file.
    func seek(to offset: Int) throws(IntakeError) {
        guard lseek(descriptor, offset, SEEK_SET) >= 0 else {
            throw IntakeError(path: path, fault: .readFailed(reason: Self.reason(errno)))
        }
    }

    /// Another descriptor of the file at its start, which its taker closes.
    func duplicate() throws(IntakeFault) -> Int32 {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw .readFailed(reason: Self.reason(errno)) }
        return copy
    }

    static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }

    private static func openFault(_ path: String, _ code: Int32) -> IntakeFault {
        switch code {
        case ENOENT, ENOTDIR: return .missing
        case ENXIO: return .notAFile(what: "a socket or device")
        default: return .unreadable(reason: reason(code))
        }
    }

    private static func kind(_ mode: mode_t) -> String {
        switch mode & S_IFMT {
        case S_IFDIR: "a folder"
        case S_IFIFO: "a pipe"
        case S_IFCHR, S_IFBLK: "a device"
        case S_IFSOCK: "a socket"
        default: "something else"
        }
    }
}
