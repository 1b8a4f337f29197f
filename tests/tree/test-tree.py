#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds the sources to the rules that a reader relies on: see CONTRIBUTING.md."""

import os
import pathlib
import re
import unittest

import tap

ROOT = pathlib.Path(os.environ['MAPI_SOURCE_ROOT'])
FOLDERS = ('build-aux', 'mapi', 'hosts', 'spooler', 'providers', 'samples', 'tests')
LAYERS = ('mapi/core', 'mapi/spi', 'mapi/kit', 'mapi/session', 'mapi/check', 'spooler')
OUTSIDE = ('hosts/', 'providers/', 'samples/')
INCLUDE = re.compile(r'\s*#\s*include\s+["<]([^">]+)[">]')


def sources(*endings):
    """(path below the root, text) of every source in the tree."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob('*')):
            if path.is_file() and path.suffix in endings:
                yield str(path.relative_to(ROOT)), path.read_text(encoding='utf-8')


def layer(path):
    return next((n for n, name in enumerate(LAYERS) if path.startswith(name + '/')), None)


def includes(text):
    """(line number, header) of what a C source includes."""
    for number, line in enumerate(text.splitlines(), 1):
        if match := INCLUDE.match(line):
            yield number, match[1]


class Tree(unittest.TestCase):
    def test_licence(self):
        for path, text in sources('.c', '.h', '.py', '.js', '.sh', '.vala'):
            head = text.splitlines()[:3]
            with self.subTest(path):
                self.assertTrue(any('SPDX-License-Identifier: LGPL-2.1-or-later' in line
                                    for line in head))

    def test_layers(self):
        where = {os.path.basename(path): path for path, _ in sources('.h')}
        for path, text in sources('.c', '.h'):
            mine = layer(path)
            for number, header in includes(text):
                theirs = layer(where.get(os.path.basename(header), ''))
                if mine is not None and theirs is not None:
                    self.assertGreaterEqual(mine, theirs, f'{path}:{number} includes {header}')

    def test_providers_see_what_is_installed(self):
        own = {os.path.basename(path) for path, _ in sources('.h') if path.startswith('mapi/')}
        for path, text in sources('.c', '.h'):
            for number, header in includes(text):
                if path.startswith(OUTSIDE) and header != 'mapi/mapi.h':
                    self.assertNotIn(os.path.basename(header), own,
                                     f'{path}:{number} includes {header}')

    def test_nothing_stray(self):
        stray = re.compile(r'^\s*goto\s+\w+;|\b(TO' r'DO|FIX' r'ME|X' r'XX)\b', re.MULTILINE)
        for path, text in sources('.c', '.h', '.py', '.js', '.sh', '.vala'):
            if match := stray.search(text):
                line = text.count('\n', 0, match.start()) + 1
                self.fail(f'{path}:{line}: {match[0].strip()}')


if __name__ == '__main__':
    tap.main()
