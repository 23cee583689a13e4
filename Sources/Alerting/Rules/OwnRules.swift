public import StrictYAML

/// The rules by which Tierwatch watches itself: there without any file, and replaced by a rule of the same name in one.
///
/// They are written and read as every rule is, so that their alerts are listed, acknowledged, silenced, routed and told as
/// all others.
public enum OwnRules {
    /// - Throws: never but for a fault of this text, which a test would have found.
    public static func rules() throws(ConfigurationFaults) -> [Rule] {
        let document: YAMLDocument
        do throws(ConfigurationFault) {
            document = try YAMLDocument(text, file: "built-in rules")
        } catch {
            throw ConfigurationFaults([error])
        }
        return try RuleBook([document]).rules
    }

    static let text = """
        rules:
          - name: tierwatch-run-late
            metric: run_delay_seconds
            op: ">"
            value: 900
            severity: critical
            summary:
              zh: "监测运行已逾期 {{value}}（超过 {{threshold}}）：期间的变化无人知晓。请查看守护进程日志。"
              en: "A monitoring run is {{value}} late (more than {{threshold}}): nobody knows what changed since. Look at
                the daemon's log."
          - name: tierwatch-breaker-open
            metric: breaker_open
            op: "=="
            value: 1
            severity: warning
            summary:
              zh: "发往通道 {{channel}} 的消息无法送达，正在等待。请用 tierwatch channels list 查看原因。"
              en: "Messages to the channel {{channel}} do not arrive, and wait. `tierwatch channels list` shows why."
          - name: tierwatch-outbox-old
            metric: outbox_age_seconds
            op: ">"
            value: 900
            clear: 60
            severity: critical
            summary:
              zh: "通道 {{channel}} 最早的待发送消息已等待 {{value}}（超过 {{threshold}}）。请用 tierwatch deliveries list --state waiting 查看。"
              en: "The oldest message to the channel {{channel}} has waited for {{value}} (more than {{threshold}}).
                `tierwatch deliveries list --state waiting` shows what waits."
          - name: tierwatch-disk-nearly-full
            metric: disk_free_share
            op: "<"
            value: 0.05
            clear: 0.08
            severity: critical
            summary:
              zh: "数据目录所在磁盘仅剩 {{value}} 可用（低于 {{threshold}}）。写满后监测将停止，请清理或扩容。"
              en: "Only {{value}} of the disk of the data folder is free (less than {{threshold}}). A full disk stops the
                watch; free some space."
        """
}
