#!/usr/bin/env python3
"""Measures Tierwatch beside sqlite3, DuckDB, numpy, scipy, igraph and rustworkx on made-up networks, and prints Markdown tables.

usage: bench.py --tierwatch PROGRAM --helper PROGRAM [--firms N]... [--runs 3] [--only ROW]... [--cache .build/bench]
                [--minutes 1] [--picture Documentation/growth.png]

`make bench` calls it. Ours and the peer's runs alternate; a figure is the median of the runs. An import's time and peak memory are those of
the whole process; a figure's time is what its program says, loading left out. HELPER answers, for a store,
    HELPER concentration DATA     {"seconds", "groups", "checksum"}: every buyer's product; checksum is the sum of HHI
    HELPER touch DATA             {"seconds", "firms", "regions", "checksum"}: every firm to every city; checksum is the sum of all exposures
    HELPER dominators DATA        {"seconds", "leaders", "pairs", "checksum"}: checksum is the sum of all chokepoint weights
    HELPER build DATA             {"seconds", "firms", "links", "checksum"}: the network and its chains from an open store
    HELPER systemic DATA N IDS    {"seconds", "prepared", "firms", "checksum"}: stops every firm, or N; checksum is the sum of the ESRI of IDS
    HELPER watch DATA N           {"seconds", "edits", "firms", "checksum"}: all samples, then all again after each of N changed links
    HELPER whatif DATA            {"seconds", "leaders", "checksum"}: checksum is the sum of the days that all leading firms lose
    HELPER aid DATA N             {"seconds", "checksum"}: writes N open requests for help; checksum is how many
and peers.py answers the same for the files; alerts.py tells of alerts, ours and Debian's Alertmanager's; reads.py asks the daemon over HTTP for
`--minutes`, beside Debian's nginx. A missed limit is a result, not a failure: the exit code is 1 only where something could not
run or the checksums disagree. The tables are also written to CACHE/table.md. Last, growth.py
measures how each figure's cost grows with the network, and draws the picture. Standard library only, to stay small:
a child's peak memory starts at its parent's.
"""
import argparse, csv, hashlib, json, os, shutil, statistics, subprocess, sys, tempfile, threading, time
from dataclasses import dataclass

HERE = os.path.dirname(os.path.abspath(__file__))
MAKE_NETWORK = os.path.join(HERE, "..", "Tools", "make_network.py")
WORKBOOKS = os.path.join(HERE, "..", "Tools", "workbooks.py")
PEERS = os.path.join(HERE, "peers.py")
CHILD_LIMIT_SECONDS = 2 * 3600
ROW_LIMIT_SECONDS = 600           # a row that took longer gets no further rounds
ROWS = ["import", "workbook", "build", "concentration", "touch", "dominators", "whatif", "systemic", "watch", "aid", "drill", "alerts", "http", "growth"]
OF_NO_NETWORK = {"workbook", "alerts", "http", "growth"}    # rows that make what they need themselves
NEED_NO_CYCLES = {"systemic", "watch", "aid", "drill"}      # rows that hang most on whether firms supply each other
IMPORT_PEAK_LIMIT_MB = 300
WORKBOOK_ROWS = 100_000
WORKBOOK_PEAK_LIMIT_MB = 100
FIGURE_PEAK_LIMIT_MB = 2048
DOMINATORS_FIRMS_LIMIT = 100_000  # beyond, the peers are not waited for: ten times the leaders, each with ten times the chain
GROWTH_LIMIT_SECONDS = 30         # the same for a point of the growth of cost
EVERY_FIRM_LIMIT = 100_000        # networks of which every firm is stopped; of larger ones SAMPLED_FIRMS are
SAMPLED_FIRMS = 1_000
HTTP_FIRMS = 100_000
PEER_FIRMS = 50                   # that numpy stops; of a sample from a larger network PEER_FIRMS_OF_SAMPLE
PEER_FIRMS_OF_SAMPLE = 6
WATCH_EDITS = 7
RULES = """rules:
  - {name: quiet, metric: single_source, op: ">", value: 1, severity: warning, summary: {zh: 无, en: none}}
  - {name: touched, metric: event_survival_days, op: ">=", value: 0, severity: warning, mutual_aid: true, summary: {zh: 波及, en: touched}}
"""
AID_REQUESTS = 1_000
LOCKDOWN = os.path.join(HERE, "..", "..", "Drills", "lockdown.yaml")
AID_QUESTIONS = 7                 # products of leading firms that are asked for
WHATIF_LIMIT_FIRMS = 1_000_000    # its limit is of this size and above
CHECKSUM_TOLERANCE = 1e-6         # relative
ERROR_TAIL_CHARACTERS = 2000


