internal import Foundation
internal import StrictYAML

/// A folder of YAML files: every `.yaml` and `.yml` of it that does not begin with a dot, in the order of names.
struct DocumentFolder {
    private let folder: URL
    /// The names of the files; nil where there is no such folder.
    let names: [String]?

    var path: String { folder.path(percentEncoded: false) }

    init(_ folder: URL) {
        self.folder = folder
        let path = folder.path(percentEncoded: false)
        let all = try? FileManager.default.contentsOfDirectory(atPath: path)
        names = all?.filter { !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }.sorted()
    }

    /// The files that can be parsed; of the others a fault each is added.
    func documents(_ faults: inout [ConfigurationFault]) -> [YAMLDocument] {
        var documents: [YAMLDocument] = []
        for name in names ?? [] {
            do throws(ConfigurationFault) {
                documents.append(try YAMLDocument(contentsOf: folder.appending(path: name)))
            } catch {
                faults.append(error)
            }
        }
        return documents
    }
}
