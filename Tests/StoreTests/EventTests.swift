import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

@Suite struct EventTests {
    private static let suzhou = RegionCode(raw: 320_500)

    private func time(_ hours: Double) -> Timestamp { TestRegister.start.adding(seconds: hours * 3_600) }

    /// A word told at an hour, of a loss in Suzhou from the first hour to the hundredth.
    private func report(
        _ id: String, at hours: Double, loss: Double = 0.5, references: [String] = [],
        ending: EventEnding? = nil, source: EventSource = .cap
    ) -> EventReport {
        let hit = EventHit(region: Self.suzhou, startsAt: time(1), endsAt: time(100), loss: loss)
        var report = EventReport(
            id: id, source: source, toldAt: time(hours), title: ending == nil ? id.uppercased() : "",
            hits: ending == nil ? [hit] : [])
        report.references = references
        report.ending = ending
        return report
    }

    private func withStore(_ body: (Store) throws -> Void) throws {
        try TestRegister.inFolder { try body($0.store) }
    }

    /// Each standing event as `id=loss`.
    private func standing(_ store: Store, at hours: Double) throws -> [String] {
        try store.standingEvents(at: time(hours)).map { "\($0.event)=\($0.report.hits.first?.loss ?? -1)" }
    }

    @Test func `the newest word stands, whatever the order in which they arrive`() throws {
        let words = [
            report("a", at: 1), report("b", at: 2, loss: 0.3, references: ["a"]),
            report("c", at: 3, loss: 0.1, references: ["a", "b"]),
        ]
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            try withStore { store in
                for index in order { _ = try store.add([words[index]], now: time(4)) }
                #expect(try standing(store, at: 5) == ["a=0.1"], "\(order)")
                #expect(try store.eventReports(of: "a", at: time(5)).map(\.report.id) == ["c", "b", "a"])
            }
        }
    }

    @Test func `a cancel ends an event, also one that arrives after it`() throws {
        let cancel = report("c", at: 3, references: ["a"], ending: .cancelled)
        for order in [[report("a", at: 1), cancel], [cancel, report("a", at: 1)]] {
            try withStore { store in
                for word in order { _ = try store.add([word], now: time(4)) }
                #expect(try standing(store, at: 5).isEmpty)
                #expect(try store.events(at: time(5)).map { $0.state(at: time(5)) } == [.cancelled])
            }
        }
        try withStore { store in
            _ = try store.add([report("a", at: 4), cancel], now: time(5))
            #expect(try standing(store, at: 5) == ["a=0.5"], "an older cancel ends no newer word")
        }
    }

    @Test func `a cancel keeps the title and the regions of what it ends`() throws {
        try withStore { store in
            _ = try store.add([report("a", at: 1)], now: time(1))
            _ = try store.add([report("c", at: 3, references: ["a"], ending: .cancelled)], now: time(4))
            let known = try #require(try store.events(at: time(5)).first)
            #expect(known.report.title == "A" && known.report.hits.count == 1)
        }
    }

    @Test func `the same word twice is kept once, and so is the same file`() throws {
        try withStore { store in
            let kept = [
                try store.add([report("a", at: 1)], ofFile: "x", now: time(1)),
                try store.add([report("a", at: 1)], ofFile: "x", now: time(2)),
                try store.add([report("a", at: 1)], ofFile: "y", now: time(2)),
                try store.add([report("a", at: 1, loss: 0.4)], ofFile: "z", now: time(2)),
            ]
            #expect(kept.map(\.added) == [1, 0, 0, 1] && kept.map(\.unchanged) == [0, 1, 1, 0])
            #expect(try standing(store, at: 3) == ["a=0.4"])
            #expect(try store.lastEvent() == 2)
        }
    }

    @Test func `a row of a table is the same word whenever it is read`() throws {
        try withStore { store in
            _ = try store.add([report("t", at: 1, source: .table)], ofFile: "x", now: time(1))
            _ = try store.endEvent("t", by: "wang", reason: "over", now: time(2))
            let again = try store.add([report("t", at: 3, source: .table)], ofFile: "y", now: time(3))
            #expect(try again.unchanged == 1 && standing(store, at: 3).isEmpty)
            _ = try store.add([report("t", at: 4, loss: 0.9, source: .table)], ofFile: "z", now: time(4))
            #expect(try standing(store, at: 4) == ["t=0.9"])
        }
    }

    @Test func `a word about several events makes them one`() throws {
        try withStore { store in
            _ = try store.add([report("a", at: 1), report("b", at: 1)], now: time(1))
            _ = try store.add([report("c", at: 2, loss: 0.2, references: ["a", "b"])], now: time(2))
            #expect(try standing(store, at: 3) == ["a=0.2"])
            _ = try store.add([report("d", at: 3, references: ["b"], ending: .cancelled)], now: time(3))
            #expect(try standing(store, at: 4).isEmpty)
        }
    }

    @Test func `what hits nobody is left out, unless it was known to hit somebody`() throws {
        func miss(_ hours: Double) -> EventReport {
            EventReport(id: "q", source: .usgs, toldAt: time(hours), title: "Q", hits: [])
        }
        try withStore { store in
            let missed = try store.add([miss(1)], now: time(1))
            #expect(missed.leftOut == 1 && missed.added == 0)
            _ = try store.add([report("q", at: 2, source: .usgs)], now: time(2))
            #expect(try standing(store, at: 3) == ["q=0.5"])
            #expect(try store.add([miss(3)], now: time(3)).added == 1)
            #expect(try standing(store, at: 4).isEmpty)
        }
    }

    @Test func `an earthquake is known by its own id, and found by the names that others give it`() throws {
        try withStore { store in
            _ = try store.add([report("q", at: 1, references: ["r"], source: .usgs)], now: time(1))
            _ = try store.add([report("r", at: 2, loss: 0.2, references: ["q"], source: .usgs)], now: time(2))
            #expect(try standing(store, at: 3) == ["q=0.2"])
            #expect(try store.event(named: "r", at: time(3)).event == "q")
        }
    }

    @Test func `an event is over at its end, and is known as of then`() throws {
        try withStore { store in
            _ = try store.add([report("a", at: 1)], now: time(2))
            _ = try store.add([report("b", at: 3, loss: 0.3, references: ["a"])], now: time(4))
            #expect(try standing(store, at: 99.9) == ["a=0.3"] && standing(store, at: 100).isEmpty)
            #expect(try store.events(at: time(3)).map { $0.report.hits[0].loss } == [0.5])
            #expect(try store.events(at: time(1)).isEmpty)
        }
    }

    @Test func `a person's word ends an event, and is in the trail with its reason`() throws {
        try withStore { store in
            _ = try store.add([report("cap:s/one", at: 1), report("cap:s/other", at: 1)], now: time(1))
            #expect(throws: EventFault.unknown("none")) {
                _ = try store.endEvent("none", by: "w", reason: "r", now: time(2))
            }
            #expect(throws: EventFault.ambiguous("cap:s", ids: ["cap:s/one", "cap:s/other"])) {
                _ = try store.endEvent("cap:s", by: "w", reason: "r", now: time(2))
            }
            let ended = try store.endEvent("one", by: "wang", reason: "roads are open", now: time(2))
            #expect(ended.event == "cap:s/one" && ended.report.note == "wang: roads are open")
            #expect(throws: EventFault.isOver("cap:s/one")) {
                _ = try store.endEvent("one", by: "w", reason: "r", now: time(3))
            }
            #expect(try standing(store, at: 3) == ["cap:s/other=0.5"])
            let entries = try store.trail(action: .endEvent, limit: 9)
            #expect(entries.map(\.subject) == ["cap:s/one"] && entries[0].detail.contains("roads are open"))
            #expect(try store.trail(action: .event, limit: 9).map(\.subject) == ["2 events"])
            _ = try store.add([report("u", at: 4, references: ["cap:s/one"])], now: time(4))
            #expect(try standing(store, at: 4).count == 2, "a later word of the source opens it again")
        }
    }

    @Test func `what a person ended stays ended however often a feed says it again, until it says worse`()
        throws
    {
        try withStore { store in
            _ = try store.add([report("q", at: 1, source: .usgs)], now: time(1))
            _ = try store.endEvent("q", by: "wang", reason: "checked", now: time(2))
            for (hours, loss) in [(1.5, 0.9), (3, 0.5), (4, 0.4), (5, 0.5)] {
                let word = report("q", at: hours, loss: loss, source: .usgs)
                #expect(try store.add([word], now: time(6)).added == 1)
                #expect(try standing(store, at: 6).isEmpty, "\(loss) told at \(hours)")
            }
            #expect(try store.events(at: time(6)).map(\.report.note) == ["wang: checked"])
            _ = try store.add([report("q", at: 7, loss: 0.6, source: .usgs)], now: time(7))
            #expect(try standing(store, at: 7) == ["q=0.6"])
        }
    }

    @Test func `another region and a later end are worse, a moment told more exactly is not`() throws {
        let far = EventHit(
            region: RegionCode(raw: 330_100), startsAt: time(1), endsAt: time(100), loss: 0.1)
        let changes: [(change: (inout EventReport) -> Void, opens: Bool)] = [
            ({ $0.hits.append(far) }, true), ({ $0.hits[0].endsAt = time(102) }, true),
            ({ $0.hits[0].endsAt = time(100.1) }, false), ({ $0.hits[0].startsAt = time(1.1) }, false),
            ({ $0.title = "another" }, false), ({ $0.hits[0].endsAt = time(50) }, false),
        ]
        for (number, (change, opens)) in changes.enumerated() {
            try withStore { store in
                _ = try store.add([report("t", at: 1, source: .table)], now: time(1))
                _ = try store.endEvent("t", by: "wang", reason: "checked", now: time(2))
                var word = report("t", at: 3, source: .table)
                change(&word)
                _ = try store.add([word], now: time(3))
                #expect(try standing(store, at: 4).isEmpty == !opens, "\(number)")
            }
        }
    }

    @Test
    func `a message opens what a person ended where it was sent after that, not where it was only read`()
        throws
    {
        try withStore { store in
            _ = try store.add([report("a", at: 1), report("b", at: 1.5, references: ["a"])], now: time(2))
            _ = try store.endEvent("a", by: "wang", reason: "over", now: time(3))
            let read = [
                report("b", at: 1.5, loss: 0.9, references: ["a"]), report("c", at: 2.5, references: ["b"]),
            ]
            for word in read {
                _ = try store.add([word], now: time(4))
                #expect(try standing(store, at: 4).isEmpty, "\(word.id)")
            }
            _ = try store.add([report("d", at: 3.5, loss: 0.1, references: ["a"])], now: time(4))
            #expect(try standing(store, at: 4) == ["a=0.1"])
        }
    }

    @Test func `a person opens again what a person ended, as its source told it last`() throws {
        try withStore { store in
            func reopen(_ hours: Double) throws -> KnownEvent {
                try store.reopenEvent("q", by: "li", reason: "not over", now: time(hours))
            }
            _ = try store.add([report("q", at: 1, source: .usgs)], now: time(1))
            #expect(throws: EventFault.notEnded("q")) { _ = try reopen(1) }
            _ = try store.endEvent("q", by: "wang", reason: "checked", now: time(2))
            _ = try store.add([report("q", at: 3, loss: 0.4, source: .usgs)], now: time(3))
            #expect(throws: EventFault.isOver("q")) { _ = try reopen(100) }
            #expect(try reopen(4).report.note == "li: not over")
            #expect(try standing(store, at: 4) == ["q=0.4"])
            _ = try store.add([report("q", at: 3.5, loss: 0.3, source: .usgs)], now: time(5))
            #expect(try standing(store, at: 5) == ["q=0.3"])
            #expect(try store.trail(action: .reopenEvent, limit: 9).map(\.subject) == ["q"])
            _ = try store.endEvent("q", by: "wang", reason: "again", now: time(6))
            _ = try store.add([report("q", at: 7, ending: .cancelled, source: .usgs)], now: time(7))
            #expect(throws: EventFault.notEnded("q")) { _ = try reopen(8) }
        }
    }

    @Test func `no report can be changed, and a bad one is refused by the store too`() throws {
        try withStore { store in
            _ = try store.add([report("a", at: 1)], now: time(2))
            let changes = [
                "UPDATE event_report SET title = 'x'", "DELETE FROM event_report",
                "UPDATE event_hit SET loss = 0",
                "DELETE FROM event_hit",
            ]
            for change in changes {
                let result = try Command.run(URL(filePath: "/usr/bin/sqlite3"), [store.path, change])
                #expect(result.status != 0 && result.errorText.contains("only added to"))
            }
            #expect(throws: StoreError.self) {
                _ = try store.add([report("b", at: 1), report("c", at: 1, loss: 1.7)], now: time(2))
            }
            #expect(try store.lastEvent() == 1)
        }
    }
}
