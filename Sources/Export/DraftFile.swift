internal import Foundation

/// A file that is written beside its place and put there when it is complete.
///
/// A class because an unfinished draft must be removed exactly once.
final class DraftFile {
    let path: String
    let draft: String
    private var isFinished = false

    /// A link leads to the file that is replaced.
    ///
    /// - Throws: `.cannotCreate` where there is something else than a file: a folder, a device, a pipe.
    init(replacing path: String) throws(ExportError) {
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
        self.path = place
        draft = place + ".partial-\(getpid())"
    }

    /// Makes sure that a file can be made in a place, before what goes into it is done; nothing is left there.
    ///
    /// - Throws: `.cannotCreate`
    static func tryOut(_ path: String) throws(ExportError) {
        let file = try DraftFile(replacing: path)
        let descriptor = open(file.draft, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .cannotCreate(path: path, reason: String(cString: strerror(errno)))
        }
        close(descriptor)
    }

    deinit {
        if !isFinished { unlink(draft) }
    }

    /// Puts the draft, written and closed, on disk and in its place.
    func finish() throws(ExportError) {
        let descriptor = open(draft, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        let isSynced = fsync(descriptor) == 0
        close(descriptor)
        guard isSynced, rename(draft, path) == 0 else { throw failure() }
        isFinished = true
    }

    private func failure() -> ExportError {
        .writeFailed(path: path, reason: String(cString: strerror(errno)))
    }
}
