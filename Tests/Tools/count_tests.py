"""Counts the tests of a run from Swift Testing's event stream, a parameterised test once.

usage: count_tests.py EVENTS STATUS

EVENTS is the file of `swift test --event-stream-output-path` (version 0), STATUS how `swift test` ended. A test that
began and did not end, as in a crash, has failed; so has a run that ended badly though no test did, or ran none.
What failed is told again at the end, each test with the first thing that was wrong: a run prints thousands of lines.
The last line is `N passed, N failed`; the exit code is 0 where none failed.
"""

import json
import sys


def events(path):
    """The records of a stream; a line that a crash cut off is the last, and says nothing."""
    with open(path, encoding="utf-8") as stream:
        for line in stream:
            try:
                yield json.loads(line)
            except ValueError:
                return


def read(path):
    """The tests that began and are no suites, those that were skipped, how each ended, and what was first wrong with it.

    The last two are dictionaries by the test's id: to a symbol, and to a sentence.
    """
    functions, begun, skipped, ended, wrong = set(), set(), set(), {}, {}
    for event in events(path):
        payload = event["payload"]
        if event["kind"] == "test" and payload["kind"] == "function":
            functions.add(payload["id"])
        elif payload["kind"] == "testStarted":
            begun.add(payload["testID"])
        elif payload["kind"] == "testSkipped":
            skipped.add(payload["testID"])
        elif payload["kind"] == "testEnded":
            ended[payload["testID"]] = payload["messages"][0]["symbol"]
        elif payload["kind"] == "issueRecorded":
            wrong.setdefault(payload.get("testID"), "; ".join(message["text"] for message in payload["messages"]))
    return begun & functions, skipped & functions, ended, wrong


def main(path, status):
    begun, skipped, ended, wrong = read(path)
    failures = sorted(test for test in begun if ended.get(test) in (None, "fail"))
    failed = len(failures)
    passed = len(begun) - failed
    for test in sorted(skipped):
        print(f"{test} was skipped", file=sys.stderr)
    for test in failures:
        print(f"{test}: {wrong.get(test, 'failed') if test in ended else 'did not end'}", file=sys.stderr)
    if status != 0 and failed == 0:
        failed = 1
        print(f"the test run ended with status {status} though no test failed", file=sys.stderr)
    if status == 0 and passed + failed == 0:
        failed = 1
        print("no test was run", file=sys.stderr)
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
