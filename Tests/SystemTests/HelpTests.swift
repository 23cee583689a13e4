import TestSupport
import Testing

/// What `--help` shows on a terminal of 80 columns.
@Suite struct HelpTests {
    @Test(arguments: [
        "", "import", "run", "daemon", "suppliers", "firm", "metrics", "exposure", "chokepoints", "systemic",
        "stress",
        "whatif", "alerts", "alerts list", "alerts show", "alerts why", "alerts ack", "alerts unack",
        "alerts silence",
        "alerts unsilence", "alerts silences", "rules", "rules check", "rules test", "rules backtest",
        "channels",
        "channels list", "channels test", "deliveries", "deliveries list", "deliveries show",
        "deliveries replay",
        "config", "config show", "status", "status report", "status import", "status list", "survey",
        "declarations", "events", "events import", "events list", "events show", "events end",
        "events reopen",
        "events check",
        "firms", "firms duplicates", "firms merge", "firms split", "firms reopen",
        "firms decisions",
        "whitelist", "whitelist import", "whitelist list", "whitelist check", "whitelist recognise",
        "whitelist withdraw", "whitelist recognitions",
        "export", "aid letter", "aid report", "aid match", "aid allocate", "aid allocations", "aid consent",
        "aid consent ask", "aid consent give",
        "aid consent refuse", "aid consent withdraw", "aid consents", "aid drill", "aid drills",
    ])
    func `a command's help has an example, and none is broken by its length`(command: String) throws {
        let help = try Command.run(
            Program.binary, command.split(separator: " ").map(String.init) + ["--help"])
        let lines = help.text.split(separator: "\n", omittingEmptySubsequences: false)
            .prefix { !$0.hasPrefix("USAGE:") }
        let examples = lines.indices.filter { lines[$0].hasPrefix("  ") }
        #expect(examples.contains { lines[$0].contains("tierwatch ") })
        for index in examples where lines.indices.contains(index + 1) {
            #expect(lines[index + 1].isEmpty || lines[index + 1].hasPrefix("  "))
        }
    }
}
