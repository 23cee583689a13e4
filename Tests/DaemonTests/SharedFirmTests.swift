import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

@testable import Daemon

/// The one number that tells of others.
private struct Crowd {
    static let january = Timestamp("2026-01-10T12:00:00+08:00") ?? Timestamp(milliseconds: 0)
    static let february = Timestamp("2026-02-10T12:00:00+08:00") ?? Timestamp(milliseconds: 0)
    static let a = FirmID(checked: "local:a")

    let store: Store

    static func inFolder<T>(_ body: (Crowd) throws -> T) throws -> T {
        try Fixtures.withFolder { try body(Crowd(store: Store(folder: $0.path))) }
    }

    /// A registrant names firms `local:f…` as its suppliers.
    func load(_ firms: Range<Int>, by registrant: String, at time: Timestamp = january) throws {
        let id = FirmID(checked: registrant)
        let request = ImportRequest(registrant: id, file: "list.csv", digest: "", now: time)
        _ = try store.load(request) { loader in
            try loader.begin(
                RegisterHeader(kind: .supplies, columns: [.tier, .industry], unknownColumns: [], line: 1))
            for firm in firms {
                try loader.take(
                    SupplyRow(
                        line: firm + 2, supplier: FirmID(checked: "local:f\(firm)"),
                        region: RegionCode("310000"),
                        buyer: id, tier: 1, industry: .auto, product: "part"))
            }
        }
    }

    func consent(_ registrants: [String], _ isGiven: Bool = true, at time: Timestamp = january) throws {
        for one in registrants { _ = try store.set(consent: isGiven, of: FirmID(checked: one), at: time) }
    }

    func about(
        _ registrant: FirmID = a, now: Timestamp = february, at time: Timestamp? = nil
    ) throws -> Double {
        let inquiry = Inquiry(
            store: store, gazetteer: Gazetteer(), language: .en, time: time, view: .registrant(registrant))
        let answer = try inquiry.sharedUpstream(of: registrant, now: now)
        guard case .number(let number)? = answer.records.first?.first?.value else { return .nan }
        return number
    }
}

@Suite struct SharedFirmTests {
    private static let others = ["local:b", "local:c", "local:d"]

    /// A and three others who name the same 100 firms, all of whom consent.
    private func filled(_ crowd: Crowd) throws {
        for one in ["local:a"] + Self.others { try crowd.load(0..<100, by: one) }
        try crowd.consent(["local:a"] + Self.others)
    }

    @Test func `of 100 firms that three others name too, about 100 are told`() throws {
        try Crowd.inFolder { crowd in
            try filled(crowd)
            #expect(try [100, 110].contains(crowd.about()))
            #expect(try crowd.about() == crowd.about())
        }
    }

    @Test func `nothing that happens within a month changes its number`() throws {
        try Crowd.inFolder { crowd in
            try filled(crowd)
            let before = try crowd.about()
            try crowd.load(100..<400, by: "local:a", at: Crowd.february)
            for one in Self.others { try crowd.load(100..<400, by: one, at: Crowd.february) }
            try crowd.consent(Self.others, false, at: Crowd.february)
            #expect(try crowd.about() == before)
            let later = Crowd.february.adding(seconds: 1e6)
            #expect(try crowd.about(now: later, at: later.adding(seconds: 1e7)) == before)
        }
    }

    @Test func `two others are too few, whoever asks is none of them, and all must consent`() throws {
        try Crowd.inFolder { crowd in
            for one in ["local:a", "local:b", "local:c"] { try crowd.load(0..<100, by: one) }
            try crowd.consent(["local:a"] + Self.others)
            #expect(try crowd.about() == 0)
            try crowd.load(0..<100, by: "local:d")
            #expect(try crowd.about() >= 100)
            try crowd.load(0..<100, by: "local:e")
            #expect(try crowd.about() == 0)
            try crowd.consent(["local:e"])
            #expect(try crowd.about() >= 100)
            try crowd.consent(["local:b"], false)
            #expect(try crowd.about() == 0)
        }
    }

    @Test func `whoever does not consent is told nothing, and nobody is told of another's chain`() throws {
        try Crowd.inFolder { crowd in
            try filled(crowd)
            try crowd.consent(["local:a"], false)
            #expect(throws: QueryFault.noConsent("local:a")) { try crowd.about() }
            let inquiry = Inquiry(
                store: crowd.store, gazetteer: Gazetteer(), language: .en, view: .registrant(Crowd.a))
            #expect(throws: QueryFault.unknownFirm("local:b")) {
                try inquiry.sharedUpstream(of: FirmID(checked: "local:b"), now: Crowd.february)
            }
        }
    }

    @Test func `where a step ends differs from month to month`() throws {
        try Crowd.inFolder { crowd in
            for one in ["local:a"] + Self.others { try crowd.load(0..<5, by: one) }
            try crowd.consent(["local:a"] + Self.others)
            let told = try Set(
                (0..<60).map {
                    try crowd.about(now: Crowd.february.adding(seconds: Double($0) * 31 * 86_400))
                })
            #expect(told == [0, 10])
        }
    }
}
