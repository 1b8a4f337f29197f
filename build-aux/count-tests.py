#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""count-tests.py [--broken WHAT]... LOG...: sums the cases in logs of meson, and says which failed.

A program that dies, hangs or does not run all it planned counts as failed cases: those it owes, and
at least one. Skipped cases are named, and count for nothing.

What a program counts of something else than cases, it says in a line "# count: 640 rules with a
case". These lines stand above the sum, each once.
"""

import argparse
import json
import re
import sys
from collections import Counter

CASE = re.compile(r'(?P<verdict>not ok|ok)\b(?:\s+\d+)?(?:\s*-)?\s*(?P<name>[^#]*)(?P<directive>#.*)?')
PLAN = re.compile(r'1\.\.(\d+)')
COUNT = re.compile(r'# count: (.+)')


class Case:
    """A case of a program: its verdict (ok, not ok, skip), name, and the comments after it."""

    def __init__(self, verdict, name, directive=None):
        self.verdict = verdict
        self.name = name.strip()
        self.notes = []
        if directive and 'SKIP' in directive.upper():
            self.verdict = 'skip'
            self.name += f' ({directive[1:].strip()})'


def cases(output):
    """The cases of a TAP text; then one 'not ok' for each that it promised and did not give."""
    planned, found = 0, []
    for line in output.splitlines():
        if plan := PLAN.match(line):
            planned = int(plan[1])
        elif match := CASE.match(line):
            found.append(Case(**match.groupdict()))
        elif line.startswith('#') and found:
            found[-1].notes.append(line)
    owed = max(planned - len(found), 0)
    return found + [Case('not ok', 'a case that did not run') for _ in range(owed)]


def program_cases(test):
    """The cases of one program; where meson says it failed, one of them does."""
    found = cases(test.get('stdout') or '')
    if test['result'] == 'SKIP' and not found:
        found = [Case('skip', 'all')]
    bad = test['result'] not in ('OK', 'SKIP', 'EXPECTEDFAIL')
    if bad and not any(case.verdict == 'not ok' for case in found):
        what = f"the program itself: {test['result']}, status {test['returncode']}"
        found.append(Case('not ok', what))
    return found


def counts(output):
    """What a program has counted."""
    return [match[1] for match in map(COUNT.match, output.splitlines()) if match]


def logged(paths):
    """(build and name of a program, what meson noted of it) of each."""
    for path in paths:
        with open(path, encoding='utf-8') as log:
            for test in map(json.loads, log):
                yield f'{path.split("/")[1]}: {test["name"].split(" / ")[-1]}', test


def report(case, where):
    """Says what did not pass."""
    if case.verdict == 'ok':
        return
    print(f'{case.verdict:8} {where}: {case.name}')
    for note in case.notes if case.verdict == 'not ok' else ():
        print(f'         {note}')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--broken', action='append', default=[])
    parser.add_argument('logs', nargs='*')
    args = parser.parse_args()
    total = Counter({'not ok': len(args.broken)})
    told = {}
    for what in args.broken:
        print(f'not ok   {what}: could not be built')
    for where, test in logged(args.logs):
        told.update(dict.fromkeys(counts(test.get('stdout') or '')))
        for case in program_cases(test):
            total[case.verdict] += 1
            report(case, where)
    for line in told:
        print(line)
    print(f'{total["ok"]} passed, {total["not ok"]} failed')
    sys.exit(1 if total['not ok'] or not total['ok'] else 0)


if __name__ == '__main__':
    main()
