#!/usr/bin/env python3
"""Asks an HTTP server at fixed times, however long its answers take, and says how long after its time each came.

usage: probe.py PORT PATHS --rate 200 --seconds 60

PATHS: a file with a path a line, asked in turn. A question waits for no other's answer, so a server that stands still for a second is late with every
answer of that second, which a client that waits (such as wrk) would not notice. Prints {"started", "late", "faults", "sizes"}: `late` holds milliseconds by
question, -1 for one without a good answer; question n was due at started + n / rate seconds (monotonic clock); `faults` counts what went wrong.
Standard library only.
"""
import argparse, asyncio, collections, json, time

ANSWER_LIMIT_SECONDS = 20
KEPT_CONNECTIONS = 64
KEPT_SECONDS = 10          # the server closes those that are silent for longer than it likes


class Probe:
    def __init__(self, port, paths, rate, seconds):
        self.port, self.paths, self.rate, self.count = port, paths, rate, int(rate * seconds)
        self.free, self.late, self.faults, self.sizes = [], [-1.0] * self.count, collections.Counter(), []

    async def run(self):
        started = time.monotonic()
        asked = set()
        for number in range(self.count):
            due = started + number / self.rate
            await asyncio.sleep(max(0, due - time.monotonic()))
            task = asyncio.create_task(self.ask(number, due))
            asked.add(task), task.add_done_callback(asked.discard)
        if asked: await asyncio.wait(asked)
        return {"started": started, "late": [round(value, 2) for value in self.late], "faults": dict(self.faults), "sizes": self.sizes}

    async def ask(self, number, due):
        try: status, size = await asyncio.wait_for(self.answer(self.paths[number % len(self.paths)]), ANSWER_LIMIT_SECONDS)
        except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError) as error: self.faults[type(error).__name__] += 1
        else:
            self.sizes.append(size)
            if status == 200: self.late[number] = (time.monotonic() - due) * 1e3
            else: self.faults[str(status)] += 1

    async def answer(self, path):
        reader, writer = self.kept() or await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            size = next(int(line.split(":")[1]) for line in head.split("\r\n") if line.lower().startswith("content-length:"))
            await reader.readexactly(size)
        except BaseException:
            writer.close()
            raise
        if len(self.free) < KEPT_CONNECTIONS: self.free.append((time.monotonic(), reader, writer))
        else: writer.close()
        return int(head.split()[1]), size

    def kept(self):
        """A connection that was used a short while ago."""
        while self.free:
            used, reader, writer = self.free.pop()
            if time.monotonic() - used < KEPT_SECONDS: return reader, writer
            writer.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("port", type=int)
    parser.add_argument("paths")
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    arguments = parser.parse_args()
    with open(arguments.paths, encoding="utf-8") as file: paths = file.read().split()
    print(json.dumps(asyncio.run(Probe(arguments.port, paths, arguments.rate, arguments.seconds).run())))


if __name__ == "__main__": main()
