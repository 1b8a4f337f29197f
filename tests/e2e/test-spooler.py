#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The spooler among other processes: its place in a profile, and what it hears of from them."""

import time
import unittest

import tap
import throwaway
import world
from peers import Liar


class SpoolerTest(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)

    def send(self, subject='Hello'):
        self.world.ok('send', '--from', 'me@here.test', '--to', 'you@there.test', '--subject', subject,
                      '--body', 'A line.')

    def test_one_in_a_profile(self):
        server = self.world.mail_server()
        self.world.profile(server.port)
        first = self.world.spooler()
        first.wait_for_event('transport')
        said = self.world.expect(world.TEMPORARY, 'spool')
        self.assertIn(f'process {first.process.pid}', said)
        first.kill()
        second = self.world.spooler()
        self.send()
        second.wait_for_event('finished')
        second.stop()

    def test_asked_to_flush(self):
        """What waits for a later try goes when somebody wants it to."""
        port = throwaway.free_port()
        self.world.profile(port)
        spooler = self.world.spooler()
        self.send()
        spooler.wait_for_event('wait')
        server = Liar(self, self.world.home / 'server', port=port)
        self.assertIn(f'process {spooler.process.pid}', self.world.ok('flush'))
        spooler.wait_for_event('finished')
        self.world.ok('send', '--from', 'me@here.test', '--to', 'you@there.test', '--body', 'x', '--now')
        spooler.wait_for_event('finished', 2)
        self.assertEqual(len(server.taken()), 2)
        spooler.stop()

    def test_one_in_each_profile(self):
        server = self.world.mail_server()
        self.world.profile(server.port)
        self.world.ok('profile', 'create', 'other')
        spooler = self.world.spooler()
        spooler.wait_for_event('transport')
        self.world.ok('--profile', 'other', 'spool', '--until-empty')
        spooler.stop()

    def test_submitted_by_others(self):
        server = self.world.mail_server()
        self.world.profile(server.port)
        spooler = self.world.spooler()
        spooler.wait_for_event('transport')
        for number in range(1, 6):
            begin = time.monotonic()
            self.send(f'Number {number}')
            submitted = time.monotonic()
            spooler.wait_for(lambda: server.taken >= number, f'message {number} at the server')
            print(f'# submitted after {(submitted - begin) * 1000:.0f} ms, '
                  f'at the server {(time.monotonic() - submitted) * 1000:.0f} ms later')
        spooler.stop()
        self.assertEqual(self.world.json('queue'), [])

    def test_received_by_others(self):
        server = self.world.mail_server()
        self.world.profile(server.port, server.delivery.maildir)
        spooler = self.world.spooler()
        spooler.wait_for_event('transport', 2)
        self.send()
        spooler.wait_for_event('received')
        self.assertEqual(self.world.count('Inbox'), 1)
        spooler.stop()

    def test_unreachable_server(self):
        port = throwaway.free_port()
        self.world.profile(port)
        self.send()
        said = self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        self.assertIn(f'smtp: cannot connect to 127.0.0.1:{port}: Connection refused', said)
        self.assertIn('1 message waits for a later try', said)
        self.assertEqual([row['state'] for row in self.world.json('queue')], ['waiting'])
        server = Liar(self, self.world.home / 'server', port=port)
        self.world.ok('flush')
        self.assertEqual(len(server.taken()), 1)
        self.assertEqual(self.world.json('queue'), [])

    def test_unknown_host(self):
        self.world.profile(25, host='nowhere.invalid')
        self.send()
        said = self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        self.assertIn('nowhere.invalid:25', said)
        self.assertEqual(len(self.world.json('queue')), 1)

    def test_stopped_at_work(self):
        """One that is asked to end in the middle ends well, and leaves the message in the queue."""
        server = Liar(self, self.world.home / 'server', '--at', 'dot', 'hang', '1')
        self.world.profile(server.port)
        self.send()
        spooler = self.world.spooler()
        spooler.wait_for(lambda: 'dot: hang' in (server.folder / 'transcript.txt').read_text(),
                         'message at the server')
        spooler.stop()
        self.assertEqual(len(self.world.json('queue')), 1)
        self.world.ok('flush')
        self.assertEqual(len(server.taken()), 1)


if __name__ == '__main__':
    tap.main()
