internal import Foundation
internal import Store
internal import Synchronization

/// The folder in which a drill keeps its copy of the store: nobody else may look into it, and it is gone when the drill is over.
///
/// A signal that ends the process takes it along (`removeAtOnce`). Only who is killed outright leaves one behind, which the next
/// drill removes: its lock is free then. It is moved away before its files go, so that no thread that is still at work can make a
/// file in it again. The lock is the first file to come and the last to go: of a folder without one no other file is ever removed, for
/// it may be somebody's store.
public enum DrillFolder {
    private static let prefix = "tierwatch-drill-"
    private static let lock = "lock"
    private static let goneSuffix = ".gone"
    /// Characters that `mkdtemp` makes up.
    private static let uniqueLength = 6
    /// Names of a folder of temporary files that are looked at for what earlier drills left.
    private static let nameLimit = 100_000

    /// Paths as C has them, for a handler may make nothing: the folder, where it is moved, and its files there; then nil.
    private typealias Paths = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

    /// The address of the paths of the folder that is there now, 0 for none; never freed, for a handler may still read them.
    private static let current = Atomic<UInt>(0)

    /// Runs the body with a new folder, which is removed after it.
    ///
    /// - Throws: `DrillFault.noFolder`, and what the body throws.
    static func with<T>(_ body: (_ folder: String) throws -> T) throws -> T {
        let place = FileManager.default.temporaryDirectory.path
        removeDead(in: place)
        let (folder, descriptor) = try make(in: place)
        defer {
            removeAtOnce()
            close(descriptor)
        }
        return try body(folder)
    }

    /// Removes the folder, if there is one; may be called by a signal's handler, and twice.
    public static func removeAtOnce() {
        guard let paths = Paths(bitPattern: current.load(ordering: .acquiring)), let folder = paths[0],
            let gone = paths[1]
        else { return }
        _ = rename(folder, gone)
        var index = 2
        while let file = paths[index] {
            unlink(file)
            index += 1
        }
        rmdir(gone)
    }

    /// A new folder, and the descriptor by which its lock is held.
    private static func make(in place: String) throws(DrillFault) -> (folder: String, descriptor: Int32) {
        func fault(_ path: String) -> DrillFault {
            .noFolder(path, reason: String(cString: strerror(errno)))
        }
        let template = "\(place)/\(prefix)\(getpid())-" + String(repeating: "X", count: uniqueLength)
        guard let buffer = strdup(template) else { throw fault(place) }
        defer { free(buffer) }
        guard mkdtemp(buffer) != nil else { throw fault(place) }
        let folder = String(cString: buffer)
        current.store(UInt(bitPattern: paths(of: folder)), ordering: .releasing)
        // Under its name only once it is locked: a lock that can be taken is that of somebody dead.
        let draft = folder + "/" + lock + goneSuffix
        let descriptor = open(draft, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0,
            rename(draft, folder + "/" + lock) == 0
        else {
            let fault = fault(folder)
            if descriptor >= 0 { close(descriptor) }
            removeAtOnce()
            throw fault
        }
        return (folder, descriptor)
    }

    private static func paths(of folder: String) -> Paths {
        let gone = folder.hasSuffix(goneSuffix) ? folder : folder + goneSuffix
        let files = Store.fileNames + [lock + goneSuffix, lock]
        let texts = [folder, gone] + files.map { gone + "/" + $0 }
        let paths = Paths.allocate(capacity: texts.count + 1)
        for (index, text) in texts.enumerated() { (paths + index).initialize(to: strdup(text)) }
        (paths + texts.count).initialize(to: nil)
        return paths
    }

    /// Removes what drills of dead processes left; what is not this user's stays.
    private static func removeDead(in place: String) {
        guard let directory = opendir(place) else { return }
        defer { closedir(directory) }
        var found: [String] = []
        for _ in 0..<nameLimit {
            guard let entry = readdir(directory) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name.hasPrefix(prefix) { found.append(place + "/" + name) }
        }
        for folder in found where isOwn(folder) {
            let descriptor = open(folder + "/" + lock, O_RDWR | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else {
                if errno == ENOENT, isProcessDead(folder) { removeUnlocked(folder) }
                continue
            }
            defer { close(descriptor) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { continue }
            current.store(UInt(bitPattern: paths(of: folder)), ordering: .releasing)
            removeAtOnce()
        }
        current.store(0, ordering: .releasing)
    }

    /// Removes what was left before it was locked, or when all but itself was gone; what has any other file stays.
    private static func removeUnlocked(_ folder: String) {
        unlink(folder + "/" + lock + goneSuffix)
        rmdir(folder)
    }

    /// The process that made a folder, by its name: `PREFIX PID-XXXXXX`, with `.gone` where it was moved away; nil for any other name.
    private static func process(_ folder: String) -> Int32? {
        var name = (folder.split(separator: "/").last ?? "").dropFirst(prefix.count)
        if name.hasSuffix(goneSuffix) { name = name.dropLast(goneSuffix.count) }
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count == uniqueLength,
            parts[1].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
        else { return nil }
        return Int32(parts[0])
    }

    private static func isProcessDead(_ folder: String) -> Bool {
        guard let process = process(folder) else { return false }
        return kill(process, 0) != 0 && errno == ESRCH
    }

    /// Whether a folder is named as a drill names its own, and is this user's.
    private static func isOwn(_ folder: String) -> Bool {
        guard process(folder) != nil else { return false }
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder)
            return attributes[.type] as? FileAttributeType == .typeDirectory
                && attributes[.ownerAccountID] as? Int == Int(geteuid())
        } catch {
            // Somebody else has removed it.
            return false
        }
    }
}
