internal import Foundation

/// The cores that this machine gives us.
enum Cores {
    static var count: Int { ProcessInfo.processInfo.activeProcessorCount }
}
