/// What an event does where its source does not say: how much of their capacity the sites lose, for how long, how far away.
///
/// No standard tells these figures. They are our own, made to be argued about and set in `events.yaml`.
public struct EventAssumptions: Equatable, Sendable {
    /// A loss 0...1 and its days.
    public struct Effect: Equatable, Sendable {
        public var loss: Double
        public var days: Double

        public init(loss: Double, days: Double) {
            self.loss = loss
            self.days = days
        }
    }

    /// What an earthquake of at least a magnitude does to the cities whose centre is within a radius of its epicentre.
    public struct QuakeStep: Equatable, Sendable {
        public var magnitude: Double
        public var radiusKm: Double
        public var effect: Effect

        public init(magnitude: Double, radiusKm: Double, effect: Effect) {
            self.magnitude = magnitude
            self.radiusKm = radiusKm
            self.effect = effect
        }
    }

    /// Of a warning, by its severity; every severity has one.
    public var severities: [EventSeverity: Effect]
    /// Of a row of a table that says no loss or no end.
    public var unstated: Effect
    /// Ascending by magnitude; below the first an earthquake does nothing.
    public var earthquakes: [QuakeStep]

    public init(
        severities: [EventSeverity: Effect], unstated: Effect, earthquakes: [QuakeStep]
    ) {
        self.severities = severities
        self.unstated = unstated
        self.earthquakes = earthquakes
    }

    /// Minor warnings, of which some come every day, stop nobody; what says nothing counts as the usual what-if.
    public static let usual = EventAssumptions(
        severities: [
            .extreme: Effect(loss: 1, days: 7), .severe: Effect(loss: 0.5, days: 3),
            .moderate: Effect(loss: 0.2, days: 2), .minor: Effect(loss: 0, days: 1),
            .unknown: Effect(loss: 0.2, days: 2),
        ],
        unstated: Effect(loss: 1, days: 14),
        earthquakes: [
            QuakeStep(magnitude: 5, radiusKm: 50, effect: Effect(loss: 0.1, days: 2)),
            QuakeStep(magnitude: 5.5, radiusKm: 80, effect: Effect(loss: 0.2, days: 3)),
            QuakeStep(magnitude: 6, radiusKm: 120, effect: Effect(loss: 0.4, days: 7)),
            QuakeStep(magnitude: 6.5, radiusKm: 170, effect: Effect(loss: 0.6, days: 14)),
            QuakeStep(magnitude: 7, radiusKm: 250, effect: Effect(loss: 0.8, days: 30)),
            QuakeStep(magnitude: 8, radiusKm: 400, effect: Effect(loss: 1, days: 60)),
        ])

    /// All of it as one line, equal for equal assumptions.
    public var text: String {
        func text(_ effect: Effect) -> String { "\(effect.loss)/\(effect.days)" }
        let severities = EventSeverity.allCases.map { "\($0.rawValue) \(text(effect(of: $0)))" }
        let quakes = earthquakes.map { "\($0.magnitude) \($0.radiusKm) \(text($0.effect))" }
        return (severities + ["unstated \(text(unstated))"] + quakes).joined(separator: ", ")
    }

    public func effect(of severity: EventSeverity) -> Effect { severities[severity] ?? unstated }

    /// What an earthquake of this magnitude does; nil where it does nothing.
    public func step(magnitude: Double) -> QuakeStep? {
        earthquakes.last { $0.magnitude <= magnitude }
    }
}
