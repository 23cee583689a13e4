import SupplyModel
import Testing

@Suite struct GazetteerTests {
    let gazetteer = Gazetteer()

    @Test(
        arguments: [
            ("320500", "320500"), ("320583", "320583"), ("310000", "310000"), ("320000", "320000"),
            ("310100", "310100"),
            ("KR", "KR"), ("jp", "JP"), ("TW", "710000"), ("HK", "810000"), ("MO", "820000"), ("uk", "GB"),
            ("?", "?"),
            ("苏州", "320500"), ("苏州市", "320500"), ("江苏省苏州市", "320500"), ("江苏苏州", "320500"),
            ("江苏省苏州市昆山市", "320583"), ("上海市浦东新区", "310115"), ("昆山市", "320583"), ("昆山", "320583"),
            ("上海市上海市浦东新区", "310115"), ("上海市市辖区浦东新区", "310115"), ("北京市朝阳区", "110105"),
            ("江苏省昆山", "320583"), ("苏州昆山", "320583"), ("江苏-苏州-昆山", "320583"), ("江苏南通通州", "320612"),
            ("苏州工业园区", "320576"), ("苏州市工业园区", nil), ("辽宁朝阳", "211300"), ("朝阳市", "211300"),
            ("海南", "460000"), ("吉林", "220000"), ("吉林市", "220200"), ("吉林吉林", "220200"), ("西安", "610100"),
            ("南昌", "360100"), ("南昌县", "360121"), ("延边", "222400"), ("恩施", "422800"), ("恩施市", "422801"),
            ("内蒙古", "150000"), ("广西", "450000"), ("香港", "810000"), ("台湾", "710000"), ("仙桃", "429004"),
            ("韩国", "KR"), ("日本", "JP"), ("Korea", "KR"), ("South Korea", "KR"), ("Japan", "JP"),
            ("USA", "US"),
            ("Shanghai", "310000"), ("Wuxi", "320200"), ("wuxi city", "320200"), ("Xi'an", "610100"),
            ("Xian", "610100"),
            ("Suzhou (JS)", "320500"), ("Suzhou, Jiangsu", "320500"), ("Anhui Suzhou", "341300"),
            ("Hainan", "460000"),
            ("Lüliang", "141100"), ("Inner Mongolia", "150000"), ("３２０５００", "320500"), ("　苏 州 市 ", "320500"),
        ] as [(String, String?)])
    func `a place is found by code, by name and by path`(text: String, expected: String?) {
        #expect((try? gazetteer.code(named: text))?.description == expected, "\(text)")
    }

    @Test(arguments: [
        ("Suzhou", ["江苏省苏州市 (320500)", "安徽省宿州市 (341300)"]),
        ("suzhou", ["江苏省苏州市 (320500)", "安徽省宿州市 (341300)"]),
        ("Taizhou", ["江苏省泰州市 (321200)", "浙江省台州市 (331000)"]),
        ("Fuzhou", ["福建省福州市 (350100)", "江西省抚州市 (361000)"]),
        ("Yichun", ["黑龙江省伊春市 (230700)", "江西省宜春市 (360900)"]),
        ("Yulin", ["广西壮族自治区玉林市 (450900)", "陕西省榆林市 (610800)"]),
        ("通州", ["北京市通州区 (110112)", "江苏省南通市通州区 (320612)"]),
        ("朝阳", ["北京市朝阳区 (110105)", "辽宁省朝阳市 (211300)"]),
        ("鼓楼区", ["江苏省南京市鼓楼区 (320106)", "江苏省徐州市鼓楼区 (320302)"]),
    ])
    func `a name that several places have is refused with the candidates`(text: String, expected: [String]) {
        let fault = #expect(throws: RegionFault.self) { try gazetteer.code(named: text) }
        guard case .ambiguous(let candidates) = fault else {
            Issue.record("\(text) is not ambiguous but \(String(describing: fault))")
            return
        }
        for candidate in expected { #expect(candidates.contains(candidate), "\(candidates)") }
        #expect(fault?.code == "ambiguous_region")
        #expect(fault?.sentence.contains(candidates[0]) == true)
    }

    @Test(arguments: [
        "", " ", "-", "999999", "320599", "340900", "341403", "000000", "12", "ZZ", "CN", "中国", "亚特兰蒂斯",
        "Atlantis",
        "江苏省杭州市", "苏州上海", "苏州苏州", "32050", "3205000", "苏州市?", String(repeating: "苏州", count: 1_000),
    ])
    func `what names no place is refused as unknown`(text: String) {
        #expect(throws: RegionFault.unknown) { try gazetteer.code(named: text) }
    }

    @Test func `codes of dissolved Chaohu are read and marked`() throws {
        let old = try gazetteer.code(named: "341400")
        #expect(gazetteer.isDissolved(old))
        #expect(gazetteer.isDissolved(try gazetteer.code(named: "341422")))
        #expect(!gazetteer.isDissolved(try gazetteer.code(named: "巢湖市")))
        #expect(gazetteer.name(of: old, in: .zh) == "原巢湖市")
    }

    @Test(
        arguments: [
            ("320500", "苏州市", "Suzhou (JS)"), ("310000", "上海市", "Shanghai"), ("320583", "昆山市", nil),
            ("KR", "韩国", "South Korea"),
            ("710000", "台湾省", "Taiwan"), ("429000", "湖北省直辖县级行政区划", nil), ("610800", "榆林市", "Yulin"),
            ("?", nil, nil),
            ("320599", nil, nil),
        ] as [(String, String?, String?)])
    func `a code has its names`(code: String, chinese: String?, english: String?) throws {
        let region = try #require(RegionCode(code))
        #expect(gazetteer.name(of: region, in: .zh) == chinese)
        #expect(gazetteer.name(of: region, in: .en) == english)
    }
}
