internal import Logging
internal import ServiceLifecycle
internal import StrictYAML
internal import SupplyModel

/// Reads rules and channels again on SIGHUP; bad ones are named and the old stay in force.
struct ReloadService: Service {
    let watchbook: Watchbook
    let folder: String
    /// Whether the folder named its channels when the daemon started.
    let hadChannels: Bool
    let hangups: Hangups
    let logger: Logger

    func run() async throws {
        for await _ in hangups.sequence.cancelOnGracefulShutdown() {
            do {
                guard !hadChannels || Watchbook.hasChannels(folder) else {
                    throw ConfigurationFault(
                        file: folder + "/channels.yaml",
                        reason: "the file is gone; put it back, or restart without it")
                }
                let content = try Watchbook.load(folder)
                watchbook.replace(with: content)
                logger.info(
                    "rules and channels were read again",
                    metadata: ["rules": "\(content.rules.count)", "channels": "\(content.channels.count)"])
            } catch {
                logger.error(
                    "the new rules or channels are bad; the old stay in force",
                    metadata: ["reason": "\(error)"])
            }
        }
    }
}
