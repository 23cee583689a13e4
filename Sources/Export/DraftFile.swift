internal import Foundation

/// A file that is written beside its place and put there when it is complete.
///
/// A class because an unfinished draft must be removed exactly once.
final class DraftFile {
    let path: String
    let draft: String
    private var isFinished = false

    init(replacing path: String) {
        self.path = path
        draft = path + ".partial-\(getpid())"
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
