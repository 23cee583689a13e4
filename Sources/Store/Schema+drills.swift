/// What drills found, append-only.
extension Schema {
    static let drills =
        """
        CREATE TABLE drill (
            number INTEGER PRIMARY KEY,
            made_at INTEGER NOT NULL,
            author TEXT NOT NULL CHECK (author <> ''),
            scenario TEXT NOT NULL CHECK (scenario <> ''),
            digest TEXT NOT NULL CHECK (length(digest) = 64),
            body TEXT NOT NULL
        ) STRICT;
        CREATE INDEX drill_of_scenario ON drill (scenario, number);

        """
        + growing("drill", key: ["number"], "drills are only added to")
}
