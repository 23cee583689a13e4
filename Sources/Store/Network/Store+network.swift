internal import Dispatch
internal import GRDB
public import SupplyModel
internal import Synchronization

extension Store {
    /// Firms below which the declarations are read in one go.
    private static let smallFirmCount = 1_000
    /// Parts in which the declarations of many firms are read, as many at a time as there are cores.
    private static let partCount = 16

    /// The network of an instant, merged over registrants.
    ///
    /// `time`: nil for now; else what the register said then. What is committed meanwhile is not in it: declarations
    /// are append-only, so every connection that reads up to the same revision reads the same.
    ///
    /// `view`: a registrant's own is made of what it may see alone, as if nobody else had ever declared anything; its `revision`
    /// counts only what it may see.
    /// - Complexity: one ordered scan of all declarations, or a look-up for each that the registrant made; memory for twice the
    ///   links that stand.
    public func network(
        at time: Timestamp? = nil, view: RegisterView = .all
    ) throws(StoreError) -> Network {
        if let registrant = view.registrant {
            return try read { db in
                let own = try OwnDeclarations(db, of: registrant, at: time)
                let frame = try NetworkFrame(db, own)
                return NetworkAssembly.network(frame, [try DeclarationScan.part(db, frame, own)])
            }
        }
        let frame = try read { db in try NetworkFrame(db, at: time) }
        return NetworkAssembly.network(frame, try parts(of: frame))
    }

    /// The newest revision, 0 in an empty register: as long as it stands, so does the network of this view.
    public func revision(of view: RegisterView = .all) throws(StoreError) -> Int64 {
        try read { db in
            guard let registrant = view.registrant else {
                return try Int64.fetchOne(db, sql: "SELECT MAX(number) FROM revision") ?? 0
            }
            return try Int64.fetchOne(
                db,
                sql: "SELECT COUNT(*) FROM revision AS r WHERE \(OwnDeclarations.isSeen)",
                arguments: [registrant.description]) ?? 0
        }
    }

    /// The declarations that stand, in parts by supplier, each ascending by the store's keys.
    private func parts(of frame: NetworkFrame) throws(StoreError) -> [NetworkPart] {
        let keys = frame.firmNumber.count
        let count = keys < Self.smallFirmCount ? 1 : Self.partCount
        let results = Mutex([Result<NetworkPart, StoreError>?](repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: count) { part in
            let suppliers = Int64(keys * part / count)..<Int64(keys * (part + 1) / count)
            let result = Result<NetworkPart, StoreError> { () throws(StoreError) in
                try read { db in try DeclarationScan.part(db, frame, suppliers: suppliers) }
            }
            results.withLock { $0[part] = result }
        }
        var parts: [NetworkPart] = []
        for result in results.withLock({ $0 }) {
            if let part = try result?.get() { parts.append(part) }
        }
        return parts
    }
}
