internal import HTTPTypes

/// What a body is, by its header.
enum MediaTypeName {
    static let csv = "text/csv"
    static let xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    static let json = "application/json"

    /// The name without its parameters, in small letters; empty where there is none.
    static func of(_ headers: HTTPFields) -> String {
        let value = headers[.contentType] ?? ""
        let name = value.split(separator: ";", omittingEmptySubsequences: false).first ?? ""
        return String(name.filter { $0 != " " && $0 != "\t" }).lowercased()
    }
}
