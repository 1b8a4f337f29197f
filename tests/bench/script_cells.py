# SPDX-License-Identifier: LGPL-2.1-or-later
"""Cells about scripts: calls beside bare ones of PyGObject, and mail through a script."""

import contextlib
import os
import subprocess
import time

import mta_bench
import object_cells
import sink as sinks
from cells import Cell, median

# Debian's, which has PyGObject, and which the host embeds.
PYTHON = '/usr/bin/python3'
SIZE, SUBMITTERS, COUNT = 2048, 10, 1000
CORE = {0}
GOAL, PEER = 1000, 600


@contextlib.contextmanager
def one_core():
    """For all that is started meanwhile."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, CORE)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def environment(bench, built):
    """What a script needs to find the library of a build, and its host."""
    libraries = ':'.join(str(built / name) for name in ('mapi', 'spooler', 'tests/bench'))
    source = bench.source
    return {**os.environ, 'GI_TYPELIB_PATH': libraries, 'LD_LIBRARY_PATH': libraries,
            'MAPI_HOST_PATH': str(built / 'hosts' / 'python'),
            'PYTHONPATH': str(source / 'hosts' / 'python'),
            'MAPI_SERVICE_PATH': f'{built / "providers" / "sqlite"}:'
                                 f'{source / "samples" / "python-transport"}'}


def call_cells(bench, built):
    script = bench.source / 'tests' / 'bench' / 'script_bench.py'
    found = object_cells.rates(PYTHON, script, bench.rounds, env=environment(bench, built))
    call = 'bare PyGObject call'
    for name, work, peer, goal in (
            ('slot', 'slot in Python, called from C', 'bare PyGObject slot', 5),
            ('base', 'the same through the base of transports', 'bare PyGObject slot', 5),
            ('call', 'GetProps from Python', call, 5),
            ('item', "message['PR_SUBJECT']", call, 5),
            ('set', "message['PR_SUBJECT'] = 'Hello'", call, 5),
            ('values', '25 properties as Python values', 'unpacking a GVariant', 0.5)):
        yield Cell(30, work, peer, goal, object_cells.times(found, name), less=True)


def spool(bench, built, count):
    """Messages a second from the first submission until the last is a file on the disk, and a second
    of processor time, with the start of the interpreter."""
    words = [built / 'tests' / 'bench' / 'spool_bench', bench.work, 'drop', str(SIZE), str(SUBMITTERS),
             str(count)]
    with subprocess.Popen(words, env=environment(bench, built), stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as process:
        if process.stdout.readline() != 'ready\n':
            raise mta_bench.Incomplete('it is not ready')
        start = time.monotonic()
        process.stdin.write('go\n')
        process.stdin.flush()
        if 'finished\n' not in process.stdout:
            raise mta_bench.Incomplete('it ended early')
        taken = time.monotonic() - start
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        return count / taken, count / (usage.ru_utime + usage.ru_stime)


def rounds_of_both(bench, built, port, count):
    """Pairs of what a round has given for ours and for the peer. Who is first takes turns: what else
    the machine does in a minute, and what a run leaves of the disk to the next, meets both."""
    def ours():
        return spool(bench, built, count)

    def peer():
        return mta_bench.Source(port).run(bench.sink, SIZE, SUBMITTERS, count)['end_to_end']

    for number in range(bench.rounds):
        if number % 2:
            other = peer()
            yield ours(), other
        else:
            yield ours(), peer()


def drop_cells(bench, built):
    """On one core each, the sink of the peer on another. The verdict rests on rounds, each of which
    has both: a machine that others use too is not the same from one to the next."""
    count = max(int(COUNT * bench.scale), 50)
    with one_core():
        port, stop = sinks.start_postfix(bench.work / 'script', bench.sink)
        try:
            pairs = list(rounds_of_both(bench, built, port, count))
        finally:
            stop()
    yield Cell(31, 'messages a second of processor time, dropped by a script', '-', GOAL,
               median(of_processor for (_, of_processor), _ in pairs))
    yield Cell(31, 'messages a second, both on one core', 'Postfix', round(GOAL / PEER, 2),
               median(rate / peer for (rate, _), peer in pairs))


def script_cells(bench):
    built = bench.build_for_scripts()
    yield from call_cells(bench, built)
    yield from drop_cells(bench, built)
