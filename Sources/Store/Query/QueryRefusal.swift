/// Why a query of a rule cannot be asked, or gave nothing that can be used.
public enum QueryRefusal: Error, Equatable, CustomStringConvertible {
    /// SQLite's words.
    case refused(String)
    case notOneStatement
    case hasParameters
    case noValue
    case unknownColumn(String, known: [String])
    case repeatedColumn(String)
    case notANumber(String)
    case labelTooLong(String, limitBytes: Int)
    case tooManyRows(Int)
    case tooLong(seconds: Double)

    public var description: String {
        switch self {
        case .refused(let words): "SQLite says: \(words); correct the query"
        case .notOneStatement: "it is not one SELECT; write one, and nothing after it"
        case .hasParameters:
            "it has parameters (? or :name), for which nobody has values; write the values out"
        case .noValue: "none of its columns is called value; name the figure with AS value"
        case .unknownColumn(let name, let known):
            "its column '\(name)' is no label; name it as one of \(known.joined(separator: ", ")), or leave it out"
        case .repeatedColumn(let name): "two of its columns are called '\(name)'; leave one of them out"
        case .notANumber(let text):
            "it gave '\(text)' as a value, which is no finite number; cast or round it"
        case .labelTooLong(let name, let limit):
            "it gave a \(name) of more than \(limit) bytes; cut it with substr"
        case .tooManyRows(let limit): "it gave more than \(limit) rows; select fewer"
        case .tooLong(let seconds): "it took longer than \(Int(seconds)) seconds; make it simpler"
        }
    }
}
