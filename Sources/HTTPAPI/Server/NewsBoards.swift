internal import SupplyModel
internal import Synchronization

/// Streams that are open, and the boards that they read: one for each reader's view and language.
final class NewsBoards: Sendable {
    private let state = Mutex<[Key: Read]>([:])

    /// Streams that are open at a time: in all, of registrants, and of one registrant.
    static let limit = 200
    static let limitOfRegistrants = 150
    static let limitOfRegistrant = 20
    static let retrySeconds = 30

    private struct Key: Hashable {
        var registrant: String?
        var arguments: Arguments
    }

    private struct Read {
        var board: NewsBoard
        var streamCount: Int
    }

    /// Counts a stream in until its place is given up.
    ///
    /// - Throws: `APIFault` where there are too many.
    func join(_ query: Query) throws -> Place {
        let key = Key(registrant: query.reader.registrant?.description, arguments: query.arguments)
        let place = state.withLock { boards -> Place? in
            guard Self.hasRoom(for: key, boards) else { return nil }
            var read = boards[key] ?? Read(board: NewsBoard(), streamCount: 0)
            read.streamCount += 1
            boards[key] = read
            return Place(board: read.board) { self.leave(key) }
        }
        guard let place else {
            var fault = APIFault(
                .unavailable, "too_many_streams",
                "too many streams are open; close one, or ask /api/v1/alerts from time to time")
            fault.retryAfterSeconds = Self.retrySeconds
            throw fault
        }
        return place
    }

    /// Streams that are open.
    var streamCount: Int { state.withLock { boards in Self.count(boards) { _ in true } } }

    /// Room is kept for those who see all.
    private static func hasRoom(for key: Key, _ boards: [Key: Read]) -> Bool {
        guard count(boards, where: { _ in true }) < limit else { return false }
        guard let registrant = key.registrant else { return true }
        return count(boards) { $0 != nil } < limitOfRegistrants
            && count(boards) { $0 == registrant } < limitOfRegistrant
    }

    private static func count(_ boards: [Key: Read], where isMeant: (String?) -> Bool) -> Int {
        boards.reduce(0) { isMeant($1.key.registrant) ? $0 + $1.value.streamCount : $0 }
    }

    private func leave(_ key: Key) {
        state.withLock { boards in
            boards[key]?.streamCount -= 1
            if boards[key]?.streamCount == 0 { boards[key] = nil }
        }
    }

    /// A stream's place at a board, given up once: by `leave`, or by a stream that never began.
    final class Place: Sendable {
        let board: NewsBoard
        private let leaving: Mutex<(@Sendable () -> Void)?>

        fileprivate init(board: NewsBoard, leaving: @escaping @Sendable () -> Void) {
            self.board = board
            self.leaving = Mutex(leaving)
        }

        deinit { leave() }

        func leave() {
            let leaving = leaving.withLock { leaving in
                defer { leaving = nil }
                return leaving
            }
            leaving?()
        }
    }
}
