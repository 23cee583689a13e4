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
        var answer = list(policy, gazetteer, language)
        answer.page = page(policy, gazetteer, language)
        return answer
    }

    /// A line for each authority, kind of help, channel and owner.
    private static func list(_ policy: AidPolicy, _ gazetteer: Gazetteer, _ language: Language) -> Answer {
        let authorities = policy.authorities.sorted { $0.key < $1.key }.map { region, authority in
            [Answer.Field("of", .text(region.description))]
                + Answer.Field.text("name", gazetteer.name(of: region, in: language))
                + told(authority)
        }
        let kinds = AidKind.allCases.map { kind in
            [
                Answer.Field("of", .text(kind.rawValue)),
                Answer.Field("name", .text(AidWords.kind(kind, language))),
            ] + hours(kind, policy)
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

    /// The same for a reader: who is told, and how long each kind may take, each in a table of its own.
    private static func page(
        _ policy: AidPolicy, _ gazetteer: Gazetteer, _ language: Language
    ) -> [Answer.Field] {
        let authorities = policy.authorities.sorted { $0.key < $1.key }.map { region, authority in
            Answer.Value.record(
                [Answer.Field("province", .text(region.description))]
                    + Answer.Field.text("province_name", gazetteer.name(of: region, in: language))
                    + told(authority))
        }
        let deadlines = AidKind.allCases.map { kind in
            Answer.Value.record([Answer.Field("kind", .text(kind.rawValue))] + hours(kind, policy))
        }
        let owners = policy.owners.sorted { $0.key < $1.key }.map { owner, channel in
            Answer.Value.record([
                Answer.Field("registrant", .text(owner.description)), Answer.Field("channel", .text(channel)),
            ])
        }
        return [
            Answer.Field("overdue_channels", .list(policy.overdueChannels.map { .text($0) })),
            Answer.Field("authorities", .list(authorities)), Answer.Field("deadlines", .list(deadlines)),
            Answer.Field("owners", .list(owners)),
        ]
    }

    private static func told(_ authority: AidPolicy.Authority) -> [Answer.Field] {
        Answer.Field.text("channel", authority.channel) + Answer.Field.text("contact", authority.contact)
            + Answer.Field.text("secret", authority.secret.map(place))
    }

    private static func hours(_ kind: AidKind, _ policy: AidPolicy) -> [Answer.Field] {
        Answer.Field.number("deadline_hours", (policy.deadlineSeconds[kind] ?? 0) / 3_600)
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
