#!/usr/bin/env python3
"""Asks a daemon everything that openapi.yaml describes, rightly and wrongly, and holds every answer to the description.
usage: check_api.py --tierwatch PROGRAM [--examples N] [--seed N] [--phases LIST] [--description FILE] [--operations LIST]
Asks for what FILE describes, the shipped openapi.yaml unless named, and of that the operations of LIST alone, where there is one.
Starts the daemon over the demonstration registers in a scratch folder, lets schemathesis loose on it with a token that may do
everything, ends it with SIGTERM, and walks along the trail. Prints what schemathesis says last; exits 1 where anything is wrong.
Needs from PyPI: schemathesis"""
import argparse, json, os, pathlib, re, shutil, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[2]
START_SECONDS, END_SECONDS, ANSWER_SECONDS, RUN_SECONDS = 60, 10, 20, 1800
# An answer without an end is no case for a generator; system tests read the stream.
LEFT_OUT = ["streamEvents"]
# Asks Jiangsu for help; the description's example of a request is its first.
LEADER = "91310114DEM1000150"
# Whether a name, a time or a regular expression fits the register, no schema can say: right data may be refused.
CHECKS_OFF = ["positive_data_acceptance"]


class Daemon:
    def __init__(self, program, folder):
        self.program, self.data = program, folder / "data"
        self.environment = {
            "PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8", "TIERWATCH_DATA": str(self.data),
            "TIERWATCH_LISTEN": "127.0.0.1:0", "TIERWATCH_RATE_LIMIT": "1000000"}
        self.folder, self.log = folder, folder / "daemon.log"

    def run(self, *arguments):
        return subprocess.run([self.program, *arguments], cwd=self.folder, env=self.environment, check=True, capture_output=True, text=True).stdout

    def prepare(self):
        shutil.copytree(ROOT / "Alerts", self.folder / "Alerts")
        for registrant in sorted((ROOT / "Suppliers").glob("*/registrant")):
            self.run("import", str(registrant.parent), "--registrant", registrant.read_text().strip())
        self.run("run")
        found = json.loads(self.run("suppliers", "--firm", LEADER, "--region", "320000", "--tier", "1", "--format", "json"))[0]
        supplier, product = found["id"], found["products"][0]
        self.run("aid", "request", "--firm", LEADER, "--to", "320000", "--kind", "resume", "--supplier", supplier, "--by", "check")
        self.ask_consent(product)
        return json.loads(self.run("token", "create", "check", "--scope", "admin", "--format", "json"))["token"]

    def ask_consent(self, product):
        """Asks another registrant, who buys what the leader lacks, whether its own supplier may be named."""
        rival = self.folder / "rival.csv"
        rival.write_text("supplier_id,supplier_region,buyer_id,tier,industry,product\n"
                         f"local:rival:F,320100,local:rival,1,auto,{product}\n")
        self.run("import", str(rival), "--registrant", "local:rival")
        self.run("aid", "consent", "ask", "1", "--supplier", "local:rival:F", "--product", product, "--by", "check")

    def start(self):
        self.process = subprocess.Popen([self.program, "daemon"], cwd=self.folder, env=self.environment,
                                        stdout=subprocess.DEVNULL, stderr=self.log.open("w"))
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            found = re.search(r"address=127\.0\.0\.1:(\d+).*listening for HTTP", self.log.read_text())
            if found:
                return int(found[1])
            time.sleep(0.05)
        sys.exit(f"the daemon does not listen: {self.log.read_text()}")

    def end(self):
        self.process.terminate()
        return self.process.wait(END_SECONDS)


def ask(port, token, options, folder):
    command = [sys.executable, "-m", "schemathesis.cli", "run", options.description,
               "--url", f"http://127.0.0.1:{port}", "--header", f"Authorization: Bearer {token}",
               "--checks", "all", "--exclude-checks", ",".join(CHECKS_OFF), "--phases", options.phases,
               "--max-examples", str(options.examples), "--seed", str(options.seed), "--generation-database", "none",
               "--generation-allow-x00", "false", "--continue-on-failure", "--request-timeout", str(ANSWER_SECONDS),
               "--suppress-health-check", "all", "--no-color"]
    for operation in options.operations.split(",") if options.operations else []:
        command += ["--include-operation-id", operation]
    for operation in LEFT_OUT if not options.operations else []:
        command += ["--exclude-operation-id", operation]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=RUN_SECONDS)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tierwatch", required=True)
    parser.add_argument("--examples", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--phases", default="examples,coverage,fuzzing")
    parser.add_argument("--description", default=str(ROOT / "Sources/HTTPAPI/openapi.yaml"))
    parser.add_argument("--operations", help="operationIds with commas between them")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        daemon = Daemon(os.path.abspath(options.tierwatch), pathlib.Path(name))
        token = daemon.prepare()
        port = daemon.start()
        try:
            result = ask(port, token, options, name)
        finally:
            status = daemon.end()
        failures = [line for line in daemon.log.read_text().splitlines() if "a request failed" in line]
        print(result.stdout if result.returncode else result.stdout[result.stdout.find("= SUMMARY"):], result.stderr)
        print("\n".join(failures))
        trail = json.loads(daemon.run("audit", "verify", "--format", "json"))
        print(f"{trail['entries']} entries of the trail, daemon ended with {status}")
        sys.exit(1 if result.returncode or failures or status or token in daemon.log.read_text() else 0)


main()
