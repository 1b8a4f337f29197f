#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""`mapi queue`: what waits is seen and steered, whether or not a spooler is at work."""

import unittest

import tap
import throwaway
import world


class QueueTest(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)
        self.log = self.world.home / 'calls'

    def profile(self, script=''):
        self.world.ok('profile', 'create', 'me')
        self.world.ok('service', 'add', 'fake-transport', f'script={script}', 'types=*', f'log={self.log}',
                      'connections=1')

    def send(self, subject, to='you@there.test'):
        self.world.ok('send', '--from', 'me@here.test', '--to', to, '--subject', subject, '--body', 'A line.')
        return next(row['entry_id'] for row in self.queue() if row['subject'] == subject)

    def queue(self, *arguments):
        return self.world.json('queue', *arguments)

    def row(self, ident):
        return next((row for row in self.queue() if row['entry_id'] == ident), None)

    def wait_until(self, done):
        self.assertTrue(throwaway.wait_for(done), self.queue())

    def submits(self):
        return [line for line in self.log.read_text().splitlines() if 'SubmitMessage' in line] \
            if self.log.exists() else []

    def test_attempts_survive(self):
        """Attempts, the next one and the last error of each recipient outlive the spooler."""
        self.profile('submit: WAIT 1000')
        ident = self.send('A')
        self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        row = self.row(ident)
        self.assertEqual((row['state'], row['attempts'], row['transport']), ('waiting', 1, 'Fake transport'))
        self.assertTrue(row['next'])
        one, = row['recipients']
        self.assertEqual((one['address'], one['attempts'], one['handled']), ('you@there.test', 1, False))
        self.assertIn('WAIT', one['error'])

        spooler = self.world.spooler()
        spooler.wait_for_event('wait')
        spooler.stop()
        self.assertEqual(len(self.submits()), 1)
        self.assertEqual(self.row(ident)['next'], row['next'])
        self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        self.assertEqual(self.row(ident)['attempts'], 2)

    def test_steered_while_down(self):
        self.profile()
        held, sent = self.send('held'), self.send('sent')
        self.assertIn('1 message held', self.world.ok('queue', 'hold', held))
        self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        self.assertIsNone(self.row(sent))
        self.assertEqual(self.row(held)['state'], 'held')
        self.assertIn('mapi queue release', self.world.ok('queue', 'why', held))
        self.world.ok('queue', 'release', held)
        self.world.ok('spool', '--until-empty')
        self.assertEqual(self.queue(), [])

    def test_steered_while_it_sends(self):
        """The running spooler, another process, acts on what is asked."""
        self.profile('1st submit: WAIT 1000; 2nd submit: WAIT 1000')
        spooler = self.world.spooler()
        one = self.send('one')
        spooler.wait_for_event('wait')
        self.world.ok('queue', 'hold', one)
        spooler.wait_for_event('held')
        self.world.ok('queue', 'release', one)
        spooler.wait_for_event('wait', 2)
        self.world.ok('queue', 'retry', one)
        spooler.wait_for_event('finished')
        self.assertIsNone(self.row(one))
        spooler.stop()

    def test_expired_while_it_sends(self):
        self.profile('submit: WAIT 1000')
        spooler = self.world.spooler()
        ident = self.send('A')
        spooler.wait_for_event('wait')
        self.world.ok('queue', 'expire', ident)
        spooler.wait_for_event('finished')
        spooler.stop()
        report, = self.world.json('ls', 'Inbox')
        self.assertIn('Undeliverable', report['subject'])

    def test_cancelled(self):
        """AbortSubmit: the message stays where it was; one in flight cannot be taken back."""
        self.profile('1st submit: WAIT 1000')
        spooler = self.world.spooler()
        ident = self.send('A')
        spooler.wait_for_event('wait')
        self.world.ok('queue', 'cancel', ident)
        self.assertEqual(self.queue(), [])
        self.assertEqual(self.world.count('Outbox'), 1)
        spooler.stop()
        self.assertIn('NOT_IN_QUEUE', self.world.expect(world.FAILED, 'queue', 'hold', ident))

    def test_selection(self):
        self.profile('1st submit: WAIT 1000')
        first = self.send('first', 'anna@one.test')
        self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        second = self.send('second', 'Bert@TWO.test')
        for options, expected in ((('--recipient', 'two.test'), [second]), (('--older', '0'), [first, second]),
                                  (('--older', '1d'), []), (('--younger', '1h'), [first, second]),
                                  (('--transport', 'Fake transport'), [first]), (('--state', 'held'), [])):
            self.assertEqual([row['entry_id'] for row in self.queue(*options)], expected, options)
        self.world.ok('queue', 'hold', '--recipient', 'ONE.test')
        self.assertEqual([row['state'] for row in self.queue()], ['held', 'waiting'])
        self.assertEqual(self.world.json('queue', 'release', '--state', 'held'), {'released': 1})
        ages = {row['transport']: row for row in self.world.json('queue', 'ages')}
        self.assertEqual({name: row['total'] for name, row in ages.items()}, {'Fake transport': 1, '-': 1})
        self.assertIn('TRANSPORT', self.world.ok('queue', 'ages'))

    def test_why_without_a_transport(self):
        self.world.profile(name='lone')
        self.world.ok('-p', 'lone', 'send', '--from', 'me@here.test', '--to', 'you@there.test', '--body', 'x')
        row, = self.world.json('-p', 'lone', 'queue')
        self.assertIn('`mapi service add`', self.world.ok('-p', 'lone', 'queue', 'why', row['id']))

    def test_why(self):
        self.profile('submit: WAIT 1000')
        ident = self.send('A')
        self.assertIn('no spooler is at work', self.world.ok('queue', 'why', ident))
        spooler = self.world.spooler()
        spooler.wait_for_event('wait')
        said = self.world.ok('queue', 'why', ident)
        self.assertIn('the last attempt failed', said)
        self.assertIn('you@there.test: 1 attempt by Fake transport', said)
        self.assertIn('why', self.world.json('queue', 'why', ident))
        spooler.stop()

    def test_prometheus(self):
        self.profile('submit: WAIT 1000')
        self.send('A')
        self.send('B')
        self.world.ok('queue', 'hold', '--state', 'waiting')
        self.send('C')
        self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        said = self.world.ok('status', '--prometheus').splitlines()
        self.assertIn('mapi_queue_messages{transport="",state="held"} 2', said)
        self.assertIn('mapi_queue_messages{transport="Fake transport",state="waiting"} 1', said)
        self.assertIn('mapi_queue_attempts{transport="Fake transport"} 1', said)
        self.assertIn('mapi_provider_up{kind="spooler",name="Mail spooler"} 0', said)
        for line in said:
            self.assertRegex(line, r'^(# (HELP|TYPE) mapi_\w+ .+|mapi_\w+(\{.*\})? \d+)$')

    def test_options(self):
        """What a profile and a service say of attempts is checked, and holds."""
        self.profile('submit: NETWORK_ERROR')
        self.world.expect(world.FAILED, 'profile', 'configure', 'retry-delay=soon')
        self.world.expect(world.NOT_FOUND, 'profile', 'configure', 'retry-dealy=5')
        self.world.ok('profile', 'configure', 'retry-delay=500', 'retry-jitter=0')
        self.send('A')
        spooler = self.world.spooler()
        self.assertIn('waits for 500 seconds', spooler.wait_for_event('wait')[0]['text'])
        spooler.stop()
        self.world.ok('service', 'configure', 'fake-transport', 'retry-delay=700')
        self.send('B')
        spooler = self.world.spooler()
        spooler.wait_for(lambda: 'waits for 700 seconds' in spooler.said(), 'wait of the service')
        spooler.stop()

    def test_usage(self):
        self.profile()
        for arguments in (('hold',), ('steal', 'x'), ('why',), ('--older', 'soon'), ('--state', 'lost')):
            self.world.expect(world.USAGE, 'queue', *arguments)
        self.world.expect(world.NOT_FOUND, 'queue', 'hold', 'abcdef')


if __name__ == '__main__':
    tap.main()
