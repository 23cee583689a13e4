/// The messages by which provinces answered requests: each brought one step, and brings none when it comes again.
extension Schema {
    static let aidAnswers =
        """
        CREATE TABLE aid_answer (
            province INTEGER NOT NULL,
            message TEXT NOT NULL CHECK (message <> ''),
            digest TEXT NOT NULL CHECK (length(digest) = 64),
            request INTEGER NOT NULL,
            step INTEGER NOT NULL,
            PRIMARY KEY (province, message),
            FOREIGN KEY (request, step) REFERENCES aid_step (request, number)
        ) STRICT, WITHOUT ROWID;

        """
        + growing("aid_answer", key: ["province", "message"], "answers to requests are only added to")
}
