#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every rule of sending and receiving has a case that shows it, or a reason why it cannot have one;
and every decision of doc/decisions.md has a case that bears its number.

rules.tsv has a row for each rule of spooler_rules.tsv. Where the verdict is `case`, `where` names one
case or several, with "; " between, as "PROGRAM: CASE":

    spooler/outbound: waits as long as the transport says   a suite in C, by its name in meson
    check: transport/logs-on                                a clause of the conformance kit
    e2e/test-cli.py: Cli.test_send                          a script below tests/

Where it is `not-applicable`, `where` is the reason. There is no third verdict."""

import ast
import collections
import csv
import functools
import json
import os
import pathlib
import re
import subprocess
import unittest

import tap

ROOT = pathlib.Path(os.environ['MAPI_SOURCE_ROOT'])
BUILD = pathlib.Path(os.environ['MAPI_BUILD_ROOT'])
VERDICTS = ('case', 'not-applicable')


def read(path):
    with open(ROOT / path, encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file, delimiter='\t', quoting=csv.QUOTE_NONE))


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@functools.cache
def clauses():
    """The clauses of the conformance kit, and what each says it shows."""
    listed = json.loads(output(BUILD / 'spooler' / 'cli' / 'mapi', '--json', 'check', '--list'))
    return {clause['clause']: clause['rules'] for clause in listed}


def methods(path):
    """Class.test_case of a script."""
    tree = ast.parse(path.read_text(encoding='utf-8'))
    return {f'{group.name}.{case.name}'
            for group in tree.body if isinstance(group, ast.ClassDef)
            for case in group.body if isinstance(case, ast.FunctionDef)}


@functools.cache
def cases(program):
    """The cases that a program says it has."""
    if program == 'check':
        return set(clauses())
    if program.endswith('.py'):
        script = ROOT / 'tests' / program
        return methods(script) if script.is_file() else set()
    suite = BUILD / 'tests' / f'test-{program.replace("/", "_").replace("-", "_")}'
    return set(output(suite, '--list').splitlines()) if suite.is_file() else set()


def decisions():
    """The numbers of doc/decisions.md."""
    text = (ROOT / 'doc' / 'decisions.md').read_text(encoding='utf-8')
    return re.findall(r'^\| (D\d+) \|', text, re.MULTILINE)


def titles():
    """What names decisions: cases in C and in Python, and the clauses of the conformance kit."""
    for suite in sorted((BUILD / 'tests').glob('test-*')):
        if suite.is_file() and os.access(suite, os.X_OK):
            yield from output(suite, '--list').splitlines()
    for script in (ROOT / 'tests').glob('*/test-*.py'):
        yield from methods(script)
    yield from clauses().values()


def complaints(row):
    """What is wrong with a row."""
    if row['verdict'] == 'not-applicable' and not row['where']:
        yield 'not applicable without a reason'
    for where in row['where'].split('; ') if row['verdict'] == 'case' else ():
        program, _, case = where.partition(': ')
        if case not in cases(program):
            yield f'there is no case `{where}`'


class Rules(unittest.TestCase):
    def setUp(self):
        self.rules = [row['id'] for row in read('mapi/tables/spooler_rules.tsv')]
        self.rows = read('tests/conformance/rules.tsv')

    def test_every_rule_has_a_row(self):
        self.assertEqual([row['rule'] for row in self.rows], self.rules)

    def test_verdicts(self):
        counts = collections.Counter(row['verdict'] for row in self.rows)
        self.assertEqual([row['rule'] for row in self.rows if row['verdict'] not in VERDICTS], [])
        print(f'# count: rules: {counts["case"]} with a case / '
              f'{counts["not-applicable"]} not applicable / {len(self.rows)} total')

    def test_rows_are_true(self):
        for row in self.rows:
            for complaint in complaints(row):
                with self.subTest(row['rule']):
                    self.fail(complaint)

    def test_decisions(self):
        named = {number for title in titles()
                 for number in re.findall(r'(?<![^\W_])D\d+(?!\w)', title)}
        self.assertEqual([number for number in decisions() if number not in named], [])
        self.assertEqual(len(decisions()), 27)


if __name__ == '__main__':
    tap.main()
