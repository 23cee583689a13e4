#!/usr/bin/env python3
"""Stands before receiver.py on 127.0.0.1 and fails at random, but never a message more often than it may.

usage: flaky.py PORT RECEIVER_PORT LOG [--seed 1] [--failures 1]

What it does with the n-th arrival of a webhook-id is drawn from the seed, the id and n, so that the order of arrivals does not
matter. It answers 500; answers 429 with Retry-After; hangs; breaks the connection once the request was read; or hands the request on
and breaks the connection before the answer. Everything else goes to the receiver, which checks the signature, and its answer back.
LOG gets a line when a request was read, {"arrival", "path", "id", "body"}, and one when the receiver judged it, {"arrival", "status"}.
A hanging request ends when the client leaves, or after HANG_SECONDS.
"""
import argparse, http.client, io, json, random, socket, struct, threading, time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FAULTS = {"500": .06, "429": .03, "reset": .05, "unanswered": .05, "hang": .005}
HANG_SECONDS = 25
BODY_LIMIT = 1 << 20
HAND_ON_LIMIT = 6
HAND_ON_SECONDS = .05


def drawn(seed, identity, number):
    """The fault of this arrival; None where there is none."""
    place = random.Random(f"{seed} {identity} {number}").random()
    for fault, share in FAULTS.items():
        if place < share: return fault
        place -= share
    return None


class Gate(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def __init__(self, port, receiver, log, seed, failures):
        super().__init__(("127.0.0.1", port), Handler)
        self.receiver, self.seed, self.failures = receiver, seed, failures
        self.log, self.lock = open(log, "a", encoding="utf-8"), threading.Lock()
        self.arrivals, self.seen, self.failed = 0, Counter(), Counter()

    def arrived(self, path, identity, body):
        """Numbers an arrival, and says how it is to fail."""
        with self.lock:
            self.arrivals += 1
            self.seen[identity] += 1
            fault = drawn(self.seed, identity, self.seen[identity]) if self.failed[identity] < self.failures else None
            if fault: self.failed[identity] += 1
            self.write(arrival=self.arrivals, path=path, id=identity, body=body)
            return self.arrivals, fault

    def judged(self, arrival, status):
        with self.lock: self.write(arrival=arrival, status=status)

    def write(self, **entry): print(json.dumps(entry), file=self.log, flush=True)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle(self):
        try: super().handle()
        except ConnectionError: pass        # the client was killed between two requests

    def log_message(self, *_): pass

    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        try: body = self.rfile.read(min(length, BODY_LIMIT))
        except OSError: body = b""
        if len(body) < length: return self.leave()      # the client was killed while it wrote
        arrival, fault = self.server.arrived(self.path, self.headers.get("webhook-id", ""), body.decode("utf-8", "replace"))
        if fault == "500": return self.answer(500, b"oops")
        if fault == "429": return self.answer(429, b"slow down", "1")
        if fault == "reset": return self.leave()
        if fault == "hang":
            self.connection.settimeout(HANG_SECONDS)
            try: self.connection.recv(1)
            except OSError: pass
            return self.leave()
        status, text = self.hand_on(body)
        self.server.judged(arrival, status)
        if fault == "unanswered": return self.leave()
        self.answer(status, text)

    def hand_on(self, body):
        """The receiver's answer; it turns connections away when many come at once, and is asked again then."""
        for attempt in range(1, HAND_ON_LIMIT + 1):
            onward = http.client.HTTPConnection("127.0.0.1", self.server.receiver, timeout=HANG_SECONDS)
            try:
                onward.request("POST", self.path, body, dict(self.headers.items()))
                answer = onward.getresponse()
                return answer.status, answer.read()
            except OSError:
                if attempt == HAND_ON_LIMIT: raise
                time.sleep(HAND_ON_SECONDS * attempt)
            finally: onward.close()

    def answer(self, status, text, retry_after=None):
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            if retry_after: self.send_header("Retry-After", retry_after)
            self.end_headers()
            self.wfile.write(text)
        except OSError: self.close_connection = True    # the client was killed while it waited

    def leave(self):
        """Breaks the connection with a reset, as a crashed receiver does."""
        self.close_connection = True
        self.wfile = io.BytesIO()       # the server flushes it after the connection is closed
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("port", type=int)
    parser.add_argument("receiver", type=int)
    parser.add_argument("log")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--failures", type=int, default=1, help="failures of one message at most")
    arguments = parser.parse_args()
    Gate(arguments.port, arguments.receiver, arguments.log, arguments.seed, arguments.failures).serve_forever()


if __name__ == "__main__": main()
