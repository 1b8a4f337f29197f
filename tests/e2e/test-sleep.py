#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The daemon on a machine that sleeps, and whose clock is set: it is stopped while waits expire, the
time of day jumps while the monotonic one does not, and logind tells when the machine wakes up."""

import datetime
import os
import shutil
import signal
import struct
import subprocess
import sys
import time
import unittest

import tap
import throwaway
import world
from peers import Liar

sys.path.append(str(world.MOCK))
import login_manager  # noqa: E402

DAEMON = world.BUILD / 'spooler' / 'daemon' / 'mapi-spooler'
CLOCK_OFFSET = world.BUILD / 'tests' / 'mock' / 'clock-offset.so'
LATER = ('--at', 'data', '451 4.3.0 Not now', '1')
HOUR, YEAR = 3600, 365 * 24 * 3600


class SleepTest(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)
        self.log = self.world.home / 'daemon.log'

    def start(self, **variables):
        with open(self.log, 'ab') as log:
            process = subprocess.Popen([DAEMON, '--foreground'], stdout=log, stderr=subprocess.STDOUT,
                                       env=self.world.environment | variables)
        self.world.processes.append(process)
        self.wait_for(lambda: 'is up' in self.log.read_text())
        return process

    def wait_for(self, done):
        self.assertTrue(throwaway.wait_for(done), self.log.read_text())

    def serve(self, *arguments, **settings):
        """A server that wants the first message later, and a profile for it."""
        server = Liar(self, self.world.home / 'server', *arguments)
        self.world.profile(server.port, connections=1, **settings)
        return server

    def send(self, subject='Hello'):
        self.world.ok('send', '--from', 'me@here.test', '--to', 'you@there.test', '--subject', subject,
                      '--body', 'A line.')

    def wait_for_wait(self):
        self.wait_for(lambda: 'waits for' in self.log.read_text())

    def due(self):
        row, = self.world.json('queue')
        return datetime.datetime.fromisoformat(row['next']).timestamp()

    def stop(self, daemon):
        daemon.terminate()
        self.assertEqual(daemon.wait(throwaway.PATIENCE), 0, self.log.read_text())


class Stopped(SleepTest):
    """SIGSTOP, SIGCONT: what falls due meanwhile goes then, and once."""

    def test_stopped(self):
        server = self.serve(*LATER, **{'retry-delay': 2})
        daemon = self.start()
        self.send('Waits')
        self.wait_for_wait()
        daemon.send_signal(signal.SIGSTOP)
        due = self.due()
        self.send('Submitted meanwhile')
        self.wait_for(lambda: time.time() > due)
        self.assertEqual(server.taken(), [])
        daemon.send_signal(signal.SIGCONT)
        self.wait_for(lambda: self.world.json('queue') == [])
        self.assertEqual(len(server.taken()), 2)
        self.stop(daemon)


@unittest.skipIf(os.environ['MAPI_SANITIZE'] != 'none', 'the sanitizers come first')
class Clock(SleepTest):
    """The time of day jumps, and no timer of the process has run down."""

    def setUp(self):
        super().setUp()
        self.path = self.world.home / 'offset'
        self.set_clock(0)

    def set_clock(self, seconds):
        if not self.path.exists():
            self.path.write_bytes(bytes(8))
        with open(self.path, 'r+b', buffering=0) as file:
            file.write(struct.pack('=q', seconds))

    def start(self):
        return super().start(LD_PRELOAD=str(CLOCK_OFFSET), CLOCK_OFFSET=str(self.path))

    def test_sleeps(self):
        """Two hours later by the clock a wait of one hour is over."""
        server = self.serve(*LATER, **{'retry-delay': HOUR})
        daemon = self.start()
        self.send()
        self.wait_for_wait()
        self.set_clock(2 * HOUR)
        self.wait_for(lambda: self.world.json('queue') == [])
        self.assertEqual(len(server.taken()), 1)
        self.stop(daemon)

    def test_set_back(self):
        """A year earlier by the clock a wait of two seconds does not last a year."""
        server = self.serve(*LATER, **{'retry-delay': 2})
        daemon = self.start()
        self.send()
        self.wait_for_wait()
        self.set_clock(-YEAR)
        self.wait_for(lambda: self.world.json('queue') == [])
        self.assertEqual(len(server.taken()), 1)
        self.stop(daemon)


@unittest.skipUnless(shutil.which('dbus-daemon'), 'dbus-daemon is not installed')
class Logind(SleepTest):
    """What logind says on the system bus."""

    def setUp(self):
        super().setUp()
        self.logind = login_manager.LoginManager()
        self.addCleanup(self.logind.end)
        self.calls = self.world.home / 'calls'

    def n_flushes(self):
        return self.calls.read_text().count('FlushQueues')

    def wake(self):
        """The machine wakes up until somebody hears it."""
        before = self.n_flushes()

        def heard():
            self.logind.prepare_for_sleep(False)
            return throwaway.wait_for(lambda: self.n_flushes() > before, patience=1)

        self.wait_for(heard)

    def test_wakes_up(self):
        """It sends and fetches then; and not when it goes to sleep, or somebody else says so."""
        self.world.ok('profile', 'create', 'me')
        self.world.ok('service', 'add', 'fake-transport', 'types=SMTP', f'log={self.calls}',
                      'script=1st submit: WAIT 3600; 2 messages')
        daemon = self.start(DBUS_SYSTEM_BUS_ADDRESS=self.logind.address)
        self.send()
        self.wait_for_wait()
        for connection in (self.logind.connection, self.logind.stranger):
            self.logind.prepare_for_sleep(connection is self.logind.connection, connection)
        self.assertEqual(self.n_flushes(), 0)
        self.wake()
        self.wait_for(lambda: self.world.json('queue') == [] and self.world.count('Inbox') == 2)
        self.assertIn('the machine has slept', self.log.read_text())
        self.stop(daemon)

    def test_no_bus(self):
        """Nobody to listen to, or nobody any more: the daemon works."""
        server = self.serve()
        daemon = self.start(DBUS_SYSTEM_BUS_ADDRESS=self.logind.address)
        self.logind.end()
        self.send()
        self.wait_for(lambda: len(server.taken()) == 1)
        self.stop(daemon)
        daemon = self.start(DBUS_SYSTEM_BUS_ADDRESS='unix:path=/nowhere')
        self.send()
        self.wait_for(lambda: len(server.taken()) == 2)
        self.stop(daemon)


if __name__ == '__main__':
    tap.main()
