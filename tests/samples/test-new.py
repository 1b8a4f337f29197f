#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""`mapi new` writes projects that build, and whose tests pass, as they are."""

import itertools
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import tap
from installed import BUILD, install, run

MAPI = BUILD / 'spooler' / 'cli' / 'mapi'
PROJECTS = tuple(itertools.product(('transport', 'store', 'address-book'), ('c', 'python', 'js')))
NAME = 'my-own-thing'


class New(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.pkgconfig = install(cls.folder / 'installed')
        (cls.folder / 'bin').mkdir()
        (cls.folder / 'bin' / 'mapi').symlink_to(MAPI)
        cls.path = f'{cls.folder / "bin"}:{pathlib.Path(sys.executable).parent}:{os.environ["PATH"]}'

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def make(self, kind, language):
        folder = self.folder / f'{kind}-{language}'
        run(MAPI, 'new', kind, NAME, '--lang', language, '--output', folder)
        return folder

    def test_c(self):
        for kind, language in PROJECTS:
            if language == 'c':
                with self.subTest(kind):
                    folder = self.make(kind, language)
                    run('meson', 'setup', folder / 'b', folder, PATH=self.path,
                        PKG_CONFIG_PATH=str(self.pkgconfig))
                    said = run('meson', 'test', '-C', folder / 'b', '-v', PATH=self.path)
                    self.assertRegex(said, r'Ok: +[12]\b')

    def test_scripts(self):
        for kind, language in PROJECTS:
            if language != 'c' and (language != 'js' or shutil.which('gjs')):
                with self.subTest(kind):
                    folder = self.make(kind, language)
                    services = f'{folder}:{os.environ["MAPI_SERVICE_PATH"]}'
                    for test in sorted(folder.glob('test-*.py')):
                        run(sys.executable, test, PATH=self.path, MAPI_SERVICE_PATH=services)

    def test_names(self):
        """Nothing is left of the sample's names, and no UID is."""
        for kind, language in PROJECTS:
            folder = self.folder / f'names-{kind}-{language}'
            run(MAPI, 'new', kind, NAME, '--lang', language, '--output', folder)
            for file in folder.iterdir():
                text = file.read_text(encoding='utf-8')
                self.assertNotRegex(text, r'file-transport|FileTransport|file_drop|FileDrop|mailbox\.py|Mailbox|'
                                          r'memory-store|MemoryStore|\bmemory_store|address-list|'
                                          r'ListLogon|(gjs|python)-(store|transport|mailbox|address)|'
                                          r'csv_book|CsvBook|json_(store|book)|Json(Store|Book)|'
                                          r'@\w+@(?<!@HOME@)')
            self.assertTrue((folder / f'{NAME}.service').exists())

    def test_uids_are_fresh(self):
        for language, pattern in (('c', r'provider_uid = \{\s*\{ (.*?) \}'),
                                  ('python', "uid = '(.{36})'"), ('js', "UUID = '(.{36})'")):
            uids = set()
            for number in range(2):
                folder = self.folder / f'uid-{number}-{language}'
                run(MAPI, 'new', 'store', NAME, '--lang', language, '--output', folder)
                source = next(folder.glob(f'my?own?thing.{language.replace("ython", "y")}'))
                uids.add(re.search(pattern, source.read_text(encoding='utf-8'), re.DOTALL)[1])
            with self.subTest(language):
                self.assertEqual(len(uids), 2)

    def test_mistakes(self):
        for code, *arguments in ((2, 'transport'), (2, 'toaster', 'x'), (2, 'store', 'Big'),
                                 (2, 'store', '../x'), (2, 'store', 'x', '--lang', 'cobol'),
                                 (1, 'store', 'x', '--output', '/nowhere/at/all'),
                                 (1, 'store', 'x', '--output', '/')):
            with self.subTest(arguments):
                done = subprocess.run([MAPI, 'new', *arguments], capture_output=True, text=True,
                                      cwd=self.folder)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertTrue(done.stderr.startswith('mapi new: '))


if __name__ == '__main__':
    tap.main()
