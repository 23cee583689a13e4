#!/usr/bin/env python3
"""Kills the daemon again and again while it reads, computes and delivers, and proves that no alert was lost.

usage: soak.py --tierwatch PROGRAM [--rounds 100] [--seed N] [--folder DIR] [--calm]

Each round drops a register into the inbox that takes second suppliers away or brings them back, so that alerts fire and end, and
kills the daemon with SIGKILL at a random moment of a random phase. All requests go through flaky.py, which fails at random, to
receiver.py, which checks every signature. It fails a message once at most: the first retry comes after 5 s, the next after
5 minutes, and a soak that waited for those would show nothing more. At the end the daemon runs undisturbed until the outbox is empty; then
soak_audit.py holds the store against what arrived, and the firing alerts are held against the registers that were dropped. The
last line has the counts; the exit code is 1 where anything is lost or wrong. What is drawn hangs on the seed, what the machine makes of it
does not. With --calm nobody is killed, and each round ends once all is delivered.
DIR (a new temporary folder, kept only after a fault, unless given) then holds store, log and the daemon's own words.
"""
import argparse, csv, json, os, random, shutil, signal, socket, sqlite3, subprocess, sys, tempfile, time
from collections import Counter

sys.dont_write_bytecode = True
from soak_audit import CHANNELS, Audit, text

HERE = os.path.dirname(os.path.abspath(__file__))
VECTORS = os.path.join(HERE, "..", "Fixtures", "vectors", "webhooks.json")
PARTS = 40                  # products that have one supplier or two
TOGGLED_SHARE = .3          # of them, a round
BALLAST = 400               # further links, so that reading and computing take their time
PHASES = ["intake", "evaluation", "delivery"]
SIGN_LIMIT_SECONDS = 15     # a phase that does not begin by then is not waited for
DRAIN_LIMIT_SECONDS = 240
START_LIMIT_SECONDS = 30
LOOK_SECONDS = .01
RULES = """rules:
  - {name: single, metric: single_source, match: {product: /part-.*/}, op: "==", value: 1, severity: warning,
     summary: {zh: "{{product}} 只有一家供应商", en: "one supplier of {{product}}"}}
  - {name: doubled, metric: supplier_count, match: {product: /part-.*/}, op: ">=", value: 2, severity: critical,
     summary: {zh: "{{product}} 有 {{value}} 家供应商", en: "{{value}} suppliers of {{product}}"}}
"""


