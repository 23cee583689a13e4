internal import MutualAid
internal import StrictYAML
internal import SupplyModel

/// Reads `products.yaml`: which words mean the same product, and which products are of one kind.
///
/// Without the file only equal names match. All faults are found in one pass.
enum ProductsReader {
    static let fileName = "products.yaml"
    private static let keys = ["products"]
    private static let groupKeys = ["words", "code"]
    /// Groups of a file, words of a group, and characters of a word or code.
    private static let groupLimit = 10_000
    private static let wordLimit = 100
    private static let lengthLimit = 200

    /// Reads the file of a folder, if it is there.
    static func load(folder: String) throws(ConfigurationFaults) -> ProductBook {
        guard let document = try YAMLDocument.read(fileName, of: folder) else { return .empty }
        return try read(document)
    }

    /// Reads a file that is parsed already.
    static func read(_ document: YAMLDocument) throws(ConfigurationFaults) -> ProductBook {
        var faults: [ConfigurationFault] = []
        var groups: [ProductGroup] = []
        var lines: [String: Int] = [:]
        if let fields = document.root.mapping(keys: keys, &faults),
            let list = fields.required("products", &faults), let values = list.sequence(&faults)
        {
            if values.count > groupLimit {
                faults.append(list.fault("there are more than \(groupLimit) products; merge some"))
            }
            for value in values.prefix(groupLimit) {
                if let group = readGroup(value, &lines, &faults) { groups.append(group) }
            }
        }
        guard faults.isEmpty else { throw ConfigurationFaults(faults) }
        return ProductBook(groups)
    }

    /// `lines`: by normal form of a word, the line that has it.
    private static func readGroup(
        _ value: YAMLValue, _ lines: inout [String: Int], _ faults: inout [ConfigurationFault]
    ) -> ProductGroup? {
        guard let fields = value.mapping(keys: groupKeys, &faults) else { return nil }
        let code = fields["code"].flatMap { readText($0, &faults) }
        guard let list = fields.required("words", &faults), let values = list.sequence(&faults) else {
            return nil
        }
        if values.isEmpty || values.count > wordLimit {
            faults.append(list.fault("1 to \(wordLimit) words are expected, here are \(values.count)"))
        }
        var words: [String] = []
        for value in values.prefix(wordLimit) {
            guard let word = readText(value, &faults) else { continue }
            if let line = lines.updateValue(value.place.line, forKey: ProductBook.normalised(word)) {
                faults.append(
                    value.fault("'\(Excerpt.of(word))' stands in line \(line) already; remove one of them"))
            }
            words.append(word)
        }
        return ProductGroup(words: words, code: code)
    }

    private static func readText(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> String? {
        guard let text = value.string(&faults) else { return nil }
        if !ProductBook.normalised(text).isEmpty, text.count <= lengthLimit { return text }
        faults.append(value.fault("a text of 1 to \(lengthLimit) characters is expected; write one"))
        return nil
    }
}
