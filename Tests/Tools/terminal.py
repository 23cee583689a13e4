#!/usr/bin/env python3
"""Runs a command on a terminal of its own and prints what it showed; ends with its exit code. usage: terminal.py TEXT COMMAND...
As soon as TEXT is shown, Ctrl-C is typed; with an empty TEXT never."""
import os, pty, signal, sys

wanted, command = sys.argv[1].encode(), sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    signal.pthread_sigmask(signal.SIG_SETMASK, [])  # Whoever started us may have blocked what Ctrl-C sends.
    os.execv(command[0], command)
shown, typed = b"", False
while True:
    try:
        part = os.read(terminal, 65536)
    except OSError:  # Linux: the other end is closed.
        break
    if not part:
        break
    shown += part
    if wanted and not typed and wanted in shown:
        os.write(terminal, b"\x03")
        typed = True
_, status = os.waitpid(child, 0)
sys.stdout.buffer.write(shown)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(status))
