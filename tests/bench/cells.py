# SPDX-License-Identifier: LGPL-2.1-or-later
"""The lines of the table."""

import statistics


class Cell:
    """One line of the table: higher is better unless `less` is set."""

    def __init__(self, number, work, peer, goal, measured=None, *, less=False):
        self.number, self.work, self.peer, self.goal, self.less = number, work, peer, goal, less
        self.measured = measured

    @property
    def verdict(self):
        if self.measured is None:
            return 'not measured'
        met = self.measured <= self.goal if self.less else self.measured >= self.goal
        return 'met' if met else 'missed'

    def row(self):
        sign = '<=' if self.less else '>='
        found = '-' if self.measured is None else f'{self.measured:.2f}'
        return [str(self.number), self.work, self.peer, f'{sign} {self.goal}', found, self.verdict]

    def fields(self):
        names = ('number', 'work', 'peer', 'goal', 'less', 'measured', 'verdict')
        return {name: getattr(self, name) for name in names}


def median(values):
    """Of nothing there is none."""
    values = list(values)
    return statistics.median(values) if values else None


def ratio(first, second):
    return first / second if first is not None and second else None


def print_table(cells):
    rows = [['#', 'work', 'against', 'goal', 'measured', 'verdict'], *(cell.row() for cell in cells)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rows.insert(1, ['-' * width for width in widths])
    for row in rows:
        print('| ' + ' | '.join(text.ljust(width) for text, width in zip(row, widths)) + ' |')
