import SupplyModel
import Testing

@Suite struct SentenceTests {
    @Test(arguments: [
        ("甲厂停产。请查看受影响地区。", "甲厂停产。"),
        ("“台风。路径不明”波及甲厂（仅一次。）的链。请核实。", "“台风。路径不明”波及甲厂（仅一次。）的链。"),
        ("乙厂 开工率 0.0%", "乙厂 开工率 0.0%"), ("", ""), ("。", "。"),
        ("It runs at 0.5 of normal. Ask the suppliers.", "It runs at 0.5 of normal."),
        ("It stops at 3 p.m. on Monday.  Ask them.", "It stops at 3 p.m. on Monday."),
        ("It's hit. Don't wait.", "It's hit."), ("甲’s part stops. Ask.", "甲’s part stops."),
        ("They stop. 甲厂 too.", "They stop. 甲厂 too."), ("停产）了。请核实。", "停产）了。"),
        ("未闭合“的标题。请核实。", "未闭合“的标题。"), ("未闭合“的标题", "未闭合“的标题"), ("甲厂（停产。）", "甲厂（停产。）"),
        ("“台风（红色”波及甲厂的链。请用 tierwatch 推演。", "“台风（红色”波及甲厂的链。"),
    ])
    func `a text's first sentence ends with it, whatever stands in quotes`(text: String, first: String) {
        #expect(Sentence.first(of: text) == first)
    }
}
