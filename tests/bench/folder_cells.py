# SPDX-License-Identifier: LGPL-2.1-or-later
"""Cells about large folders: against SQL, Dovecot and notmuch, and a hundred times the messages."""

import pathlib
import subprocess
import sys
import time

import dovecot
import notmuch
from cells import Cell, median, ratio
from object_cells import rates

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / 'speed'))
import big_folder  # noqa: E402  pylint: disable=wrong-import-position

MANY = 100000
# What notmuch takes in a reasonable time.
SOME = 20000
APPENDED = 100
NEWEST = 'FETCH {}:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)'
CASES = ('newest', 'subject', 'body', 'sort-date', 'sort-subject', 'append')
INDEXED = 'body-indexed'


def seconds(work):
    start = time.monotonic()
    work()
    return time.monotonic() - start


class Folder:
    """MANY messages here, and the same ones in the peers; SOME where both have an index of words."""

    def __init__(self, bench):
        self.bench = bench
        self.work = bench.work / 'folder'
        self.indexed = self.work / 'indexed'
        self.count = max(int(MANY * bench.scale), 1000)
        self.count_indexed = max(int(SOME * bench.scale), 1000)
        self.ours = {}
        self.peer = {}
        self.cold = {}
        self.notmuch = None

    def run_ours(self, *words, folder=None):
        folder = folder or self.work
        return rates(self.bench.programs / 'store_bench', folder, folder / 'store.db', *words)

    def fill(self):
        self.indexed.mkdir(parents=True)
        self.run_ours('fill', self.count)
        self.run_ours('fill', self.count_indexed, folder=self.indexed)
        self.run_ours('index', folder=self.indexed)
        if notmuch.Notmuch.is_there():
            self.notmuch = notmuch.Notmuch(self.work / 'notmuch')
            self.notmuch.fill(map(dovecot.make_message, range(self.count_indexed)))

    def measure(self):
        """Ours, then the peers', in every round."""
        server = dovecot.Dovecot(self.work / 'dovecot', 'mdbox') if dovecot.Dovecot.is_there() else None
        if server is not None:
            server.start()
        try:
            if server is not None:
                server.fill(self.count)
            for turn in range(self.bench.rounds):
                for name, found in self.run_ours(1, *CASES).items():
                    self.ours.setdefault(name, []).extend(found)
                found = self.run_ours(1, INDEXED, folder=self.indexed)
                self.ours.setdefault(INDEXED, []).extend(found[INDEXED])
                if self.notmuch is not None:
                    took = seconds(lambda: self.notmuch.search('word77'))
                    self.peer.setdefault(INDEXED, []).append(took)
                if server is not None:
                    self.measure_dovecot(server, turn == 0)
        finally:
            if server is not None:
                server.stop()

    def measure_dovecot(self, server, is_first):
        client = dovecot.Client(server.port)
        client.run('SELECT INBOX')
        commands = {
            'newest': NEWEST.format(self.count - 49),
            'sort-date': 'SORT (REVERSE DATE) UTF-8 ALL',
            'sort-subject': 'SORT (SUBJECT) UTF-8 ALL',
            'subject': 'SEARCH SUBJECT "key77"',
            'body': 'SEARCH TEXT "word77 "',
        }
        for name, command in commands.items():
            took = seconds(lambda line=command: client.run(line))
            if is_first:
                self.cold[name] = took
            else:
                self.peer.setdefault(name, []).append(took)
        client.close()
        self.measure_append(server)

    def measure_append(self, server):
        client = dovecot.Client(server.port)
        messages = [dovecot.make_message(self.count + i) for i in range(APPENDED)]
        took = seconds(lambda: [client.append([message]) for message in messages])
        self.peer.setdefault('append', []).append(took / APPENDED)
        client.run('SELECT INBOX')
        client.run(f'STORE {self.count + 1}:* +FLAGS (\\Deleted)')
        client.run('EXPUNGE')
        client.close()

    def our_seconds(self, name):
        return median(1 / pair[0] for pair in self.ours.get(name, []))

    def of_peer(self, name):
        """Our time as a share of the peer's, warm where there was a second round."""
        peer = median(self.peer.get(name, [])) or self.cold.get(name)
        return ratio(self.our_seconds(name), peer)

    def cells(self):
        rows = self.ours['newest']
        sql = ratio(median(pair[1] for pair in rows), median(pair[0] for pair in rows))
        append = self.of_peer('append')
        yield Cell(15, 'newest 50 of 100,000', 'raw SQL', 6, sql, less=True)
        yield Cell(15, 'newest 50 of 100,000', 'Dovecot FETCH', 0.4, self.of_peer('newest'), less=True)
        yield Cell(17, 'subject contains', 'Dovecot SEARCH SUBJECT', 1.0, self.of_peer('subject'),
                   less=True)
        yield Cell(18, 'body contains, no index', 'Dovecot SEARCH TEXT', 0.4, self.of_peer('body'),
                   less=True)
        yield Cell(18, 'body contains, with the index', 'notmuch', 0.2, self.of_peer(INDEXED), less=True)
        yield Cell(19, 'sort by date', 'Dovecot SORT, cold', 0.5,
                   ratio(self.our_seconds('sort-date'), self.cold.get('sort-date')), less=True)
        yield Cell(19, 'sort by subject', 'Dovecot SORT, cold', 1,
                   ratio(self.our_seconds('sort-subject'), self.cold.get('sort-subject')), less=True)
        yield Cell(20, 'one durable message more', 'Dovecot APPEND', 4,
                   None if append is None else 1 / append)


def folder_cells(bench):
    folder = Folder(bench)
    folder.fill()
    folder.measure()
    yield from folder.cells()


def run_scale(bench, path, case, count):
    """MiB resident at most, and microseconds for each."""
    done = subprocess.run([bench.programs.parent / 'speed' / 'scale', path, case, str(count)],
                          stdout=subprocess.PIPE, text=True, check=True)
    _, memory, took = done.stdout.split('\t')
    return float(memory.split()[0]), float(took.split()[0])


def growing_folder_cells(bench):
    """The newest 50 of 1,000,000 against those of 10,000."""
    small, large = 10000, max(int(1000000 * bench.scale), 20000)
    took = {size: [] for size in (small, large)}
    paths = {size: bench.work / f'{size}.db' for size in took}
    for size, path in paths.items():
        big_folder.make(bench.programs.parent / 'speed' / 'scale', path, size)
    for _ in range(bench.rounds):
        for size, path in paths.items():
            took[size].append(run_scale(bench, path, 'newest', 300)[1])
    yield Cell(16, f'newest 50 of {large:,}', f'of {small:,}', 1.5,
               ratio(median(took[large]), median(took[small])), less=True)
    yield Cell(23, f'MiB resident, {large:,} paged', '-', 64,
               run_scale(bench, paths[large], 'all', 1)[0], less=True)
