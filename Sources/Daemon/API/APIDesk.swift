internal import Alerting
internal import Foundation
internal import HTTPAPI
internal import Store
internal import SupplyModel

/// Answers what is asked over HTTP, by the same questions and desks that the command line has.
///
/// What it does not do: say who may ask, hold answers, or speak HTTP.
struct APIDesk: Sendable {
    let store: Store
    let gazetteer: Gazetteer
    let snapshots: RegisterSnapshots
    let marks: MarkReader
    /// Rules and channels in force.
    let inForce: @Sendable () -> Watchbook.Content
    let statusDays: Double
    let validityDays: Double
    let usualLanguage: Language
    let authorities: AidAuthorities
    let now: @Sendable () -> Timestamp

    /// The desk as the API's server is handed it.
    ///
    /// `complaints` and `figures`: what is wrong with the process, and what it measures of itself.
    func host(
        complaints: @escaping @Sendable () throws -> [String],
        figures: @escaping @Sendable () throws -> String
    ) -> APIHost {
        APIHost(
            answer: { query, body, cancelling in
                try named { try Document(answer(query, body, cancelling)) }
            },
            sender: { message in try authorities.sender(of: message, now: now()) },
            receive: { query, message, sender in
                try named { try Document(receive(query, message, from: sender)) }
            },
            version: { query in try named { try version(query) } }, isAtHand: isAtHand,
            isKept: { reader in snapshots.known(RegisterView(reader)) != nil }, startAside: Aside.start,
            take: { upload, reader in try named { try take(upload, reader) } },
            settle: { reader in
                marks.forget(after: RegisterView(reader))
                snapshots.settle(RegisterView(reader))
            },
            complaints: complaints, figures: figures, now: now)
    }

    /// Gives every fault of ours its place in HTTP.
    private func named<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch {
            throw APIFault(error) ?? error
        }
    }

    /// How far the data has come that an answer is made of.
    ///
    /// Of one registrant's view only what is its own counts, so that nothing tells when others declare something.
    private func version(_ query: Query) throws -> [Int64] {
        let view = RegisterView(query.reader)
        let marks = try marks.marks(view, now: now())
        let shown = snapshots.shown(view, newest: NetworkMark(marks))
        switch query.operation {
        case .listFirms, .listSuppliers, .showFirm, .listLinks, .listExposures, .explainExposure,
            .listChokepoints,
            .explainChokepoint, .listSystemic:
            return [shown.revision]
        case .listAlerts, .showAlert, .listSilences, .streamEvents, .listInvitations, .showSharedUpstream,
            .listAidRequests, .showAidReport, .showAidRequest:
            return [shown.revision, marks.change, marks.run, marks.status, minute]
        case .listConsents: return [shown.revision, marks.change, marks.consent]
        default: return [shown.revision, marks.status, shown.confirmation, minute]
        }
    }

    /// Links of one firm up to which an answer about it is worked out on the spot.
    private static let fewLinks = 300

    /// Whether a question is about one firm of few links, by its identity, in a network that is kept.
    @Sendable private func isAtHand(_ query: Query) -> Bool {
        let arguments = query.arguments
        let isOfFirm = query.operation == .showFirm
        guard isOfFirm || query.operation == .listLinks, arguments.text("at") == nil,
            let snapshot = snapshots.known(RegisterView(query.reader)),
            let text = arguments.text("firm") ?? arguments.text("buyer") ?? arguments.text("supplier"),
            let id = try? FirmID(text), let firm = snapshot.network.number(of: id)
        else { return false }
        let bought = isOfFirm || arguments.text("buyer") != nil ? snapshot.linksBought(by: firm).count : 0
        let sold = isOfFirm || arguments.text("buyer") == nil ? snapshot.soldCount(by: firm) : 0
        return bought + sold + snapshot.network.backups.count <= Self.fewLinks
    }

    /// What moves with the clock stands for a minute.
    private var minute: Int64 { now().milliseconds / 60_000 }

    /// The questions of one asker, about an instant or about now.
    func inquiry(_ query: Query) throws -> Inquiry {
        let view = RegisterView(query.reader)
        let time = try query.arguments.text("at").map { try DeskInput.time($0) }
        var inquiry = Inquiry(
            store: store.acting(as: query.reader.actor), gazetteer: gazetteer,
            language: query.arguments.text("lang").flatMap(Language.init(rawValue:)) ?? usualLanguage,
            time: time, statusDays: statusDays, validityDays: validityDays, view: view)
        if time == nil {
            _ = snapshots.shown(view, newest: NetworkMark(try marks.marks(view, now: now())))
            inquiry.snapshot = try snapshots.snapshot(view)
        }
        return inquiry
    }

    /// Takes an upload; what is no register at all is refused as one with bad rows is, with one problem.
    private func take(_ upload: Upload, _ reader: Reader) throws -> Receipt {
        do {
            return try receipt(of: upload, reader)
        } catch {
            guard let problem = Self.problem(error, in: upload) else { throw error }
            return Receipt(
                accepted: 0, unchanged: 0, rejected: 0, withdrawn: 0, problems: [problem], warnings: [])
        }
    }

    /// What is wrong with an upload as a whole; nil where it is not the upload that is wrong.
    private static func problem(_ error: any Error, in upload: Upload) -> Problem? {
        func problem(_ code: String, _ message: String) -> Problem {
            Problem(file: upload.name, line: 0, column: "", code: code, value: "", message: message)
        }
        switch error {
        case let fault as ImportFault: return fault.problem
        case InviteFault.notSupplies: return problem("not_supplies", InviteFault.notSuppliesSentence)
        case let fault as JSONTableFault: return problem(fault.code, fault.sentence)
        default: return nil
        }
    }

    private func receipt(of upload: Upload, _ reader: Reader) throws -> Receipt {
        var options = ImportOptions()
        options.sheet = upload.sheet
        options.isDryRun = upload.isDryRun
        options.isPartial = upload.isPartial
        options.replaces = upload.replaces
        var path = upload.path
        if upload.format == .json {
            path += ".csv"
            try JSONTable.write(upload.path, to: path)
        }
        defer { if path != upload.path { try? FileManager.default.removeItem(atPath: path) } }
        let store = store.acting(as: reader.actor)
        if let invitation = reader.invitation {
            options = try InviteDesk(store, gazetteer: gazetteer, now: now()).options(
                options, under: invitation)
        } else {
            options.isPrivate = reader.registrant != nil
        }
        let summary = try Importer(store: store, gazetteer: gazetteer).take(
            path, named: upload.name, firstLine: upload.format == .json ? 0 : 1,
            registrant: upload.registrant, options: options, now: now
        ) { _ in }
        return Receipt(
            accepted: summary.accepted, unchanged: summary.unchanged, rejected: summary.rejected,
            withdrawn: summary.withdrawn, problems: summary.problems, warnings: summary.warnings)
    }
}

extension Document {
    init(_ answer: Answer) {
        self.init(records: answer.jsonRecords, isList: answer.isList)
        warnings = answer.warnings
        isNew = !answer.isList && answer.records.first?.contains(Answer.Field("kept", .flag(true))) ?? false
    }
}

extension RegisterView {
    /// What somebody may see.
    init(_ reader: Reader) {
        self = reader.registrant.map { .registrant($0) } ?? .all
    }
}
