internal import Foundation
internal import StrictYAML

extension YAMLDocument {
    /// A file of a folder of rules; nil where it is not there.
    static func read(_ name: String, of folder: String) throws(ConfigurationFaults) -> YAMLDocument? {
        let path = folder + "/" + name
        guard stands(at: path) else { return nil }
        do throws(ConfigurationFault) {
            return try YAMLDocument(contentsOf: URL(filePath: path))
        } catch {
            throw ConfigurationFaults([error])
        }
    }
}
