#!/usr/bin/env python3
"""Lets very many alerts fire at once for a DingTalk robot of 20 messages a minute, and proves that nothing was dropped silently.

usage: storm.py --tierwatch PROGRAM [--alerts 100000] [--folder DIR]

The daemon gets a register of PRODUCTS products with one supplier each and as many rules as make the number of alerts; every tenth rule is critical.
receiver.py is the robot. Once nothing waits any more it is proved from the store and the robot's log: every alert that fired has its
message, every message was told alone or in a digest that arrived, each digest says how many it tells and how many of them it only counts, criticals came
before all others, and in no 60 seconds came more than the limit. Prints the counts; the exit code is 1 where anything is missing.
"""
import argparse, bisect, csv, json, os, shutil, signal, sqlite3, subprocess, sys, tempfile
from collections import Counter

sys.dont_write_bytecode = True
from soak import HERE, START_LIMIT_SECONDS, VECTORS, answers, free_port, wait_for
from soak_audit import SHOWN_FAULTS, text

PRODUCTS = 1_000
CRITICAL_EVERY = 10
ROBOT_LIMIT, ROBOT_SECONDS = 20, 60
STORM_LIMIT_SECONDS = 1_800
CHANNELS = """channels:
  - {name: robot, type: dingtalk, url_env: STORM_URL, secret_env: STORM_SECRET, allow: [127.0.0.0/8]}
"""


