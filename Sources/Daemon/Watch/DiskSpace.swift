internal import Glibc

/// How full the disk of a folder is.
enum DiskSpace {
    /// The share, 0...1, that is free for those who are not root; nil where the system does not say.
    static func freeShare(of folder: String) -> Double? {
        var space = statvfs()
        guard statvfs(folder, &space) == 0, space.f_blocks > 0 else { return nil }
        return Double(space.f_bavail) / Double(space.f_blocks)
    }
}
