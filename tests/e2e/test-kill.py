#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The spooler is killed at work: every message arrives, and few of them twice."""

import collections
import mailbox
import signal
import unittest
from email.message import EmailMessage

import tap
import throwaway
import world

MESSAGES = 200
LANES = 4
KILLS = 6


def messages():
    for number in range(MESSAGES):
        message = EmailMessage()
        message['From'] = 'me@kill.test'
        message['To'] = 'you@kill.test'
        message['Subject'] = f'Number {number}'
        message['Message-ID'] = f'<{number}@kill.test>'
        message.set_content(f'This is number {number}.\n' * 40)
        yield message.as_bytes()


class Kill(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)

    def assert_arrived(self, messages, in_flight):
        arrived = collections.Counter(message['Message-ID'] for message in messages)
        repeated = sum(arrived.values()) - len(arrived)
        print(f'# {MESSAGES} messages, {KILLS} kills: {len(arrived)} arrived, {repeated} once more')
        self.assertEqual(set(arrived), {f'<{number}@kill.test>' for number in range(MESSAGES)})
        self.assertLessEqual(repeated, KILLS * in_flight)

    def test_sending(self):
        server = self.world.mail_server()
        self.world.profile(server.port, connections=LANES)
        self.world.ok('send', *(self.world.write(f'{number}.eml', data)
                                for number, data in enumerate(messages())))
        for kill in range(1, KILLS + 1):
            spooler = self.world.spooler()
            enough = MESSAGES * kill // (KILLS + 1)
            server.delivery.on_taken = lambda taken: taken >= enough and spooler.process.kill()
            self.assertEqual(spooler.process.wait(throwaway.PATIENCE), -signal.SIGKILL)
            self.assertTrue(self.world.json('queue'))
        server.delivery.on_taken = lambda taken: None
        self.world.ok('spool', '--until-empty')
        self.assert_arrived(mailbox.Maildir(server.delivery.maildir), LANES)
        self.assertEqual(self.world.json('queue'), [])
        self.assertEqual(self.world.count('Sent Items'), MESSAGES)

    def test_receiving(self):
        maildir = throwaway.make_maildir(self.world.home / 'Maildir')
        mail = [(maildir / 'new' / f'{number}.kill', data) for number, data in enumerate(messages())]
        self.world.profile(maildir=maildir)
        for kill in range(KILLS):
            before = self.world.count('Inbox')
            for path, data in mail[kill::KILLS]:
                path.write_bytes(data)
            spooler = self.world.spooler()
            spooler.wait_for(lambda: self.world.count('Inbox') > before, 'messages')
            spooler.kill()
        spooler = self.world.spooler()
        spooler.wait_for(lambda: not list((maildir / 'new').iterdir()), 'an empty new/')
        spooler.wait_for_event('transport')
        spooler.stop()
        self.world.ok('export', 'Inbox', '--output', self.world.home / 'mbox')
        self.assert_arrived(mailbox.mbox(self.world.home / 'mbox'), 1)


if __name__ == '__main__':
    tap.main()
