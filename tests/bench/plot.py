# SPDX-License-Identifier: LGPL-2.1-or-later
"""Draws the cells of a table as bars around their goals."""

import html

LINE = 24
LEFT = 330
UNIT = 160
LIMIT = 3.0
COLOURS = {'met': '#2e7d32', 'missed': '#c62828'}


def share(cell):
    """How far the goal is reached: 1 is the goal, more is better."""
    reached = cell.goal / cell.measured if cell.less else cell.measured / cell.goal
    return min(reached, LIMIT)


def draw_cell(cell, top):
    label = html.escape(f'{cell.number}. {cell.work}, {cell.peer}')
    yield f'<text x="{LEFT - 8}" y="{top + 15}" text-anchor="end">{label}</text>'
    if cell.measured is None:
        return
    length = share(cell) * UNIT
    yield (f'<rect x="{LEFT}" y="{top + 3}" width="{length:.0f}" height="{LINE - 8}" '
           f'fill="{COLOURS[cell.verdict]}"/>')
    yield f'<text x="{LEFT + length + 6:.0f}" y="{top + 15}">{cell.measured:.2f}</text>'


def draw(cells):
    """An SVG: a bar for each cell, and a line where its goal is."""
    width, height = LEFT + LIMIT * UNIT + 60, LINE * (len(cells) + 2)
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" '
             'font-family="sans-serif" font-size="12">',
             f'<rect width="{width:.0f}" height="{height}" fill="white"/>']
    for index, cell in enumerate(cells):
        lines += draw_cell(cell, LINE * (index + 1))
    goal = LEFT + UNIT
    lines += [f'<line x1="{goal}" x2="{goal}" y1="{LINE}" y2="{height - LINE}" stroke="black"/>',
              f'<text x="{goal}" y="16" text-anchor="middle">goal</text>', '</svg>', '']
    return '\n'.join(lines)
