import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

@testable import Daemon

/// A firm that shares its register with rivals tries to learn of them.
@Suite struct RivalTests {
    private static let view = RegisterView.registrant(Rivals.watcher)
    /// What is asked about: firms that somebody may have named, under identity and name, and some that nobody has.
    private static let firms = [
        "local:f0", "local:f3", "local:a", "local:b", "甲", "戊", "local:nobody", "nobody", "local:", "'; --",
    ]

    /// `snapshots`: the networks that are kept for whoever asks over HTTP; nil where each question reads its own.
    private func inquiry(
        _ store: Store, _ view: RegisterView, at time: Timestamp? = nil, _ snapshots: RegisterSnapshots? = nil
    ) throws -> Inquiry {
        var inquiry = Inquiry(store: store, gazetteer: Gazetteer(), language: .en, time: time, view: view)
        inquiry.snapshot = try snapshots?.snapshot(view)
        return inquiry
    }

    /// The names of questions that two inquiries answer differently.
    private func differing(
        _ questions: [Question], _ one: Inquiry, _ other: Inquiry
    ) -> [String] {
        questions.filter { $0.answer(one) != $0.answer(other) }.map(\.name)
    }

    private func questions(_ rivals: Rivals) -> [Question] {
        Question.all(
            firms: Self.firms, regions: Rivals.regions.map(\.description) + ["440300", "?", "苏州"],
            now: rivals.now)
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `every answer is what it would be if no rival had ever declared anything`(seed: UInt64) throws {
        try Fixtures.withFolder { folder in
            var rivals = try Rivals(folder: folder, seed: seed)
            let kept = RegisterSnapshots(rivals.shared)
            for round in 0..<2 {
                for turn in 0..<10 {
                    let told = try rivals.move(by: turn % 2 == 0 ? Rivals.watcher : Rivals.others[turn % 3])
                    #expect(Set(told).count <= 1, "\(told)")
                }
                let questions = questions(rivals)
                kept.settle(Self.view)
                #expect(
                    differing(
                        questions, try inquiry(rivals.shared, Self.view, kept),
                        try inquiry(rivals.alone, Self.view)) == [], "round \(round)")
                let earlier = rivals.now.adding(seconds: -5 * 3_600)
                #expect(
                    differing(
                        questions, try inquiry(rivals.shared, Self.view, at: earlier),
                        try inquiry(rivals.alone, Self.view, at: earlier)) == [], "round \(round)")
            }
        }
    }

    @Test func `whoever sees all is told otherwise, so the questions can tell`() throws {
        try Fixtures.withFolder { folder in
            var rivals = try Rivals(folder: folder, seed: 9)
            for turn in 0..<16 {
                _ = try rivals.move(by: turn % 2 == 0 ? Rivals.watcher : Rivals.others[turn % 3])
            }
            let questions = questions(rivals)
            let differing = differing(
                questions, try inquiry(rivals.shared, Self.view), try inquiry(rivals.shared, .all))
            #expect(differing.count > questions.count / 3, "\(differing)")
        }
    }

    @Test func `the view of whoever is alone is the whole register`() throws {
        try Fixtures.withFolder { folder in
            var rivals = try Rivals(folder: folder, seed: 10)
            for _ in 0..<12 { _ = try rivals.move(by: Rivals.watcher) }
            let forAll = ["conflicts", "alert", "alerts", "why", "deliver", "replay", "firm ", "stand-ins"]
            let questions = questions(rivals).filter { one in !forAll.contains { one.name.hasPrefix($0) } }
            #expect(
                differing(questions, try inquiry(rivals.alone, Self.view), try inquiry(rivals.alone, .all))
                    == [])
        }
    }

    @Test func `what others upload between two looks changes no byte`() throws {
        try Fixtures.withFolder { folder in
            var rivals = try Rivals(folder: folder, seed: 11)
            for _ in 0..<8 { _ = try rivals.move(by: Rivals.watcher) }
            let questions = questions(rivals)
            let kept = RegisterSnapshots(rivals.shared)
            func answers() throws -> [String] {
                let inquiry = try inquiry(rivals.shared, Self.view, kept)
                return questions.map { $0.answer(inquiry) }
            }
            let before = try answers()
            let revision = try rivals.shared.revision(of: Self.view)
            for turn in 0..<12 { _ = try rivals.move(by: Rivals.others[turn % 3]) }
            for (question, texts) in zip(questions, zip(before, try answers())) {
                #expect(texts.0 == texts.1, "\(question.name)")
            }
            #expect(try rivals.shared.revision(of: Self.view) == revision)
        }
    }

    @Test func `requests for help, and what others are asked and say about them, change no byte`() throws {
        try Fixtures.withFolder { folder in
            var rivals = try Rivals(folder: folder, seed: 12)
            for turn in 0..<12 {
                _ = try rivals.move(by: turn % 2 == 0 ? Rivals.watcher : Rivals.others[turn % 3])
            }
            let (store, now, owner) = (rivals.shared, rivals.now, Rivals.others[0])
            let questions = questions(rivals)
            func answers(_ view: RegisterView) throws -> [String] {
                let inquiry = try inquiry(store, view)
                return questions.map { $0.answer(inquiry) }
            }
            let (before, all, marks) = (
                try answers(Self.view), try answers(.all), try store.marks(Self.view)
            )
            let content = AidContent(
                authority: Rivals.regions[0], counterpart: Rivals.regions[1], firm: Rivals.watcher,
                kind: .capacity, suppliers: [], reason: "bolts")
            let step = AidStep(
                number: 1, action: .register, state: .registered, by: "li", time: now, deadline: now)
            _ = try store.add(AidDraft(content, step)) { _ in [] }
            for action in [ConsentAction.ask, .give] {
                _ = try store.consent("1") { whole, _ in
                    let said = ConsentStep(
                        number: whole.said.count + 1,
                        subject: ConsentSubject(
                            supplier: FirmID(checked: Rivals.firms[0]), owner: owner),
                        action: action,
                        product: action == .ask ? .init(wanted: "bolt", owned: "bolt") : nil, by: "李某",
                        time: now, requestVersion: 1)
                    return ([said], [])
                }
            }
            for (question, texts) in zip(questions, zip(before, try answers(Self.view))) {
                #expect(texts.0 == texts.1, "\(question.name)")
            }
            #expect(try store.marks(Self.view) == marks)
            #expect(try answers(.all) != all)
            let asked = try answers(.registrant(owner)).joined()
            #expect(asked.contains("HB-") && !asked.contains("李某"))
        }
    }
}
