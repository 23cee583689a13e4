#!/usr/bin/env python3
"""Loads the daemon's HTTP API with reads while a register is imported and figures run, beside nginx with a file of the same size, and crowds it.

usage: reads.py TIERWATCH NETWORK [--minutes 1]

NETWORK: the files of make_network.py. In one run, on one register and with the same import beside each:
    wrk asks the daemon at a fixed pace for firms, links, chains, figures and alerts, most of them drawn at random, then asks nginx for a file at the same pace;
    where memory is to be judged, three minutes of the same are not counted: in them the daemon fills what it keeps up to its bounds;
    probe.py asks at fixed times beside it, so that a pause counts for every answer that was due in it;
    then each is asked as fast as it answers, with nothing beside it, once it was asked so for a moment: wrk counts one wait at the start as if
    it had asked all the time;
    last, connections that say nothing, that send a byte a second and that send nonsense crowd the daemon, and probe.py asks beside them.
Prints Markdown. `flat`, of five minutes and more, compares the median memory of the last third of the time with that of the first: what is kept, and not
what a run and an import take in the same moment, which stands beside it as the most. Needs Debian's wrk and nginx.
"""
import argparse, contextlib, csv, json, os, random, re, shutil, signal, socket, statistics, subprocess, sys, tempfile, time
import urllib.parse, urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
CROWD = os.path.join(HERE, "..", "Tools", "crowd.py")
RATE, LEAST_RATE, CONNECTIONS = 2_500, 2_000, 64
P99_LIMIT_MS = 50
IMPORTED_LINKS = 400_000
IMPORT_AFTER_SECONDS, IMPORT_EVERY_SECONDS = 5, 60
PROBE_RATE = 200
TOP_SECONDS, WARM_SECONDS = 15, 3
START_LIMIT_SECONDS, RUN_LIMIT_SECONDS, END_LIMIT_SECONDS = 60, 900, 30
LOOK_SECONDS = .5
IDLE, SLOW, STRANGE = 10_000, 1_000, 1_000
DEADLINE_SECONDS = 30           # the daemon's, for a head
FLAT_SHARE, FLAT_LEAST_MINUTES, FILL_SECONDS = 1.1, 5, 180
PATHS = 200_000
ALERTS = 200
RULES = """rules:
  - {name: single, metric: single_source, op: "==", value: 1, severity: warning,
     summary: {zh: "{{firm}} 的 {{product}} 只有一家供应商", en: "{{firm}} has one supplier of {{product}}"}}
"""
NGINX = """daemon off; worker_processes auto; pid FOLDER/nginx.pid; error_log FOLDER/nginx.log;
events { worker_connections 4096; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
  client_body_temp_path FOLDER/nginx-body; proxy_temp_path FOLDER/nginx-proxy; fastcgi_temp_path FOLDER/nginx-fastcgi;
  uwsgi_temp_path FOLDER/nginx-uwsgi; scgi_temp_path FOLDER/nginx-scgi;
  server { listen 127.0.0.1:PORT backlog=1024; root FOLDER/www; } }
"""


def say(text): print(text, file=sys.stderr, flush=True)


def wait_for(condition, limit_seconds, fault):
    end = time.monotonic() + limit_seconds
    while not condition():
        if time.monotonic() > end: raise SystemExit(fault)
        time.sleep(LOOK_SECONDS)


def answers(address):
    try: return urllib.request.urlopen(address, timeout=30).status == 200
    except OSError: return False


def quantile(values, share): return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else float("inf")


