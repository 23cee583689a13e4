// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours is built with these: Swift 6 mode, explicit existentials and imports, no warnings.
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// The kernel and the figures: every unsafe construct must be marked as one.
let strict: [SwiftSetting] = house + [.strictMemorySafety()]

let package = Package(
    name: "tierwatch",
    products: [
        .executable(name: "tierwatch", targets: ["tierwatch"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    ],
    targets: [
        .target(name: "SupplyModel", exclude: ["Region/Data/LICENSE"], swiftSettings: house),
        .target(name: "SupplyGraph", swiftSettings: strict),
        .target(name: "Resilience", dependencies: ["SupplyModel", "SupplyGraph"], swiftSettings: strict),
        .target(name: "MutualAid", dependencies: ["SupplyModel", "Resilience"], swiftSettings: house),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .target(name: "Intake", dependencies: ["SupplyModel", "CZip", "CExpat"], swiftSettings: house),
        .systemLibrary(
            name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .target(name: "Export", dependencies: ["SupplyModel", "CXLSXWriter"], swiftSettings: house),
        .target(
            name: "StrictYAML",
            dependencies: [.product(name: "Yams", package: "Yams")],
            swiftSettings: house),
        .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
        .target(name: "Alerting", dependencies: ["SupplyModel", "StrictYAML", "CRE2"], swiftSettings: house),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "Digest", dependencies: ["CCrypto"], swiftSettings: house),
        .target(name: "CMemory"),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        .target(name: "Delivery", dependencies: ["SupplyModel", "Digest", "CCurl"], swiftSettings: house),
        .target(
            name: "Store",
            dependencies: [
                "SupplyModel", "Digest", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: house),
        .target(name: "Pacing", swiftSettings: house),
        .target(
            name: "HTTPAPI",
            dependencies: [
                "SupplyModel", "Pacing", "Store", "Digest",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.embedInCode("openapi.yaml")],
            swiftSettings: house),
        .target(
            name: "Daemon",
            dependencies: [
                "SupplyModel", "Resilience", "MutualAid", "Intake", "Export", "StrictYAML", "Alerting",
                "Digest", "Delivery", "Store", "Pacing", "HTTPAPI", "CMemory",
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: house),
        .executableTarget(
            name: "tierwatch",
            dependencies: [
                "Daemon", "Store", "SupplyModel",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: house),
        .executableTarget(
            name: "tierwatch-bench", dependencies: ["Resilience", "Store", "SupplyModel"],
            path: "Tests/Benchmarks",
            exclude: [
                "alert_receiver.py", "alerts.py", "bench.py", "dominators.py", "esri.py", "growth.py",
                "peer_whatif.py", "peers.py", "plot.py", "probe.py", "reads.lua", "reads.py",
                "requirements.txt",
            ], swiftSettings: house),
        .target(name: "TestSupport", path: "Tests/Support", swiftSettings: house),
        .testTarget(
            name: "SupplyModelTests", dependencies: ["SupplyModel", "TestSupport"], swiftSettings: house),
        .testTarget(
            name: "SupplyGraphTests", dependencies: ["SupplyGraph", "TestSupport"], swiftSettings: house),
        .testTarget(
            name: "ResilienceTests", dependencies: ["Resilience", "SupplyModel", "TestSupport"],
            swiftSettings: house),
        .testTarget(
            name: "MutualAidTests", dependencies: ["MutualAid", "Resilience", "SupplyModel", "TestSupport"],
            swiftSettings: house),
        .testTarget(
            name: "IntakeTests", dependencies: ["Intake", "SupplyModel", "TestSupport"], swiftSettings: house),
        .testTarget(name: "StrictYAMLTests", dependencies: ["StrictYAML"], swiftSettings: house),
        .testTarget(
            name: "AlertingTests", dependencies: ["Alerting", "StrictYAML", "SupplyModel", "TestSupport"],
            swiftSettings: house),
        .testTarget(name: "DigestTests", dependencies: ["Digest", "TestSupport"], swiftSettings: house),
        .testTarget(
            name: "DeliveryTests", dependencies: ["Delivery", "Digest", "SupplyModel", "TestSupport"],
            swiftSettings: house),
        .testTarget(
            name: "StoreTests", dependencies: ["Store", "Delivery", "SupplyModel", "TestSupport"],
            swiftSettings: house),
        .testTarget(
            name: "HTTPAPITests",
            dependencies: [
                "HTTPAPI", "SupplyModel", "TestSupport", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: house),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "Pacing", "Daemon", "Alerting", "Export", "HTTPAPI", "MutualAid", "Resilience", "Store",
                "StrictYAML", "SupplyModel", "TestSupport",
            ],
            swiftSettings: house),
        .testTarget(
            name: "SystemTests", dependencies: ["tierwatch", "TestSupport"], swiftSettings: house),
        .testTarget(name: "TidyTests", dependencies: ["TestSupport"], swiftSettings: house),
    ],
    cxxLanguageStandard: .cxx17
)

// `make fuzz` alone asks for the fuzzer: it is built with sanitizers, in a folder of its own, and it sees what tests see.
if Context.environment["TIERWATCH_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "tierwatch-fuzz",
            dependencies: [
                "Alerting", "Daemon", "HTTPAPI", "Intake", "MutualAid", "Store", "StrictYAML", "SupplyModel",
            ],
            path: "Tests/Fuzz",
            exclude: ["Corpus", "Dictionaries", "Findings", "run-fuzz"], swiftSettings: house))
    // Of the sanitizers that the build is asked for, each an argument of its own, the compiler heeds the last alone: code would
    // either not guide the fuzzer or not be watched, by chance. Ours is told of both at once.
    for target in package.targets {
        target.swiftSettings?.append(.unsafeFlags(["-sanitize=fuzzer,address", "-enable-testing"]))
    }
}
