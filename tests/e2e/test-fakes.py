#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The fake transport from the catalogue, in the programs: it crashes, and says what was called."""

import signal
import unittest

import tap
import throwaway
import world


class Fakes(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)
        self.log = self.world.home / 'calls'

    def profile(self, **settings):
        settings = {'types': 'SMTP', 'log': self.log, **settings}
        self.world.ok('profile', 'create', 'me')
        self.world.ok('service', 'add', 'fake-transport',
                      *(f'{key}={value}' for key, value in settings.items()))

    def send(self):
        self.world.ok('send', '--from', 'me@here.test', '--to', 'you@there.test',
                      '--subject', 'Hello', '--body', 'Hello')

    def calls(self):
        """The calls in the log, without their details."""
        lines = self.log.read_text(encoding='utf-8').splitlines()
        return [line.partition('\t')[0] for line in lines]

    def test_crash(self):
        """What the process was at when it ended stands in the log; the message is still there."""
        self.profile(script='crash in SubmitMessage')
        self.send()
        self.assertEqual(self.world.run('spool', '--until-empty').returncode, -signal.SIGABRT)
        self.assertEqual(self.calls()[-1], 'SubmitMessage Hello')
        self.assertEqual(len(self.world.json('queue')), 1)

        self.world.ok('service', 'configure', 'fake-transport', 'script=')
        self.world.ok('spool', '--until-empty')
        self.assertEqual(self.world.json('queue'), [])
        self.assertIn('EndMessage 42', self.calls())

    def test_crash_while_receiving(self):
        self.profile(script='1 message; notify NEWMAIL; crash in StartMessage')
        spooler = self.world.spooler()
        self.assertEqual(spooler.process.wait(throwaway.PATIENCE), -signal.SIGABRT)
        self.assertEqual(self.calls()[-1], 'StartMessage')
        self.assertEqual(self.world.count('Inbox'), 0)

    def crash(self):
        self.assertEqual(self.world.run('spool', '--until-empty').returncode, -signal.SIGABRT)

    def test_set_aside_D15(self):
        """What ends the spooler again and again is set aside, and the others are sent."""
        self.profile(script='crash in SubmitMessage')
        self.send()
        for _ in range(3):
            self.assertEqual(self.world.json('queue')[0]['state'], 'waiting')
            self.crash()
        self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        row, = self.world.json('queue')
        self.assertEqual(row['state'], 'set aside')
        self.assertIn('3 times without notice while Fake transport was sending it', row['reason'])

        self.world.ok('service', 'configure', 'fake-transport', 'script=')
        self.send()
        self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        self.assertEqual([row['state'] for row in self.world.json('queue')], ['set aside'])
        self.world.ok('queue', '--retry', row['id'])
        self.world.ok('spool', '--until-empty')
        self.assertEqual(self.world.json('queue'), [])

    def test_retried_while_it_runs(self):
        """Somebody has the running spooler try what was set aside."""
        self.profile(script='crash in SubmitMessage')
        self.send()
        for _ in range(3):
            self.crash()
        self.world.ok('service', 'configure', 'fake-transport', 'script=')
        spooler = self.world.spooler()
        spooler.wait_for_event('set-aside')
        row, = self.world.json('queue')
        self.world.ok('queue', '--retry', row['id'])
        spooler.wait_for_event('finished')
        spooler.stop()
        self.assertEqual(self.world.json('queue'), [])

    def test_mistake(self):
        """A mistake in a script is said where the transport fails."""
        self.profile(script='1st submit: WAIT 30; 2nd sumbit: WAIT 30')
        spooler = self.world.spooler()
        said = spooler.wait_for_event('transport')[0]['text']
        spooler.stop()
        self.assertIn("line 1, column 26: a transport has no call 'sumbit'; it has", said)


if __name__ == '__main__':
    tap.main()
