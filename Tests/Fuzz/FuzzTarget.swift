import Foundation

/// What is fed with the fuzzer's bytes; the variable `FUZZ_TARGET` names one of these.
///
/// A new one is a case here, its seeds in `Corpus/<name>` and, where words help, a dictionary of its name.
enum FuzzTarget: String, CaseIterable {
    /// A register as the bytes of a file: text of any encoding, or a workbook.
    case csv
    /// A sheet of answers, likewise.
    case status
    /// A white list, likewise.
    case whitelist
    /// A register, begun as a workbook: its container.
    case xlsx
    /// The parts inside a workbook, whose container is always whole; read with an XML parser alone it says the same.
    case sheet
    /// A message of the Common Alerting Protocol.
    case cap
    /// A feed of earthquakes in GeoJSON.
    case quakes
    /// A table of events.
    case events
    /// Rules, channels, routes and tests.
    case yaml
    /// What is sent as JSON over HTTP: acts, questions and registers.
    case json

    static let chosen: FuzzTarget = {
        let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
        guard let target = FuzzTarget(rawValue: name) else {
            fatalError("FUZZ_TARGET is '\(name)'; name one of \(allCases.map(\.rawValue))")
        }
        return target
    }()

    func take(_ bytes: [UInt8]) {
        switch self {
        case .csv, .xlsx: TableBodies.shared.readRegister(bytes)
        case .status: TableBodies.shared.readStatus(bytes)
        case .whitelist: TableBodies.shared.readWhiteList(bytes)
        case .sheet: TableBodies.shared.readSheet(bytes)
        case .cap: EventBodies(ending: ".xml").read(bytes)
        case .quakes: EventBodies(ending: ".geojson").read(bytes)
        case .events: EventBodies(ending: ".csv").read(bytes)
        case .yaml: SettingsBodies.shared.read(bytes)
        case .json: APIBodies.shared.read(bytes)
        }
    }
}

/// Called by libFuzzer with every input; what a reader must never do ends the process.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzTarget.chosen.take(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}
