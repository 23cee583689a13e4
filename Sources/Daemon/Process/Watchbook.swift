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
        guard faults.isEmpty else { throw ConfigurationFaults(faults) }
        content.spareOwners()
        let rules = Set(content.rules.map(\.name))
        content.ownRules = try OwnRules.rules().filter { !rules.contains($0.name) }
        content.ownRules += content.rules.filter(\.metric.isOfTierwatch)
        return content
    }
}

extension Watchbook.Content {
    /// Alerts tell of everybody's chains: where no route names them, channels by which owners are asked for their consent hear of none.
    fileprivate mutating func spareOwners() {
        guard routes.root == nil else { return }
        let owners = Set(aid.owners.values)
        for index in channels.indices where owners.contains(channels[index].name) {
            channels[index].severities = []
        }
    }
}
