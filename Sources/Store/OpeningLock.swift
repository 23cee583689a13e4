internal import Glibc

/// Lets one process at a time open a store and bring its schema up to date, which GRDB leaves to its callers.
///
/// An advisory lock on the folder, let go by the system when its holder ends. Not on the database: whoever closes a descriptor of that
/// file loses the locks that SQLite has on it.
struct OpeningLock: ~Copyable {
    private let descriptor: Int32

    /// Waits until nobody else opens the store of a folder.
    ///
    /// - Throws: `StoreError.cannotOpen`
    init(folder: String) throws(StoreError) {
        descriptor = try Self.lockedFolder(folder)
    }

    private static func lockedFolder(_ folder: String) throws(StoreError) -> Int32 {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .cannotOpen(path: folder, reason: String(cString: strerror(errno)))
        }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else {
                let reason = String(cString: strerror(errno))
                close(descriptor)
                throw .cannotOpen(path: folder, reason: reason)
            }
        }
        return descriptor
    }

    /// Lets the lock go.
    consuming func release() {}

    deinit { close(descriptor) }
}
