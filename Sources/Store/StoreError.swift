/// Why the store could not do what was asked.
///
/// Each case says where, and what to do.
public enum StoreError: Error, Equatable, CustomStringConvertible {
    case noStore(folder: String)
    case notADatabase(path: String)
    case newerVersion(path: String)
    case cannotOpen(path: String, reason: String)
    case diskFull(path: String)
    case busy(path: String)
    case ioFailed(path: String, reason: String)

    public var description: String {
        switch self {
        case .noStore(let folder):
            "\(folder): there is no store here; make one with `tierwatch import FILE --registrant ID`, or name another folder with --data"
        case .notADatabase(let path):
            "\(path): this file is no SQLite database; name another data folder with --data, or move the file away"
        case .newerVersion(let path):
            "\(path): this store was made by a newer Tierwatch; update this one, or name another folder with --data"
        case .cannotOpen(let path, let reason):
            "\(path): the store cannot be opened (\(reason)); check that the folder exists and may be written"
        case .diskFull(let path):
            "\(path): the disk is full; what was to be written is not kept: free some space and run it again"
        case .busy(let path):
            "\(path): another command is writing to the store for too long; wait for it and run this again"
        case .ioFailed(let path, let reason):
            "\(path): reading or writing the store failed (\(reason)); what was to be written is not kept: check the disk"
        }
    }
}