def prepare(folder, alerts):
    os.makedirs(f"{folder}/Alerts/rules")
    os.makedirs(f"{folder}/data/inbox")
    with open(f"{folder}/Alerts/channels.yaml", "w", encoding="utf-8") as file: file.write(CHANNELS)
    with open(f"{folder}/Alerts/rules/storm.yaml", "w", encoding="utf-8") as file:
        print("rules:", file=file)
        for number in range(max(1, alerts // PRODUCTS)):
            severity = "warning" if number % CRITICAL_EVERY else "critical"
            print(f'  - {{name: storm-{number}, metric: single_source, op: "==", value: 1, severity: {severity}, '
                  f'summary: {{zh: "{{{{product}}}} 只有一家供应商", en: "one supplier of {{{{product}}}}"}}}}', file=file)
    with open(f"{folder}/next.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["supplier_id", "supplier_region", "tier", "industry", "product"])
        writer.writerows([f"local:s{number}", "320500", 1, "auto", f"product-{number}"] for number in range(min(alerts, PRODUCTS)))
    os.rename(f"{folder}/next.csv", f"{folder}/data/inbox/storm.csv")


def run(program, folder):
    """The storm, until nothing waits any more."""
    with open(VECTORS, encoding="utf-8") as file: secret = json.load(file)["dingtalk"]["secret"]
    port = free_port()
    environment = {"PATH": "/usr/bin:/bin", "TIERWATCH_LISTEN": "127.0.0.1:0", "TIERWATCH_REGISTRANT": "local:storm", "STORM_SECRET": secret, "STORM_URL": f"http://127.0.0.1:{port}/ding?access_token=x"}
    robot = subprocess.Popen([sys.executable, f"{HERE}/receiver.py", str(port), f"{folder}/robot.jsonl"], stdin=subprocess.DEVNULL)
    daemon = None
    try:
        wait_for(lambda: answers(port), START_LIMIT_SECONDS, "the robot did not start", robot)
        with open(f"{folder}/daemon.log", "w", encoding="utf-8") as log:
            daemon = subprocess.Popen([os.path.abspath(program), "daemon", "--data", f"{folder}/data"], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                                      stdout=log, stderr=log)
        wait_for(lambda: is_over(folder), STORM_LIMIT_SECONDS, "the storm did not end", daemon)
        daemon.send_signal(signal.SIGTERM)
        if daemon.wait() != 0: raise SystemExit("the daemon did not end in good order")
    finally:
        for child in robot, daemon:
            if child and child.poll() is None: child.kill()


def is_over(folder):
    if not os.path.exists(f"{folder}/robot.jsonl") or not os.path.exists(f"{folder}/data/tierwatch.db"): return False
    base = sqlite3.connect(f"{folder}/data/tierwatch.db", timeout=60)
    try: return base.execute("SELECT COUNT(*) > 0 AND SUM(state IN ('waiting', 'sending', 'merged')) = 0 FROM outbox").fetchone()[0] == 1
    except sqlite3.OperationalError: return False
    finally: base.close()


def requests_of(log):
    with open(log, encoding="utf-8") as file: return [entry for entry in map(json.loads, file) if entry["req"]]


class Proof:
    def __init__(self, folder):
        base = sqlite3.connect(f"{folder}/data/tierwatch.db")
        base.row_factory = sqlite3.Row
        self.rows = base.execute("SELECT id, kind, weight, state, digest_id, delivered_at, body FROM outbox").fetchall()
        self.fired = base.execute("SELECT COUNT(*) FROM transition WHERE state = 'firing'").fetchone()[0]
        self.check = base.execute("PRAGMA integrity_check").fetchone()[0]
        self.requests = requests_of(f"{folder}/robot.jsonl")
        self.faults = []

    def run(self):
        digests = {row["id"]: json.loads(row["body"])["data"] for row in self.rows if row["kind"] == "alert.digest"}
        messages = [row for row in self.rows if row["kind"] != "alert.digest"]
        merged = Counter(row["digest_id"] for row in messages if row["digest_id"])
        if self.check != "ok": self.faults.append(f"integrity_check: {self.check}")
        if len(messages) != self.fired: self.faults.append(f"{self.fired} alerts fired, and {len(messages)} messages were made")
        for row in self.rows:
            if row["state"] != "delivered": self.faults.append(f"{row['id']} is {row['state']}")
        for identity, count in merged.items():
            digest = digests.get(identity)
            told = digest and (digest["firing"] + digest["resolved"], len(digest["alerts"]) + digest["omitted"], sum(digest["omitted_by_severity"].values()) - digest["omitted"])
            if told != (count, count, 0): self.faults.append(f"{identity} merges {count} messages and says {told}")
        self.order(messages)
        accepted = [one for one in self.requests if one["status"] == 200 and json.loads(one["reply"])["errcode"] == 0]
        alone = sum(row["digest_id"] is None for row in messages)
        if len(accepted) != alone + len(digests): self.faults.append(f"the robot took {len(accepted)} requests for {alone} messages and {len(digests)} digests")
        most = self.most_in_a_minute()
        if most > ROBOT_LIMIT: self.faults.append(f"{most} requests within {ROBOT_SECONDS} seconds")
        return {"alerts fired": self.fired, "messages": len(messages), "told alone": alone, "digests": len(digests), "told by digests": sum(merged.values()),
                "requests": len(self.requests), "refused": len(self.requests) - len(accepted), f"most in {ROBOT_SECONDS} s": most, "lost": len(self.faults)}

    def order(self, messages):
        """No warning arrived before the last critical, but in the digest that told it too."""
        critical = [row["delivered_at"] for row in messages if row["weight"] == 2 and row["delivered_at"]]
        others = [row["delivered_at"] for row in messages if row["weight"] < 2 and row["delivered_at"]]
        if critical and others and min(others) < max(critical): self.faults.append("a warning was told before the last critical alert")

    def most_in_a_minute(self):
        times = sorted(one["t"] for one in self.requests)
        return max((bisect.bisect_right(times, start + ROBOT_SECONDS) - place for place, start in enumerate(times)), default=0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tierwatch", required=True)
    parser.add_argument("--alerts", type=int, default=100_000)
    parser.add_argument("--folder", help="new or empty")
    arguments = parser.parse_args()
    folder = os.path.abspath(arguments.folder or tempfile.mkdtemp(prefix="storm-"))
    prepare(folder, arguments.alerts)
    run(arguments.tierwatch, folder)
    proof = Proof(folder)
    counts = proof.run()
    for fault in proof.faults[:SHOWN_FAULTS]: print(fault, file=sys.stderr)
    print(text(counts))
    if not arguments.folder and not proof.faults: shutil.rmtree(folder)
    sys.exit(1 if proof.faults else 0)


if __name__ == "__main__": main()
