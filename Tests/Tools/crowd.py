#!/usr/bin/env python3
"""Crowds an HTTP server with connections that take up room, and says what becomes of them.

usage: crowd.py PORT KIND CONNECTIONS [--seconds 45] [--held FILE]

KIND    idle: say nothing; drops: send a header a byte a second; body: announce a body and send a byte of it a second;
        endless: send a body without end as fast as it is taken; strange: send what is no HTTP.
Connections are made as fast as they are taken; once all are, FILE is written, if one is named. Prints {"made", "refused", "closed", "first_closed_seconds",
"last_closed_seconds", "answers"}: `closed` counts connections that the server ended within `--seconds` of being made, and `answers` the status lines that came
before. Standard library only.
"""
import argparse, asyncio, collections, json, resource, time

KINDS = {
    "idle": b"", "drops": b"GET /api/v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    "body": b"POST /api/v1/registrations?registrant=local:crowd HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/csv\r\nContent-Length: 1000000\r\n\r\n",
    "endless": b"POST /api/v1/what-if HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
    "strange": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03GET / HTTP/9.9\r\n: :\r\n\r\n",
}
DROP_SECONDS = 1
CHUNK = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
AT_A_TIME = 200         # connections that are being made


class Crowd:
    def __init__(self, port, kind, count, seconds, held):
        self.port, self.kind, self.count, self.seconds, self.held = port, kind, count, seconds, held
        self.made, self.refused, self.spans, self.answers = 0, 0, [], collections.Counter()
        self.gate = asyncio.Semaphore(AT_A_TIME)

    async def run(self):
        await asyncio.gather(*(self.one() for _ in range(self.count)))
        return {"made": self.made, "refused": self.refused, "closed": len(self.spans), "first_closed_seconds": round(min(self.spans, default=-1), 1),
                "last_closed_seconds": round(max(self.spans, default=-1), 1), "answers": dict(self.answers)}

    async def one(self):
        async with self.gate:
            try: reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                self.refused += 1
                return
        self.made += 1
        if self.made + self.refused == self.count and self.held: open(self.held, "w").close()
        start = time.monotonic()
        sending = asyncio.create_task(self.send(writer))
        try: await asyncio.wait_for(self.listen(reader), self.seconds)
        except TimeoutError: pass
        else: self.spans.append(time.monotonic() - start)
        finally:
            sending.cancel()
            writer.transport.abort()

    async def listen(self, reader):
        """Until the server ends the connection."""
        try:
            first = await reader.readline()
            if first: self.answers[first.decode("latin-1").strip()] += 1
            while await reader.read(1 << 16): pass
        except OSError: pass

    async def send(self, writer):
        try:
            writer.write(KINDS[self.kind])
            while self.kind in ("drops", "body", "endless"):
                if self.kind == "endless": writer.write(CHUNK)
                else:
                    await asyncio.sleep(DROP_SECONDS)
                    writer.write(b"a")
                await writer.drain()
        except OSError: pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("port", type=int)
    parser.add_argument("kind", choices=sorted(KINDS))
    parser.add_argument("connections", type=int)
    parser.add_argument("--seconds", type=float, default=45)
    parser.add_argument("--held", help="a file that is written once all connections are made")
    arguments = parser.parse_args()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    async def crowd(): return await Crowd(arguments.port, arguments.kind, arguments.connections, arguments.seconds, arguments.held).run()
    print(json.dumps(asyncio.run(crowd())))


if __name__ == "__main__": main()
