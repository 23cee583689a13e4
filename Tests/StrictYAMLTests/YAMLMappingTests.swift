import StrictYAML
import Testing

@Suite struct YAMLMappingTests {
    private enum Colour: String, CaseIterable { case red, green }

    @Test func `all faults of a mapping are found at their places`() throws {
        let text = """
            name: a
            colour: gren
            nmae: b
            name: c
            sizes:
              - 1
              - big
            """
        var faults: [ConfigurationFault] = []
        let document = try YAMLDocument(text, file: "a.yaml")
        let mapping = try #require(
            document.root.mapping(keys: ["name", "colour", "sizes", "weight"], &faults))
        #expect(mapping["name"]?.string(&faults) == "a")
        #expect(mapping["colour"]?.choice(of: Colour.self, &faults) == nil)
        #expect(mapping["sizes"]?.sequence(&faults)?.compactMap { $0.number(&faults) } == [1])
        #expect(mapping.required("weight", &faults)?.path == nil)
        #expect(
            ConfigurationFaults(faults).description == """
                a.yaml:1:1: weight: the key 'weight' is missing; add it
                a.yaml:2:9: colour: 'gren' is not known; did you mean 'green'?
                a.yaml:3:1: nmae: no such key; did you mean 'name'?
                a.yaml:4:1: name: the key already stands in line 1; remove one of them
                a.yaml:7:5: sizes[1]: 'big' is not a finite decimal number; write one such as 0.4 or 1800
                """)
    }

    @Test func `a key path names every level`() throws {
        var faults: [ConfigurationFault] = []
        let root = try YAMLDocument("a: [{b: {c: 1}}]", file: "a.yaml").root
        let element = root.mapping(&faults)?["a"]?.sequence(&faults)?.first
        #expect(element?.mapping(&faults)?["b"]?.mapping(&faults)?["c"]?.path == "a[0].b.c")
        #expect(faults.isEmpty)
    }

    @Test(arguments: ["a: 1", "- 1", "text", ""])
    func `each kind is told from the others`(text: String) throws {
        var faults: [ConfigurationFault] = []
        let root = try YAMLDocument(text, file: "a.yaml").root
        #expect((root.mapping(&faults) == nil) == (text != "a: 1"))
        #expect((root.sequence(&faults) == nil) == (text != "- 1"))
        #expect((root.string(&faults) == nil) == (text != "text"))
        #expect(root.isNull == text.isEmpty)
    }

    @Test(arguments: [
        ("mertic", "metric"), ("METRIC", "metric"), ("metirc", "metric"), ("o", "op"), ("clear_", "clear"),
    ])
    func `a near word is suggested`(typed: String, meant: String) {
        #expect(Suggestion.nearest(to: typed, among: ["metric", "op", "clear"]) == meant)
    }

    @Test(arguments: ["", "threshold", String(repeating: "metric", count: 1_000)])
    func `a far word is not`(typed: String) {
        #expect(Suggestion.nearest(to: typed, among: ["metric", "op", "clear"]) == nil)
    }

    @Test func `a fault shows no control characters and stays short`() throws {
        var faults: [ConfigurationFault] = []
        let long = String(repeating: "x", count: 100_000)
        let root = try YAMLDocument("\"\\e[31m\(long)\"", file: "a.yaml").root
        _ = root.choice(of: Colour.self, &faults)
        let text = try #require(faults.first?.description)
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 32 })
        #expect(text.count < 200)
    }
}
