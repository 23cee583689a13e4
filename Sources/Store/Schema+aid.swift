/// Requests for help, written once, and the steps of their life: both are only added to.
///
/// Where a request stands is what its newest step says; a step bears everything that may change, so that no other is read.
extension Schema {
    static let aid =
        """
        CREATE TABLE aid_request (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            made_at INTEGER NOT NULL,
            authority INTEGER NOT NULL,
            counterpart INTEGER NOT NULL,
            firm TEXT NOT NULL CHECK (firm <> ''),
            cause TEXT CHECK (cause <> ''),
            body TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX aid_request_of_cause ON aid_request (cause, authority, counterpart, firm)
            WHERE cause IS NOT NULL;
        CREATE TABLE aid_step (
            request INTEGER NOT NULL REFERENCES aid_request (number),
            number INTEGER NOT NULL CHECK (number >= 1),
            action TEXT NOT NULL CHECK (action IN (
                'draft', 'register', 'assign', 'start', 'answer', 'close', 'return', 'reopen', 'drop', 'escalate')),
            state TEXT NOT NULL CHECK (state IN (
                'draft', 'registered', 'assigned', 'in_progress', 'answered', 'closed', 'returned', 'dropped')),
            done_by TEXT NOT NULL CHECK (done_by <> ''),
            made_at INTEGER NOT NULL,
            note TEXT NOT NULL,
            handler TEXT CHECK (handler <> ''),
            deadline INTEGER NOT NULL,
            outcome TEXT CHECK (outcome IN ('solved', 'partly', 'refused')),
            PRIMARY KEY (request, number)
        ) STRICT, WITHOUT ROWID;

        """
        + growing("aid_request", key: ["number"], "requests for help are only added to")
        + growing("aid_step", key: ["request", "number"], "requests for help are only added to")
}
