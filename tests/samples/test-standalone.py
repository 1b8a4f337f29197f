#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Builds each sample outside of the tree, against an installed library, as its README says."""

import pathlib
import re
import shutil
import tempfile
import unittest

import tap
from installed import BUILD, SOURCE, install, run

SAMPLES = ('address-list', 'file-transport', 'filing-hook', 'memory-store', 'null-store',
           'pipe-transport', 'remote-transport', 'signature', 'tight-pair', 'webhook',
           'wrapped-store')


class Samples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.pkgconfig = install(cls.folder / 'installed')

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def build(self, sample):
        """Builds a copy of it, and answers where."""
        folder = self.folder / sample
        shutil.copytree(SOURCE / 'samples' / sample, folder)
        run('meson', 'setup', folder / 'b', folder, PKG_CONFIG_PATH=str(self.pkgconfig))
        run('ninja', '-C', folder / 'b')
        return folder

    def test_manual(self):
        """Whoever types what the page about transports says, in the sample that it is about, has one
        that works and that the kit has no complaint about."""
        home = self.folder / 'home'
        home.mkdir()
        (home / 'mapi').symlink_to(self.pkgconfig.parents[2])
        services = home / 'share' / 'mapi-1.0' / 'services'
        services.mkdir(parents=True)
        for path in (BUILD / 'providers' / 'sqlite').glob('*.s[eo]*'):
            if path.is_file():
                (services / path.name).symlink_to(path)
        folder = home / 'file-transport'
        shutil.copytree(SOURCE / 'samples' / 'file-transport', folder)
        page = (SOURCE / 'doc' / 'writing-a-transport.md').read_text(encoding='utf-8')
        typed = re.findall('^```sh\n(.*?)^```$', page, re.MULTILINE | re.DOTALL)
        said = run('bash', '-c', '\n'.join(['set -e', f'cd {folder}', *typed]), HOME=str(home),
                   XDG_DATA_HOME=str(home / 'share'), XDG_CONFIG_HOME=str(home / 'config'))
        self.assertRegex(said, r'\n[0-9a-f-]{36}\.eml\n')
        self.assertRegex(said, r'file-transport: \d\d+ passed, 0 failed')

    def test_program(self):
        folder = self.build('read-receipt')
        self.assertIn('--refuse', run(folder / 'b' / 'read-receipt', '--help'))

    def test_client(self):
        folder = self.build('c-client')
        self.assertTrue((folder / 'b' / 'client').exists())

    @unittest.skipUnless(shutil.which('valac'), 'valac is not installed')
    def test_vala(self):
        program = self.folder / 'vala-client'
        run('valac', '--pkg=mapi-spooler-1.0', '-o', program,
            SOURCE / 'samples' / 'vala-client' / 'client.vala', PKG_CONFIG_PATH=str(self.pkgconfig),
            XDG_DATA_DIRS=f'{self.pkgconfig.parents[2] / "share"}:/usr/share')
        self.assertTrue(program.exists())

    def test_build(self):
        for sample in SAMPLES:
            with self.subTest(sample):
                folder = self.build(sample)
                exported = run('nm', '-D', '--defined-only', folder / 'b' / f'{sample}.so')
                self.assertRegex(exported, r'^(\S+ T mapi_(ab|hook|ms|xp)_provider_init\n)+$')
                self.assertTrue((folder / 'b' / f'{sample}.service').exists())


if __name__ == '__main__':
    tap.main()