class BenchError(Exception):
    """Something could not run, or two programs disagree about a figure."""


@dataclass
class Run:
    """One run of a child: wall-clock seconds, peak resident memory, and what it printed."""
    seconds: float
    peak_mb: float
    output: str


def say(text): print(text, file=sys.stderr, flush=True)


def run(*command):
    """Runs a program to its end; its errors are shown when it fails."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        try: child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors)
        except OSError as error: raise BenchError(f"cannot start {command[0]}: {error.strerror}") from error
        timer = threading.Timer(CHILD_LIMIT_SECONDS, child.kill)
        timer.start()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        timer.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0), errors.seek(0)
        if child.returncode:
            raise BenchError(f"`{' '.join(command)}` ended with {child.returncode}: {errors.read()[-ERROR_TAIL_CHARACTERS:].strip()}")
        return Run(seconds, usage.ru_maxrss / 1024, output.read())


def answer(*command):
    """Runs a program that prints one JSON object."""
    result = run(*command)
    try: figures = json.loads(result.output)
    except ValueError as error: raise BenchError(f"`{' '.join(command)}` printed no JSON: {result.output[:200]!r}") from error
    if not {"seconds", "checksum"} <= figures.keys(): raise BenchError(f"`{' '.join(command)}` left out seconds or checksum: {figures}")
    return figures, result.peak_mb


@dataclass
class Row:
    work: str
    size: str
    ours: float
    peer: float | None              # a row without a peer has a limit in seconds
    limit: float | None = None
    limit_seconds: float | None = None
    peak_mb: float | None = None
    peak_limit_mb: float | None = None
    is_unsettled: bool = False      # the peer gave up: its time is a lower bound, its figures are none

    def cells(self):
        limits, kept = [], []
        if self.limit is not None: limits.append(f"{self.limit:g}"), kept.append(self.ours / self.peer <= self.limit)
        if self.limit_seconds: limits.append(f"{self.limit_seconds:g} s"), kept.append(self.ours <= self.limit_seconds)
        if self.peak_limit_mb: limits.append(f"{self.peak_limit_mb} MB"), kept.append(self.peak_mb < self.peak_limit_mb)
        met = ("yes" if all(kept) else "**missed**") if kept else "–"
        peer, ratio = "–", "–"
        if self.peer is not None:
            peer, ratio = f"{'> ' * self.is_unsettled}{figure_text(self.peer)}", f"{'< ' * self.is_unsettled}{self.ours / self.peer:.2g}"
        return [self.work, self.size, figure_text(self.ours), peer, ratio, ", ".join(limits) or "–", met,
                "–" if self.peak_mb is None else f"{self.peak_mb:.0f}"]


def figure_text(seconds):
    """Milliseconds are told, of less the first three digits."""
    return f"{seconds:.3f}" if seconds >= .1 else f"{seconds:.3g}"


class Bench:
    def __init__(self, arguments):
        self.tierwatch, self.helper = os.path.abspath(arguments.tierwatch), os.path.abspath(arguments.helper)
        self.runs, self.cache, self.only = arguments.runs, arguments.cache, arguments.only or ROWS
        self.minutes = arguments.minutes
        self.rows, self.growth, self.reads, self.failures = [], "", "", []

    @property
    def only_aid(self): return bool({"aid", "drill"} & set(self.only))

    def measure(self, firms):
        folder = self.network(firms)
        size = f"{firms:,} firms, {links_of(folder):,} links"
        data = f"{folder}/store"
        self.attempt(self.imports, folder, data, size)
        if not os.path.isdir(data): return
        if "build" in self.only: self.attempt(self.build, size, data)
        if "concentration" in self.only:
            self.attempt(self.figure, "concentration figures; DuckDB's query over a loaded table", size, data, ["concentration", folder], 2.0)
            self.attempt(self.figure, "the same; DuckDB's keys made integers while loading", size, data, ["concentration", folder, "--integers"], None)
        if "touch" in self.only:
            self.attempt(self.figure, "touch exposure of every firm to every city; scipy", size, data, ["touch", folder], .05, FIGURE_PEAK_LIMIT_MB)
        if "dominators" in self.only and firms <= DOMINATORS_FIRMS_LIMIT:
            self.attempt(self.figure, "dominator trees of all leaders; the faster of igraph and rustworkx", size, data, ["dominators", folder], 0.2)
        if "whatif" in self.only:
            self.attempt(self.figure, "60-day what-if, Shanghai stops; the reference's numpy steps", size, data, ["whatif", folder],
                         .1 if firms >= WHATIF_LIMIT_FIRMS else None)
        if "systemic" in self.only: self.attempt(self.systemic, size, folder, data, firms, "cycles", .01, 300)
        if "watch" in self.only and firms <= EVERY_FIRM_LIMIT: self.attempt(self.watch, size, data, "cycles")
        if self.only_aid and firms <= EVERY_FIRM_LIMIT: self.attempt(self.aid, size, folder, data, "cycles")
        shutil.rmtree(data)
        if firms <= EVERY_FIRM_LIMIT and NEED_NO_CYCLES & set(self.only): self.attempt(self.measure_acyclic, firms)

    def measure_acyclic(self, firms):
        """The rows that hang most on whether firms supply each other, where none do."""
        folder = self.network(firms, "--cycles", "0")
        data, size = f"{folder}/store", f"{firms:,} firms, {links_of(folder):,} links"
        self.fill(folder, data)
        if "systemic" in self.only: self.attempt(self.systemic, size, folder, data, firms, "no cycles", .005, 60)
        if "watch" in self.only: self.attempt(self.watch, size, data, "no cycles")
        if self.only_aid: self.attempt(self.aid, size, folder, data, "no cycles")
        shutil.rmtree(data)

    def attempt(self, work, *arguments):
        try: work(*arguments)
        except BenchError as error:
            self.failures.append(str(error))
            say(f"  failed: {error}")

    def measure_growth(self, most, picture):
        sys.dont_write_bytecode = True      # a folder of bytecode here would be an unknown file to the package
        from growth import measure
        self.growth = measure(self, most, picture)

    def measure_alerts(self):
        sys.dont_write_bytecode = True
        from alerts import measure
        measure(self, answer, Row)

    def measure_reads(self):
        sys.dont_write_bytecode = True
        from reads import measure
        try: self.reads = measure(self.tierwatch, self.network(HTTP_FIRMS, "--cycles", "0"), self.minutes)
        except SystemExit as error: raise BenchError(str(error)) from error

    def ask(self, data, work, *more):
        """The helper's answers, of as many rounds as there is time for."""
        answers = []
        for number in self.rounds(GROWTH_LIMIT_SECONDS):
            say(f"growth of {work}, {data}, round {number}")
            answers.append(answer(self.helper, work, data, *more)[0])
        return answers

    def run(self, *command): return run(*command)

    def network(self, firms, *options):
        """The network of this size, made once for each state of its script."""
        with open(MAKE_NETWORK, "rb") as file: state = hashlib.sha256(file.read()).hexdigest()[:12]
        folder = f"{self.cache}/n{firms}{''.join(options)}-{state}"
        if not os.path.exists(f"{folder}/made"):
            say(f"making a network of {firms:,} firms")
            run(sys.executable, MAKE_NETWORK, folder, "--firms", str(firms), *options)
            open(f"{folder}/made", "w").close()
        return folder

    def rounds(self, limit_seconds=ROW_LIMIT_SECONDS):
        """Numbers the rounds of a row, until there are enough or they took too long."""
        start = time.perf_counter()
        for number in range(1, self.runs + 1):
            yield number
            if time.perf_counter() - start > limit_seconds: return

    def imports(self, folder, data, size):
        """First import and re-import of the supplies, the firms being in the store; leaves the store of the last round."""
        first, whole, again, peer, peaks = [], [], [], [], []
        for number in self.rounds():
            say(f"import, {size}, round {number}")
            firms, taken = self.fill(folder, data)
            whole.append(firms.seconds + taken.seconds)
            self.import_seconds = statistics.median(whole)
            if "import" not in self.only: return
            first.append(taken.seconds)
            peaks.append(taken.peak_mb)
            peer.append(self.sqlite(f"{folder}/supplies.csv", f"{folder}/bare.db"))
            again.append(self.take(f"{folder}/supplies.csv", data).seconds)
        once = statistics.median(first)
        self.rows.append(Row("import, checked and committed; sqlite3 .import into a bare table", size, once, statistics.median(peer), 1.5,
                             peak_mb=max(peaks), peak_limit_mb=IMPORT_PEAK_LIMIT_MB))
        self.rows.append(Row("re-import of the same file; the first import", size, statistics.median(again), once, .5))

    def workbook(self):
        """One register of 12 columns as XLSX and as CSV, each into an empty store."""
        folder, text, book, peaks = f"{self.cache}/workbook{WORKBOOK_ROWS}", [], [], []
        data = f"{folder}/store"
        if not os.path.exists(f"{folder}/made"):
            os.makedirs(folder, exist_ok=True)
            run(sys.executable, WORKBOOKS, "rows", str(WORKBOOK_ROWS), folder)
            open(f"{folder}/made", "w").close()
        for number in self.rounds():
            say(f"workbook, round {number}")
            for name, seconds in (("rows.csv", text), ("rows.xlsx", book)):
                shutil.rmtree(data, ignore_errors=True)
                taken = self.take(f"{folder}/{name}", data)
                seconds.append(taken.seconds)
            peaks.append(taken.peak_mb)
        shutil.rmtree(data)
        self.rows.append(Row("import of a workbook (XLSX); of the same table as CSV", f"{WORKBOOK_ROWS:,} rows of 12 columns", statistics.median(book),
                             statistics.median(text), 1.5, peak_mb=max(peaks), peak_limit_mb=WORKBOOK_PEAK_LIMIT_MB))

    def fill(self, folder, data):
        """Makes the store anew from both files."""
        shutil.rmtree(data, ignore_errors=True)
        return self.take(f"{folder}/firms.csv", data), self.take(f"{folder}/supplies.csv", data)

    def take(self, file, data):
        settle(file)
        return run(self.tierwatch, "import", file, "--registrant", "local:bench", "--data", data)

    def sqlite(self, file, base):
        with open(file, encoding="utf-8") as f: columns = f.readline().strip().split(",")
        if os.path.exists(base): os.remove(base)
        settle(file)
        table = f"create table supplies({', '.join(f'{c} text' for c in columns)})"
        seconds = run("sqlite3", base, table, ".mode csv", f".import --skip 1 '{file}' supplies").seconds
        os.remove(base)
        return seconds

    def build(self, size, data):
        """From the open store to a network that answers, beside the import of its firms and supplies."""
        ours, peaks = [], []
        for number in self.rounds():
            say(f"network build, {size}, round {number}")
            mine, peak = answer(self.helper, "build", data)
            ours.append(mine["seconds"])
            peaks.append(peak)
        self.rows.append(Row("network build from the store; the import of its two files", size, statistics.median(ours), self.import_seconds, .2, peak_mb=max(peaks)))

    def figure(self, work, size, data, peer_arguments, limit, peak_limit_mb=None):
        """A figure's own time, ours from the store and the peer's from the files, and that both found the same."""
        ours, peers, peaks = [], [], []
        for number in self.rounds():
            say(f"{work}, {size}, round {number}")
            mine, peak = answer(self.helper, peer_arguments[0], data)
            other, _ = answer(sys.executable, PEERS, *peer_arguments)
            if "unsettled" in other: say(f"  the peer gave up: {other['unsettled']}")
            else: agree(work, mine, other)
            ours.append(mine["seconds"])
            peers.append(other["seconds"])
            peaks.append(peak)
        self.rows.append(Row(work, size, statistics.median(ours), statistics.median(peers), limit, peak_mb=max(peaks),
                             peak_limit_mb=peak_limit_mb, is_unsettled="unsettled" in other))

    def systemic(self, size, folder, data, firms, kind, limit, limit_seconds):
        """Seconds per stopped firm, ours with all that is prepared for it, and that both found the same for the firms that the peer stops."""
        is_sampled = firms > EVERY_FIRM_LIMIT
        sampled, solved = (SAMPLED_FIRMS, PEER_FIRMS_OF_SAMPLE) if is_sampled else (PEER_FIRMS, PEER_FIRMS)
        work = f"ESRI of {f'{SAMPLED_FIRMS:,} sampled firms' if is_sampled else 'every firm'}, {kind}"
        ours, peers, whole, peaks = [], [], [], []
        for number in self.rounds():
            say(f"{work}, {size}, round {number}")
            other, _ = answer(sys.executable, PEERS, "systemic", folder, "--sampled", str(sampled), "--solved", str(solved))
            mine, peak = answer(self.helper, "systemic", data, str(SAMPLED_FIRMS if is_sampled else firms), ",".join(other["identities"]))
            agree(work, mine, other)
            if mine["unsettled"]: raise BenchError(f"{work}: {mine['unsettled']} cascades did not settle")
            ours.append(mine["seconds"] / mine["firms"])
            peers.append(other["seconds"])
            whole.append(mine["seconds"])
            peaks.append(peak)
            say(f"  the peer by kind of firm: {other['kinds']}")
        self.rows.append(Row(f"{work}, per firm; numpy's plain steps, of {len(other['identities'])} firms", size,
                             statistics.median(ours), statistics.median(peers), limit, peak_mb=max(peaks)))
        if not is_sampled: self.rows.append(Row(f"{work}, all of them; –", size, statistics.median(whole), None, limit_seconds=limit_seconds))

    def watch(self, size, data, kind):
        """A monitoring run's samples after one link changed, beside the full run that came before."""
        again, full, peaks = [], [], []
        for number in self.rounds():
            say(f"samples after one link changed, {size}, round {number}")
            mine, peak = answer(self.helper, "watch", data, str(WATCH_EDITS))
            again.append(statistics.median(mine["edits"]))
            full.append(mine["seconds"])
            peaks.append(peak)
        self.rows.append(Row(f"samples after one link changed, {kind}; the full run", size, statistics.median(again), statistics.median(full), .05,
                             peak_mb=max(peaks)))

    def aid(self, size, folder, data, kind):
        """Who can stand in where Shanghai stops, and a drill of it, with many requests open, beside a whole monitoring run of the same store, all as whole processes."""
        written, _ = answer(self.helper, "aid", data, str(AID_REQUESTS))
        if written["checksum"] != AID_REQUESTS: raise BenchError(f"{written['checksum']} of {AID_REQUESTS} requests were written")
        matched = self.matched(size, folder, data, kind) if "aid" in self.only else None
        alerts = f"{folder}/Alerts"
        shutil.rmtree(alerts, ignore_errors=True)
        os.makedirs(f"{alerts}/rules")
        with open(f"{alerts}/rules/rules.yaml", "w", encoding="utf-8") as file: file.write(RULES)
        with open(f"{folder}/run.yaml", "w", encoding="utf-8") as file: file.write(f"alerts: {os.path.abspath(alerts)}\nlisten: \"off\"\n")
        say(f"a whole run, {kind}, {size}")
        full = run(self.tierwatch, "run", "--data", data, "--config", f"{folder}/run.yaml")
        if matched:
            work, ours, peaks = matched
            self.rows.append(Row(f"{work}, the slowest of {AID_QUESTIONS}; a whole monitoring run", size, max(ours), full.seconds, .1, peak_mb=max(peaks)))
        if "drill" in self.only: self.drill(size, folder, data, kind, full)

    def matched(self, size, folder, data, kind):
        """What was asked, and for each question the seconds and the peak memory."""
        work = f"`aid match --plan` with {AID_REQUESTS:,} open requests, {kind}"
        ours, peaks = [], []
        for number, (firm, product) in enumerate(self.wanted(folder), 1):
            say(f"{work}, {size}, question {number}")
            asked = run(self.tierwatch, "aid", "match", "--firm", firm, "--product", product, "--without", "上海", "--plan", "--format", "json", "--data", data)
            if not json.loads(asked.output)["candidates"]: raise BenchError(f"{work}: nobody can stand in for {product} at {firm}")
            ours.append(asked.seconds)
            peaks.append(asked.peak_mb)
        say(f"  {work}: {' '.join(f'{seconds:.2f}' for seconds in ours)}")
        return work, ours, peaks

    def drill(self, size, folder, data, kind, full):
        """The lockdown that ships taken through the whole mechanism: two runs on a copy of the store, the second of which alerts and drafts requests."""
        work = f"`aid drill Drills/lockdown.yaml` with {AID_REQUESTS:,} open requests, {kind}"
        say(f"{work}, {size}")
        made = run(self.tierwatch, "aid", "drill", LOCKDOWN, "--dry-run", "--by", "bench", "--format", "json", "--data", data, "--config", f"{folder}/run.yaml")
        report = json.loads(made.output)
        counts = {part: len(report[part]) for part in ("line_stops", "alerts", "requests", "lacking", "stand_ins")}
        say(f"  {work}: {made.seconds:.1f} s; {counts}")
        if not all(counts.values()): raise BenchError(f"{work}: the drill found nothing of something: {counts}")
        self.rows.append(Row(f"{work}; a whole monitoring run", size, made.seconds, full.seconds, peak_mb=made.peak_mb))

    def wanted(self, folder):
        """Products that leading firms buy from suppliers in Shanghai, spread over the network."""
        with open(f"{folder}/supplies.csv", encoding="utf-8") as file:
            found = list(dict.fromkeys((row["buyer_id"], row["product"]) for row in csv.DictReader(file)
                                       if row["tier"] == "1" and row["supplier_region"].startswith("31")))
        if len(found) < AID_QUESTIONS: raise BenchError(f"{folder} has {len(found)} products that leading firms buy from Shanghai, fewer than {AID_QUESTIONS}")
        return [found[number * len(found) // AID_QUESTIONS] for number in range(AID_QUESTIONS)]

    def table(self):
        head = ["work; peer", "size", "ours (s)", "peer (s)", "ours/peer", "limit", "met", "peak MB"]
        lines = [head, ["---"] * 2 + ["---:"] * 4 + ["---", "---:"], *(row.cells() for row in self.rows)]
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)

    def setting(self):
        """On what, and beside which versions."""
        versions = json.loads(run(sys.executable, PEERS, "versions").output)
        sqlite = run("sqlite3", "--version").output.split()[0]
        return (f"{os.cpu_count()} cores; medians of {self.runs} alternating runs; sqlite3 {sqlite}, DuckDB {versions['duckdb']} with "
                f"{versions['duckdb_threads']} threads, scipy {versions['scipy']} (BiCGSTAB where there are loops, one thread), numpy {versions['numpy']}, igraph {versions['igraph']}, "
                f"rustworkx {versions['rustworkx']}. Peak MB is the whole process's. "
                "> marks a peer that gave up before its figures had settled.")


def links_of(folder):
    with open(f"{folder}/supplies.csv", "rb") as file: return sum(1 for _ in file) - 1


def agree(work, mine, other):
    """Both found the same."""
    for what in "groups", "checksum":
        a, b = mine.get(what), other.get(what)
        if a is None and b is None: continue
        if a is None or b is None or not abs(a - b) <= CHECKSUM_TOLERANCE * max(1, abs(b)):
            raise BenchError(f"{work}: {what} is {a} here and {b} there")


def settle(file):
    """Puts the file in the page cache and earlier writes on disk, so that every run starts alike."""
    os.sync()
    with open(file, "rb") as f:
        while f.read(1 << 20): pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tierwatch", required=True)
    parser.add_argument("--helper", required=True)
    parser.add_argument("--firms", type=int, action="append", help="may be repeated; 100000 and 1000000 unless given")
    parser.add_argument("--only", choices=ROWS, action="append", help="may be repeated; the import is made for every row, but timed for its own")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--cache", default=".build/bench")
    parser.add_argument("--minutes", type=float, default=1, help="how long the reads over HTTP last")
    parser.add_argument("--picture", default=os.path.join(HERE, "..", "..", "Documentation", "growth.png"), help="where the growth of cost is drawn")
    arguments = parser.parse_args()
    if arguments.runs < 1 or min(arguments.firms or [1]) < 1: parser.error("--runs and --firms are at least 1")
    bench = Bench(arguments)
    try:
        setting = bench.setting()
        sizes = arguments.firms or [100_000, 1_000_000]
        if set(bench.only) - OF_NO_NETWORK:
            for firms in sizes: bench.measure(firms)
        if "workbook" in bench.only: bench.attempt(bench.workbook)
        if "alerts" in bench.only: bench.attempt(bench.measure_alerts)
        if "http" in bench.only: bench.attempt(bench.measure_reads)
        if "growth" in bench.only: bench.attempt(bench.measure_growth, max(sizes), arguments.picture)
    except BenchError as error:
        bench.failures.append(str(error))
        setting = ""
    tables = [table for table in (bench.table() if bench.rows else "", bench.reads, bench.growth) if table]
    text = "\n\n".join([*tables, setting] + [f"Failed: {failure}" for failure in bench.failures])
    os.makedirs(bench.cache, exist_ok=True)
    with open(f"{bench.cache}/table.md", "w", encoding="utf-8") as file: file.write(text + "\n")
    print(text)
    sys.exit(1 if bench.failures else 0)


if __name__ == "__main__": main()
