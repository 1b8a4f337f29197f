#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""@NAME@ does what all providers of its kind have to: the conformance kit asks it."""

import os
import pathlib
import subprocess
import unittest

HERE = pathlib.Path(__file__).resolve().parent
os.environ.setdefault('MAPI_SERVICE_PATH', str(HERE))


class Conformance(unittest.TestCase):
    def test_clauses(self):
        done = subprocess.run(['mapi', 'check', '--with', HERE / '@NAME@.check', '@NAME@'],
                              text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(done.returncode, 0, done.stdout)


if __name__ == '__main__':
    unittest.main()
