internal import Foundation

/// A file that is written beside its place and put there when it is complete.
///
/// Its name cannot be guessed and the file is always new, so that nobody who may write in the folder has a link there that leads elsewhere. A
/// class because an unfinished draft must be removed exactly once.
final class DraftFile {
    let path: String
    let draft: String
    /// Open for writing as long as this lives.
    let descriptor: Int32
    private let isForm: Bool
    private var isFinished = false

    /// A link leads to the file that is replaced; a form, which people fill in, replaces none.
    ///
    /// - Throws: `.cannotCreate` where there is something else than a file: a folder, a device, a pipe; or no file can be made.
    init(replacing path: String, isForm: Bool = false) throws(ExportError) {
        var place = path
        var found = stat()
        if lstat(path, &found) == 0, found.st_mode & S_IFMT == S_IFLNK {
            guard let target = realpath(path, nil) else {
                throw .cannotCreate(path: path, reason: "it is a link that leads nowhere")
            }
            place = String(cString: target)
            free(target)
        }
        if stat(place, &found) == 0, found.st_mode & S_IFMT != S_IFREG {
            throw .cannotCreate(path: path, reason: "there is something of this name that is no file")
        }
        let draft = place + ".partial-" + String(UInt32.random(in: .min ... .max), radix: 16)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw .cannotCreate(path: path, reason: String(cString: strerror(errno)))
        }
        (self.path, self.draft, self.descriptor, self.isForm) = (place, draft, descriptor, isForm)
    }

    /// Makes sure that a file can be made in a place, before what goes into it is done; nothing is left there.
    ///
    /// - Throws: `.cannotCreate`
    static func tryOut(_ path: String) throws(ExportError) { _ = try DraftFile(replacing: path) }

    deinit {
        close(descriptor)
        if !isFinished { unlink(draft) }
    }

    /// Puts the draft, once it is written, on disk and in its place.
    ///
    /// - Throws: `.writeFailed`, and of a form `.isThere`.
    func finish() throws(ExportError) {
        guard fsync(descriptor) == 0, place() == 0 else {
            if isForm, errno == EEXIST { throw .isThere(path: path) }
            throw .writeFailed(path: path, reason: String(cString: strerror(errno)))
        }
        // Of a form the draft is another name, which goes with this.
        isFinished = !isForm
    }

    /// A form gets a second name, which no file may have yet; where the file system has no such names it is as with others.
    private func place() -> Int32 {
        guard isForm else { return rename(draft, path) }
        let fault = link(draft, path)
        return fault != 0 && [EPERM, EOPNOTSUPP, ENOSYS].contains(errno) ? rename(draft, path) : fault
    }

    /// Writes bytes to an open file; false, with `errno`, where it does not take all.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                Foundation.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            written += count
        }
        return true
    }
}
