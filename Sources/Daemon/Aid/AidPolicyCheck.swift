internal import Alerting
internal import Foundation
internal import MutualAid
internal import StrictYAML
public import SupplyModel

/// What `aid policy` finds: who is told and the deadlines in force, or every fault of `aid.yaml` at once.
public enum AidPolicyCheck {
    /// What is in force in a folder of rules; its channels are held against `channels.yaml`.
    ///
    /// - Throws: `ConfigurationFaults`
    public static func answer(folder: String, language: Language) throws -> Answer {
        let policy = try policy(folder: folder)
        let gazetteer = Gazetteer()
        let authorities = policy.authorities.sorted { $0.key < $1.key }.map { region, authority in
            [Answer.Field("of", .text(region.description))]
                + Answer.Field.text("name", gazetteer.name(of: region, in: language))
                + Answer.Field.text("channel", authority.channel)
                + Answer.Field.text("contact", authority.contact)
                + Answer.Field.text("secret", authority.secret.map(place))
        }
        let kinds = AidKind.allCases.map { kind in
            [
                Answer.Field("of", .text(kind.rawValue)),
                Answer.Field("name", .text(AidWords.kind(kind, language))),
            ] + Answer.Field.number("deadline_hours", (policy.deadlineSeconds[kind] ?? 0) / 3_600)
        }
        let overdue = policy.overdueChannels.map { channel in
            [Answer.Field("of", .text("overdue")), Answer.Field("channel", .text(channel))]
        }
        let owners = policy.owners.sorted { $0.key < $1.key }.map { owner, channel in
            [Answer.Field("of", .text(owner.description)), Answer.Field("channel", .text(channel))]
        }
        return Answer(
            columns: ["of", "name", "channel", "contact", "secret", "deadline_hours"],
            records: authorities + kinds + overdue + owners)
    }

    /// The policy of a folder of rules, whose channels are held against `channels.yaml`.
    static func policy(folder: String) throws -> AidPolicy {
        let channels =
            Watchbook.hasChannels(folder)
            ? try ChannelBook.load(folder: URL(filePath: folder)).channels.map(\.name) : nil
        return try AidPolicyReader.load(folder: folder, channels: channels)
    }

    /// Where a secret is; never what it is.
    private static func place(_ source: ValueSource) -> String {
        switch source {
        case .environment(let variable): "$\(variable)"
        case .file(let path): path
        case .literal: ""
        }
    }
}
