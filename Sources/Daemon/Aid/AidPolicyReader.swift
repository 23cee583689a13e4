internal import Alerting
internal import MutualAid
internal import StrictYAML
internal import SupplyModel

/// Reads `aid.yaml`: who is told of requests for help, and how long each kind may take.
///
/// What it leaves out is as usual; without the file nobody is told. All faults are found in one pass.
enum AidPolicyReader {
    static let fileName = "aid.yaml"
    private static let keys = ["authorities", "deadlines", "overdue", "owners"]
    private static let authorityKeys = ["region", "channel", "contact", "secret_env", "secret_file"]
    private static let authorityLimit = 40
    private static let channelLimit = 20
    private static let ownerLimit = 10_000

    /// Reads the file of a folder, if it is there; `channels`: the names that there are, nil where they cannot be told.
    static func load(folder: String, channels: [String]?) throws(ConfigurationFaults) -> AidPolicy {
        guard let document = try YAMLDocument.read(fileName, of: folder) else { return .usual }
        return try read(document, channels: channels)
    }

    /// Reads a file that is parsed already.
    static func read(_ document: YAMLDocument, channels: [String]?) throws(ConfigurationFaults) -> AidPolicy {
        var faults: [ConfigurationFault] = []
        var policy = AidPolicy.usual
        if let fields = document.root.mapping(keys: keys, &faults) {
            if let value = fields["authorities"] { readAuthorities(value, channels, &policy, &faults) }
            let kinds = AidKind.allCases.map(\.rawValue)
            for (name, value) in fields["deadlines"]?.mapping(keys: kinds, &faults)?.entries ?? [] {
                guard let kind = AidKind(rawValue: name) else { continue }
                if let seconds = readSeconds(value, &faults) { policy.deadlineSeconds[kind] = seconds }
            }
            if let values = fields["overdue"]?.sequence(&faults) {
                if values.count > channelLimit {
                    let more = "there are more than \(channelLimit) channels; name a list or a chat of theirs"
                    faults.append(values[channelLimit].fault(more))
                }
                for value in values.prefix(channelLimit) {
                    if let name = readChannel(value, channels, &faults) {
                        policy.overdueChannels.append(name)
                    }
                }
            }
            if let value = fields["owners"] { readOwners(value, channels, &policy, &faults) }
        }
        guard faults.isEmpty else { throw ConfigurationFaults(faults) }
        return policy
    }

    private static func readOwners(
        _ value: YAMLValue, _ channels: [String]?, _ policy: inout AidPolicy,
        _ faults: inout [ConfigurationFault]
    ) {
        let entries = value.mapping(&faults)?.entries ?? []
        if entries.count > ownerLimit {
            faults.append(value.fault("more than \(ownerLimit) owners are named; leave some out"))
        }
        for (name, value) in entries.prefix(ownerLimit) {
            do throws(IdentityFault) {
                let owner = try FirmID(name)
                if policy.owners[owner] != nil {
                    faults.append(value.fault("\(owner) is named twice; keep one"))
                }
                policy.owners[owner] = readChannel(value, channels, &faults)
            } catch {
                faults.append(value.fault("the key is no registrant: \(error.sentence)"))
            }
        }
    }

    private static func readAuthorities(
        _ list: YAMLValue, _ channels: [String]?, _ policy: inout AidPolicy,
        _ faults: inout [ConfigurationFault]
    ) {
        let values = list.sequence(&faults) ?? []
        if values.count > authorityLimit {
            faults.append(list.fault("there are more than \(authorityLimit) authorities; name each once"))
        }
        for value in values.prefix(authorityLimit) {
            guard let fields = value.mapping(keys: authorityKeys, &faults),
                let place = fields.required("region", &faults), let text = place.string(&faults)
            else { continue }
            guard let region = RegionCode(text), region.isDelta, region.at(.province) == region else {
                faults.append(
                    place.fault(
                        "'\(Excerpt.of(text))' is no province of the delta; write 310000, 320000, 330000 or 340000"
                    ))
                continue
            }
            guard policy.authorities[region] == nil else {
                faults.append(place.fault("\(region) is named twice; merge the two"))
                continue
            }
            policy.authorities[region] = AidPolicy.Authority(
                channel: fields["channel"].flatMap { readChannel($0, channels, &faults) },
                contact: fields["contact"].flatMap { readContact($0, &faults) },
                secret: readSecret(fields, policy, &faults))
        }
    }

    /// Whom letters and messages name: one line, as where a person types it.
    private static func readContact(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> String? {
        guard let text = value.string(&faults) else { return nil }
        let isLine = Answer.printable(text) == text && !text.allSatisfy(\.isWhitespace)
        if isLine, text.unicodeScalars.count <= AidRequest.lineLimit { return text }
        faults.append(
            value.fault(
                "a contact is one line of 1 to \(AidRequest.lineLimit) characters, none for control or formatting; write one"
            ))
        return nil
    }

    /// The place of a secret that no other authority has: by its secret a province is known.
    private static func readSecret(
        _ fields: YAMLMapping, _ policy: AidPolicy, _ faults: inout [ConfigurationFault]
    ) -> ValueSource? {
        guard let value = fields["secret_env"] ?? fields["secret_file"] else { return nil }
        let secret = SourceReader.read("secret", literal: false, fields, &faults)
        guard let secret, policy.authorities.values.contains(where: { $0.secret == secret }) else {
            return secret
        }
        faults.append(value.fault("another authority has this secret already; give each one of its own"))
        return nil
    }

    private static func readChannel(
        _ value: YAMLValue, _ channels: [String]?, _ faults: inout [ConfigurationFault]
    ) -> String? {
        guard let name = value.string(&faults) else { return nil }
        guard let channels, !channels.contains(name) else { return name }
        faults.append(value.fault("there is no channel '\(Excerpt.of(name))'; name one of channels.yaml"))
        return nil
    }

    private static func readSeconds(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> Double? {
        guard let text = value.string(&faults) else { return nil }
        if case .seconds(let seconds) = Hold(text), seconds > 0 { return Double(seconds) }
        faults.append(
            value.fault("'\(Excerpt.of(text))' is no duration; write one such as 24h or 3d"))
        return nil
    }
}
