#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""count-tests.py [--broken WHAT]... LOG...: sums the cases in logs of meson, and says which failed.

A program that dies, hangs or does not run all it planned counts as failed cases: those it owes, and
at least one. Skipped cases are named, and count for nothing.
"""

import argparse
import json
import re
import sys
from collections import Counter

CASE = re.compile(r'(?P<verdict>not ok|ok)\b(?:\s+\d+)?(?:\s*-)?\s*(?P<name>[^#]*)(?P<directive>#.*)?')
PLAN = re.compile(r'1\.\.(\d+)')


def cases(output):
    """(verdict, name) of every case in a TAP text; then one 'not ok' for each that is owed."""
    planned = seen = 0
    for line in output.splitlines():
        if plan := PLAN.match(line):
            planned = int(plan[1])
        elif case := CASE.match(line):
            seen += 1
            skipped = 'SKIP' in (case['directive'] or '').upper()
            reason = f" ({case['directive'][1:].strip()})" if skipped else ''
            yield 'skip' if skipped else case['verdict'], case['name'].strip() + reason
    for _ in range(seen, planned):
        yield 'not ok', 'a case that did not run'


def program_cases(test):
    """The cases of one program; where meson says it failed, one of them does."""
    found = list(cases(test.get('stdout') or ''))
    if test['result'] == 'SKIP' and not found:
        found = [('skip', 'all')]
    bad = test['result'] not in ('OK', 'SKIP', 'EXPECTEDFAIL')
    if bad and not any(verdict == 'not ok' for verdict, _ in found):
        found.append(('not ok', f"the program itself: {test['result']}, status {test['returncode']}"))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--broken', action='append', default=[])
    parser.add_argument('logs', nargs='*')
    args = parser.parse_args()
    total = Counter({'not ok': len(args.broken)})
    for what in args.broken:
        print(f'not ok   {what}: could not be built')
    for path in args.logs:
        with open(path, encoding='utf-8') as log:
            for test in map(json.loads, log):
                for verdict, name in program_cases(test):
                    total[verdict] += 1
                    if verdict != 'ok':
                        print(f'{verdict:8} {path.split("/")[1]}: {test["name"]}: {name}')
    print(f'{total["ok"]} passed, {total["not ok"]} failed')
    sys.exit(1 if total['not ok'] or not total['ok'] else 0)


if __name__ == '__main__':
    main()
