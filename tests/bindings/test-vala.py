#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The vapis compile, and programs in Vala can derive from a class, call an interface and drive the kit."""

import os
import pathlib
import shutil
import subprocess
import unittest

import tap

BUILD = pathlib.Path(os.environ['MAPI_BUILD_ROOT'])
FOLDER = pathlib.Path(__file__).parent


def run(name, *packages):
    """Builds a program with what valac knows of the libraries, and answers what it says."""
    program = pathlib.Path(tap.HOME) / name
    vapis = [f'--vapidir={BUILD / folder}' for folder in ('mapi', 'mapi/check')]
    subprocess.run(['valac', '--quiet', *vapis, '--pkg=gio-2.0', *(f'--pkg={each}' for each in packages),
                    '-X', '-w', '-o', program, FOLDER / f'{name}.vala'], check=True, cwd=tap.HOME,
                   env=dict(os.environ, PKG_CONFIG_PATH=str(BUILD / 'meson-uninstalled')))
    said = subprocess.run([program], check=True, stdout=subprocess.PIPE, encoding='utf-8')
    return said.stdout.splitlines()


@unittest.skipUnless(shutil.which('valac'), 'valac is not installed')
class Vala(unittest.TestCase):
    def test_provider(self):
        self.assertEqual(run('logon', 'mapi-1.0'),
                         ['Greetings', 'unconfigured: nothing is set',
                          'no support: Logon does not implement StartMessage'])

    def test_kit(self):
        self.assertEqual(run('checker', 'mapi-1.0', 'mapi-check-1.0'),
                         ['not found: there is no clause `store/nothing-of-the-kind` to waive',
                          'Memory store/logon-registers-its-uid',
                          'Memory store/logon-keeps-its-support',
                          'Memory store/logon-knows-its-interfaces',
                          'Memory store/logon-ends-with-its-store',
                          '4 passed'])


tap.main()
