#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds the hot paths to a number of instructions, which repeats where times do not.

budgets.tsv has a line for each: the case of hot-paths, how often it is done, and the instructions
that it took once when they were last looked at. More than 15 % above that fails; who makes a path
shorter lowers its number. What is done 0 times is a process of its own, counted from its start to
its end: `mapi send` that does all by itself, and one that hands its message to a spooler.
"""

import contextlib
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import tap
import throwaway
from instructions import count_instructions

PROGRAM = pathlib.Path(os.environ['MAPI_BUILD_ROOT'], 'tests', 'speed', 'hot-paths')
TOOLS = pathlib.Path(os.environ['MAPI_BUILD_ROOT'], 'spooler')
MAPI, DIRECT = TOOLS / 'cli' / 'mapi', TOOLS / 'cli' / 'mapi-direct'
BUDGETS = pathlib.Path(os.environ['MAPI_SOURCE_ROOT'], 'tests', 'speed', 'budgets.tsv')
LEEWAY = 1.15
MESSAGE = ('From: a@perf.invalid\nTo: b@perf.invalid\nSubject: test\n'
           'Date: Thu, 01 Jan 2026 00:00:00 +0000\nMessage-ID: <x@perf.invalid>\n\n'
           + ('x' * 63 + '\n') * 32)

# An address book of the tests' own.
os.environ['MAPI_SERVICE_PATH'] += f":{os.environ['MAPI_BUILD_ROOT']}/tests/fixtures"


@contextlib.contextmanager
def spooler(home, environment):
    """One at work for the profile; answers the file that has what it says."""
    log = pathlib.Path(home, 'spooler.log')
    with log.open('wb') as out, subprocess.Popen(
            [TOOLS / 'daemon' / 'mapi-spooler', '--foreground'], env=environment, stdout=out) as process:
        throwaway.wait_for(pathlib.Path(home, 'mapi', 'spooler-speed.send').exists)
        yield log
        process.terminate()


def send_cost(program, home, environment):
    """Instructions of a whole process of the program, in a profile that has sent before."""
    message = pathlib.Path(home, 'message.eml')
    message.write_text(MESSAGE, encoding='utf-8')
    subprocess.run([DIRECT, '--quiet', 'send', message], env=environment, check=True)
    return count_instructions([program, '--quiet', 'send', message], home=home)


def process_cost(case):
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, **{name: home for name in tap.XDG_NAMES}}
        subprocess.run([DIRECT, '--quiet', 'profile', 'create', 'speed'], env=environment, check=True)
        if case == 'send':
            return send_cost(DIRECT, home, environment)
        with spooler(home, environment) as log:
            found = send_cost(MAPI, home, environment)
        if 'handed over' not in log.read_text(encoding='utf-8'):
            raise AssertionError('the spooler was not asked')
        return found


def cost(case, times):
    """Instructions each time, without those of the start."""
    if times == 0:
        return process_cost(case)
    run = [PROGRAM, case]
    return (count_instructions([*run, str(2 * times)])
            - count_instructions([*run, str(times)])) / times


@unittest.skipIf(shutil.which('valgrind') is None, 'no valgrind')
@unittest.skipIf(os.environ['MAPI_SANITIZE'] != 'none', 'the sanitizers count too')
class Tracer(unittest.TestCase):
    """A tracer that is there and off, against an object that no session has ever given out."""

    TIMES = 1000
    MOST = 1.05

    def test_off(self):
        without, off, on = (cost(case, self.TIMES)
                            for case in ('no-tracer', 'tracer-off', 'tracer-on'))
        print(f'# a call: {without:.0f} instructions without a tracer, {off:.0f} with one that is '
              f'off ({off / without:.3f}), {on:.0f} with one that is on')
        self.assertLessEqual(off, without * self.MOST)
        # What is measured can be told from what is not.
        self.assertGreater(on, without * self.MOST)


@unittest.skipIf(shutil.which('valgrind') is None, 'no valgrind')
@unittest.skipIf(os.environ['MAPI_SANITIZE'] != 'none', 'the sanitizers count too')
class Instructions(unittest.TestCase):
    def hold(self, case, times, budget):
        found = cost(case, times)
        print(f'# {case}: {found:.0f} instructions, {found / budget:.2f} of {budget}')
        self.assertLessEqual(found, budget * LEEWAY)


def add_tests():
    for line in BUDGETS.read_text(encoding='utf-8').splitlines():
        if line.startswith('#'):
            continue
        case, times, budget = line.split('\t')
        setattr(Instructions, 'test_' + case.replace('-', '_'),
                lambda self, case=case, times=int(times), budget=int(budget):
                self.hold(case, times, budget))


add_tests()
if __name__ == '__main__':
    tap.main()
