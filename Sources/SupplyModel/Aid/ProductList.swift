/// Several products in one text, as a cell of a white list holds them.
///
/// A product that has a separator in its own name stands between quotation marks, doubled within, so that what was written reads back.
public enum ProductList {
    /// Products that one text may hold, and its bytes: a cell of a workbook holds no more.
    public static let limit = 1_000
    public static let limitBytes = 30_000

    /// The products that `;`, `；` or `、` part, each in normal form and once, in their order.
    public static func products(in text: String) -> [String] {
        var products: [String] = []
        var seen: Set<String> = []
        var rest = text[...]
        while !rest.isEmpty {
            let product = IdentityText.normalisedName(next(&rest))
            if !product.isEmpty, seen.insert(product).inserted { products.append(product) }
        }
        return products
    }

    /// The text that `products(in:)` reads as these; nil for none.
    ///
    /// Those beyond `limit` and `limitBytes` are left out.
    public static func text(_ products: [String]) -> String? {
        var text = ""
        for product in products.prefix(limit) {
            let part = (text.isEmpty ? "" : "; ") + quoted(product)
            guard text.utf8.count + part.utf8.count <= limitBytes else { break }
            text += part
        }
        return text.isEmpty ? nil : text
    }

    private static let separators: Set<Unicode.Scalar> = [";", "；", "、"]
    private static let mark: Unicode.Scalar = "\""

    private static func quoted(_ product: String) -> String {
        let scalars = product.unicodeScalars
        guard scalars.first == mark || scalars.contains(where: separators.contains) else { return product }
        return "\"" + product.replacing("\"", with: "\"\"") + "\""
    }

    /// Takes the next product off the text, with the separator behind it.
    private static func next(_ rest: inout Substring) -> String {
        let start = rest.unicodeScalars.drop { $0.properties.isWhitespace }
        if start.first == mark, let (product, after) = quotedPart(start.dropFirst()) {
            rest = Substring(after)
            return product
        }
        let part = rest.unicodeScalars.prefix { !separators.contains($0) }
        rest = Substring(rest.unicodeScalars[part.endIndex...].dropFirst())
        return String(Substring(part))
    }

    /// What stands before the closing mark, and what follows behind the separator; nil where no separator or end follows the mark.
    private static func quotedPart(
        _ text: Substring.UnicodeScalarView
    ) -> (String, Substring.UnicodeScalarView)? {
        var product = String.UnicodeScalarView()
        var rest = text
        while let scalar = rest.popFirst() {
            guard scalar == mark else {
                product.append(scalar)
                continue
            }
            guard rest.first == mark else {
                let after = rest.drop { $0.properties.isWhitespace }
                guard let separator = after.first else { return (String(product), after) }
                return separators.contains(separator) ? (String(product), after.dropFirst()) : nil
            }
            product.append(mark)
            rest.removeFirst()
        }
        return nil
    }
}
