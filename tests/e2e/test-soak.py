#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Everything goes wrong in turn for a while; then what was submitted is held against what arrived.

For how many seconds: MAPI_SOAK_SECONDS. From which number on the dice are rolled: MAPI_SEED.
"""

import collections
import mailbox
import os
import random
import resource
import signal
import time
import unittest
from email.message import EmailMessage

import tap
import throwaway
import world

SECONDS = float(os.environ.get('MAPI_SOAK_SECONDS', '20'))
SEED = int(os.environ.get('MAPI_SEED', '1'))
LANES = 4
ROUND_MESSAGES = 6
PATIENT_ROUNDS = 50


class HostileDelivery(throwaway.Delivery):
    """Takes mail, or does not, or hangs up behind what it has taken; as the dice say."""

    def __init__(self, maildir, dice):
        super().__init__(maildir)
        self.dice, self.hostile = dice, False
        self.untold = collections.Counter()  # taken, and the sender was not told

    async def handle_DATA(self, server, session, envelope):
        roll = self.dice.random() if self.hostile else 1
        if roll < 0.1:
            return '451 not now'
        if roll < 0.2:
            server.transport.close()
            return '451 gone'
        answer = await super().handle_DATA(server, session, envelope)
        if roll < 0.3:
            self.untold[world.message_id(envelope.original_content)] += 1
            server.transport.close()
        return answer


def confine(room):
    """For a process to come: its files do not grow beyond that many bytes."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    return limit


class Soak(unittest.TestCase):
    def setUp(self):
        self.dice = random.Random(SEED)
        self.world = world.World(self)
        server = self.world.mail_server()
        self.delivery = HostileDelivery(self.world.home / 'Arrived', self.dice)
        server.controller.handler = self.delivery
        self.world.profile(server.port, connections=LANES)
        self.submitted, self.attempted = set(), 0
        self.count = collections.Counter()

    def compose(self):
        message = EmailMessage()
        message['From'] = 'me@soak.test'
        message['To'] = 'you@soak.test'
        message['Subject'] = f'Number {self.attempted}'
        message['Message-ID'] = f'<{self.attempted}@soak.test>'
        message.set_content('It rains.\n' * self.dice.randrange(1, 4000))
        return message

    def room(self):
        """A limit for files that is too small, now or soon."""
        largest = max((path.stat().st_size for path in self.world.home.rglob('store.db*')),
                      default=1 << 20)
        return self.dice.randrange(1 << 14, largest + (1 << 16))

    def submit(self, full):
        for _ in range(ROUND_MESSAGES):
            self.attempted += 1
            message = self.compose()
            path = self.world.write('message.eml', message.as_bytes())
            options = {'preexec_fn': confine(self.room())} if full else {}
            if self.world.run('send', path, **options).returncode == 0:
                self.submitted.add(message['Message-ID'])
            else:
                self.count['refused'] += 1

    def work(self, full, hostile):
        """A spooler that is killed at some time."""
        self.delivery.hostile = hostile
        options = {'preexec_fn': confine(self.room())} if full else {}
        with open(self.world.home / 'soak.log', 'ab') as log:
            process = self.world.start('spool', stdout=log, stderr=log, **options)
        time.sleep(self.dice.uniform(0.05, 0.6))
        process.kill()
        process.wait()
        self.count['kills'] += 1

    def drain(self):
        """Nobody disturbs any more; what waits need not."""
        self.delivery.hostile = False
        for _ in range(PATIENT_ROUNDS):
            queue = self.world.json('queue')
            if not queue:
                return
            for row in queue:
                self.world.run('queue', 'retry', row['entry_id'])
            self.world.ok('spool', '--until-empty')
        self.fail(f'{len(queue)} messages do not leave the queue')

    def reconcile(self):
        arrived = collections.Counter(
            message['Message-ID'] for message in mailbox.Maildir(self.delivery.maildir))
        lost = self.submitted - set(arrived)
        unexplained = sum(max(0, copies - 1 - self.delivery.untold[name] - self.count['kills'])
                          for name, copies in arrived.items())
        twice = sum(arrived.values()) - len(arrived)
        untold = sum(self.delivery.untold.values())
        print(f'# count: soak: {SECONDS:g} seconds: {len(self.submitted)} submitted,'
              f' {self.count["refused"]} refused, {self.count["kills"]} kills, {untold} cut behind'
              f' the dot: {len(arrived)} arrived, lost {len(lost)}, once more {twice}')
        self.assertEqual(lost, set())
        self.assertEqual(unexplained, 0)
        self.assertLessEqual(twice, untold + self.count['kills'] * LANES)
        self.assertEqual(self.world.count('Sent Items'), len(arrived))

    def test_soak(self):
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            weather = self.dice.choice(('fair', 'hostile', 'full', 'both'))
            self.submit(full=weather in ('full', 'both') and self.dice.random() < 0.5)
            self.work(full=weather in ('full', 'both'), hostile=weather in ('hostile', 'both'))
        self.drain()
        self.reconcile()


if __name__ == '__main__':
    tap.main()
