internal import Foundation
public import HTTPAPI
internal import StrictYAML
public import SupplyModel

/// What is in force, and where each value came from: a flag, the environment, `tierwatch.yaml`, or the default.
public struct Configuration: Sendable {
    /// One value and its origin, as `config show` prints them.
    public struct Setting: Equatable, Sendable {
        public var key: String
        public var value: String
        public var source: String
    }

    /// The folder of the store.
    public var data: String
    /// Who registers where no one is named.
    public var registrant: FirmID?
    /// The folder of rules and channels.
    public var alerts: String
    /// The folder whose registers the daemon takes.
    public var inbox: String
    /// When the daemon runs the monitor, besides after every change of the register.
    public var schedule: CronSchedule
    /// Seconds that a changed register is left to settle before a run.
    public var settleSeconds: Double
    /// Days after which a status report no longer counts.
    public var statusDays: Double
    /// Days after which a declaration is to be confirmed.
    public var validityDays: Double
    public var language: Language
    /// Where the daemon listens for HTTP; nil for nowhere.
    public var listen: ListenAddress?
    /// Requests a second that one token may make.
    public var ratePerSecond: Double
    /// Bytes of one uploaded register.
    public var uploadLimitBytes: Int
    /// Seconds for which a connection over which nobody asks is kept.
    public var idleSeconds: Double
    public var settings: [Setting]

    /// Keys of the file, each with its environment variable and default.
    static let keys: [(key: String, variable: String, fallback: String)] = [
        ("data", "TIERWATCH_DATA", "./.tierwatch"),
        ("registrant", "TIERWATCH_REGISTRANT", ""),
        ("alerts", "TIERWATCH_ALERTS", "./Alerts"),
        ("inbox", "TIERWATCH_INBOX", ""),
        ("schedule", "TIERWATCH_SCHEDULE", "*/15 * * * *"),
        ("time_zone", "TIERWATCH_TIME_ZONE", "Asia/Shanghai"),
        ("settle_seconds", "TIERWATCH_SETTLE_SECONDS", "2"),
        ("status_days", "TIERWATCH_STATUS_DAYS", "14"),
        ("validity_days", "TIERWATCH_VALIDITY_DAYS", "90"),
        ("language", "TIERWATCH_LANGUAGE", "en"),
        ("listen", "TIERWATCH_LISTEN", "127.0.0.1:8710"),
        ("rate_limit", "TIERWATCH_RATE_LIMIT", "100"),
        ("upload_limit_mb", "TIERWATCH_UPLOAD_LIMIT_MB", "256"),
        ("idle_seconds", "TIERWATCH_IDLE_SECONDS", "30"),
    ]
    /// What `listen` says where nothing is to listen.
    static let silent = "off"
    /// What requests a second, megabytes of an upload, and seconds without a request may be.
    static let rateRange = 0.1...1_000_000.0
    static let uploadRangeMB = 1.0...10_000.0
    static let idleRangeSeconds = 1.0...3_600.0
    /// What a number of days may be.
    static let rangeDays = 0.5...3_650.0
    static let fileName = "tierwatch.yaml"

    /// Reads the configuration.
    ///
    /// `file` is the one named by `--config`; else the working folder's or `/etc/tierwatch/`'s is read where there is one.
    /// `flags` are values given on the command line, by key. Throws `ConfigurationFaults`: all that is wrong at once.
    public init(file: String?, flags: [String: String], environment: [String: String]) throws {
        var faults: [ConfigurationFault] = []
        let path =
            file
            ?? [Self.fileName, "/etc/tierwatch/" + Self.fileName].first(where: FileManager.default.fileExists)
        let written = try path.map { try Self.written($0, &faults) } ?? [:]
        var values = Self.values(written, path, flags, environment, &faults)
        func fault(_ key: String, _ reason: String) {
            if let value = written[key], values[key]?.source == path {
                faults.append(value.fault(reason))
            } else {
                faults.append(ConfigurationFault(file: values[key]?.source ?? key, key: key, reason: reason))
            }
        }
        func text(_ key: String) -> String { values[key]?.value ?? "" }
        data = text("data")
        alerts = text("alerts")
        if text("inbox").isEmpty { values["inbox"]?.value = data + "/inbox" }
        inbox = text("inbox")
        if !text("registrant").isEmpty {
            do throws(IdentityFault) {
                registrant = try FirmID(text("registrant"))
            } catch {
                fault("registrant", error.sentence)
            }
        }
        language = Language(rawValue: text("language")) ?? .en
        if Language(rawValue: text("language")) == nil {
            fault("language", "'\(text("language"))' is not zh or en; write one of them")
        }
        func number(_ key: String, of unit: String, in range: ClosedRange<Double>, such: Int) -> Double {
            if let number = Double(text(key)), range.contains(number) { return number }
            let limits = "from \(range.lowerBound) to \(range.upperBound)"
            fault(key, "'\(text(key))' is no number of \(unit) \(limits); write one such as \(such)")
            return range.lowerBound
        }
        settleSeconds = number("settle_seconds", of: "seconds", in: RunTiming.settleRangeSeconds, such: 2)
        statusDays = number("status_days", of: "days", in: Self.rangeDays, such: 14)
        validityDays = number("validity_days", of: "days", in: Self.rangeDays, such: 90)
        ratePerSecond = number("rate_limit", of: "requests a second", in: Self.rateRange, such: 100)
        uploadLimitBytes =
            Int(number("upload_limit_mb", of: "megabytes", in: Self.uploadRangeMB, such: 256)) << 20
        idleSeconds = number("idle_seconds", of: "seconds", in: Self.idleRangeSeconds, such: 30)
        listen = ListenAddress(text("listen"))
        if listen == nil, text("listen") != Self.silent {
            fault(
                "listen",
                "'\(text("listen"))' is no address and port; write one such as 127.0.0.1:8710, or off")
        }
        let parsed = CronSchedule(text("schedule"), timeZone: text("time_zone"))
        if parsed == nil {
            fault(
                "schedule",
                "'\(text("schedule"))' in \(text("time_zone")) is no schedule that ever comes;"
                    + " write five fields such as '*/15 * * * *' and a time zone such as Asia/Shanghai")
        }
        settings = Self.keys.compactMap { values[$0.key] }
        guard faults.isEmpty, let parsed else { throw ConfigurationFaults(faults) }
        schedule = parsed
    }

    /// What a file says, by key.
    private static func written(
        _ path: String, _ faults: inout [ConfigurationFault]
    ) throws -> [String: YAMLValue] {
        var written: [String: YAMLValue] = [:]
        let root = try YAMLDocument(contentsOf: URL(filePath: path)).root
        if !root.isNull, let mapping = root.mapping(keys: keys.map(\.key), &faults) {
            for entry in mapping.entries { written[entry.key] = entry.value }
        }
        return written
    }

    /// Each key's value: the flag's, else the environment's, else the file's, else the default.
    private static func values(
        _ written: [String: YAMLValue], _ path: String?, _ flags: [String: String],
        _ environment: [String: String], _ faults: inout [ConfigurationFault]
    ) -> [String: Setting] {
        var values: [String: Setting] = [:]
        for (key, variable, fallback) in keys {
            if let flag = flags[key] {
                values[key] = Setting(key: key, value: flag, source: "command line")
            } else if let value = environment[variable], !value.isEmpty {
                values[key] = Setting(key: key, value: value, source: variable)
            } else if let value = written[key]?.string(&faults) {
                values[key] = Setting(key: key, value: value, source: path ?? "")
            } else {
                values[key] = Setting(key: key, value: fallback, source: "default")
            }
        }
        return values
    }
}
