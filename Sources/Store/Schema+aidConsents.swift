/// What owners were asked about requests for help, and what they said: steps of one trail a request, only added to.
extension Schema {
    static let aidConsents =
        """
        CREATE TABLE aid_consent (
            request INTEGER NOT NULL,
            number INTEGER NOT NULL CHECK (number >= 1),
            step INTEGER NOT NULL,
            supplier TEXT NOT NULL CHECK (supplier <> ''),
            owner TEXT NOT NULL CHECK (owner <> ''),
            action TEXT NOT NULL CHECK (action IN ('ask', 'give', 'refuse', 'withdraw')),
            wanted TEXT CHECK (wanted <> ''),
            product TEXT CHECK (product <> ''),
            done_by TEXT NOT NULL CHECK (done_by <> ''),
            made_at INTEGER NOT NULL,
            note TEXT NOT NULL,
            CHECK ((action = 'ask') = (wanted IS NOT NULL) AND (action = 'ask') = (product IS NOT NULL)),
            PRIMARY KEY (request, number),
            FOREIGN KEY (request, step) REFERENCES aid_step (request, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX aid_consent_of_owner ON aid_consent (owner, request);

        """
        + growing("aid_consent", key: ["request", "number"], "consents for requests are only added to")

    /// Which question is answered, since an owner may be asked about several products of one supplier; rows from before leave it to the newest question.
    static let aidConsentQuestions =
        """
        ALTER TABLE aid_consent ADD COLUMN question INTEGER
            CHECK (question IS NULL OR (action <> 'ask' AND question >= 1 AND question < number));
        """
}
