#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The stores of this tree do what the clauses of the conformance kit say."""

import json
import os
import pathlib
import subprocess
import unittest

import tap

ROOT = pathlib.Path(os.environ['MAPI_SOURCE_ROOT'])
MAPI = pathlib.Path(os.environ['MAPI_BUILD_ROOT']) / 'spooler' / 'cli' / 'mapi'


def check(service, check_file=None):
    """The results of all clauses for the stores of a service, by the names of the clauses."""
    setup = ['--with', ROOT / check_file] if check_file else []
    done = subprocess.run([MAPI, '--json', 'check', '--only', 'store/*', *setup, service],
                          stdout=subprocess.PIPE, text=True)
    return {result['clause']: result for result in json.loads(done.stdout)['results']}


class Stores(unittest.TestCase):
    def conforms(self, least, service, check_file=None):
        """No clause fails, and this many at least pass: who is asked nothing conforms to nothing."""
        results = check(service, check_file)
        for clause, result in results.items():
            with self.subTest(clause):
                self.assertNotEqual(result['verdict'], 'failed', result.get('reason'))
        passed = sum(result['verdict'] == 'passed' for result in results.values())
        self.assertGreaterEqual(passed, least)
        print(f'# {service}: {passed} of {len(results)} clauses pass')

    def test_sqlite(self):
        self.conforms(98, 'sqlite', 'providers/sqlite/sqlite.check')

    def test_null_store(self):
        self.conforms(11, 'null-store')


if __name__ == '__main__':
    tap.main()
