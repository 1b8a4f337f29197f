# SPDX-License-Identifier: LGPL-2.1-or-later
"""Cells whose peer is in the same program: objects, MIME, the wire, and one row of SQLite."""

import subprocess

from cells import Cell, median, ratio


def rates(*command, processes=1, **options):
    """What a program of rounds.c prints: for each case its rates, ours and the peer's."""
    found = {}
    for _ in range(processes):
        done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True,
                              check=True, **options)
        for name, *numbers in map(str.split, done.stdout.splitlines()):
            found.setdefault(name, []).append([float(number) for number in numbers])
    return found


def measured(found, name):
    """How many times the peer's rate ours is."""
    return ratio(median(pair[0] for pair in found[name]), median(pair[1] for pair in found[name]))


def times(found, name):
    """How many times the peer's time ours is."""
    return 1 / measured(found, name)


def object_cells(bench):
    # Where things come to lie differs from process to process, which so few instructions show.
    checked, bare = (rates(programs / 'object_bench', bench.rounds, processes=bench.rounds)
                     for programs in (bench.programs, bench.bare_programs))
    com = 'COM-style call'
    yield Cell(21, 'interface call, checks off', com, 4, times(bare, 'call'), less=True)
    yield Cell(21, 'interface call, checks on', com, 15, times(checked, 'call'), less=True)
    yield Cell(22, 'GetProps, 5 of 25', 'look-up and copy in C', 10, times(checked, 'get-props'),
               less=True)


def mime_cells(bench):
    found = rates(bench.programs / 'mime_bench', bench.rounds)
    for way, text in (('read', 'MIME to properties'), ('write', 'properties to MIME')):
        for size, words in (('2K', '2 KiB'), ('20K', '20 KiB'), ('1M', '1 MiB')):
            yield Cell(13, f'{text}, {words}', 'GMime', 0.4, measured(found, f'{way}-{size}'))


def wire_cells(bench):
    found = rates(bench.programs / 'wire_bench', bench.sink.port, bench.rounds)
    for size, words in (('2K', '2 KiB'), ('20K', '20 KiB')):
        yield Cell(12, f'SMTP transport alone, {words}', 'libcurl', 0.8,
                   measured(found, f'smtp-{size}'))


def save_cells(bench):
    folder = bench.work / 'save'
    folder.mkdir()
    found = rates(bench.programs / 'store_bench', folder, folder / 'store.db', bench.rounds,
                  'save', 'save-100')
    row = 'a row of SQLite'
    yield Cell(14, 'SaveChanges, 25 properties, durable', row, 0.6, measured(found, 'save'))
    yield Cell(14, 'the same, 100 in a transaction', row, 0.3, measured(found, 'save-100'))
