#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A process that is to have a provider, and lies: it fails a clause, and nothing else happens."""

import json
import os
import pathlib
import subprocess
import sys
import unittest

import tap
import liar

SOURCE = pathlib.Path(os.environ['MAPI_SOURCE_ROOT'])
MAPI = pathlib.Path(os.environ['MAPI_BUILD_ROOT']) / 'spooler' / 'cli' / 'mapi'

# Those that end the process themselves.
ENDS = {'exits': 'status 3', 'no-d-bus': ''}
LIES = [*liar.LIES, *ENDS, 'other-type', 'error', 'unknown-note',
        *(f'random-{number}' for number in range(8))]


class Lies(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """The liar, where MAPI looks for a host, with the interpreter that the tests have."""
        host = pathlib.Path(tap.HOME) / 'mapi-provider-host'
        host.write_text(f'#!{sys.executable}\n' + pathlib.Path(liar.__file__).read_text())
        host.chmod(0o700)

    def test_lies(self):
        for lie in LIES:
            with self.subTest(lie):
                self.fails(lie)

    def fails(self, lie):
        done = subprocess.run(
            [MAPI, 'check', 'file-transport', '--isolated', '--format=json', '--with',
             SOURCE / 'samples/file-transport/file-transport.check', '--only', 'transport/logs-on'],
            env={**os.environ, 'MAPI_HOST_PATH': str(tap.HOME), 'MAPI_LIE': lie},
            capture_output=True, text=True)
        self.assertEqual(done.returncode, 1, done.stderr)
        report = json.loads(done.stdout)
        self.assertEqual(report['failed'], 1, report)
        reason = report['results'][0]['reason']
        if lie in ENDS:
            self.assertIn(ENDS[lie], reason)
        else:
            self.assertNotIn('its process ended with', reason)


if __name__ == '__main__':
    tap.main()
