internal import Foundation
public import StrictYAML
public import SupplyModel

/// Reads where a value comes from: `key`, `key_env` or `key_file`, exactly one of them.
public enum SourceReader {
    /// Bytes of a URL, a variable's name or a path.
    static let byteLimit = 2_048

    /// The source; nil, with a fault, where there is none, more than one, or a bad one.
    ///
    /// `literal` says whether the value itself may stand in the file; `schemes`: of its URL, nil where it is none.
    public static func read(
        _ key: String, literal: Bool, _ fields: YAMLMapping, schemes: [String]? = ["https", "http"],
        _ faults: inout [ConfigurationFault]
    ) -> ValueSource? {
        let keys = (literal ? [key] : []) + ["\(key)_env", "\(key)_file"]
        let given = keys.filter { fields[$0] != nil }
        guard let first = given.first, let value = fields[first] else {
            // A secret that stands in the file is a fault of its own.
            guard literal || fields[key] == nil else { return nil }
            var fault = fields.value.fault("one of \(keys.joined(separator: ", ")) is missing; add it")
            fault.key += ".\(keys[0])"
            faults.append(fault)
            return nil
        }
        for other in given.dropFirst() {
            if let value = fields[other] {
                faults.append(value.fault("\(first) already stands here; keep one of them"))
            }
        }
        guard let text = value.string(&faults) else { return nil }
        guard !text.isEmpty, text.utf8.count <= byteLimit,
            !text.unicodeScalars.contains(where: { $0.value < 32 })
        else {
            faults.append(value.fault("it is empty, too long or has control characters; correct it"))
            return nil
        }
        switch first {
        case "\(key)_file": return .file(text)
        case "\(key)_env": return variable(text, value, &faults)
        default:
            guard let schemes else { return .literal(text) }
            return url(text, schemes, value, &faults)
        }
    }

    private static func variable(
        _ text: String, _ value: YAMLValue, _ faults: inout [ConfigurationFault]
    ) -> ValueSource? {
        let isName = text.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95
        }
        if isName, let first = text.utf8.first, !(48...57).contains(first) { return .environment(text) }
        faults.append(
            value.fault(
                "this is no name of an environment variable; use letters, digits and '_', no digit first"))
        return nil
    }

    private static func url(
        _ text: String, _ schemes: [String], _ value: YAMLValue, _ faults: inout [ConfigurationFault]
    ) -> ValueSource? {
        let parts = URLComponents(string: text)
        guard let parts, let scheme = parts.scheme?.lowercased(), schemes.contains(scheme),
            parts.host?.isEmpty == false
        else {
            let name = schemes.contains("http") ? "web address" : "address of a mail server"
            let begins = schemes.map { "\($0)://" }.joined(separator: " or ")
            faults.append(value.fault("this is no \(name); write one that begins with \(begins)"))
            return nil
        }
        guard parts.user == nil, parts.password == nil else {
            faults.append(
                value.fault("the address holds a name or password; keep it out of this file with url_env"))
            return nil
        }
        return .literal(text)
    }
}
