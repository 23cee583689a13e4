import SupplyModel
import Testing

/// Lists and recognitions, with times in days of April 2022 and places by their codes.
@Suite struct WhiteListBookTests {
    static let shanghai = RegionCode(raw: 310_000)
    static let jiangsu = RegionCode(raw: 320_000)
    static let suzhou = RegionCode(raw: 320_500)
    static let kunshan = RegionCode(raw: 320_583)
    static let wuxi = RegionCode(raw: 320_200)
    static let zhejiang = RegionCode(raw: 330_000)
    static let firm = FirmID(checked: "local:t:B")
    static let first = WhiteListName(issuer: shanghai, batch: "1")

    static func day(_ day: Int) -> Timestamp {
        Timestamp(milliseconds: 1_648_742_400_000).adding(seconds: Double(day - 1) * 86_400)
    }

    static func list(
        _ name: WhiteListName = first, from: Int = 10, until: Int? = nil,
        _ change: (inout WhiteList) -> Void = { $0.list(WhiteListEntry(firm: firm), from: day(10)) }
    ) -> WhiteList {
        var list = WhiteList(name, validFrom: day(from), validUntil: until.map(day))
        change(&list)
        return list
    }

    static func recognition(
        _ issuer: RegionCode = shanghai, by: RegionCode, from: Int = 1, until: Int? = nil
    ) -> Recognition {
        Recognition(issuer: issuer, recogniser: by, from: day(from), until: until.map(day))
    }

    static func standing(
        _ lists: [WhiteList], _ recognitions: [Recognition] = [], at place: RegionCode, on day: Int = 15
    ) -> ListingStanding {
        WhiteListBook(lists, recognitions: recognitions)
            .standing(of: firm, inForceAt: place, at: Self.day(day))
    }

    @Test func `a list is in force where it was issued, and nowhere else by itself`() {
        let book = [Self.list()]
        #expect(Self.standing(book, at: Self.shanghai) == .inForce(Self.first))
        #expect(Self.standing(book, at: RegionCode(raw: 310_115)) == .inForce(Self.first))
        #expect(Self.standing(book, at: Self.suzhou) == .notRecognised(Self.first, at: Self.suzhou))
        #expect(Self.standing(book, at: .unknown) == .notRecognised(Self.first, at: .unknown))
        #expect(Self.standing([], at: Self.shanghai) == .neverListed)
    }

