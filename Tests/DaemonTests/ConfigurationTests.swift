import Daemon
import Testing

@Suite struct ConfigurationTests {
    static func settling(_ text: String) throws -> Double {
        let environment = ["TIERWATCH_SETTLE_SECONDS": text]
        return try Configuration(file: nil, flags: [:], environment: environment).settleSeconds
    }

    @Test func `a changed register settles for two seconds, or as long as is said`() throws {
        #expect(try Configuration(file: nil, flags: [:], environment: [:]).settleSeconds == 2)
        #expect(try Self.settling("0.05") == 0.05)
        #expect(try Self.settling("3600") == 3_600)
    }

    @Test(arguments: ["0", "-1", "3601", "nan", "inf", "soon"])
    func `a time to settle that nobody can mean is refused with its place and what to write`(text: String) {
        do {
            _ = try Self.settling(text)
            Issue.record("'\(text)' was taken")
        } catch {
            #expect("\(error)".contains("TIERWATCH_SETTLE_SECONDS"))
            #expect("\(error)".contains("'\(text)'") && "\(error)".contains("write one such as 2"))
        }
    }

    @Test(arguments: ["TIERWATCH_STATUS_DAYS", "TIERWATCH_VALIDITY_DAYS"])
    func `a number of days that nobody can mean is refused with its place and what to write`(variable: String)
    {
        for text in ["0", "-1", "3651", "nan", "soon"] {
            do {
                _ = try Configuration(file: nil, flags: [:], environment: [variable: text])
                Issue.record("'\(text)' was taken")
            } catch {
                #expect("\(error)".contains(variable) && "\(error)".contains("'\(text)'"))
                #expect("\(error)".contains("write one such as"))
            }
        }
    }
}
