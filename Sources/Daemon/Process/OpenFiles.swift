internal import Glibc

/// How many files and connections the process may have open.
enum OpenFiles {
    /// Of them, what is left to the store, to channels and to registers that are read: a crowd at the HTTP server takes none of it.
    static let reservedCount = 1_000

    /// Takes as many as the system lets this process have; gives how many connections the HTTP server may hold.
    static func raise() -> Int {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0 else { return reservedCount }
        if limit.rlim_cur < limit.rlim_max {
            var wished = limit
            wished.rlim_cur = limit.rlim_max
            if setrlimit(files, &wished) == 0 { limit = wished }
        }
        let count = Int(clamping: limit.rlim_cur)
        return count - min(reservedCount, count / 2)
    }
}
