#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The daemon is refused memory, once or some times in a row, at points spread over a whole run.

After each such run that was to send and to receive, another one goes on with what it has left, and
what was submitted is held against what arrived. How many points: MAPI_FAULT_POINTS, or `all`.
"""

import collections
import mailbox
import os
import resource
import signal
import struct
import subprocess
import unittest
from email.message import EmailMessage

import tap
import throwaway
import world

DAEMON = world.BUILD / 'spooler' / 'daemon' / 'mapi-spooler'
NO_MEMORY = world.BUILD / 'tests' / 'faults' / 'no-memory.so'
POINTS = os.environ.get('MAPI_FAULT_POINTS', '200')
TIMES = (1, 100)  # in a row: a moment without memory, and a while
ROUND_MESSAGES = 3
LANES = 2
# GLib ends the process; other libraries answer an error, which is told or overcome.
ENDS = {-signal.SIGABRT: 'aborted', -signal.SIGTRAP: 'aborted', 1: 'ended with an error',
        0: 'ended well'}


class NotingDelivery(throwaway.Delivery):
    """Notes who came, in order."""

    def __init__(self, maildir):
        super().__init__(maildir)
        self.names = []

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        self.names.append(world.message_id(envelope.original_content))
        return answer


def no_core():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@unittest.skipIf(os.environ['MAPI_SANITIZE'] != 'none', 'the sanitizers allocate themselves')
class NoMemory(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)
        server = self.world.mail_server()
        self.arrivals = server.controller.handler = NotingDelivery(self.world.home / 'Arrived')
        self.incoming = throwaway.make_maildir(self.world.home / 'Incoming')
        self.world.profile(server.port, self.incoming, connections=LANES)
        self.offered = 0
        self.count = collections.Counter()

    def compose(self, name):
        message = EmailMessage()
        message['From'] = 'me@memory.test'
        message['To'] = 'you@memory.test'
        message['Subject'] = name
        message['Message-ID'] = name
        message.set_content(f'This is {name}.\n' * 200)
        return message.as_bytes()

    def offer(self):
        """Some messages more in each direction; answers their names."""
        self.offered += 1
        out = [f'<{self.offered}-{n}@memory.test>' for n in range(ROUND_MESSAGES)]
        self.world.ok('send', *(self.world.write(f'{n}.eml', self.compose(name))
                                for n, name in enumerate(out)))
        name = f'<{self.offered}@memory.test>'
        (self.incoming / 'new' / name).write_bytes(self.compose(name))
        return out, name

    def run_daemon(self, first, times):
        """A daemon that sends and fetches all, and is refused that memory; how it ended, and how
        often it asked for some."""
        count = self.world.home / 'count'
        done = subprocess.run(
            [DAEMON, '--drain', '--foreground'], preexec_fn=no_core, timeout=throwaway.PATIENCE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=dict(self.world.environment, LD_PRELOAD=str(NO_MEMORY), NO_MEMORY_COUNT=str(count),
                     NO_MEMORY_AT=str(first), NO_MEMORY_TIMES=str(times)))
        self.said = done.stdout.decode('utf-8', 'replace')
        return done.returncode, struct.unpack('=Q', count.read_bytes())[0]

    def arrivals_of(self, first, times):
        """What arrived in a run."""
        before = len(self.arrivals.names)
        code, asked = self.run_daemon(first, times)
        arrived = self.arrivals.names[before:]
        self.assertEqual(len(arrived), len(set(arrived)), 'twice in one run')
        return code, asked, set(arrived)

    def note_end(self, code, first, times):
        self.assertIn(code, ENDS, f'from {first} on {times} times: {self.said}')
        self.count[ENDS[code]] += 1

    def fault(self, first, times):
        """A run without memory, and one that goes on; every message arrives, and only those again
        that the store did not know of."""
        out, _ = self.offer()
        code, _, arrived = self.arrivals_of(first, times)
        self.note_end(code, first, times)
        known = arrived - {row['subject'] for row in self.world.json('queue')} if arrived else set()
        code, _, later = self.arrivals_of(0, 0)
        self.assertEqual(code, 0, self.said)
        self.count['lost'] += len(set(out) - arrived - later)
        self.count['in the window'] += len(arrived & later)
        self.count['outside of it'] += len(known & later)

    def reconcile_received(self):
        """Of what came in nothing is missing, and nothing there oftener than there were crashes."""
        self.world.ok('export', 'Inbox', '--output', self.world.home / 'mbox')
        received = collections.Counter(message['Message-ID']
                                       for message in mailbox.mbox(self.world.home / 'mbox'))
        names = {f'<{number + 1}@memory.test>' for number in range(self.offered)}
        self.assertEqual(set(received) - names, set())
        self.count['lost'] += len(names - set(received))
        self.count['in the window'] += sum(copies == 2 for copies in received.values())
        self.count['outside of it'] += sum(copies > 2 for copies in received.values())

    def test_allocations(self):
        self.offer()
        code, total, arrived = self.arrivals_of(0, 0)
        self.assertEqual((code, len(arrived)), (0, ROUND_MESSAGES), self.said)
        points = total if POINTS == 'all' else min(int(POINTS), total)
        for point in range(points):
            self.fault(1 + point * total // points, TIMES[point % len(TIMES)])
        self.reconcile_received()
        ends = ', '.join(f'{self.count[end]} {end}' for end in dict.fromkeys(ENDS.values()))
        print(f'# count: faults: no memory for the daemon at {points} of {total} allocations, once or'
              f' {TIMES[-1]} times in a row: {ends}; {self.offered * ROUND_MESSAGES} messages out and'
              f' {self.offered} in: lost {self.count["lost"]}, twice in the window'
              f' {self.count["in the window"]}, outside of it {self.count["outside of it"]}')
        self.assertGreater(self.count['aborted'], 0)
        self.assertEqual((self.count['lost'], self.count['outside of it']), (0, 0))
        self.assertEqual(self.world.json('queue'), [])
        self.assertEqual(self.world.count('Sent Items'), self.offered * ROUND_MESSAGES)


if __name__ == '__main__':
    tap.main()
