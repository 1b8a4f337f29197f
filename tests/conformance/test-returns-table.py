#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every return code that is documented for these interfaces has a test, or a reason why it cannot be.

returns.tsv has a row a code: where the verdict is `test`, `where` is the suite and its case; where
it is `impossible`, `where` is the reason."""

import csv
import os
import pathlib
import unittest

import tap

ROOT = pathlib.Path(os.environ['MAPI_SOURCE_ROOT'])
INTERFACES = ('IMsgStore', 'IMAPIFolder', 'IMessage', 'IAttach', 'IMAPIProp', 'IMAPITable',
              'IMAPISession', 'IProfAdmin', 'IMsgServiceAdmin', 'IMsgServiceAdmin2', 'IProviderAdmin',
              'IProfSect', 'IMAPIClientShutdown', 'IMAPIProviderShutdown', 'IMAPISupport', 'IABProvider',
              'IABLogon', 'IABContainer', 'IAddrBook', 'IMailUser', 'IDistList', 'IMAPIContainer',
              'IMAPIStatus', 'IMSLogon', 'IMSProvider', 'IXPProvider', 'IXPLogon', 'IMAPIProgress',
              'IMAPIControl', 'IMAPIAdviseSink', 'ITableData', 'IPropData', 'ITnef',
              'IConverterSession', 'ISpoolerHook')
OF_STORES = INTERFACES[:6]
VERDICTS = ('test', 'impossible')


def read(path):
    with open(ROOT / path, encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file, delimiter='\t', quoting=csv.QUOTE_NONE))


def key(row):
    return row['interface'], row['method'], row['code']


def exists(where):
    """Whether the suite has the case: 'FOLDER/NAME: CASE'."""
    suite, _, case = where.partition(': ')
    folder, _, name = suite.partition('/')
    source = ROOT / 'tests' / folder / f'test-{name}.c'
    return source.is_file() and f'{{ "{case}",' in source.read_text(encoding='utf-8')


class Returns(unittest.TestCase):
    def setUp(self):
        self.documented = {key(row) for row in read('mapi/tables/returns.tsv')
                           if row['interface'] in INTERFACES}
        self.rows = read('tests/conformance/returns.tsv')

    def test_every_code_has_a_verdict(self):
        self.assertEqual(self.documented ^ {key(row) for row in self.rows}, set())
        self.assertEqual(len(self.rows), len(self.documented))

    def test_verdicts(self):
        for row in self.rows:
            with self.subTest(key(row)):
                self.assertIn(row['verdict'], VERDICTS)
                self.assertTrue(row['where'])
        self.tell('returns', INTERFACES)
        self.tell(f'returns of {", ".join(OF_STORES)}', OF_STORES)

    def tell(self, what, interfaces):
        verdicts = [row['verdict'] for row in self.rows if row['interface'] in interfaces]
        print(f'# count: {what}: {verdicts.count("test")} produced, '
              f'{verdicts.count("impossible")} impossible, {len(verdicts)} total')

    def test_cases_exist(self):
        for row in self.rows:
            if row['verdict'] == 'test':
                with self.subTest(key(row)):
                    self.assertTrue(exists(row['where']), row['where'])


if __name__ == '__main__':
    tap.main()
