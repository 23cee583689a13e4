/// The stable name of an alert: FNV-1a over its rule and labels, 64 bits, as 16 hexadecimal digits.
///
/// `industry` is left out: it is derived from the register, and an alert must not change its name with it.
/// Names and values are separated by bytes that UTF-8 never contains, so no two label sets run together.
///
/// Source: Fowler, Noll, Vo, IETF draft-eastlake-fnv.
public func alertFingerprint(rule: String, labels: Labels) -> String {
    let digits = String(alertHash(rule: rule, labels: labels), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}

/// The number that a fingerprint is the text of: what many figures are told apart by.
public func alertHash(rule: String, labels: Labels) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ text: String, end: UInt8) {
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ UInt64(end)) &* 0x100_0000_01b3
    }
    add(rule, end: 0xFF)
    for pair in labels.pairs where pair.name != "industry" {
        add(pair.name, end: 0xFE)
        add(pair.value, end: 0xFF)
    }
    return hash
}
