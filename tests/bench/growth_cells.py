# SPDX-License-Identifier: LGPL-2.1-or-later
"""How cost grows: with what waits, with transports, with recipients."""

import subprocess

from cells import Cell, median, ratio

COUNT = 200


class Growing:
    """growth_bench with its world made, a round whenever it is asked for one."""

    def __init__(self, bench, waiting, transports, recipients, count):
        words = [bench.programs / 'growth_bench', bench.work, waiting, transports, recipients, count,
                 bench.rounds]
        self.process = subprocess.Popen([str(word) for word in words], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        if self.process.stdout.readline() != 'ready\n':
            raise RuntimeError('growth_bench is not ready')
        self.took = []
        self.worked = []

    def run_round(self):
        self.process.stdin.write('go\n')
        self.process.stdin.flush()
        took, worked = map(float, self.process.stdout.readline().split())
        self.took.append(took)
        self.worked.append(worked)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def compare(bench, small, large):
    """The cost of the large case as a multiple of the small one's: of time, or of the processor's
    where that is more."""
    pair = [Growing(bench, *small), Growing(bench, *large)]
    for _ in range(bench.rounds):
        for growing in pair:
            growing.run_round()
    for growing in pair:
        growing.close()
    small_one, large_one = pair
    return max(ratio(median(large_one.took), median(small_one.took)),
               ratio(median(large_one.worked), median(small_one.worked)))


def growth_cells(bench):
    many = max(int(100000 * bench.scale), 1000)
    yield Cell(24, f'a message while {many:,} wait', 'while 100 wait', 1.3,
               compare(bench, (100, 1, 1, COUNT), (many, 1, 1, COUNT)), less=True)
    yield Cell(24, 'a message with 100 transports', 'with 1', 1.3,
               compare(bench, (0, 1, 1, COUNT), (0, 100, 1, COUNT)), less=True)
    yield Cell(24, 'a recipient of 1,000', 'a message with 1', 1.3,
               compare(bench, (0, 1, 1, COUNT), (0, 1, 1000, 2)), less=True)
