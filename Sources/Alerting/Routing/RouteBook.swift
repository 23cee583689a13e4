public import Foundation
public import StrictYAML
internal import SupplyModel

/// How alerts are routed, what inhibits what, and when maintenance is: the file `routes.yaml` of the folder of alerts.
///
/// Without that file every channel is told every alert by itself, at once.
public struct RouteBook: Equatable, Sendable {
    /// Routes of a tree, and entries of each list.
    public static let entryLimit = 500
    public static let depthLimit = 8

    /// nil where the file has no routes.
    public let root: Route?
    /// Every route of the tree.
    public let all: [Route]
    public let inhibitions: [Inhibition]
    public let maintenance: [Maintenance]

    /// Nothing but what stands without a file.
    public static let none = RouteBook(root: nil, inhibitions: [], maintenance: [])

    init(root: Route?, inhibitions: [Inhibition], maintenance: [Maintenance]) {
        self.root = root
        self.inhibitions = inhibitions
        self.maintenance = maintenance
        var all: [Route] = []
        var stack = root.map { [$0] } ?? []
        while let route = stack.popLast() {
            all.append(route)
            stack += route.routes
        }
        self.all = all
    }

    /// Reads `routes.yaml` of a folder, where there is one.
    ///
    /// `channels`: names that a route may give; nil where their own file has faults, which say enough.
    /// - Throws: every fault of the file at once.
    public static func load(folder: URL, channels: [String]?) throws(ConfigurationFaults) -> RouteBook {
        let url = folder.appending(path: "routes.yaml")
        guard YAMLDocument.stands(at: url.path(percentEncoded: false)) else { return .none }
        let document: YAMLDocument
        do throws(ConfigurationFault) {
            document = try YAMLDocument(contentsOf: url)
        } catch {
            throw ConfigurationFaults([error])
        }
        return try RouteBook(document, channels: channels)
    }

    /// Reads the routes of a file that is parsed already.
    ///
    /// - Throws: every fault of the file at once.
    public init(_ document: YAMLDocument, channels: [String]?) throws(ConfigurationFaults) {
        var faults: [ConfigurationFault] = []
        let fields = document.root.mapping(keys: ["route", "inhibit", "maintenance"], &faults)
        var reader = RouteReader(channels: channels)
        let root = fields?["route"].flatMap { reader.readTree($0, &faults) }
        let inhibitions = fields?["inhibit"].map { MuteReader.readInhibitions($0, &faults) } ?? []
        let maintenance = fields?["maintenance"].map { MuteReader.readMaintenance($0, &faults) } ?? []
        guard faults.isEmpty else { throw ConfigurationFaults(faults) }
        self.init(root: root, inhibitions: inhibitions, maintenance: maintenance)
    }
}
