#!/usr/bin/env python3
"""Tells one loopback receiver of alerts, each its own group, and says how long that took: ours, or Debian's prometheus-alertmanager.

usage: alerts.py ours TIERWATCH ALERTS | alerts.py peer ALERTMANAGER ALERTS          all at once
       alerts.py ours TIERWATCH --events N | alerts.py peer ALERTMANAGER --events N  one after another

Prints {"seconds", "peak_mb", "private_mb", "connections", "requests", "checksum"}, or with --events {"p50", "p99", "whole_p50", "whole_p99", "seconds",
"checksum"}; checksum counts the alerts that arrived. Ours is the real daemon on a store at synchronous=FULL. Its clock starts when a run is committed, figures,
alerts and messages: at the end of the newest fdatasync before the first request, which a preloaded library notes (nothing moves the write-ahead log in
between). `whole` starts when the run began to compute, and holds its wait for the disk. The peer's clock starts before its POST; group_wait is 0s, it gossips with nobody, and nothing on its way is on a
disk. Peak memory is of the process that tells; private_mb, at the end, leaves out pages of program and library files.
"""
import argparse, array, bisect, csv, json, os, re, shutil, signal, socket, sqlite3, statistics, subprocess, sys, tempfile, time
import http.client

HERE = os.path.dirname(os.path.abspath(__file__))
SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
START_LIMIT_SECONDS, END_LIMIT_SECONDS = 60, 30
DELIVERY_LIMIT_SECONDS = 600
EVENT_PAUSE_SECONDS = .05
AT_ONCE = [5_000, 50_000]
EVENTS = 200
MEMORY_SHARE = 1 / 3        # of the peer's, that ours may be
PEER = "/usr/bin/prometheus-alertmanager"
LOOK_SECONDS = .1
RUN = re.compile(r"fired=[1-9]\d* .* run (\d+)$", re.MULTILINE)
CHANNELS = """channels:
  - {name: ops, type: webhook, url_env: BENCH_URL, secret_env: BENCH_SECRET, allow: [127.0.0.0/8]}
"""
RULES = """rules:
  - {name: single, metric: single_source, op: "==", value: 1, severity: warning,
     summary: {zh: "{{firm}} 的 {{product}} 只有一家供应商", en: "{{firm}} has one supplier of {{product}}"}}
"""
ROUTES = """route: {receiver: bench, group_by: ["..."], group_wait: 0s, group_interval: 5m, repeat_interval: 4h}
receivers: [{name: bench, webhook_configs: [{url: "http://127.0.0.1:%d/"}]}]
"""


class Receiver:
    def __init__(self):
        self.port = free_port()
        self.child = subprocess.Popen([sys.executable, f"{HERE}/alert_receiver.py", str(self.port)], stdin=subprocess.DEVNULL)
        wait_for(lambda: answers(self.port), START_LIMIT_SECONDS, "the receiver did not start")

    def ask(self, path):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request("GET", path)
            return json.loads(line.getresponse().read())
        finally: line.close()

    def wait(self, products):
        wait_for(lambda: self.ask("/count")["products"] >= products, DELIVERY_LIMIT_SECONDS, f"fewer than {products} alerts arrived")

    def end(self): self.child.kill()