    @Test func `recognition goes one way`() {
        let book = [Self.list()]
        let given = [Self.recognition(by: Self.jiangsu)]
        #expect(Self.standing(book, given, at: Self.kunshan) == .inForce(Self.first))
        #expect(Self.standing(book, given, at: Self.jiangsu) == .inForce(Self.first))
        #expect(
            Self.standing(book, given, at: Self.zhejiang) == .notRecognised(Self.first, at: Self.zhejiang))
        let turned = [Self.recognition(Self.jiangsu, by: Self.shanghai)]
        #expect(Self.standing(book, turned, at: Self.suzhou) == .notRecognised(Self.first, at: Self.suzhou))
    }

    @Test func `a province's list is in force in its cities, a city's in no other city`() {
        let ofProvince = WhiteListName(issuer: Self.jiangsu, batch: "1")
        let ofCity = WhiteListName(issuer: Self.suzhou, batch: "1")
        #expect(Self.standing([Self.list(ofProvince)], at: Self.kunshan) == .inForce(ofProvince))
        #expect(Self.standing([Self.list(ofCity)], at: Self.kunshan) == .inForce(ofCity))
        #expect(Self.standing([Self.list(ofCity)], at: Self.wuxi) == .notRecognised(ofCity, at: Self.wuxi))
        #expect(
            Self.standing([Self.list(ofCity)], at: Self.jiangsu) == .notRecognised(ofCity, at: Self.jiangsu))
        let byCity = [Self.recognition(Self.suzhou, by: Self.wuxi)]
        #expect(Self.standing([Self.list(ofCity)], byCity, at: Self.wuxi) == .inForce(ofCity))
        let byProvince = [Self.recognition(Self.suzhou, by: Self.shanghai)]
        #expect(Self.standing([Self.list(ofCity)], byProvince, at: Self.shanghai) == .inForce(ofCity))
        // Who recognises a province's lists said nothing of its cities'.
        let ofOther = [Self.recognition(Self.jiangsu, by: Self.shanghai)]
        #expect(
            Self.standing([Self.list(ofCity)], ofOther, at: Self.shanghai)
                == .notRecognised(ofCity, at: Self.shanghai))
    }

    @Test(arguments: [
        (9, ListingStanding.notYet(first, from: day(10))), (10, .inForce(first)), (19, .inForce(first)),
        (20, .over(first, since: day(20))),
    ])
    func `a list holds from its first moment up to its end`(on: Int, expected: ListingStanding) {
        #expect(Self.standing([Self.list(until: 20)], at: Self.shanghai, on: on) == expected)
    }

    @Test(arguments: [
        (11, ListingStanding.recognitionNotYet(first, by: jiangsu, from: day(12))), (12, .inForce(first)),
        (14, .inForce(first)), (15, .recognitionOver(first, by: jiangsu, since: day(15))),
    ])
    func `a recognition holds from its first moment up to its end`(on: Int, expected: ListingStanding) {
        let given = [Self.recognition(by: Self.jiangsu, from: 12, until: 15)]
        #expect(Self.standing([Self.list()], given, at: Self.suzhou, on: on) == expected)
    }

    @Test func `a firm that left is refused from that day on, until it comes back`() {
        let list = Self.list {
            $0.list(WhiteListEntry(firm: Self.firm), from: Self.day(10))
            $0.leave(Self.firm, at: Self.day(12))
            $0.list(WhiteListEntry(firm: Self.firm), from: Self.day(14))
        }
        func on(_ day: Int) -> ListingStanding { Self.standing([list], at: Self.shanghai, on: day) }
        #expect(on(11) == .inForce(Self.first) && on(14) == .inForce(Self.first))
        #expect(on(12) == .left(Self.first, at: Self.day(12)))
        #expect(on(13) == .left(Self.first, at: Self.day(12)))
    }

    @Test func `of several lists the one that is in force counts, else what is nearest to it`() {
        let second = WhiteListName(issuer: Self.shanghai, batch: "2")
        let ended = Self.list(until: 12)
        let lists = [ended, Self.list(second)]
        #expect(Self.standing(lists, at: Self.shanghai) == .inForce(second))
        #expect(Self.standing(lists, at: Self.suzhou) == .notRecognised(second, at: Self.suzhou))
        let listings = WhiteListBook(lists, recognitions: []).listings(of: Self.firm, at: Self.day(15))
        #expect(listings.map(\.list) == [Self.first, second])
    }

    @Test func `an identity that was merged counts as its firm`() {
        let book = WhiteListBook(
            [Self.list()], recognitions: [], countsAs: [Self.firm: FirmID(checked: "local:t:C")])
        for firm in ["local:t:B", "local:t:C"] {
            let standing = book.standing(
                of: FirmID(checked: firm), inForceAt: Self.shanghai, at: Self.day(15))
            #expect(standing == .inForce(Self.first))
        }
        #expect(book.listed(at: Self.day(15)).map(\.firm.description) == ["local:t:C"])
        #expect(book.listed(at: Self.day(5)).isEmpty)
        let ready = book.prepared(at: Self.day(15))
        for day in [5, 15] { #expect(ready.listed(at: Self.day(day)) == book.listed(at: Self.day(day))) }
    }

    @Test func `what was said of a recognition stands until the next word of the same pair`() {
        func word(
            _ isGiven: Bool, _ from: Int, _ until: Int? = nil, by: RegionCode = Self.jiangsu
        )
            -> RecognitionWord
        {
            RecognitionWord(
                issuer: Self.shanghai, recogniser: by, isGiven: isGiven, from: Self.day(from),
                until: until.map(Self.day))
        }
        let given = [word(true, 5), word(true, 5, by: Self.zhejiang)]
        let withdrawn = Recognition.standing(after: given + [word(false, 9)])
        #expect(
            withdrawn == [
                Self.recognition(by: Self.jiangsu, from: 5, until: 9),
                Self.recognition(by: Self.zhejiang, from: 5),
            ])
        #expect(!word(false, 9).changes(withdrawn) && word(false, 7).changes(withdrawn))
        #expect(!word(true, 6, by: Self.zhejiang).changes(withdrawn))
        #expect(word(true, 6, 8, by: Self.zhejiang).changes(withdrawn) && word(true, 9).changes(withdrawn))
        let renewed = Recognition.standing(after: given + [word(true, 8, 12)])
        #expect(renewed.map(\.until) == [Self.day(8), nil, Self.day(12)])
        // A recognition that was taken back before it began never was one.
        #expect(Recognition.standing(after: [word(true, 5), word(false, 5)]).isEmpty)
    }

    @Test(arguments: [
        (ListingStanding.inForce(first), "it is on list 1 of Shanghai", "已列入上海市第1批白名单"),
        (.neverListed, "it is on no white list", "未列入任何白名单"),
        (.left(first, at: day(12)), "it left list 1 of Shanghai on 2022-04-12", "已于 2022-04-12 移出上海市第1批白名单"),
        (
            .over(first, since: day(12)), "it is on list 1 of Shanghai, which has been over since 2022-04-12",
            "上海市第1批白名单已于 2022-04-12 到期"
        ),
        (
            .notRecognised(first, at: kunshan),
            "it is on list 1 of Shanghai, which Jiangsu does not recognise",
            "已列入上海市第1批白名单，江苏省未认可"
        ),
        (
            .recognitionOver(first, by: suzhou, since: day(12)),
            "it is on list 1 of Shanghai, which Suzhou (JS) has not recognised since 2022-04-12",
            "已列入上海市第1批白名单，苏州市自 2022-04-12 起不再认可"
        ),
    ])
    func `each standing is a sentence in both languages`(
        standing: ListingStanding, english: String, chinese: String
    ) {
        #expect(standing.sentence == english && standing.sentence(in: .zh) == chinese)
    }
}
