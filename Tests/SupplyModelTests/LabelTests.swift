import SupplyModel
import Testing

@Suite struct LabelTests {
    @Test(arguments: ["firm", "industry", "level", "supplier", "a", "z"])
    func `a label that is added stands where a dictionary would put it`(name: String) {
        let labels: Labels = ["firm": "F", "industry": "auto", "level": "city"]
        var wanted = labels.dictionary
        wanted[name] = "new"
        #expect(labels.adding(name, "new") == Labels(wanted))
    }
}
