public import SupplyModel

/// A request as a letter that is printed and sealed (互保请求函): one page of HTML, in Chinese, with its table of suppliers, and one of those who could
/// stand in where their owners consented.
///
/// It needs no other file and runs no script. What people wrote is put in as text, whatever it looks like.
public struct AidLetter {
    /// Somebody who could stand in and whose owner lets it be named.
    public struct StandIn: Sendable {
        public var name: String
        /// nil where it has none that everybody knows.
        public var code: FirmID?
        public var places: [RegionCode]
        /// In whose place: the product as the firm in need buys it.
        public var product: String

        public init(name: String, code: FirmID?, places: [RegionCode], product: String) {
            self.name = name
            self.code = code
            self.places = places
            self.product = product
        }
    }

    private let request: AidRequest
    /// What it rests on, in words, a line each.
    private let evidence: [String]
    private let standIns: [StandIn]
    private let firmName: (FirmID) -> String?
    private let regionName: (RegionCode) -> String?

    public init(
        _ request: AidRequest, evidence: [String], standIns: [StandIn] = [],
        firmName: @escaping (FirmID) -> String?, regionName: @escaping (RegionCode) -> String?
    ) {
        self.request = request
        self.evidence = evidence
        self.standIns = standIns
        self.firmName = firmName
        self.regionName = regionName
    }

    /// The page.
    public var html: String {
        let content = request.content
        let mark = Self.mark(request.state).map { "<p class=\"mark\">\($0)</p>" } ?? ""
        let lines = facts.compactMap { name, value -> String? in
            guard let value, !value.isEmpty else { return nil }
            return "<tr><th>\(name)</th><td>\(Self.text(value))</td></tr>"
        }
        return """
            <!DOCTYPE html>
            <html lang="zh-CN">
            <head>
            <meta charset="utf-8">
            <title>互保请求函 \(Self.text(request.id))</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            <h1>长三角产业链供应链互保请求函</h1>
            \(mark)
            <p>\(Self.text(region(content.counterpart)))：</p>
            <p>为保障 \(Self.text(firm(content.firm))) 产业链供应链稳定，现就下列事项商请贵方协助，并请于办理期限前反馈。</p>
            <table class="facts">
            \(lines.joined(separator: "\n"))
            </table>
            <h2>涉及供应商（\(content.suppliers.count) 项）</h2>
            <table>
            <tr><th>序号</th><th>供应商</th><th>代码</th><th>所在地</th><th>产品</th><th>\(dayHeading)</th></tr>
            \(content.suppliers.enumerated().map { row($0 + 1, $1) }.joined(separator: "\n"))
            </table>
            \(standInTable)
            <p class="sign">\(Self.text(region(content.authority)))<br>\(CalendarDay(request.steps[0].time))</p>
            </body>
            </html>

            """
    }

    /// What is asked of whom and why, and where that stands; what is not there has no line.
    private var facts: [(name: String, value: String?)] {
        let content = request.content
        let reasons = [content.why?.zh, content.reason].compactMap { $0 }.filter { !$0.isEmpty }
        let asked: [(name: String, value: String?)] = [
            ("编号", request.id), ("请求方", region(content.authority)), ("协助方", region(content.counterpart)),
            ("龙头企业", firm(content.firm)), ("诉求类型", AidWords.kind(content.kind, .zh)),
            ("预计停线日", content.lineStopsOn?.description), ("事由", reasons.joined(separator: "\n")),
            ("依据", evidence.joined(separator: "\n")), ("联系人", content.contact),
            ("办理期限", request.deadline.minute), ("当前状态", AidWords.state(request.state, .zh)),
            ("承办人", request.handler),
        ]
        return asked + answer
    }

    /// What came of it, where that was said and stands: the outcome, and who answered and closed it when.
    private var answer: [(name: String, value: String?)] {
        guard request.state == .answered || request.state == .closed else { return [] }
        let closing = request.state == .closed ? newest(.close) : nil
        return [
            ("结果", request.newest.outcome.map { AidWords.outcome($0, .zh) }),
            ("答复", newest(.answer).map(Self.said)), ("销号", closing.map(Self.said)),
        ]
    }

    private func newest(_ action: AidAction) -> AidStep? { request.steps.last { $0.action == action } }

    /// The words of a step, with who took it and when.
    private static func said(_ step: AidStep) -> String {
        let taken = "\(step.by)，\(step.time.minute)"
        return step.note.isEmpty ? taken : "\(step.note)（\(taken)）"
    }

    /// What is said above a letter that is not in force.
    private static func mark(_ state: AidState) -> String? {
        switch state {
        case .draft: "拟稿，尚未登记"
        case .returned: "已退回"
        case .dropped: "已作废"
        case .registered, .assigned, .inProgress, .answered, .closed: nil
        }
    }

    /// Who is to stand in is not who stops the line.
    private var dayHeading: String { request.content.kind == .capacity ? "需到货日" : "因其停线日" }

    private func row(_ number: Int, _ supplier: AidSupplier) -> String {
        let cells = [
            "\(number)", name(supplier.firm), Self.code(supplier.firm), region(supplier.region),
            supplier.product, supplier.lineStopsOn?.description ?? "",
        ]
        return Self.row(cells)
    }

    /// Those who were named by consent; nothing where there are none.
    private var standInTable: String {
        guard !standIns.isEmpty else { return "" }
        let rows = standIns.enumerated().map { index, one in
            Self.row([
                "\(index + 1)", one.name, one.code.map(Self.code) ?? "",
                one.places.map(region).joined(separator: "、"), one.product,
            ])
        }
        return """
            <h2>经同意的可替代企业（\(standIns.count) 项）</h2>
            <table>
            <tr><th>序号</th><th>企业</th><th>代码</th><th>所在地</th><th>产品</th></tr>
            \(rows.joined(separator: "\n"))
            </table>
            """
    }

    private static func row(_ cells: [String]) -> String {
        "<tr>" + cells.map { "<td>\(text($0))</td>" }.joined() + "</tr>"
    }

    private func firm(_ id: FirmID) -> String {
        id.isPublic ? firmName(id).map { "\($0)（\(id)）" } ?? id.description : name(id)
    }

    private func name(_ id: FirmID) -> String { firmName(id) ?? (id.isPublic ? "" : id.ownName) }

    /// A code that everybody knows; a `local:` identity means nothing to who reads a letter.
    private static func code(_ id: FirmID) -> String { id.isPublic ? id.description : "" }

    private func region(_ code: RegionCode) -> String { regionName(code) ?? code.description }

    /// Text as HTML shows it, line by line; by scalars, since a mark may make one character of itself and a bracket.
    private static func text(_ text: String) -> String {
        var html = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": html += "&amp;"
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            case "\"": html += "&quot;"
            case "'": html += "&#39;"
            case "\n": html += "<br>"
            default: html.unicodeScalars.append(scalar)
            }
        }
        return html
    }

    private static let style = """
        body{font-family:SimSun,"Noto Serif CJK SC",serif;max-width:46em;margin:2em auto;line-height:1.7}
        h1{text-align:center;font-size:1.5em}h2{font-size:1.1em}
        table{border-collapse:collapse;width:100%}th,td{border:1px solid #444;padding:.3em .5em;text-align:left}
        .facts th{width:8em}.sign{text-align:right;margin-top:3em}.mark{color:#a00;text-align:center}
        @page{size:A4;margin:2cm}
        """
}
