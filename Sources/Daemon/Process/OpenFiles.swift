internal import Glibc

/// Files and connections that the process may have open at once: what the system lets every process have by default, 1,024 on
/// many, is too little for a server, whose connections must leave room for the store and for deliveries.
enum OpenFiles {
    /// Those that are not for connections of the HTTP server.
    static let reserveCount = 256
    /// Connections that the HTTP server has even where that leaves less room.
    static let leastConnectionCount = 64

    /// Raises the limit as far as the system allows, and gives the connections that the HTTP server may have then.
    static func raise() -> Int {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limits = rlimit()
        guard getrlimit(files, &limits) == 0 else { return leastConnectionCount }
        var raised = limits
        raised.rlim_cur = limits.rlim_max
        let fileCount = setrlimit(files, &raised) == 0 ? raised.rlim_cur : limits.rlim_cur
        return max(leastConnectionCount, Int(clamping: fileCount) - reserveCount)
    }
}
