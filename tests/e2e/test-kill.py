#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The spooler is killed at work: every message arrives, and few of them twice."""

import collections
import concurrent.futures
import mailbox
import random
import signal
import subprocess
import unittest
from email.message import EmailMessage

import tap
import throwaway
import world

MESSAGES = 200
LANES = 4
KILLS = 6
SENDERS = 3
DAEMON = world.BUILD / 'spooler' / 'daemon' / 'mapi-spooler'


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

    def start_daemon(self, log):
        daemon = subprocess.Popen([DAEMON, '--foreground'], env=self.world.environment, stdout=log,
                                  stderr=subprocess.STDOUT)
        self.world.processes.append(daemon)
        return daemon

    def hand_over(self, mail, daemon, n_lives):
        """Sends with several at a time, one process a message; the daemon is killed after so many.
        Answers what each exited with."""
        codes = []

        def send(data):
            codes.append(self.world.run('send', '-', input=data).returncode)
            if len(codes) == n_lives:
                daemon.kill()
            return codes[-1]
        with concurrent.futures.ThreadPoolExecutor(SENDERS) as senders:
            return list(senders.map(send, mail))

    def test_handing_over(self):
        """The daemon is killed while it takes messages: each that was answered for arrives, and each that
        was not is said to be unknown."""
        server = self.world.mail_server()
        self.world.profile(server.port, connections=LANES)
        mail, lives = list(messages()), random.Random(11)
        share = MESSAGES // KILLS
        log_path = self.world.home / 'daemon.log'
        codes = []
        with log_path.open('wb') as log:
            for kill in range(KILLS):
                daemon = self.start_daemon(log)
                path = self.world.home / 'run' / 'mapi' / 'spooler-me.send'
                throwaway.wait_for(path.exists)
                codes += self.hand_over(mail[kill * share:(kill + 1) * share], daemon,
                                        lives.randrange(1, share))
                self.assertEqual(daemon.wait(throwaway.PATIENCE), -signal.SIGKILL)
        self.world.ok('spool', '--until-empty')
        arrived = collections.Counter(message['Message-ID']
                                      for message in mailbox.Maildir(server.delivery.maildir))
        sent = {f'<{number}@kill.test>' for number, code in enumerate(codes) if code == world.OK}
        unknown = {f'<{number}@kill.test>' for number, code in enumerate(codes) if code == world.TEMPORARY}
        n_handed_over = log_path.read_text(encoding='utf-8').count(' has handed over ')
        print(f'# {len(codes)} messages, {KILLS} kills: {n_handed_over} handed over, {len(unknown)} unknown, '
              f'{len(set(arrived) - sent)} of them arrived')
        self.assertEqual(set(codes) - {world.OK, world.TEMPORARY}, set())
        self.assertLessEqual(sent, set(arrived))
        self.assertLessEqual(set(arrived), sent | unknown)
        self.assertLessEqual(len(unknown), KILLS * SENDERS)
        self.assertLessEqual(sum(arrived.values()) - len(arrived), KILLS * LANES)
        self.assertGreater(n_handed_over, 0)

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
