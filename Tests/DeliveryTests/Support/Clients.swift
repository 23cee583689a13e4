import Delivery
import Foundation
import SupplyModel
import Synchronization
import Testing

/// Runs the body with a started client, and stops it after.
func withClient<T>(
    totalSeconds: Double = 20, trusting certificates: String? = nil, _ body: (CurlClient) async throws -> T
) async throws -> T {
    var settings = CurlClient.Settings()
    settings.totalTimeoutSeconds = totalSeconds
    settings.trustedCertificates = certificates
    let client = CurlClient(settings: settings)
    try client.start()
    defer { client.stop() }
    return try await body(client)
}

/// A small POST to a receiver on the loopback, which is allowed unless `allow` says otherwise.
func request(_ url: String, allow: [String] = ["127.0.0.0/8"]) throws -> HTTPRequest {
    let endpoint = try #require(Endpoint(url))
    let ranges = try allow.map { try #require(AddressRange($0)) }
    return HTTPRequest(
        endpoint: endpoint, headers: [.init("Content-Type", "application/json")], body: Array("{}".utf8),
        addresses: AddressGuard(allowed: ranges))
}

/// The status of an answer, nil for a fault.
func status(_ outcome: HTTPOutcome) -> Int? {
    if case .response(let response) = outcome { response.status } else { nil }
}

/// Lines that a courier printed.
final class Printed: Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    func take(_ line: String) { kept.withLock { $0.append(line) } }
}

/// 2026-01-02T03:04:05Z, as the vectors of Standard Webhooks have it.
let noon = Timestamp(milliseconds: 1_767_323_045_000)
