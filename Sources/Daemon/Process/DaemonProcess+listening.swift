internal import HTTPAPI
internal import MutualAid
internal import Logging
internal import ServiceLifecycle
internal import Store
internal import StrictYAML
internal import SupplyModel

extension DaemonProcess {
    /// - Throws: `ConfigurationFaults` where anybody beyond this machine would reach a register that has no token.
    func checkListening(_ store: Store) throws {
        guard let address = configuration.listen, !address.isLoopback, try !store.hasTokens() else { return }
        throw ConfigurationFaults([
            ConfigurationFault(
                file: configuration.settings.first { $0.key == "listen" }?.source ?? "listen", key: "listen",
                reason:
                    "\(address) is reached from beyond this machine and the register has no token;"
                    + " make one with `tierwatch token create`, or listen at 127.0.0.1")
        ])
    }

    /// The HTTP server; none where nothing is to listen.
    func listening(
        _ store: Store, _ snapshots: RegisterSnapshots, _ gazetteer: Gazetteer, _ watchbook: Watchbook,
        _ gauge: ProcessGauge, _ logger: Logger
    ) -> [any Service] {
        guard let address = configuration.listen else { return [] }
        let authorities = AidAuthorities(
            policy: { watchbook.current.aid }, environment: environment,
            complain: { reason in
                logger.warning("answers of a province cannot be verified", metadata: ["reason": "\(reason)"])
            })
        let desk = APIDesk(
            store: store, gazetteer: gazetteer, snapshots: snapshots, marks: MarkReader(store),
            inForce: { watchbook.current }, statusDays: configuration.statusDays,
            validityDays: configuration.validityDays, usualLanguage: configuration.language,
            authorities: authorities,
            now: Clock.now)
        let settings = APISettings(
            address: address, ratePerSecond: configuration.ratePerSecond,
            uploadLimitBytes: configuration.uploadLimitBytes, connectionLimit: OpenFiles.raise(),
            idleSeconds: configuration.idleSeconds, folder: configuration.data)
        let host = desk.host(complaints: gauge.complaints, figures: gauge.text)
        return [
            APIService(settings, store: store, host: host, logger: logger, onListening: Memory.letGoOfCode)
        ]
    }
}
