#!/usr/bin/env python3
"""A receiver that costs little: takes every POST on 127.0.0.1, answers 200, and keeps which product it told of and when.

usage: alert_receiver.py PORT

GET /count answers {"requests", "products", "connections"}, GET /times {product: [seconds of the monotonic clock of each request]}. It tells a
request by the first "product":"…" of its body, which both sides' messages have. One thread, no checks: receiver.py does those in the tests.
"""
import asyncio, json, sys, time

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
MARK, LENGTH = b'"product":"', b"content-length:"
times, connections = {}, 0


class Connection(asyncio.Protocol):
    def connection_made(self, transport):
        global connections
        connections += 1
        self.transport, self.bytes = transport, b""

    def data_received(self, data):
        self.bytes += data
        while self.bytes:
            head = self.bytes.find(b"\r\n\r\n") + 4
            if head < 4: return
            lower = self.bytes[:head].lower()
            place = lower.find(LENGTH)
            length = int(lower[place + len(LENGTH):lower.index(b"\r", place)]) if place >= 0 else 0
            if len(self.bytes) < head + length: return
            self.take(self.bytes[:head], self.bytes[head:head + length])
            self.bytes = self.bytes[head + length:]

    def take(self, head, body):
        if head.startswith(b"GET"): return self.tell(head)
        place = body.find(MARK) + len(MARK)
        times.setdefault(body[place:body.find(b'"', place)], []).append(time.monotonic())
        self.transport.write(OK)

    def tell(self, head):
        if b" /times " in head: answer = {product.decode(): seconds for product, seconds in times.items()}
        else: answer = {"requests": sum(map(len, times.values())), "products": len(times), "connections": connections}
        text = json.dumps(answer).encode()
        self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(text) + text)


async def main(port):
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


if __name__ == "__main__":
    if len(sys.argv) != 2: sys.exit(__doc__)
    asyncio.run(main(int(sys.argv[1])))