class Ours:
    """The daemon with a register of products that have one supplier each; a new one is a new alert."""

    def __init__(self, program, receiver, folder):
        self.program, self.folder, self.process = os.path.abspath(program), folder, None
        library = f"{folder}/disk_waits.so"
        subprocess.run(["clang", "-O2", "-shared", "-fPIC", "-o", library, f"{HERE}/../Tools/disk_waits.c"], check=True)
        self.environment = {"PATH": "/usr/bin:/bin", "TIERWATCH_LISTEN": "127.0.0.1:0", "TIERWATCH_REGISTRANT": "local:bench", "BENCH_URL": f"http://127.0.0.1:{receiver.port}/", "BENCH_SECRET": SECRET,
                            "TIERWATCH_SETTLE_SECONDS": "0.05"}
        self.noted = {"LD_PRELOAD": library, "DISK_WAITS": f"{folder}/waits"}
        os.makedirs(f"{folder}/Alerts/rules")
        for name, text in ("Alerts/rules/bench.yaml", RULES), ("Alerts/channels.yaml", CHANNELS):
            with open(f"{folder}/{name}", "w", encoding="utf-8") as file: file.write(text)

    def register(self, products):
        with open(f"{self.folder}/register.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["supplier_id", "supplier_region", "tier", "industry", "product"])
            writer.writerows([f"local:{product}", "320500", 1, "auto", product] for product in products)
        subprocess.run([self.program, "import", f"{self.folder}/register.csv", "--data", f"{self.folder}/data"], cwd=self.folder, env=self.environment,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)

    def start(self):
        with open(f"{self.folder}/log", "wb") as log:
            self.child = subprocess.Popen([self.program, "daemon", "--data", f"{self.folder}/data"], cwd=self.folder, env=self.environment | self.noted,
                                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log)
        self.process = self.child.pid

    def runs(self):
        """The numbers of the runs that fired something."""
        with open(f"{self.folder}/log", encoding="utf-8", errors="replace") as log: return [int(number) for number in RUN.findall(log.read())]

    def commits(self, arrivals):
        """For each instant the newest end of a wait for the disk before it."""
        ends = array.array("d")
        with open(f"{self.folder}/waits", "rb") as file: ends.frombytes(file.read())
        ends = sorted(ends)
        return [ends[bisect.bisect(ends, arrival) - 1] for arrival in arrivals]

    def all_at_once(self, products, receiver):
        self.register(products)
        self.start()
        receiver.wait(len(products))
        return self.commits([min(seconds[0] for seconds in receiver.ask("/times").values())])[0]

    def one_by_one(self, products, receiver):
        """For each product when its run was committed and when that run began."""
        self.register(["quiet"])
        self.start()
        receiver.wait(1)
        for number, product in enumerate(products, 1):
            self.register([product])
            wait_for(lambda: len(self.runs()) > number, DELIVERY_LIMIT_SECONDS, "a change made no run", self.child, EVENT_PAUSE_SECONDS)
        receiver.wait(len(products) + 1)
        offset = time.time() - time.monotonic()
        base = sqlite3.connect(f"{self.folder}/data/tierwatch.db")
        made = {run: milliseconds / 1000 - offset for run, milliseconds in base.execute("SELECT number, made_at FROM run")}
        times = receiver.ask("/times")
        commits = self.commits([times[product][0] for product in products])
        return {product: (commit, made[run]) for product, commit, run in zip(products, commits, self.runs()[1:])}


class Peer:
    """Alertmanager with one route, and a connection that is kept for its POSTs."""

    def __init__(self, program, receiver, folder):
        port = free_port()
        with open(f"{folder}/routes.yaml", "w", encoding="utf-8") as file: file.write(ROUTES % receiver.port)
        self.child = subprocess.Popen([program, f"--config.file={folder}/routes.yaml", f"--storage.path={folder}/data", f"--web.listen-address=127.0.0.1:{port}",
                                       "--cluster.listen-address=", "--log.level=error"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self.process = self.child.pid
        wait_for(lambda: answers(port), START_LIMIT_SECONDS, "Alertmanager did not start", self.child)
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def post(self, products):
        """When the POST began."""
        alerts = [{"labels": {"alertname": "single", "severity": "warning", "firm": "local:bench", "product": product, "industry": "auto"},
                   "annotations": {"zh": f"local:bench 的 {product} 只有一家供应商", "en": f"local:bench has one supplier of {product}"}} for product in products]
        text = json.dumps(alerts).encode()
        start = time.monotonic()
        self.line.request("POST", "/api/v2/alerts", text, {"Content-Type": "application/json"})
        answer = self.line.getresponse()
        answer.read()
        if answer.status != 200: raise SystemExit(f"Alertmanager answered {answer.status}")
        return start

    def all_at_once(self, products, receiver):
        start = self.post(products)
        receiver.wait(len(products))
        return start

    def one_by_one(self, products, receiver):
        starts = {}
        for product in products:
            start = self.post([product])
            starts[product] = (start, start)
            time.sleep(EVENT_PAUSE_SECONDS)
        receiver.wait(len(products))
        return starts


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def answers(port):
    with socket.socket() as one: return one.connect_ex(("127.0.0.1", port)) == 0


def wait_for(condition, limit_seconds, fault, process=None, look_seconds=LOOK_SECONDS):
    end = time.monotonic() + limit_seconds
    while not condition():
        if time.monotonic() > end or (process and process.poll() is not None): raise SystemExit(fault)
        time.sleep(look_seconds)


def memory_mb(process, what):
    """VmHWM, the peak of all; RssAnon, what is private now."""
    with open(f"/proc/{process}/status", encoding="ascii") as file: return int(re.search(rf"{what}:\s+(\d+)", file.read())[1]) / 1024


def quantile(values, share): return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def together(side, receiver, count):
    start = side.all_at_once([f"p{number}" for number in range(count)], receiver)
    last = max(seconds[0] for seconds in receiver.ask("/times").values())
    state = receiver.ask("/count")
    return {"seconds": last - start, "peak_mb": memory_mb(side.process, "VmHWM"), "private_mb": memory_mb(side.process, "RssAnon"),
            "connections": state["connections"], "requests": state["requests"], "checksum": state["products"]}


def apart(side, receiver, count):
    starts = side.one_by_one([f"p{number}" for number in range(count)], receiver)
    times = receiver.ask("/times")
    spans = [times[product][0] - start for product, (start, _) in starts.items()]
    whole = [times[product][0] - begin for product, (_, begin) in starts.items()]
    return {"p50": quantile(spans, .5), "p99": quantile(spans, .99), "whole_p50": quantile(whole, .5), "whole_p99": quantile(whole, .99),
            "seconds": statistics.fmean(spans), "checksum": len(spans)}


def measure(bench, answer, row):
    """The rows of bench.py: ours and the peer's alternate."""
    def sides(*arguments):
        answers = {"ours": [], "peer": []}
        for number in bench.rounds():
            for side, program in ("ours", bench.tierwatch), ("peer", PEER):
                print(f"alerts {' '.join(arguments)}, {side}, round {number}", file=sys.stderr, flush=True)
                answers[side].append(answer(sys.executable, __file__, side, program, *arguments)[0])
                print(f"  {answers[side][-1]}", file=sys.stderr, flush=True)
        return lambda side, name: statistics.median(one[name] for one in answers[side])
    for count in AT_ONCE:
        median = sides(str(count))
        bench.rows.append(row("alerts, each its own group, from the commit (POST) to the last request; Alertmanager", f"{count:,} alerts", median("ours", "seconds"),
                              median("peer", "seconds"), 1, peak_mb=median("ours", "peak_mb"), peak_limit_mb=round(median("peer", "peak_mb") * MEMORY_SHARE)))
    median = sides("--events", str(EVENTS))
    for name in "p50", "p99":
        bench.rows.append(row(f"one changed figure, from the commit (POST) to the request, {name}; Alertmanager", f"{EVENTS} events", median("ours", name), median("peer", name), 1))
    for name in "p50", "p99":
        bench.rows.append(row(f"the same from the beginning of the run, with its wait for the disk, {name}; Alertmanager, which has none", f"{EVENTS} events",
                              median("ours", f"whole_{name}"), median("peer", f"whole_{name}")))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("side", choices=["ours", "peer"])
    parser.add_argument("program")
    parser.add_argument("alerts", type=int, nargs="?")
    parser.add_argument("--events", type=int)
    arguments = parser.parse_args()
    if (arguments.alerts is None) == (arguments.events is None): parser.error("give a number of alerts, or of events")
    folder = tempfile.mkdtemp(prefix="alerts-")
    receiver = Receiver()
    side = None
    try:
        side = {"ours": Ours, "peer": Peer}[arguments.side](arguments.program, receiver, folder)
        print(json.dumps(together(side, receiver, arguments.alerts) if arguments.alerts else apart(side, receiver, arguments.events)))
    finally:
        if side and side.process: os.kill(side.process, signal.SIGTERM), side.child.wait(END_LIMIT_SECONDS)
        receiver.end()
        shutil.rmtree(folder)


if __name__ == "__main__": main()
