#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Servers that hang, hang up, answer rubbish or lines without end: what is said, and what becomes
of the message."""

import unittest

import tap
import world
from peers import Liar

CONNECT = r'smtp: cannot connect to 127\.0\.0\.1:\d+: \w'
NETWORK = r'smtp: 127\.0\.0\.1:\d+: '

# Seconds for whoever answers, and what answers nothing that ends.
PATIENCE = 60
SILENT = ('hang', 'endless')

# What the server does at which step, and what is said of it.
LIES = [
    ('connect', 'close', CONNECT),
    ('connect', 'rubbish', CONNECT),
    ('connect', '554 5.3.2 Nobody is home', CONNECT + '.*554 5.3.2 Nobody is home'),
    ('connect', 'long', CONNECT),
    ('connect', 'hang', CONNECT),
    ('ehlo', 'close', CONNECT),
    ('ehlo', 'endless', CONNECT),
    ('mail', 'hang', NETWORK + r'MAIL: \w'),
    ('mail', 'close', NETWORK + r'MAIL: \w'),
    ('mail', 'rubbish', NETWORK + r'MAIL: \w'),
    ('mail', 'long', NETWORK + r'MAIL: \w'),
    ('mail', 'endless', NETWORK + r'MAIL: \w'),
    ('rcpt', 'hang', NETWORK + r'RCPT: \w'),
    ('rcpt', 'rubbish', NETWORK + r'RCPT: \w'),
    ('data', 'close', NETWORK + r'DATA: \w'),
    ('data', 'hang', NETWORK + r'DATA: \w'),
    ('body', 'close', NETWORK + r'content: \w'),
    ('dot', 'hang', NETWORK + r'content: \w'),
    ('dot', 'close', NETWORK + r'content: \w'),
    ('dot', 'rubbish', NETWORK + r'content: \w'),
    ('dot', 'endless', NETWORK + r'content: \w'),
    ('dot', '451 4.3.0 Later', NETWORK + 'you@there.test: 451 4.3.0 Later'),
]


class Lies(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)

    def spool(self, liar, step, action):
        """Runs the spooler against a liar. Who says nothing more is waited for in vain: not long, but
        longer where the machine was too slow for the liar to get so far."""
        for seconds in (1, 8, 60) if action in SILENT else (PATIENCE,):
            self.world.ok('service', 'configure', 'smtp', f'port={liar.port}', f'timeout={seconds}')
            said = self.world.expect(world.TEMPORARY, '--json', 'spool', '--until-empty')
            if action not in SILENT or liar.reached(step):
                break
        return said

    def assert_survives(self, number, step, action, pattern):
        """A lying server delays; the message goes once there is an honest one."""
        name = f'{number}-{step}'
        liar = Liar(self, self.world.home / name, '--at', step, action, '0')
        self.world.ok('send', '--from', 'me@here.test', '--to', 'you@there.test', '--subject', name,
                      input=b'A line.\n' * 20000)
        said = self.spool(liar, step, action)
        self.assertRegex(said, r'"text":"message \d+ waits for \d+ seconds: ' + pattern)
        self.assertEqual([row['subject'] for row in self.world.json('queue')], [name])
        liar.stop()
        honest = Liar(self, self.world.home / 'honest')
        self.world.ok('service', 'configure', 'smtp', f'port={honest.port}', f'timeout={PATIENCE}')
        self.world.ok('flush')
        honest.stop()
        self.assertEqual(self.world.json('queue'), [])
        self.assertIn(f'Subject: {name}'.encode(), honest.taken()[-1])
        self.assertEqual(len(honest.taken()), number)

    def test_lies(self):
        self.world.profile(25)
        for number, lie in enumerate(LIES, 1):
            with self.subTest(lie):
                self.assert_survives(number, *lie)
        self.assertEqual(self.world.count('Sent Items'), len(LIES))

    def test_taken_without_an_answer(self):
        """Nobody knows whether it was taken: it goes again, with the same identifier."""
        liar = Liar(self, self.world.home / 'server', '--at', 'dot', 'take', '1')
        self.world.profile(liar.port)
        self.world.ok('send', '--from', 'me@here.test', '--to', 'you@there.test', '--body', 'A line.')
        self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        self.world.ok('flush')
        first, second = (world.message_id(data) for data in liar.taken())
        self.assertEqual(first, second)
        self.assertTrue(first)

    def test_slow_but_honest(self):
        """Octet by octet is slow, and no reason to give up."""
        server = Liar(self, self.world.home / 'server', *(
            word for step in ('connect', 'ehlo', 'mail', 'rcpt', 'data', 'dot')
            for word in ('--at', step, 'drip', '1')))
        self.world.profile(server.port, timeout=PATIENCE)
        self.world.ok('send', '--from', 'me@here.test', '--to', 'you@there.test', '--body', 'A line.')
        self.world.ok('spool', '--until-empty')
        self.assertEqual(len(server.taken()), 1)

    def test_hangs_up_under_tls(self):
        liar = Liar(self, self.world.home / 'server', '--tls', 'implicit', '--at', 'body', 'close', '1')
        self.world.profile(liar.port, security='tls', **{'ca-file': liar.folder / 'certificate.pem'})
        self.world.ok('send', '--from', 'me@here.test', '--to', 'you@there.test',
                      input=b'A line.\n' * 500000)
        self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        self.world.ok('flush')
        self.assertEqual(len(liar.taken()), 1)

    def test_wrong_password(self):
        liar = Liar(self, self.world.home / 'server', '--auth', 'me:secret')
        self.world.profile(liar.port, user='me')
        self.world.ok('service', 'configure', 'smtp', 'password=-', input=b'wrong\n')
        self.world.ok('send', '--from', 'me@here.test', '--to', 'you@there.test', '--body', 'A line.')
        said = self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        self.assertIn('535 5.7.8 Wrong name or password', said)
        self.assertNotIn('wrong', said)
        self.world.ok('service', 'configure', 'smtp', 'password=-', input=b'secret\n')
        self.world.ok('flush')
        self.assertEqual(len(liar.taken()), 1)


if __name__ == '__main__':
    tap.main()
