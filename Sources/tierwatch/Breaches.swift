internal import ArgumentParser
internal import Daemon

extension Alerts {
    struct Breaches: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What the rules find wrong with the figures now, whatever was alerted before.",
            discussion: """
                With --view: with the figures that one registrant's declarations alone make.

                  tierwatch alerts breaches --view local:example
                """)

        @OptionGroup var snapshot: SnapshotOptions

        func run() throws {
            let folder = try snapshot.query.common.configuration().alerts
            let bar = SharedProgressBar()
            try snapshot.answer { try $0.breaches(folder: folder, now: Clock.now()) { bar.show($0, $1) } }
        }
    }
}
