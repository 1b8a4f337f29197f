#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The clients among the samples do what their READMEs say, word by word."""

import os
import shutil
import subprocess
import sys
import unittest

import tap
import world


def commands(readme):
    """The lines that the README shows to be typed."""
    return [line[4:] for line in readme.read_text().splitlines() if line.startswith('    ')]


@unittest.skipUnless((world.BUILD / 'mapi' / 'Mapi-1.0.typelib').exists(),
                     'built without introspection')
class Samples(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)
        self.tools = self.world.home / 'bin'
        self.tools.mkdir()
        (self.tools / 'mapi').symlink_to(self.world.mapi)
        (self.tools / 'python3').symlink_to(sys.executable)

    def follow(self, sample):
        """Types what the README says, and answers what came of it."""
        folder = world.SOURCE / 'samples' / sample
        typed = commands(folder / 'README.md')
        self.assertTrue(any('./client' in line for line in typed), typed)
        script = '\n'.join(['set -e', *typed])
        done = subprocess.run(
            ['bash', '-c', script], cwd=folder, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(self.world.environment, PATH=f'{self.tools}:{os.environ["PATH"]}'))
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def assert_works(self, said, subject):
        self.assertRegex(said, r'\nInbox +0 messages')
        self.assertIn(f'received: {subject}', said)
        self.assertIn('Written by a script.', said)
        self.assertEqual(self.world.count('Inbox'), 1)
        self.assertEqual(self.world.json('queue'), [])

    def test_python(self):
        self.assert_works(self.follow('python-client'), 'Hello from Python')

    @unittest.skipUnless(shutil.which('gjs'), 'gjs is not installed')
    def test_javascript(self):
        self.assert_works(self.follow('gjs-client'), 'Hello from JavaScript')


if __name__ == '__main__':
    tap.main()
