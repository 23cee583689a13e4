/// A row of a file of a white list, checked.
public struct WhiteListRow: Equatable, Sendable {
    /// 1-based line of the file on which the row starts.
    public var line: Int
    public var entry: WhiteListEntry
    /// Whether the firm leaves the list.
    public var isRemoved: Bool

    public init(line: Int, entry: WhiteListEntry, isRemoved: Bool = false) {
        self.line = line
        self.entry = entry
        self.isRemoved = isRemoved
    }
}

/// What a file says of a list, and from when on.
public struct WhiteListUpdate: Sendable {
    public var name: WhiteListName
    /// Each firm once.
    public var rows: [WhiteListRow]
    /// The columns that the file has: what it lacks stays as it was.
    public var columns: Set<RegisterColumn>
    /// When the firms that it names are on the list, and those that leave are no longer.
    public var from: Timestamp
    /// When the list as a whole is over; nil for what was said before.
    public var until: Timestamp?
    /// Whether firms that the file no longer has leave the list.
    public var replaces = false

    public init(
        _ name: WhiteListName, rows: [WhiteListRow], columns: Set<RegisterColumn>, from: Timestamp,
        until: Timestamp? = nil
    ) {
        self.name = name
        self.rows = rows
        self.columns = columns
        self.from = from
        self.until = until
    }

    /// What is new in it; nil for `list` where the list is.
    public func changes(to list: WhiteList?) -> WhiteListChanges {
        let known = Set(list?.stays.map(\.entry.firm) ?? [])
        var changes = WhiteListChanges()
        for row in rows {
            let stay = list?.place(of: row.entry.firm, at: from).flatMap { list?.stays[$0] }
            switch (row.isRemoved, stay) {
            case (true, let stay?): changes.left.append(stay.entry)
            case (true, nil):
                changes.unchanged += 1
                if !known.contains(row.entry.firm) { changes.strangers.append(row) }
            case (false, let stay?):
                let entry = row.entry.completed(from: stay.entry, columns: columns)
                if entry == stay.entry, stay.from <= from {
                    changes.unchanged += 1
                } else {
                    changes.listed.append(entry)
                }
            case (false, nil): changes.listed.append(row.entry)
            }
        }
        if let list, replaces {
            let named = Set(rows.map(\.entry.firm))
            changes.left += list.firms(at: from).filter { !named.contains($0) }.compactMap { firm in
                list.place(of: firm, at: from).map { list.stays[$0].entry }
            }
        }
        if let until, until != list?.validUntil { changes.until = until }
        return changes
    }
}

/// What a file changed in a list.
public struct WhiteListChanges: Equatable, Sendable {
    /// Firms that came, and those of which it says something else than was known.
    public var listed: [WhiteListEntry] = []
    /// Firms that left, as they were last known.
    public var left: [WhiteListEntry] = []
    /// Rows that say what was known.
    public var unchanged = 0
    /// Rows of firms that are to leave and never were on the list.
    public var strangers: [WhiteListRow] = []
    /// Another end of the list; nil where it stays as it was.
    public var until: Timestamp?

    public init() {}

    /// Whether nothing is to be kept.
    public var isEmpty: Bool { listed.isEmpty && left.isEmpty && until == nil }
}
