internal import ArgumentParser
internal import Daemon
internal import Foundation

/// A command that did its work and found something that the exit code must tell; what it found is printed already.
struct Finished: Error {
    var status: Int32
}

/// The exit codes of the contract (sysexits), and the one sentence that goes with each error.
enum ExitStatus {
    static let usage: Int32 = 64
    static let badData: Int32 = 65
    static let unavailable: Int32 = 69
    static let ioFailed: Int32 = 74

    static func of(_ error: any Error) -> Int32 {
        if let finished = error as? Finished { return finished.status }
        return FaultKind(of: error).map(status) ?? ioFailed
    }

    /// The sentence to print, empty where nothing is left to say.
    static func message(_ error: any Error) -> String {
        if error is Finished { return "" }
        return FaultKind(of: error) == nil ? (error as NSError).localizedDescription : "\(error)"
    }

    private static func status(_ kind: FaultKind) -> Int32 {
        switch kind {
        case .usage: usage
        case .badData: badData
        case .noInput: 66
        case .unavailable: unavailable
        case .cannotCreate: 73
        case .ioFailed: ioFailed
        case .badConfiguration: 78
        }
    }
}