class Soak:
    def __init__(self, program, folder, seed):
        self.program, self.folder, self.data = os.path.abspath(program), folder, f"{folder}/data"
        self.random = random.Random(seed)
        self.doubled = set()        # products that have a second supplier, by what was dropped
        self.kills, self.daemon, self.children = Counter(), None, []
        self.write_configuration()
        receiver, self.port = free_port(), free_port()
        self.serve("receiver.py", receiver, f"{folder}/receiver.jsonl")
        self.serve("flaky.py", self.port, receiver, f"{folder}/arrivals.jsonl", "--seed", seed)
        for port in receiver, self.port: wait_for(lambda: answers(port), START_LIMIT_SECONDS, "a receiver did not start")

    def write_configuration(self):
        os.makedirs(f"{self.folder}/Alerts/rules")
        os.makedirs(f"{self.data}/inbox")
        with open(f"{self.folder}/Alerts/rules/soak.yaml", "w", encoding="utf-8") as file: file.write(RULES)
        with open(f"{self.folder}/Alerts/channels.yaml", "w", encoding="utf-8") as file:
            print("channels:", file=file)
            for name, (severities, hears_end) in CHANNELS.items():
                print(f"  - {{name: {name}, type: webhook, url_env: SOAK_{name.upper()}, secret_env: SOAK_SECRET, allow: [127.0.0.0/8], "
                      f"severities: [{', '.join(sorted(severities))}], send_resolved: {str(hears_end).lower()}}}", file=file)

    def serve(self, script, *arguments):
        self.children.append(subprocess.Popen([sys.executable, f"{HERE}/{script}", *map(str, arguments)], stdin=subprocess.DEVNULL))

    def start(self):
        with open(VECTORS, encoding="utf-8") as file: secret = json.load(file)["standard_webhooks_v1_utf8"]["secret"]
        addresses = {f"SOAK_{name.upper()}": f"http://127.0.0.1:{self.port}/std?{name}" for name in CHANNELS}
        with open(f"{self.folder}/daemon.log", "a", encoding="utf-8") as log:
            self.daemon = subprocess.Popen([self.program, "daemon", "--data", self.data], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                           env={"PATH": "/usr/bin:/bin", "TIERWATCH_LISTEN": "127.0.0.1:0", "TIERWATCH_REGISTRANT": "local:soak", "SOAK_SECRET": secret, **addresses})

    def round(self, number):
        """One register, one kill."""
        before = self.messages()
        if self.random.random() < .5:
            self.start()
            self.drop(number)
        else:
            self.drop(number)
            self.start()
        aim = self.random.choice(PHASES)
        log_bytes = self.log_bytes()
        signs = {"intake": lambda: self.log_bytes() != log_bytes, "evaluation": lambda: not self.waiting_files(),
                 "delivery": lambda: self.messages() > before}
        spans = {"intake": (0, .3), "evaluation": (1.8, 3.6), "delivery": (0, .4)}
        begin = time.monotonic()
        while not signs[aim]() and time.monotonic() - begin < SIGN_LIMIT_SECONDS: time.sleep(LOOK_SECONDS)
        time.sleep(self.random.uniform(*spans[aim]))
        if self.daemon.poll() is not None: raise SystemExit(f"the daemon ended by itself with {self.daemon.returncode}; see {self.folder}/daemon.log")
        self.daemon.kill()
        self.daemon.wait()
        self.kills[self.phase()] += 1

    def calm_round(self, number):
        """One register, and every message that it causes."""
        self.drop(number)
        if self.drain() != 0: raise SystemExit(f"the daemon did not end in good order; see {self.folder}/daemon.log")

    def drop(self, number):
        """Puts a register into the inbox, whole from its first moment."""
        rows = []
        for part in range(PARTS):
            if number > 1 and self.random.random() > TOGGLED_SHARE: continue
            self.doubled ^= {part}
            if number == 1: rows.append([f"local:a{part}", "310000", 1, "auto", f"part-{part}", 100, "active"])
            rows.append([f"local:b{part}", "320500", 1, "auto", f"part-{part}", 100, "active" if part in self.doubled else "ended"])
        for link in range(BALLAST):
            for supplier in "cd": rows.append([f"local:{supplier}{link}", "330100", 1, "auto", f"ballast-{link}", self.random.randint(1, 10 ** 6), "active"])
        with open(f"{self.folder}/next.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["supplier_id", "supplier_region", "tier", "industry", "product", "annual_value", "status"])
            writer.writerows(rows)
        os.rename(f"{self.folder}/next.csv", f"{self.data}/inbox/{number:06}.csv")

    def phase(self):
        """What a daemon that is dead now was at, as its inbox and its store show."""
        if self.waiting_files(): return "intake"
        if self.ask("SELECT (SELECT MAX(number) FROM revision) > COALESCE((SELECT MAX(revision) FROM run), 0)"): return "evaluation"
        return "delivery" if self.open_messages() else "idle"

    def waiting_files(self): return [name for name in os.listdir(f"{self.data}/inbox") if name.endswith(".csv")]

    def log_bytes(self):
        try: return os.stat(f"{self.data}/tierwatch.db-wal").st_size
        except FileNotFoundError: return 0

    def runs(self): return self.ask("SELECT MAX(number) FROM run")

    def messages(self): return self.ask("SELECT MAX(number) FROM outbox")

    def open_messages(self): return self.ask("SELECT COUNT(*) FROM outbox WHERE state IN ('waiting', 'sending')")

    def ask(self, query):
        """One number of the store; 0 where it has no such table yet."""
        if not os.path.exists(f"{self.data}/tierwatch.db"): return 0
        base = sqlite3.connect(f"{self.data}/tierwatch.db", timeout=START_LIMIT_SECONDS)
        try: return base.execute(query).fetchone()[0] or 0
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error): raise
            return 0
        finally: base.close()

    def drain(self):
        """Lets the daemon work undisturbed until it has run and all is done, and ends it in good order."""
        runs = self.runs()
        self.start()
        done = lambda: self.runs() > runs and not self.waiting_files() and self.phase() == "idle"
        wait_for(done, DRAIN_LIMIT_SECONDS, "the daemon did not come to rest", self.daemon)
        self.daemon.send_signal(signal.SIGTERM)
        return self.daemon.wait()

    def wrong_alerts(self):
        """Alerts that fire against what the registers say, and those that should and do not."""
        true = {("doubled" if part in self.doubled else "single", f"part-{part}") for part in range(PARTS)}
        base = sqlite3.connect(f"{self.data}/tierwatch.db")
        bodies = [json.loads(body) for body, in base.execute("SELECT body FROM alert WHERE state = 'firing'")]
        return true ^ {(body["rule"], body["labels"]["product"]) for body in bodies if "product" in body["labels"]}

    def end(self):
        for child in [self.daemon, *self.children]:
            if child and child.poll() is None: child.kill()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def answers(port):
    with socket.socket() as one: return one.connect_ex(("127.0.0.1", port)) == 0


def wait_for(condition, limit_seconds, fault, process=None):
    end = time.monotonic() + limit_seconds
    while not condition():
        if time.monotonic() > end or (process and process.poll() is not None): raise SystemExit(fault)
        time.sleep(.1)


def soak(program, folder, rounds, seed, is_calm):
    """Runs the rounds and the proof; returns whether all is well."""
    work = Soak(program, folder, seed)
    try:
        for number in range(1, rounds + 1):
            (work.calm_round if is_calm else work.round)(number)
            if number % 10 == 0: print(f"round {number}: kills {text(work.kills)}; {work.messages()} messages", file=sys.stderr, flush=True)
        status = work.drain()
    finally: work.end()
    audit = Audit(f"{work.data}/tierwatch.db", f"{folder}/arrivals.jsonl").run()
    for rule, product in sorted(work.wrong_alerts()): audit.fault(f"{rule} of {product} is not as the registers say")
    if status != 0: audit.fault(f"the daemon ended with {status} after SIGTERM")
    for fault in audit.faults: print(fault, file=sys.stderr)
    kills = text({f"killed in {phase}": work.kills[phase] for phase in [*PHASES, "idle"]})
    print(f"rounds {rounds}, {kills}, {text(audit.counts())}")
    return not audit.faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tierwatch", required=True)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--folder", help="new or empty")
    parser.add_argument("--calm", action="store_true")
    arguments = parser.parse_args()
    if arguments.rounds < 1: parser.error("--rounds is at least 1")
    seed = random.SystemRandom().randrange(10 ** 6) if arguments.seed is None else arguments.seed
    print(f"seed {seed}", flush=True)
    folder = os.path.abspath(arguments.folder or tempfile.mkdtemp(prefix="soak-"))
    is_well = False
    try: is_well = soak(arguments.tierwatch, folder, arguments.rounds, seed, arguments.calm)
    finally:
        if is_well and not arguments.folder: shutil.rmtree(folder)
        elif not is_well: print(f"what happened is kept in {folder}", file=sys.stderr)
    sys.exit(0 if is_well else 1)


if __name__ == "__main__": main()
