#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds what a large folder costs against what a small one does, in instructions and in memory.

A table in the order of delivery is looked at in folders of 10,000 and of 1,000,000 messages. One
that is sorted otherwise, restricted or divided has read all messages before; since that takes long
where instructions are counted, it is 10,000 and 100,000 there, and 1,000,000 for the memory.
"""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import tap
from big_folder import make, make_tree
from instructions import count_instructions

SCALE = pathlib.Path(os.environ['MAPI_BUILD_ROOT'], 'tests', 'speed', 'scale')

SMALL = 10_000
MIDDLE = 100_000
LARGE = 1_000_000

# One message comes while all folders are in a table.
FOLDERS = 10, 2_000

MOST_GROWTH = 1.5
LEAST_COST = 100
MOST_MEMORY = 64

# The case of "scale", how often, and the larger folder.
GROWTH = [
    ('open', 50, LARGE),
    ('newest', 50, LARGE),
    ('page', 50, LARGE),
    ('page-back', 50, LARGE),
    ('count', 50, LARGE),
    ('position', 50, LARGE),
    ('find', 50, LARGE),
    ('insert', 50, LARGE),
    ('told', 50, LARGE),
    ('sorted-page', 20, MIDDLE),
    ('sorted-count', 50, MIDDLE),
    ('sorted-find', 50, MIDDLE),
    ('sorted-find-prefix', 50, MIDDLE),
    ('sorted-told', 50, MIDDLE),
    ('restricted-page', 20, MIDDLE),
    ('restricted-told', 50, MIDDLE),
    ('divided-told', 50, MIDDLE),
]

MEMORY = [
    ('all', 1),
    ('page-back', 1000),
    ('sorted-page', 1000),
    ('sorted-told', 10),
    ('restricted-all', 1),
    ('divided-told', 10),
]


class Scale(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shared = pathlib.Path('/dev/shm')
        cls.folder = tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None)
        cls.stores = set()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def store(self, size, maker=make):
        """A store with a folder of @size messages, or with what else @maker makes."""
        path = pathlib.Path(self.folder.name, f'{maker.__name__}-{size}.db')
        if path not in self.stores:
            maker(SCALE, path, size)
            self.stores.add(path)
        return path

    def copy(self, size, maker=make):
        """The store anew: what a case changes must not be there for the next one."""
        path = pathlib.Path(self.folder.name, 'copy.db')
        for file in path.parent.glob('copy.db*'):
            file.unlink()
        shutil.copyfile(self.store(size, maker), path)
        return path

    def cost(self, size, case, times, maker=make):
        """Instructions each time, without what leads to it."""
        command = [SCALE, self.copy(size, maker), case, str(times)]
        return count_instructions(command, '--instr-atstart=no') / times

    def hold_growth(self, case, times, sizes, maker=make):
        small, large = (self.cost(size, case, times, maker) for size in sizes)
        print(f'# scale of {case}: {small:.0f} instructions of {sizes[0]}, {large:.0f} of {sizes[1]}: '
              f'{large / small:.2f} times')
        # Nothing costs nothing: less than this was not counted.
        self.assertGreater(min(small, large), LEAST_COST)
        self.assertLessEqual(large, small * MOST_GROWTH)

    def hold_memory(self, case, times):
        output = subprocess.run([SCALE, self.copy(LARGE), case, str(times)],
                                stdout=subprocess.PIPE, text=True, check=True).stdout
        memory = float(output.split('\t')[1].removesuffix(' MiB'))
        print(f'# scale of {case}: {memory} MiB of {LARGE}')
        self.assertGreater(memory, 0)
        self.assertLessEqual(memory, MOST_MEMORY)


def add_tests():
    counts = (shutil.which('valgrind') is not None and os.environ['MAPI_SANITIZE'] == 'none'
              and os.environ['MAPI_HAVE_CALLGRIND'] == '1')
    for case, times, size in GROWTH:
        name = 'test_growth_' + case.replace('-', '_')
        setattr(Scale, name, unittest.skipUnless(counts, 'nothing counts instructions here')(
            lambda self, case=case, times=times, size=size: self.hold_growth(case, times,
                                                                             (SMALL, size))))
    setattr(Scale, 'test_growth_tree_told', unittest.skipUnless(
        counts, 'nothing counts instructions here')(
            lambda self: self.hold_growth('tree-told', 50, FOLDERS, make_tree)))
    for case, times in MEMORY:
        name = 'test_memory_' + case.replace('-', '_')
        setattr(Scale, name, unittest.skipIf(
            os.environ['MAPI_SANITIZE'] != 'none', 'the sanitizers need memory of their own')(
                lambda self, case=case, times=times: self.hold_memory(case, times)))


add_tests()
if __name__ == '__main__':
    tap.main()
