public import Foundation
public import StrictYAML
public import SupplyModel

/// The channels of a folder, all of them checked.
///
/// What only their use can show is left to it: a secret whose variable or file is missing is found when it is read.
public struct ChannelBook: Equatable, Sendable {
    /// Channels of a file.
    public static let channelLimit = 100

    /// In the order of the file.
    public let channels: [Channel]
    /// nil where the file asks for none.
    public let heartbeat: Heartbeat?

    /// Reads `channels.yaml` of the folder of alerts; without that file there is one channel, `console`.
    ///
    /// - Throws: every fault of the file at once.
    public static func load(folder: URL) throws(ConfigurationFaults) -> ChannelBook {
        let url = folder.appending(path: "channels.yaml")
        guard YAMLDocument.stands(at: url.path(percentEncoded: false)) else {
            return ChannelBook(channels: [Channel(name: "console", kind: .console)])
        }
        let document: YAMLDocument
        do throws(ConfigurationFault) {
            document = try YAMLDocument(contentsOf: url)
        } catch {
            throw ConfigurationFaults([error])
        }
        return try ChannelBook(document)
    }

    /// Reads the channels of a file that is parsed already.
    ///
    /// - Throws: every fault of the file at once.
    public init(_ document: YAMLDocument) throws(ConfigurationFaults) {
        var faults: [ConfigurationFault] = []
        var reader = ChannelReader()
        let fields = document.root.mapping(keys: ["channels", "heartbeat"], &faults)
        let list = fields?.required("channels", &faults)
        let values = list?.sequence(&faults) ?? []
        if let list, values.count > Self.channelLimit {
            faults.append(list.fault("there are more than \(Self.channelLimit) channels; merge some"))
        }
        var channels: [Channel] = []
        for value in values.prefix(Self.channelLimit) {
            if let channel = reader.read(value, &faults) { channels.append(channel) }
        }
        reader.flow.check(&faults)
        heartbeat = fields?["heartbeat"].flatMap { reader.flow.heartbeat($0, &faults) }
        guard faults.isEmpty else { throw ConfigurationFaults(faults) }
        self.channels = channels
    }

    private init(channels: [Channel]) {
        self.channels = channels
        heartbeat = nil
    }
}
