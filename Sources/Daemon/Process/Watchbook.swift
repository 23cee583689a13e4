internal import Alerting
internal import Foundation
internal import MutualAid
internal import StrictYAML
internal import Synchronization
internal import SupplyModel

/// Rules, channels, routes and assumptions in force, replaced as one when they are read again.
final class Watchbook: Sendable {
    struct Content: Sendable {
        var rules: [Rule]
        var channels: [Channel]
        var routes = RouteBook.none
        /// The rules about Tierwatch itself: the built-in ones, and those of the files.
        var ownRules: [Rule] = []
        var heartbeat: Heartbeat?
        /// What events do where their sources do not say.
        var assumptions = EventAssumptions.usual
        /// Who is told of requests for help, and their deadlines.
        var aid = AidPolicy.usual
        /// Which products are alike.
        var products = ProductBook.empty
    }

    private let content: Mutex<Content>

    init(_ content: Content) { self.content = Mutex(content) }

    var current: Content { content.withLock { $0 } }

    func replace(with content: Content) { self.content.withLock { $0 = content } }

    /// Whether a folder says which channels there are; without it alerts go to the console alone.
    static func hasChannels(_ folder: String) -> Bool {
        YAMLDocument.stands(at: folder + "/channels.yaml")
    }

    /// Reads rules, channels, routes and assumptions of a folder; throws all that is wrong with them.
    static func load(_ folder: String) throws -> Content {
        let url = URL(filePath: folder)
        var faults: [ConfigurationFault] = []
        var content = Content(rules: [], channels: [])
        var names: [String]?
        do throws(ConfigurationFaults) {
            content.rules = try RuleBook.load(folder: url).rules
            faults += QueryFigures.faults(content.rules)
        } catch {
            faults += error.all
        }
        do throws(ConfigurationFaults) {
            let book = try ChannelBook.load(folder: url)
            content.channels = book.channels
            names = book.channels.map(\.name)
            content.heartbeat = book.heartbeat
        } catch {
            faults += error.all
        }
        do throws(ConfigurationFaults) {
            content.routes = try RouteBook.load(folder: url, channels: names)
        } catch {
            faults += error.all
        }
        do throws(ConfigurationFaults) {
            content.assumptions = try AssumptionsReader.load(folder: folder)
        } catch {
            faults += error.all
        }
        do throws(ConfigurationFaults) {
            content.aid = try AidPolicyReader.load(folder: folder, channels: names)
        } catch {
            faults += error.all
        }
        do throws(ConfigurationFaults) {
            content.products = try ProductsReader.load(folder: folder)
        } catch {
            faults += error.all
        }
        if faults.isEmpty { faults += content.spareOwners() }
        guard faults.isEmpty else { throw ConfigurationFaults(faults) }
        let rules = Set(content.rules.map(\.name))
        content.ownRules = try OwnRules.rules().filter { !rules.contains($0.name) }
        content.ownRules += content.rules.filter(\.metric.isOfTierwatch)
        return content
    }
}

extension Watchbook.Content {
    /// Channels by which owners are asked for their consent, and that neither a route names, nor do they hear for a province or of what is
    /// overdue: of alerts, which tell of everybody's chains, they hear none.
    var askedOnly: Set<String> {
        let named =
            aid.authorities.values.compactMap(\.channel) + aid.overdueChannels
            + routes.all.flatMap { $0.channels + ($0.escalation?.channels ?? []) }
        return Set(aid.owners.values).subtracting(named)
    }

    /// Keeps alerts from them where no routes do.
    ///
    /// - Returns: what is wrong where no channel is left.
    fileprivate mutating func spareOwners() -> [ConfigurationFault] {
        guard routes.root == nil else { return [] }
        let spared = askedOnly
        for index in channels.indices where spared.contains(channels[index].name) {
            channels[index].severities = []
        }
        guard !spared.isEmpty, channels.allSatisfy(\.severities.isEmpty) else { return [] }
        return [
            ConfigurationFault(
                file: AidPolicyReader.fileName, key: "owners",
                reason:
                    "by each channel an owner is asked, so nobody would hear of an alert; give channels.yaml another channel, or"
                    + " name in routes.yaml who hears of what")
        ]
    }
}
