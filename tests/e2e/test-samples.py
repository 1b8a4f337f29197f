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
        self.offer_vapis()

    def offer_vapis(self):
        """Puts what valac knows of the libraries where it looks for it, as if they were installed."""
        vapis = self.world.home / 'share' / 'vala' / 'vapi'
        vapis.mkdir(parents=True)
        for pattern in ('mapi/*.vapi', 'spooler/*.vapi', 'meson-private/mapi-*.deps'):
            for path in world.BUILD.glob(pattern):
                (vapis / path.name).symlink_to(path)

    def environment(self):
        shared = os.environ.get('XDG_DATA_DIRS', '/usr/local/share:/usr/share')
        return dict(self.world.environment, PATH=f'{self.tools}:{os.environ["PATH"]}',
                    XDG_DATA_DIRS=f'{self.world.home / "share"}:{shared}',
                    PKG_CONFIG_PATH=str(world.BUILD / 'meson-uninstalled'))

    def follow(self, sample):
        """Types what the README says, and answers what came of it."""
        folder = self.world.home / sample
        shutil.copytree(world.SOURCE / 'samples' / sample, folder)
        typed = commands(folder / 'README.md')
        self.assertTrue(any('/client' in line for line in typed), typed)
        script = '\n'.join(['set -e', *typed])
        done = subprocess.run(
            ['bash', '-c', script], cwd=folder, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env=self.environment())
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def assert_works(self, said, subject):
        self.assertRegex(said, r'\nInbox +0 messages')
        self.assertIn(f'received: {subject}', said)
        self.assertIn('Written by a program.', said)
        self.assertEqual(self.world.count('Inbox'), 1)
        self.assertEqual(self.world.json('queue'), [])

    def test_c(self):
        self.assert_works(self.follow('c-client'), 'Hello from C')

    def test_python(self):
        self.assert_works(self.follow('python-client'), 'Hello from Python')

    @tap.with_gjs
    def test_javascript(self):
        self.assert_works(self.follow('gjs-client'), 'Hello from JavaScript')

    @unittest.skipUnless(shutil.which('valac'), 'valac is not installed')
    def test_vala(self):
        self.assert_works(self.follow('vala-client'), 'Hello from Vala')


if __name__ == '__main__':
    tap.main()
