#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Builds each sample outside of the tree, against an installed library, as its README says."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import tap

SOURCE = pathlib.Path(os.environ['MAPI_SOURCE_ROOT'])
BUILD = pathlib.Path(os.environ['MAPI_BUILD_ROOT'])
SAMPLES = ('file-transport', 'filing-hook', 'memory-store', 'null-store', 'remote-transport',
           'signature', 'tight-pair', 'wrapped-store')


def run(*command, **environment):
    done = subprocess.run(command, env={**os.environ, **environment}, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise AssertionError(f'{" ".join(map(str, command))}:\n{done.stdout}')
    return done.stdout


def install(folder):
    """Installs the tree into the folder; answers where pkg-config finds it there."""
    run('meson', 'install', '-C', BUILD, '--no-rebuild', '--destdir', folder)
    file = next(folder.rglob('mapi-1.0.pc'))
    text = file.read_text(encoding='utf-8')
    prefix = re.search('^prefix=(.*)$', text, re.MULTILINE)[1]
    file.write_text(text.replace(prefix, f'{folder}{prefix}'), encoding='utf-8')
    return file.parent


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

    def test_program(self):
        folder = self.build('read-receipt')
        self.assertIn('--refuse', run(folder / 'b' / 'read-receipt', '--help'))

    def test_build(self):
        for sample in SAMPLES:
            with self.subTest(sample):
                folder = self.build(sample)
                exported = run('nm', '-D', '--defined-only', folder / 'b' / f'{sample}.so')
                self.assertRegex(exported, r'^(\S+ T mapi_(hook|ms|xp)_provider_init\n)+$')
                self.assertTrue((folder / 'b' / f'{sample}.service').exists())


if __name__ == '__main__':
    tap.main()