class Daemon:
    """The released daemon over a register, with an inbox."""

    def __init__(self, program, network, folder, port):
        self.program, self.network, self.folder, self.port = os.path.abspath(program), network, folder, port
        self.data = f"{folder}/data"
        self.environment = {"PATH": "/usr/bin:/bin", "TIERWATCH_LISTEN": f"127.0.0.1:{port}", "TIERWATCH_REGISTRANT": "local:bench", "TIERWATCH_DATA": self.data}
        os.makedirs(f"{folder}/Alerts/rules")
        with open(f"{folder}/Alerts/rules/bench.yaml", "w", encoding="utf-8") as file: file.write(RULES)
        # A first run on a small register, so that there are alerts to ask for.
        with open(f"{folder}/first.csv", "w", encoding="utf-8") as file:
            file.write("supplier_id,supplier_region,tier,industry,product\n")
            file.writelines(f"local:p{number},320500,1,auto,p{number}\n" for number in range(ALERTS))
        self.call("import", f"{folder}/first.csv")
        self.call("run")
        for name in "firms", "supplies": self.call("import", f"{os.path.abspath(network)}/{name}.csv")
        with open(f"{folder}/log", "wb") as log:
            self.process = subprocess.Popen([self.program, "daemon"], cwd=folder, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log)
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/api/v1/health"), START_LIMIT_SECONDS, "the daemon did not start")

    def call(self, *arguments):
        subprocess.run([self.program, *arguments], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)

    def log(self):
        with open(f"{self.folder}/log", encoding="utf-8", errors="replace") as file: return file.read()

    def runs(self): return len(re.findall(r" run \d+$", self.log(), re.MULTILINE))

    def taken(self): return self.log().count("a register was taken")

    def memory_mb(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file: return int(re.search(r"VmRSS:\s+(\d+)", file.read())[1]) / 1024

    def seconds(self):
        """Of a core, used so far."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as file: fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def put(self, number):
        """Puts IMPORTED_LINKS links into the inbox, each with another value than the last time."""
        name = f"{self.folder}/again.csv"
        with open(f"{self.network}/supplies.csv", encoding="utf-8", newline="") as old, open(name, "w", encoding="utf-8", newline="") as new:
            rows, writer = csv.reader(old), csv.writer(new, lineterminator="\n")
            head = next(rows)
            writer.writerow(head)
            value = head.index("annual_value")
            for _, row in zip(range(IMPORTED_LINKS), rows):
                row[value] = str(int(row[value]) + number)
                writer.writerow(row)
        os.rename(name, f"{self.data}/inbox/again-{number}.csv")

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(END_LIMIT_SECONDS)


class Nginx:
    def __init__(self, folder, port, size):
        os.makedirs(f"{folder}/www")
        with open(f"{folder}/www/answer.json", "w", encoding="ascii") as file: file.write("x" * size)
        with open(f"{folder}/nginx.conf", "w", encoding="ascii") as file: file.write(NGINX.replace("FOLDER", folder).replace("PORT", str(port)))
        os.chmod(folder, 0o755)     # its workers are somebody else
        self.process = subprocess.Popen(["/usr/sbin/nginx", "-c", f"{folder}/nginx.conf"], stdin=subprocess.DEVNULL)
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/answer.json"), START_LIMIT_SECONDS, "nginx did not start")

    def end(self):
        self.process.terminate()
        self.process.wait(END_LIMIT_SECONDS)


def paths(network, most):
    """What is asked for, in the order in which it is; every firm has the same chance."""
    drawn = random.Random(7)
    with open(f"{network}/firms.csv", encoding="utf-8", newline="") as file: firms = [row["id"] for row in csv.DictReader(file)]
    leaders = firms[:max(3, len(firms) // 1000)][:20]
    makers = [
        (60, lambda: f"/api/v1/firms/{drawn.choice(firms)}"), (12, lambda: f"/api/v1/links?supplier={drawn.choice(firms)}"),
        (8, lambda: f"/api/v1/links?buyer={drawn.choice(firms)}"), (6, lambda: f"/api/v1/suppliers?firm={drawn.choice(leaders)}&tier=1&limit=20"),
        (6, lambda: f"/api/v1/metrics?firm={leaders[0]}&metric=hhi"), (6, lambda: "/api/v1/alerts?limit=20"), (2, lambda: "/api/v1/registrations?limit=20"),
    ]
    for maker in drawn.choices([maker for _, maker in makers], [weight for weight, _ in makers], k=most): yield maker()


def wrk(port, file, rate, seconds, connections=CONNECTIONS):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{int(seconds)}s", "--timeout", "20s", "-s", f"{HERE}/reads.lua", f"http://127.0.0.1:{port}", "--", file, str(rate)]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)


def probe(port, file, seconds):
    command = [sys.executable, f"{HERE}/probe.py", str(port), file, "--rate", str(PROBE_RATE), "--seconds", str(seconds)]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)


def last_json(child): return json.loads(child.communicate()[0].strip().splitlines()[-1])


class Load:
    """wrk and the probe against one port, and what the daemon does meanwhile."""

    def __init__(self, daemon, port, file, seconds, first_number):
        taken, runs, self.memory, self.imports, spent = daemon.taken(), daemon.runs(), [], 0, daemon.seconds()
        children = wrk(port, file, RATE, seconds), probe(port, file, seconds)
        start, number = time.monotonic(), first_number
        next_import = start + IMPORT_AFTER_SECONDS
        while time.monotonic() < start + seconds:
            if time.monotonic() > next_import:
                daemon.put(number)
                number, next_import = number + 1, next_import + IMPORT_EVERY_SECONDS
            self.memory.append(daemon.memory_mb())
            time.sleep(LOOK_SECONDS)
        self.wrk, self.probe = last_json(children[0]), last_json(children[1])
        self.taken, self.runs, self.number = daemon.taken() - taken, daemon.runs() - runs, number
        self.cores = (daemon.seconds() - spent) / seconds
        self.rate = self.wrk["requests"] / self.wrk["seconds"]
        late = [value for value in self.probe["late"] if value >= 0]
        self.late_p50, self.late_p99, self.worst = quantile(late, .5), quantile(late, .99), max(late, default=float("inf"))
        self.faults = self.wrk["faults"] + sum(self.probe["faults"].values())

    def thirds(self):
        """(median, most) of the memory in each third of the time, in MB."""
        third = len(self.memory) // 3
        return [(statistics.median(part), max(part)) for part in (self.memory[:third], self.memory[third:-third], self.memory[-third:])]


def crowd(daemon, port, file, kind, count, work, lines):
    """Holds connections and asks beside them; the daemon is to answer and to close every one of them after its deadline."""
    say(f"reads: {count:,} connections, {kind}")
    held, runs, before = f"{daemon.folder}/held-{kind}", daemon.runs(), daemon.memory_mb()
    child = subprocess.Popen([sys.executable, CROWD, str(port), kind, str(count), "--seconds", str(DEADLINE_SECONDS + 15), "--held", held], stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, text=True)
    wait_for(lambda: os.path.exists(held) or child.poll() is not None, START_LIMIT_SECONDS, f"{count} connections could not be made")
    memory = daemon.memory_mb()
    late = [value if value >= 0 else float("inf") for value in last_json(probe(port, file, DEADLINE_SECONDS / 2))["late"]]
    ended = last_json(child)
    p99 = quantile(late, .99)
    met = ended["made"] == count == ended["closed"] and p99 < P99_LIMIT_MS
    lines.append([work, f"{p99:.1f}", f"{ended['closed']:,} of {count:,}", f"{ended['first_closed_seconds']:g}–{ended['last_closed_seconds']:g}", f"{before:.0f}", f"{memory:.0f}",
                  "yes" if met else "**missed**"])
    say(f"  {ended}, runs {daemon.runs() - runs}")


def table(head, rows): return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] + ["---:"] * (len(head) - 2) + ["---"], *rows])


def measured(program, network, folder, minutes):
    daemon_port, nginx_port = free_ports(2)
    file, static = f"{folder}/paths", f"{folder}/static"
    with open(file, "w", encoding="utf-8") as out: out.writelines(urllib.parse.quote(path, safe="/?&=:") + "\n" for path in paths(network, PATHS))
    with open(static, "w", encoding="utf-8") as out: out.write("/answer.json\n")
    with contextlib.ExitStack() as stack:
        say("reads: making the register")
        daemon = Daemon(program, network, folder, daemon_port)
        stack.callback(daemon.end)
        say("reads: the first run")
        wait_for(lambda: daemon.runs() > 0, RUN_LIMIT_SECONDS, "no monitoring run was made")
        with open(file, encoding="utf-8") as known: asked = [line.strip() for line in known][:3_000]
        sizes = [len(urllib.request.urlopen(f"http://127.0.0.1:{daemon_port}{path}", timeout=60).read()) for path in asked]
        size = int(statistics.median(sizes))
        nginx = Nginx(folder, nginx_port, size)
        stack.callback(nginx.end)
        rows, start_mb = [], daemon.memory_mb()
        loads = []
        number, judges_memory = 1, minutes >= FLAT_LEAST_MINUTES
        if judges_memory:
            say(f"reads: Tierwatch, {FILL_SECONDS} s that are not counted")
            number = Load(daemon, daemon_port, file, FILL_SECONDS, number).number
        for name, port, asked_file, seconds in ("Tierwatch", daemon_port, file, minutes * 60), ("nginx, a file", nginx_port, static, min(60, minutes * 60)):
            say(f"reads: {name}, {seconds:g} s")
            load = Load(daemon, port, asked_file, seconds, number)
            number = load.number
            loads.append(load)
            say(f"  {load.rate:.0f}/s wrk {load.wrk} late p50 {load.late_p50:.1f} p99 {load.late_p99:.1f} worst {load.worst:.0f} faults {load.probe['faults']}"
                f" taken {load.taken} runs {load.runs} cores {load.cores:.2f} memory {load.memory[0]:.0f} {max(load.memory):.0f} {load.memory[-1]:.0f}")
            met = load.rate >= LEAST_RATE and load.wrk["p99"] < P99_LIMIT_MS and load.late_p99 < P99_LIMIT_MS and not load.faults and load.taken > 0
            rows.append([f"{name}, {RATE:,}/s asked", f"{load.rate:,.0f}", f"{load.wrk['p50']:.2f}", f"{load.wrk['p99']:.1f}", f"{load.late_p99:.1f}", f"{load.worst:.0f}",
                         str(load.faults), f"{load.taken} / {load.runs}", "–" if port == nginx_port else "yes" if met else "**missed**"])
        wait_for(lambda: idle(daemon), RUN_LIMIT_SECONDS, "the daemon does not come to rest")
        for name, port, asked_file in ("Tierwatch", daemon_port, file), ("nginx, a file", nginx_port, static):
            last_json(wrk(port, asked_file, 0, WARM_SECONDS))
            top = last_json(wrk(port, asked_file, 0, TOP_SECONDS))
            rows.append([f"{name}, as fast as it answers", f"{top['requests'] / top['seconds']:,.0f}", f"{top['p50']:.2f}", f"{top['p99']:.1f}", "–", "–", str(top["faults"]), "–", "–"])
        ours = loads[0]
        thirds = ours.thirds()
        is_flat = thirds[-1][0] <= FLAT_SHARE * thirds[0][0]
        memory = [[f"{minutes:g} minutes of reads with {ours.taken} imports", f"{start_mb:.0f}", *(f"{median:.0f} / {most:.0f}" for median, most in thirds), f"{ours.memory[-1]:.0f}",
                   f"{daemon.memory_mb():.0f}", "–" if not judges_memory else "yes" if is_flat else "**missed**"]]
        crowds = []
        crowd(daemon, daemon_port, file, "idle", IDLE, f"{IDLE:,} connections that say nothing", crowds)
        crowd(daemon, daemon_port, file, "drops", SLOW, f"{SLOW:,} that send a header a byte a second", crowds)
        crowd(daemon, daemon_port, file, "strange", STRANGE, f"{STRANGE:,} that send what is no HTTP", crowds)
        crowd(daemon, daemon_port, file, "endless", 20, "20 that send a body without end", crowds)
    return "\n\n".join([
        table(["reads; beside them", "a second", "p50 (ms)", "p99 (ms)", "p99 from when it was due", "worst", "faults", f"imports of {IMPORTED_LINKS:,} links / runs", "met"], rows),
        table(["memory of the daemon (MB)", "start", "first third: median / most", "second", "last", "end", "at rest after it", "flat"], memory),
        table(["crowd", "p99 of others (ms)", "closed by the daemon", "after (s)", "memory before (MB)", "with them", "met"], crowds),
        f"The file is {size:,} bytes, the middle of all answers. Limits: {LEAST_RATE:,} reads a second, both p99 below {P99_LIMIT_MS} ms, no fault, an import beside them; "
        f"the median of the memory grows by less than a tenth from the first third of at least {FLAT_LEAST_MINUTES} minutes to the last, "
        f"after {FILL_SECONDS / 60:g} minutes that are not counted."])


def idle(daemon):
    """Whether nothing is computed: under a tenth of a core for two seconds."""
    before = daemon.seconds()
    time.sleep(2)
    return daemon.seconds() - before < .2


def free_ports(count):
    lines = [socket.socket() for _ in range(count)]
    try:
        for line in lines: line.bind(("127.0.0.1", 0))
        return [line.getsockname()[1] for line in lines]
    finally:
        for line in lines: line.close()


def measure(program, network, minutes):
    folder = tempfile.mkdtemp(prefix="reads-")
    try: return measured(program, network, folder, minutes)
    finally: shutil.rmtree(folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tierwatch")
    parser.add_argument("network")
    parser.add_argument("--minutes", type=float, default=1)
    arguments = parser.parse_args()
    print(measure(arguments.tierwatch, arguments.network, arguments.minutes))


if __name__ == "__main__": main()
