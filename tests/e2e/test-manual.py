#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What stands in the manual as code works: blocks in C are part of a sample or compile by themselves,
those in Python and of the shell are run, in a world of their own for each page."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

import tap
import world

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import GLib, Mapi  # noqa: E402

DOC = world.SOURCE / 'doc'
BLOCK = re.compile(r'^```(\w*)\n(.*?)^```$', re.MULTILINE | re.DOTALL)

# Whose commands are run as they stand, and whose scripts; other suites run those of other pages.
PAGES = ('coming-from-windows', 'concepts', 'deploying', 'hooks-and-preprocessors',
         'testing-a-provider', 'threads-and-lifetimes', 'tracing', 'writing-a-store',
         'writing-an-address-book')
OTHERS = ('profiles', 'testing-with-fakes', 'writing-a-provider-in-python', 'writing-a-transport')

INCLUDES = [world.SOURCE, *(world.SOURCE / 'mapi' / name for name in
                            ('', 'core', 'spi', 'kit', 'session')), world.BUILD / 'mapi' / 'tables']


def blocks(page, language):
    text = (DOC / f'{page}.md').read_text(encoding='utf-8')
    return [code for kind, code in BLOCK.findall(text) if kind == language]


def squeeze(code):
    return ' '.join(code.split())


class Manual(unittest.TestCase):
    def compile(self, code):
        flags = subprocess.run(['pkg-config', '--cflags', 'gio-2.0', 'gmodule-2.0'], check=True,
                               text=True, stdout=subprocess.PIPE).stdout.split()
        done = subprocess.run(['cc', '-fsyntax-only', '-Wall', '-Wno-unused-function', '-x', 'c', '-',
                               *flags, *(f'-I{folder}' for folder in INCLUDES)],
                              input=code, text=True, capture_output=True)
        self.assertEqual(done.returncode, 0, f'{code}\n{done.stderr}')

    def test_c(self):
        samples = [squeeze(path.read_text(encoding='utf-8'))
                   for path in (world.SOURCE / 'samples').rglob('*.c')]
        for page in PAGES + OTHERS:
            for code in blocks(page, 'c'):
                with self.subTest(page):
                    if not any(squeeze(code) in sample for sample in samples):
                        self.compile(code)

    def test_python(self):
        for page in PAGES:
            code = '\n'.join(blocks(page, 'python'))
            with self.subTest(page):
                subprocess.run([sys.executable, '-c', code], check=True)

    @tap.with_gjs
    def test_javascript(self):
        for page in PAGES:
            for number, code in enumerate(blocks(page, 'js')):
                with self.subTest(page):
                    path = pathlib.Path(tap.HOME) / f'{page}-{number}.js'
                    path.write_text(f'{code}\nexport {{}};\n')
                    run = (f"const module = await import('file://{path}');"
                           'for (const init of Object.values(module)) init(1 << 16);')
                    starter = path.with_suffix('.run.js')
                    starter.write_text(run)
                    done = subprocess.run(['gjs', '-m', starter], text=True, capture_output=True)
                    self.assertEqual((done.returncode, done.stderr), (0, ''))

    def test_key_files(self):
        for page in PAGES + OTHERS:
            for text in blocks(page, 'ini'):
                with self.subTest(page):
                    file = GLib.KeyFile()
                    self.assertTrue(file.load_from_data(text, len(text.encode()), GLib.KeyFileFlags.NONE))
                    if file.has_group('Service'):
                        path = pathlib.Path(tap.HOME) / f'{page}.service'
                        path.write_text(text)
                        self.assertGreater(Mapi.ServiceInfo.new_from_file(str(path)).get_n_providers(), 0)

    def test_shell(self):
        for page in PAGES:
            script = '\n'.join(['set -e', *blocks(page, 'sh')])
            with self.subTest(page):
                place = world.World(self)
                tools = place.home / 'bin'
                tools.mkdir()
                (tools / 'mapi').symlink_to(place.mapi)
                done = subprocess.run(
                    ['bash', '-c', script], cwd=place.home, text=True, stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                    env=dict(place.environment, HOME=str(place.home),
                             MAPI_SERVICE_PATH=os.environ['MAPI_SERVICE_PATH'],
                             PATH=f'{tools}:{os.environ["PATH"]}'))
                self.assertEqual(done.returncode, 0, done.stdout[-3000:])

    def test_links(self):
        """Pages that a page names are there."""
        for path in DOC.glob('*.md'):
            for link in re.findall(r'\]\(([^)#:]+)\)', path.read_text(encoding='utf-8')):
                with self.subTest(path.name, link=link):
                    self.assertTrue((DOC / link).exists())


if __name__ == '__main__':
    if shutil.which('cc') is None:
        raise SystemExit('there is no C compiler')
    tap.main()
