#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A process that is to have a provider, and lies: it fails a clause, and nothing else happens."""

import importlib.machinery
import importlib.util
import json
import os
import pathlib
import subprocess
import unittest

import tap

SOURCE = pathlib.Path(os.environ['MAPI_SOURCE_ROOT'])
MAPI = pathlib.Path(os.environ['MAPI_BUILD_ROOT']) / 'spooler' / 'cli' / 'mapi'
LIAR = SOURCE / 'tests' / 'hosts' / 'liar'


def load_liar():
    loader = importlib.machinery.SourceFileLoader('liar', str(LIAR / 'mapi-provider-host'))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader('liar', loader))
    loader.exec_module(module)
    return module


OTHERS = ('exits', 'other-type', 'error', 'unknown-note', 'no-d-bus')
LIES = [*load_liar().LIES, *OTHERS, *(f'random-{number}' for number in range(8))]


class Lies(unittest.TestCase):
    def test_lies(self):
        for lie in LIES:
            with self.subTest(lie):
                self.fails(lie)

    def fails(self, lie):
        done = subprocess.run(
            [MAPI, 'check', 'file-transport', '--isolated', '--format=json', '--with',
             SOURCE / 'samples/file-transport/file-transport.check', '--only', 'transport/logs-on'],
            env={**os.environ, 'MAPI_HOST_PATH': str(LIAR), 'MAPI_LIE': lie},
            capture_output=True, text=True)
        self.assertEqual(done.returncode, 1, done.stderr)
        report = json.loads(done.stdout)
        self.assertEqual(report['failed'], 1, report)
        self.assertTrue(report['results'][0]['reason'])


if __name__ == '__main__':
    tap.main()
