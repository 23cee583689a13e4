internal import MutualAid
internal import StrictYAML

/// Why nobody can be looked for, or nothing be split.
public enum AidMatchFault: Error, Equatable, CustomStringConvertible {
    case neitherRegionNorFirm(String)
    case notStanding(String)
    case nobodyBuys(supplier: String, product: String?)
    case tooManyBuyers(supplier: String, count: Int)
    case delivers(supplier: String, product: String?)
    case unknownProduct(String, supplier: String)
    case whichProduct(String, of: [String])
    case noRule
    case noReason

    /// Products that a sentence names.
    private static let namedProductLimit = 5

    public var description: String {
        switch self {
        case .neitherRegionNorFirm(let text):
            "'\(Excerpt.of(text))' is neither a region nor a firm of the register; write a region such as 苏州市 or 320500,"
                + " or the identity or legal name of a firm"
        case .notStanding(let event):
            "\(event): this event neither goes on nor begins within three days, so nothing stands still by it;"
                + " name what stops with --without"
        case .nobodyBuys(let supplier, let product):
            "nobody in the register buys \(product.map { "'\(Excerpt.of($0))'" } ?? "anything") from \(supplier),"
                + " so there is nothing to split; `tierwatch firm ID` lists its customers"
        case .tooManyBuyers(let supplier, let count):
            "\(supplier) has \(count) buyers, more than the \(Allocations.claimLimit) among whom a split is looked for;"
                + " name one of its products with --product"
        case .delivers(let supplier, let product):
            "\(supplier) is not short \(product.map { "of '\(Excerpt.of($0))' " } ?? "")by what is known and has begun,"
                + " so there is nothing to split; say what is left with --remaining, such as 40%"
        case .unknownProduct(let product, let supplier):
            "'\(Excerpt.of(product))' is no product that \(supplier) sells; `tierwatch firm ID` lists what it does"
        case .whichProduct(let request, let products):
            "\(request) does not say which one product is lacking; name it with --product, such as "
                + products.prefix(Self.namedProductLimit).map { "'\($0)'" }.joined(separator: ", ")
        case .noRule:
            "no rule is named; say which with --choose: \(SplitQuestion.rules.joined(separator: ", "))"
        case .noReason: "no reason is given; say why with --reason, for those who get less"
        }
    }

    /// Whether the command was wrong, or the register does not have what it names.
    var kind: FaultKind {
        switch self {
        case .neitherRegionNorFirm, .notStanding, .tooManyBuyers, .delivers, .whichProduct, .noRule,
            .noReason:
            .usage
        case .nobodyBuys, .unknownProduct: .noInput
        }
    }
}
