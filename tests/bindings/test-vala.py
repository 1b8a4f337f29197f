#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The vapi compiles, and a program in Vala can derive from a class and call an interface."""

import os
import pathlib
import shutil
import subprocess
import unittest

import tap

BUILD = pathlib.Path(os.environ['MAPI_BUILD_ROOT'])
SOURCE = pathlib.Path(__file__).with_name('logon.vala')
WANTED = ['Greetings', 'unconfigured: nothing is set', 'no support: Logon does not implement StartMessage']


@unittest.skipUnless(shutil.which('valac'), 'valac is not installed')
class Vala(unittest.TestCase):
    def test_program(self):
        program = pathlib.Path(tap.HOME) / 'logon'
        subprocess.run(['valac', '--quiet', f'--vapidir={BUILD / "mapi"}', '--pkg=gio-2.0', '--pkg=mapi-1.0',
                        '-X', '-w', '-o', program, SOURCE], check=True, cwd=tap.HOME,
                       env=dict(os.environ, PKG_CONFIG_PATH=str(BUILD / 'meson-uninstalled')))
        said = subprocess.run([program], check=True, stdout=subprocess.PIPE, encoding='utf-8')
        self.assertEqual(said.stdout.splitlines(), WANTED)


tap.main()
