#!/usr/bin/env python3
"""Proves from a store and from what arrived that no alert was lost, doubled under another id, reordered or made up.

usage: soak_audit.py STORE LOG

STORE is the daemon's database, LOG what flaky.py wrote. Prints the counts and each fault; the exit code is 1 where there is one.
A message that a newer one of its channel and alert superseded before it was sent is accounted for by that one.
"""
import json, sqlite3, sys
from collections import Counter, defaultdict
from datetime import datetime

# The channels of the soak: their severities and whether they want to hear of an end.
CHANNELS = {"ops": ({"info", "warning", "critical"}, True), "desk": ({"critical"}, False)}
SHOWN_FAULTS = 20


def arrivals_of(log):
    """Every request that was read, in order, with the status that the receiver gave it, or None."""
    arrivals = {}
    with open(log, encoding="utf-8") as file:
        for line in file:
            entry = json.loads(line)
            if "status" in entry: arrivals[entry["arrival"]]["status"] = entry["status"]
            else: arrivals[entry["arrival"]] = {**entry, "status": None}
    return [arrivals[number] for number in sorted(arrivals)]


def milliseconds(text): return round(datetime.fromisoformat(text).timestamp() * 1000)


class Audit:
    def __init__(self, store, log):
        self.base = sqlite3.connect(store)
        self.base.row_factory = sqlite3.Row
        self.arrivals = arrivals_of(log)
        self.messages = {row["id"]: row for row in self.base.execute("SELECT * FROM outbox ORDER BY number")}
        self.accepted = [one for one in self.arrivals if one["status"] and 200 <= one["status"] < 300]
        self.first = {}
        for place, one in enumerate(self.accepted): self.first.setdefault(one["id"], place)
        self.faults, self.lost = [], 0

    def fault(self, text): self.faults.append(text)

    def lose(self, text):
        self.lost += 1
        self.fault(text)

    def run(self):
        self.store_is_sound()
        self.every_transition_has_its_messages()
        self.every_message_arrived()
        self.every_arrival_is_a_message()
        self.order_is_kept()
        return self

    def store_is_sound(self):
        check = self.base.execute("PRAGMA integrity_check").fetchone()[0]
        if check != "ok": self.fault(f"integrity_check: {check}")
        for row in self.base.execute("PRAGMA foreign_key_check"): self.fault(f"foreign_key_check: {tuple(row)}")

    def every_transition_has_its_messages(self):
        """Alerts that began to fire or ended, against the outbox's bodies, both ways.

        What is wrong with a channel is told to others too where nobody else wants it: they stand in for the one that cannot be told.
        """
        severities = {(row["fingerprint"], row["starts_at"]): json.loads(row["body"])["severity"]
                      for row in self.base.execute("SELECT fingerprint, starts_at, body FROM alert")}
        told, about = Counter(), {}
        for row in self.messages.values():
            body = json.loads(row["body"])
            told[row["channel"], row["fingerprint"], milliseconds(body["data"]["starts_at"]), body["type"].removeprefix("alert.")] += 1
            about[row["fingerprint"]] = body["data"].get("labels", {}).get("channel")
        wanted, happened = Counter(), Counter()
        self.transitions = 0
        for row in self.base.execute("SELECT * FROM transition WHERE state IN ('firing', 'resolved')"):
            self.transitions += 1
            happened[row["fingerprint"], row["starts_at"], row["state"]] += 1
            for channel, (wants, hears_end) in CHANNELS.items():
                if severities[row["fingerprint"], row["starts_at"]] not in wants or (row["state"] == "resolved" and not hears_end): continue
                wanted[channel, row["fingerprint"], row["starts_at"], row["state"]] += 1
        for key in wanted - told: self.lose(f"a transition without its message: {' '.join(map(str, key))}")
        for key in told - wanted:
            is_stand_in = about[key[1]] in CHANNELS and about[key[1]] != key[0]
            if not is_stand_in or told[key] > happened[key[1:]]: self.fault(f"a message without its transition: {' '.join(map(str, key))}")

    def every_message_arrived(self):
        newest = {(row["channel"], row["fingerprint"]): row["number"] for row in self.messages.values()}
        self.superseded = 0
        for row in self.messages.values():
            if row["state"] == "superseded" and newest[row["channel"], row["fingerprint"]] > row["number"]:
                self.superseded += 1
            elif row["id"] not in self.first:
                self.lose(f"never accepted by the receiver, {row['state']} in the store: {row['id']}")
            elif row["state"] != "delivered":
                self.fault(f"arrived, and yet {row['state']} in the store: {row['id']}")

    def every_arrival_is_a_message(self):
        """Arrivals bear the id, the body and the channel of a committed message, so repeats equal each other."""
        for one in self.arrivals:
            row = self.messages.get(one["id"])
            if row is None: self.fault(f"arrived without being in the store: {one['id']}")
            elif one["body"].encode() != row["body"]: self.fault(f"another body than the store's: {one['id']}")
            elif one["path"] != f"/std?{row['channel']}": self.fault(f"at {one['path']}, not where its channel is: {one['id']}")
            if one["status"] and not 200 <= one["status"] < 300: self.fault(f"the receiver refused it with {one['status']}: {one['id']}")

    def order_is_kept(self):
        lines = defaultdict(list)
        for row in self.messages.values():
            if row["id"] in self.first: lines[row["channel"], row["fingerprint"]].append(row["id"])
        for ids in lines.values():
            for earlier, later in zip(ids, ids[1:]):
                if self.first[earlier] > self.first[later]: self.fault(f"{later} arrived before {earlier}")

    def counts(self):
        repeats = len(self.arrivals) - len({one["id"] for one in self.arrivals})
        return {"transitions": self.transitions, "messages": len(self.messages), "attempts": len(self.arrivals),
                "accepted": len(self.accepted), "repeats": repeats, "superseded": self.superseded, "faults": len(self.faults), "lost": self.lost}


def text(counts): return ", ".join(f"{name} {count}" for name, count in counts.items())


def main(store, log):
    audit = Audit(store, log).run()
    for fault in audit.faults[:SHOWN_FAULTS]: print(fault, file=sys.stderr)
    print(text(audit.counts()))
    return 1 if audit.faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 3: sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
