#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What programs and providers have in their binaries stays where it is.

The lists in this folder say what the libraries export, by version, where the slots of the interfaces
lie, and how large the classes are that others derive from. What is added goes to the lists:
`tests/abi/test-abi.py --update` in the environment of the tests. What goes away, moves or changes its
version breaks those that were built before.
"""

import os
import pathlib
import re
import subprocess
import sys
import unittest

import tap

HERE = pathlib.Path(__file__).parent
BUILD = pathlib.Path(os.environ['MAPI_BUILD_ROOT'])
LIBRARIES = {'libmapi': 'mapi', 'libmapi-check': 'mapi/check', 'libmapi-spooler': 'spooler'}
UPDATE = ' (new ones go to the list by tests/abi/test-abi.py --update)'


def run(*command):
    return subprocess.run(list(map(str, command)), check=True, text=True,
                          stdout=subprocess.PIPE).stdout


def symbols(library):
    """The exported symbols with their versions; versions themselves are absolute symbols."""
    path = BUILD / LIBRARIES[library] / f'{library}-1.0.so.0.0.0'
    lines = (line.split() for line in run('nm', '-D', '--defined-only', path).splitlines())
    return sorted(line[2] for line in lines if line[1] != 'A' and not line[2].startswith('__'))


def slots():
    return run(BUILD / 'tests' / 'abi' / 'slots').splitlines()


LISTS = {f'{library}.symbols': lambda library=library: symbols(library) for library in LIBRARIES}
LISTS['slots.list'] = slots


def kept(name):
    return (HERE / name).read_text(encoding='utf-8').splitlines()


class Abi(unittest.TestCase):
    def compare(self, name):
        was, now = set(kept(name)), set(LISTS[name]())
        self.assertEqual(sorted(was - now), [], f'{name}: gone, moved or of another version')
        self.assertEqual(sorted(now - was), [], f'{name}: not in the list{UPDATE}')

    def test_versions(self):
        """Every symbol has a version."""
        for library in LIBRARIES:
            for symbol in kept(f'{library}.symbols'):
                self.assertRegex(symbol, r'^mapi_\w+@@MAPI_(CHECK_|SPOOLER_)?\d+\.\d+$')

    def test_slots_follow_one_another(self):
        """Where a slot was put between others, those behind it have moved."""
        ends = {}
        for line in kept('slots.list'):
            struct, slot, offset = line.split('\t')
            if slot != 'size':
                self.assertGreater(int(offset), ends.get(struct, 0), line)
                ends[struct] = int(offset)


def add_tests():
    for name in LISTS:
        setattr(Abi, 'test_' + re.sub(r'\W', '_', name), lambda self, name=name: self.compare(name))


def update():
    for name, read in LISTS.items():
        (HERE / name).write_text(''.join(f'{line}\n' for line in read()), encoding='utf-8')


if __name__ == '__main__':
    if sys.argv[1:] == ['--update']:
        update()
    else:
        add_tests()
        tap.main()
