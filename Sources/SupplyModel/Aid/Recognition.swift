/// That the lists of one authority count at another's for a time; the other way round is another recognition.
public struct Recognition: Hashable, Sendable {
    /// Whose lists count; a province or a city.
    public var issuer: RegionCode
    /// Where they count; a province or a city.
    public var recogniser: RegionCode
    public var from: Timestamp
    /// When they no longer do; nil where no end is known.
    public var until: Timestamp?

    public init(issuer: RegionCode, recogniser: RegionCode, from: Timestamp, until: Timestamp? = nil) {
        self.issuer = issuer
        self.recogniser = recogniser
        self.from = from
        self.until = until
    }

    public func holds(at now: Timestamp) -> Bool { from <= now && until.map { now < $0 } ?? true }

    /// Where it stands, in the words of lists.
    public func state(at now: Timestamp) -> WhiteList.State {
        now < from ? .planned : holds(at: now) ? .active : .over
    }

    /// What holds, and held, by what was said of recognitions, oldest word first: from its beginning on, a word stands in place of older
    /// ones of the same pair.
    public static func standing(after words: [RecognitionWord]) -> [Recognition] {
        var standing: [Recognition] = []
        for word in words {
            for index in standing.indices where word.isAbout(standing[index]) {
                standing[index].until = min(standing[index].until ?? word.from, word.from)
            }
            standing.removeAll { one in word.isAbout(one) && one.until.map { $0 <= one.from } ?? false }
            guard word.isGiven else { continue }
            standing.append(
                Recognition(
                    issuer: word.issuer, recogniser: word.recogniser, from: word.from, until: word.until))
        }
        return standing
    }
}

/// That an authority recognises another's lists from a time on, or no longer does.
public struct RecognitionWord: Equatable, Sendable {
    public var issuer: RegionCode
    public var recogniser: RegionCode
    public var isGiven: Bool
    public var from: Timestamp
    /// Nil where no end is known, and where recognition ends.
    public var until: Timestamp?

    public init(
        issuer: RegionCode, recogniser: RegionCode, isGiven: Bool, from: Timestamp, until: Timestamp? = nil
    ) {
        self.issuer = issuer
        self.recogniser = recogniser
        self.isGiven = isGiven
        self.from = from
        self.until = until
    }

    fileprivate func isAbout(_ one: Recognition) -> Bool {
        one.issuer == issuer && one.recogniser == recogniser
    }

    /// Whether it says something else than these, of which it may be the newest.
    public func changes(_ standing: [Recognition]) -> Bool {
        let ofPair = standing.filter(isAbout)
        guard isGiven else { return ofPair.contains { $0.until.map { from < $0 } ?? true } }
        return !ofPair.contains { $0.from <= from && $0.holds(at: from) && $0.until == until }
            || ofPair.contains { $0.from > from }
    }
}
