public import SupplyModel

/// How much may be sent to a channel, and what follows from what came of it.
///
/// The store keeps each channel's state and asks these functions within its own transactions, so that no other process
/// can act on the same state; what they decide is not its job.
public struct FlowPolicy: Sendable {
    /// What may leave for a channel now; `sending`: its messages that are under way.
    public var admit:
        @Sendable (_ channel: String, _ flow: inout ChannelFlow, _ sending: Int, _ now: Timestamp) ->
            Admission
    /// Of due messages in their order, each with whether it may be merged: which leave alone, and which together.
    public var choose: @Sendable (_ isMergeable: [Bool], _ requests: Int) -> (alone: [Int], merged: [Int])
    /// The body of the message that tells what is merged.
    public var digest: @Sendable (_ overflow: Overflow, _ time: Timestamp) -> [UInt8]
    /// Takes note of what an attempt says of its channel.
    public var note:
        @Sendable (_ flow: inout ChannelFlow, _ sign: ChannelSign, _ reason: String?, _ now: Timestamp) ->
            Void
    /// Who is told where a channel cannot be.
    public var fallback: @Sendable (_ channel: String) -> Channel.Fallback?
    /// Messages that one digest merges, and alerts that it names, at most.
    public var mergeLimit: Int
    public var alertLimit: Int

    public init(
        admit: @escaping @Sendable (String, inout ChannelFlow, Int, Timestamp) -> Admission,
        choose: @escaping @Sendable ([Bool], Int) -> (alone: [Int], merged: [Int]),
        digest: @escaping @Sendable (Overflow, Timestamp) -> [UInt8],
        note: @escaping @Sendable (inout ChannelFlow, ChannelSign, String?, Timestamp) -> Void,
        fallback: @escaping @Sendable (String) -> Channel.Fallback?, mergeLimit: Int, alertLimit: Int
    ) {
        self.admit = admit
        self.choose = choose
        self.digest = digest
        self.note = note
        self.fallback = fallback
        self.mergeLimit = mergeLimit
        self.alertLimit = alertLimit
    }

    /// Everything that is due may leave, each message alone.
    public static let unlimited = FlowPolicy(
        admit: { _, _, _, _ in .all }, choose: { due, requests in (Array(due.indices.prefix(requests)), []) },
        digest: { _, _ in [] }, note: { _, _, _, _ in }, fallback: { _ in nil }, mergeLimit: 0, alertLimit: 0)
}
