import Foundation
import SupplyModel

/// Reads clean CSV files, such as the vectors, into a network: English headers, plain numbers.
enum NetworkReader {
    /// When every declaration of a network that is read here was made, unless the test says otherwise.
    static let declared = Timestamp(milliseconds: 1_767_225_600_000)

    static func read(_ folder: URL) throws -> Network {
        let firmsFile = folder.appending(path: "firms.csv")
        let firms = FileManager.default.fileExists(atPath: firmsFile.path) ? try rows(firmsFile) : []
        return network(firms: firms, supplies: try rows(folder.appending(path: "supplies.csv")))
    }

    /// Builds a network of rows with `supplier_id`, or with `supplier_name` and a registrant for local identities.
    static func network(
        firms firmRows: [[String: String]], supplies: [[String: String]], registrant: String? = nil
    ) -> Network {
        func id(_ row: [String: String], _ role: String) -> String {
            if let id = row["\(role)_id"] { return id }
            return row["\(role)_name"].map { "\(registrant ?? ""):\($0)" } ?? registrant ?? ""
        }
        var known: [String: [String: String]] = [:]
        for row in firmRows { known[row["id"] ?? ""] = row }
        let ids = Set(known.keys).union(supplies.flatMap { [id($0, "supplier"), id($0, "buyer")] })
        let sorted = ids.map { FirmID(checked: $0) }.sorted()
        let numbers = Dictionary(uniqueKeysWithValues: zip(sorted.map(\.description), Int32(0)...))
        let products = Set(supplies.compactMap { $0["product"] }).sorted()
        let productNumbers = Dictionary(uniqueKeysWithValues: zip(products, Int32(0)...))
        var rowRecovery: [String: Double] = [:]
        for row in supplies where row["status"] != "ended" {
            guard let days = row["recovery_days"].flatMap(Double.init) else { continue }
            rowRecovery[id(row, "supplier")] = max(days, rowRecovery[id(row, "supplier")] ?? 0)
        }
        let firms = sorted.map { id in
            let row = known[id.description] ?? [:]
            var firm = Firm(id: id, region: RegionCode(row["region"] ?? "?") ?? .unknown)
            firm.industry = row["industry"].flatMap(Industry.init(rawValue:))
            firm.revenue = row["revenue"].flatMap(Double.init).flatMap { $0 > 0 ? $0 : nil }
            firm.recoveryDays = row["recovery_days"].flatMap(Double.init) ?? rowRecovery[id.description]
            return firm
        }
        var links: [(Link, status: String)] = []
        for row in supplies {
            let supplier = numbers[id(row, "supplier")] ?? 0
            let region = RegionCode(row["supplier_region"] ?? "") ?? firms[Int(supplier)].region
            let link = Link(
                supplier: supplier, buyer: numbers[id(row, "buyer")] ?? 0,
                product: productNumbers[row["product"] ?? ""] ?? 0, region: region,
                tier: UInt8(row["tier"] ?? "") ?? 1,
                industry: Industry(rawValue: row["industry"] ?? "") ?? .other,
                importance: Importance.allCases.first { $0.name == row["importance"] } ?? .essential,
                declaredAt: declared, annualValue: row["annual_value"].flatMap(Double.init),
                share: row["share"].flatMap(Double.init),
                inventoryDays: row["inventory_days"].flatMap(Double.init),
                spareCapacity: row["spare_capacity"].flatMap(Double.init) ?? 0,
                bringUpDays: row["bring_up_days"].flatMap(Double.init) ?? 0)
            links.append((link, row["status"] ?? "active"))
        }
        return Network(
            revision: 1, firms: firms, products: products,
            links: sort(links.filter { $0.status == "active" }.map(\.0)),
            backups: sort(links.filter { $0.status == "backup" }.map(\.0)),
            leaders: Set(links.filter { $0.0.tier == 1 }.map(\.0.buyer)).sorted())
    }

    /// The rows of a file by column; empty cells are left out.
    static func rows(_ file: URL) throws -> [[String: String]] {
        let text = try String(contentsOf: file, encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline).map(cells)
        guard let header = lines.first else { return [] }
        return lines.dropFirst().map { line in
            Dictionary(uniqueKeysWithValues: zip(header, line).filter { !$1.isEmpty })
        }
    }

    private static func cells(_ line: Substring) -> [String] {
        var cells = [""]
        var isQuoted = false
        for character in line {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == ",", !isQuoted {
                cells.append("")
            } else {
                cells[cells.count - 1].append(character)
            }
        }
        return cells
    }

    private static func sort(_ links: [Link]) -> [Link] {
        links.sorted {
            ($0.buyer, $0.product, $0.supplier, $0.region) < ($1.buyer, $1.product, $1.supplier, $1.region)
        }
    }
}
