# SPDX-License-Identifier: LGPL-2.1-or-later
"""Cells about store and forward: against a Postfix of its own, and a bare loop."""

import argparse
import re
import shutil
import statistics

import latency_bench
import mta_bench
import sink as sinks
from cells import Cell, median, ratio

ARGUMENTS = ' {work} {port} {size} {sess} {n}'
KIB2, KIB20, MIB1 = 2048, 20480, 1048576
FLUSH_US = 5000
ALONE = 50

RATE_CELLS = (
    (1, '20 KiB, 10 submitters', 'postfix', 3.5, KIB20, 10),
    (2, '20 KiB, 1 submitter', 'postfix', 2, KIB20, 1),
    (3, '2 KiB, 10 submitters', 'postfix', 4, KIB2, 10),
    (4, '1 MiB, 1 submitter', 'postfix', 1.0, MIB1, 1),
    (4, '1 MiB, 10 submitters', 'postfix', 1.0, MIB1, 10),
    (5, '20 KiB, 10 submitters', 'ideal', 0.5, KIB20, 10),
    (5, '20 KiB, 1 submitter', 'ideal', 0.5, KIB20, 1),
    (5, '2 KiB, 10 submitters', 'ideal', 0.5, KIB2, 10),
    (5, '1 MiB, 1 submitter', 'ideal', 0.5, MIB1, 1),
    (5, '1 MiB, 10 submitters', 'ideal', 0.5, MIB1, 10),
)
PEERS = {'postfix': 'Postfix', 'ideal': 'bare loop'}


class Spooling:
    """One run of everything that sends through the sink."""

    def __init__(self, bench):
        self.bench = bench
        self.results = {}
        self.latencies = {'ours': [], 'postfix': []}

    def target(self, name, before=''):
        return mta_bench.Program(f'{before}{self.bench.programs / name}{ARGUMENTS}', self.bench.work)

    def measure(self, targets, sizes, sessions):
        wanted = argparse.Namespace(rounds=self.bench.rounds, scale=self.bench.scale,
                                    sizes=sizes, sessions=sessions)
        return mta_bench.measure_all(targets, self.bench.sink, wanted)

    def measure_all(self):
        port, stop = sinks.start_postfix(self.bench.work, self.bench.sink)
        targets = {'postfix': mta_bench.Source(port), 'ours': self.target('spool_bench'),
                   'ideal': self.target('ideal_spooler')}
        try:
            self.results = self.measure(targets, [KIB2, KIB20, MIB1], [1, 10])
            self.results.update(self.measure(targets, [KIB2, KIB20], [50]))
            self.measure_latencies(port)
        finally:
            stop()

    @staticmethod
    def middle(results, size, sessions, name, key='end_to_end'):
        runs = results.get((size, sessions, name))
        return statistics.median(run[key] for run in runs) if runs else None

    def against(self, peer, size, sessions, key='end_to_end'):
        return ratio(self.middle(self.results, size, sessions, 'ours', key),
                     self.middle(self.results, size, sessions, peer, key))

    def rate_cells(self):
        for number, work, peer, goal, size, sessions in RATE_CELLS:
            yield Cell(number, work, PEERS[peer], goal, self.against(peer, size, sessions))
        for size, text in ((KIB2, '2 KiB'), (KIB20, '20 KiB')):
            yield Cell(6, f'{text}, 50 submitters', 'itself with 10', 0.9,
                       ratio(self.middle(self.results, size, 50, 'ours'),
                             self.middle(self.results, size, 10, 'ours')))

    def cpu_cell(self):
        return Cell(11, 'processor time, 20 KiB, 10 submitters', 'Postfix', 0.35,
                    self.against('postfix', KIB20, 10, 'cpu_ms'), less=True)

    def flushes(self, sessions):
        """Flushes a message."""
        log = self.bench.work / 'flushes'
        trace = f'strace -f -qq -e trace=fsync,fdatasync -o {log} '
        n = mta_bench.count(KIB2, sessions, self.bench.scale)
        self.target('spool_bench', trace).run(self.bench.sink, KIB2, sessions, n)
        return len(re.findall(r'f(?:data)?sync\(', log.read_text(encoding='utf-8'))) / n

    def flush_cells(self):
        for sessions, goal in ((1, 1.3), (10, 0.4)):
            found = self.flushes(sessions) if shutil.which('strace') else None
            yield Cell(7, f'flushes a message, {sessions} submitters', '-', goal, found, less=True)

    def slow_disk_cells(self):
        """Every process under the shim, the peer's too."""
        shim = {'LD_PRELOAD': str(self.bench.programs / 'slow_sync.so'), 'SLOW_SYNC_US': str(FLUSH_US)}
        passed = ' '.join(f'{name}={value}' for name, value in shim.items())
        port, stop = sinks.start_postfix(self.bench.work / 'slow', self.bench.sink,
                                         f'import_environment = MAIL_CONFIG LANG=C {passed}')
        targets = {'postfix': mta_bench.Source(port),
                   'ours': self.target('spool_bench', f'env {passed} ')}
        try:
            results = self.measure(targets, [KIB2], [1, 10, 50])
        finally:
            stop()
        for sessions, goal in ((1, 0.9), (10, 0.9), (50, 2)):
            yield Cell(8, f'a flush of 5 ms, 2 KiB, {sessions} submitters', 'Postfix', goal,
                       ratio(self.middle(results, KIB2, sessions, 'ours'),
                             self.middle(results, KIB2, sessions, 'postfix')))

    def measure_latencies(self, port):
        command = [self.bench.programs / 'spool_bench', self.bench.work, str(self.bench.sink.port),
                   str(KIB2), '0', str(ALONE)]
        for _ in range(self.bench.rounds):
            for name, begin in (('postfix', lambda: latency_bench.Dialogue(port)),
                                ('ours', lambda: latency_bench.Program(command))):
                self.latencies[name] += latency_bench.measure(begin(), self.bench.sink, ALONE)

    def latency_cells(self):
        """One at a time, each delivered before the next."""
        for index, (text, goal) in enumerate((('SubmitMessage returns', 0.4), ('delivered', 0.6))):
            ours, postfix = (median(times[index] for times in self.latencies[name])
                             for name in ('ours', 'postfix'))
            yield Cell(9, f'{text} (p50)', 'Postfix', goal, ratio(ours, postfix), less=True)


def spool_cells(bench):
    spooling = Spooling(bench)
    spooling.measure_all()
    yield from spooling.rate_cells()
    yield from spooling.flush_cells()
    yield from spooling.slow_disk_cells()
    yield from spooling.latency_cells()
    yield spooling.cpu_cell()
