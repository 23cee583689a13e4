internal import Foundation

/// The lock that keeps two daemons from sharing one store: an advisory lock on a file, let go by the system when its holder ends.
public struct DaemonLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock of a data folder.
    ///
    /// Throws `DaemonFault.alreadyRunning` where another process holds it, `.cannotLock` where the file cannot be made.
    public init(folder: String) throws(DaemonFault) {
        descriptor = try Self.lockedFile(in: folder)
    }

    private static func lockedFile(in folder: String) throws(DaemonFault) -> Int32 {
        let path = folder + "/daemon.lock"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotLock(path: path, reason: (error as NSError).localizedDescription)
        }
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .cannotLock(path: path, reason: String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .alreadyRunning(folder: folder)
        }
        return descriptor
    }

    /// Lets the lock go.
    consuming func release() {}

    deinit { close(descriptor) }
}

/// Why the daemon cannot start or go on.
public enum DaemonFault: Error, Equatable, CustomStringConvertible {
    case alreadyRunning(folder: String)
    case cannotLock(path: String, reason: String)

    public var description: String {
        switch self {
        case .alreadyRunning(let folder):
            "\(folder): another daemon already works on this store; stop it first, or name another folder with --data"
        case .cannotLock(let path, let reason):
            "\(path): the lock cannot be made (\(reason)); check that the folder may be written"
        }
    }
}
