#!/usr/bin/env python3
"""Independent SMTP server on 127.0.0.1 for tests. usage: smtp_receiver.py PORT OUT.jsonl MODE [CERTIFICATE KEY]
Modes: plain (no TLS), starttls (required, with AUTH), smtps (TLS from the start, with AUTH), and the faults
greet (554 at once), garbage, hang, drip, endless (replies without end), reset (gone after the greeting), late (gone after the mail),
linger (no goodbye).
Of recipients, gone@… is refused for good and busy@… for now; a sender full@… is refused after the data, for now.
The account is user 监控, password pass-wörd. Needs from PyPI: aiosmtpd"""
import asyncio, json, ssl, sys, threading, time, socket
from email import message_from_bytes, policy
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, SMTP

PORT, OUT, MODE = int(sys.argv[1]), sys.argv[2], sys.argv[3]
ACCOUNT = ("监控".encode(), "pass-wörd".encode())


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone@"):
            return "550 no such mailbox"
        if address.startswith("busy@"):
            return "451 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        if MODE == "linger":
            await asyncio.sleep(60)
        return "221 bye"

    async def handle_DATA(self, server, session, envelope):
        if envelope.mail_from.startswith("full@"):
            return "452 no room"
        if MODE == "late":
            server.transport.abort()
            return "250 never said"
        mail = message_from_bytes(envelope.content, policy=policy.default)
        noted = dict(
            sender=envelope.mail_from, recipients=envelope.rcpt_tos, subject=str(mail["subject"]),
            heads={name.lower(): str(value) for name, value in mail.items()}, count=len(mail.items()),
            text=mail.get_content(), raw=envelope.content.decode("latin1"), tls=server.transport.get_extra_info("ssl_object") is not None,
            login=bool(session.authenticated), defects=[str(defect) for defect in mail.defects])
        with open(OUT, "a") as file:
            print(json.dumps(noted), file=file, flush=True)
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    if (data.login, data.password) == ACCOUNT:
        return AuthResult(success=True)
    said = data.password.decode(errors="replace")
    return AuthResult(success=False, handled=False, message="535 5.7.8 not " + "".join(c for c in said if ord(c) < 128))


def serve_fault(connection):
    try:
        if MODE == "greet":
            connection.sendall(b"554 go away\r\n")
        if MODE == "garbage":
            connection.sendall(b"300 what\r\n")
        if MODE == "hang":
            time.sleep(60)
        while MODE == "drip":
            connection.sendall(b"2")
            time.sleep(0.5)
        while MODE == "endless":
            connection.sendall(b"220-" + b"x" * 1000 + b"\r\n")
        if MODE == "reset":
            connection.sendall(b"220 hello\r\n")
            connection.recv(1000)
        connection.close()
    except OSError:
        pass


def main():
    if MODE in ("greet", "garbage", "hang", "drip", "endless", "reset"):
        server = socket.create_server(("127.0.0.1", PORT))
        while True:
            threading.Thread(target=serve_fault, args=(server.accept()[0],), daemon=True).start()
    context = None
    if len(sys.argv) > 4:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[4], sys.argv[5])
    options = dict(hostname="127.0.0.1", port=PORT)
    if MODE == "starttls":
        options |= dict(tls_context=context, require_starttls=True)
    if MODE == "smtps":
        options |= dict(ssl_context=context)
    if MODE in ("starttls", "smtps"):
        options |= dict(authenticator=authenticate, auth_required=True, auth_require_tls=MODE == "starttls")
    controller = Controller(Handler(), **options)
    controller.start()
    threading.Event().wait()


main()
