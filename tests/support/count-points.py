#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Counts the TAP test points in the test logs of Meson (one JSON object a line).

A program that failed without a point that says so (it crashed, or ran out of time) and a log that
is not there count as one failure each. Exit status: 0 if nothing failed.
"""

import json
import re
import sys

POINT = re.compile(r"^(not )?ok\b[^#]*(?:#\s*(\w+))?")


def count(log):
    """Returns what passed, failed and was skipped in one log, and what the failures are."""
    passed = skipped = 0
    failures = []
    for line in log:
        test = json.loads(line)
        failed_points = 0
        for output in test.get("stdout", "").splitlines():
            point = POINT.match(output)
            if not point:
                continue
            directive = (point[2] or "").upper()
            if directive.startswith("SKIP"):
                skipped += 1
            elif point[1] and directive != "TODO":
                failed_points += 1
                failures.append(f"{test['name']}: {output}")
            else:
                passed += 1
        if test["result"] == "SKIP" and "ok" not in test.get("stdout", ""):
            skipped += 1
        if test["result"] not in ("OK", "SKIP", "EXPECTEDFAIL") and failed_points == 0:
            failures.append(f"{test['name']}: {test['result']}")
    return passed, failures, skipped


def main():
    passed = skipped = 0
    failures = []
    for path in sys.argv[1:]:
        try:
            with open(path, encoding="utf-8") as log:
                one_passed, one_failures, one_skipped = count(log)
        except FileNotFoundError:
            one_passed, one_failures, one_skipped = 0, [f"{path}: not built or not run"], 0
        passed += one_passed
        skipped += one_skipped
        failures += one_failures
    for failure in failures:
        print(f"FAILED {failure}")
    print(f"{passed} passed, {len(failures)} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failures else 0


sys.exit(main())
