internal import GRDB
internal import SupplyModel

/// What one registrant may see of the register at an instant: its own revisions and those made under its invitations, and the keys
/// of all that they name.
///
/// What is declared in its name under somebody else's invitation counts only as long as it declares no supplies by itself: whoever
/// made an invitation has seen its token, and could speak for it.
///
/// It is found by the registrant alone: no row of anybody else's is read on the way, so neither what is found nor the time
/// that it takes follows from what others declared.
struct OwnDeclarations: Sendable {
    /// A supply as one of the registrants names it, by keys of the store.
    struct Supply: Hashable, Comparable {
        var supplier: Int64
        var region: Int64
        var buyer: Int64
        var product: Int64
        var registrant: Int64

        static func < (left: Supply, right: Supply) -> Bool {
            (left.supplier, left.region, left.buyer, left.product, left.registrant)
                < (right.supplier, right.region, right.buyer, right.product, right.registrant)
        }
    }

    /// A firm in a table of firms of one of the registrants.
    struct NamedFirm: Hashable, Comparable {
        var firm: Int64
        var registrant: Int64

        static func < (left: NamedFirm, right: NamedFirm) -> Bool {
            (left.firm, left.registrant) < (right.firm, right.registrant)
        }
    }

    let registrant: FirmID
    /// By number of the store, when each of its revisions was made.
    private(set) var times: [Int64: Timestamp] = [:]
    /// Sorted, each once.
    private(set) var supplies: [Supply] = []
    private(set) var firms: [NamedFirm] = []
    let confirmations: Confirmations

    /// The newest of its revisions; 0 before the first.
    var lastRevision: Int64 { times.keys.max() ?? 0 }
    /// How its own revisions are counted: the store's numbers would tell how often others declare.
    var revisionCount: Int64 { Int64(times.count) }

    /// `time`: nil for now.
    init(_ database: Database, of registrant: FirmID, at time: Timestamp?) throws {
        self.registrant = registrant
        confirmations = try Confirmations(database, of: registrant, at: time)
        let revisions = try BulkStatement(
            database,
            """
            SELECT r.number, r.registrant, r.kind, r.made_at, r.registrant IN \(Self.invited) AS is_invited
            FROM revision AS r WHERE \(Self.isSeen) AND (?2 IS NULL OR r.made_at <= ?2)
            """)
        revisions.bind(registrant.description, at: 0)
        revisions.bind(time?.milliseconds, at: 1)
        var found: [Found] = []
        while try revisions.next() {
            times[revisions.integer(0)] = Timestamp(milliseconds: revisions.integer(3))
            found.append(Found(revisions))
        }
        let speaksForItself = found.contains { $0.isSupplies && !$0.isInvited }
        let parts = try BulkStatement(database, "SELECT keys FROM declared WHERE revision = ?")
        for one in found where !(one.isInvited && speaksForItself) {
            parts.bind(one.revision, at: 0)
            while try parts.next() { take(DeclaredKeys.numbers(parts.bytes(0)), of: one) }
        }
        supplies = Self.sorted(supplies)
        firms = Self.sorted(firms)
    }

    /// A revision that a view may have.
    private struct Found {
        var revision: Int64
        var registrant: Int64
        var isSupplies: Bool
        /// Whether it was made in the registrant's name under somebody else's invitation.
        var isInvited: Bool

        init(_ rows: BulkStatement) {
            revision = rows.integer(0)
            registrant = rows.integer(1)
            isSupplies = rows.text(2) == "supplies"
            isInvited = rows.integer(4) == 1
        }
    }

    /// As whom others have a registrant speak.
    private static let invited =
        "(SELECT key FROM registrant WHERE identity = ?1 AND inviter <> '' AND inviter <> ?1)"

    /// Whether a revision `r` is in the view of the registrant that is parameter 1: none under somebody else's invitation that is
    /// newer than the first supplies which the registrant declared by itself.
    ///
    /// Those that are older are still counted then, so that no two states of a view have the same count.
    static let isSeen = """
        r.registrant IN \(registrants) AND (r.registrant NOT IN \(invited) OR r.number < COALESCE((
            SELECT MIN(o.number) FROM revision AS o WHERE o.kind = 'supplies' AND o.registrant = (
                SELECT key FROM registrant WHERE identity = ?1 AND inviter = '')), r.number + 1))
        """

    /// Whom a registrant speaks as, and whoever speaks for it under an invitation; its identity is parameter 1.
    static let registrants = "(SELECT key FROM registrant WHERE identity = ?1 OR inviter = ?1)"

    private mutating func take(_ numbers: [UInt32], of found: Found) {
        guard found.isSupplies else {
            firms += numbers.map { NamedFirm(firm: Int64($0), registrant: found.registrant) }
            return
        }
        supplies += Self.supplies(numbers, of: found.registrant)
    }

    /// The supplies of a list of keys.
    static func supplies(_ numbers: [UInt32], of registrant: Int64) -> [Supply] {
        var supplies: [Supply] = []
        supplies.reserveCapacity(numbers.count / 4)
        for first in stride(from: 0, to: numbers.count - numbers.count % 4, by: 4) {
            supplies.append(
                Supply(
                    supplier: Int64(numbers[first]), region: Int64(numbers[first + 1]),
                    buyer: Int64(numbers[first + 2]), product: Int64(numbers[first + 3]),
                    registrant: registrant))
        }
        return supplies
    }

    /// In order, and each once: a supply is named again by every revision that changes it.
    private static func sorted<Key: Comparable>(_ keys: [Key]) -> [Key] {
        var kept: [Key] = []
        kept.reserveCapacity(keys.count)
        for key in keys.sorted() where kept.last != key { kept.append(key) }
        return kept
    }
}
