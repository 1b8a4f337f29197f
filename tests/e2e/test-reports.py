#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reports: of delivery and of reading, as messages of the store and as mail to others."""

import email
import pathlib
import subprocess
import sys
import unittest

import tap
import world
from peers import Liar

READER = pathlib.Path(__file__).with_name('reader.py')
FIXTURES = world.SOURCE / 'tests' / 'mail'

ASKS = b'''From: asker@there.test
To: me@here.test
Subject: Have you read it?
Message-ID: <asks@there.test>
Date: Mon, 20 May 2024 10:00:00 +0000
Disposition-Notification-To: asker@there.test
Content-Type: text/plain

A line.
'''


def fields(part):
    """The groups of fields of a part such as message/delivery-status."""
    return [dict(group.items()) for group in part.get_payload()]


class ReportsTest(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)

    def reader(self, *arguments):
        subprocess.run([sys.executable, READER, *arguments], env=self.world.environment, check=True)

    def peer(self, *arguments):
        """An SMTP server, and a profile that sends to it and receives what is put into a Maildir."""
        server = Liar(self, self.world.home / 'server', *arguments)
        self.maildir = self.world.home / 'Maildir'
        for name in ('cur', 'new', 'tmp'):
            (self.maildir / name).mkdir(parents=True)
        self.world.profile(server.port, self.maildir, address='me@here.test')
        return server

    def receive(self, *messages):
        """Has these messages in the Inbox, and answers its rows."""
        before = self.world.count('Inbox')
        for number, message in enumerate(messages):
            (self.maildir / 'new' / f'{before}.{number}.mail').write_bytes(message)
        spooler = self.world.spooler()
        spooler.wait_for(lambda: self.world.count('Inbox') == before + len(messages), 'mail')
        spooler.stop()
        return self.world.json('ls', 'Inbox')

    def send(self):
        self.world.ok('spool', '--until-empty')
        self.assertEqual(self.world.json('queue'), [])

    def test_sender_is_told(self):
        """Who sent the message finds one report of it, which is sent to nobody."""
        server = self.peer('--at', 'rcpt', '550 5.1.1 Nobody of that name', '1')
        self.world.ok('send', '--from', 'me@here.test', '--to', 'bad@there.test', '--to',
                      'good@there.test', '--subject', 'To two', '--body', 'A line.')
        self.send()
        row, = self.world.json('ls', 'Inbox')
        report = self.world.json('show', row['id'])
        self.assertEqual(report['class'], 'REPORT.IPM.Note.NDR')
        self.assertIn('Nobody of that name', report['body'])
        self.assertIn('bad@there.test', report['body'])
        self.assertEqual(len(server.taken()), 1)

    def test_sent_again(self):
        """To whom it did not reach, and shown as it was."""
        server = self.peer('--at', 'rcpt', '550 5.1.1 Nobody of that name', '1')
        self.world.ok('send', '--from', 'me@here.test', '--to', 'lost@there.test', '--to',
                      'good@there.test', '--subject', 'To two', '--body', 'A line.')
        self.send()
        row, = self.world.json('ls', 'Inbox')
        self.world.ok('resend', row['id'], '--now')
        first, second = server.envelopes()
        for envelope, address in ((first, 'good@there.test'), (second, 'lost@there.test')):
            self.assertEqual([one['address'] for one in envelope['recipients']], [address])
        one, other = (email.message_from_bytes(mail) for mail in server.taken())
        for name in ('From', 'To', 'Subject'):
            self.assertEqual(one[name], other[name])
        sent, = [row for row in self.world.json('ls', 'Sent Items') if row['subject'] == 'To two'][:1]
        self.world.expect(world.NOT_FOUND, 'resend', sent['id'])

    def test_refused_again(self):
        """Each time is reported, and each report can be sent again by."""
        server = self.peer()
        self.world.ok('send', '--from', 'me@here.test', '--to', 'bad@there.test', '--subject', 'Hello',
                      '--body', 'A line.')
        for count in (1, 2, 3):
            self.send()
            rows = self.world.json('ls', 'Inbox')
            self.assertEqual([row['to'] for row in rows], ['bad@there.test'] * count)
            self.world.ok('resend', rows[-1]['id'])
        self.assertEqual(server.taken(), [])

    def test_others_are_told(self):
        """A report to another person is mail as of RFC 3464, from nobody; a refused one is not
        reported again."""
        server = self.peer('--at', 'rcpt', '550 5.1.1 Nobody of that name', '1')
        self.reader('owner@there.test')
        self.send()
        self.assertEqual(self.world.json('ls', 'Inbox'), [])
        envelope, = server.envelopes()
        self.assertEqual(envelope['sender']['address'], '')
        self.assertEqual([one['address'] for one in envelope['recipients']], ['owner@there.test'])
        mail = email.message_from_bytes(server.taken()[0])
        self.assertEqual(mail.get_content_type(), 'multipart/report')
        self.assertEqual(mail.get_param('report-type'), 'delivery-status')
        self.assertEqual(mail['Auto-Submitted'], 'auto-replied')
        _, status, original = mail.get_payload()
        self.assertEqual(status.get_content_type(), 'message/delivery-status')
        _, recipient = fields(status)
        self.assertEqual(recipient['Final-Recipient'].replace(' ', ''), 'rfc822;bad@there.test')
        self.assertEqual((recipient['Action'], recipient['Status']), ('failed', '5.1.1'))
        self.assertIn('Nobody of that name', recipient['Diagnostic-Code'])
        self.assertEqual(original.get_payload(0)['Subject'], 'To be reported')

    def test_no_report_of_a_report(self):
        server = self.peer('--at', 'rcpt', '550 5.1.1 Nobody of that name', '2')
        self.reader('owner@there.test')
        self.send()
        self.assertEqual(server.taken(), [])
        self.assertEqual(self.world.json('ls', 'Inbox'), [])

    def assert_answered(self, server, disposition):
        envelope, = server.envelopes()
        self.assertEqual([one['address'] for one in envelope['recipients']], ['asker@there.test'])
        mail = email.message_from_bytes(server.taken()[0])
        self.assertEqual(mail.get_content_type(), 'multipart/report')
        self.assertEqual(mail.get_param('report-type'), 'disposition-notification')
        status = mail.get_payload(1)
        self.assertEqual(status.get_content_type(), 'message/disposition-notification')
        group, = fields(status)
        self.assertTrue(group['Disposition'].endswith(disposition), group)
        self.assertEqual(group['Original-Message-ID'], '<asks@there.test>')

    def test_read(self):
        server = self.peer()
        self.receive(ASKS)
        self.reader('read')
        self.reader('read')
        self.send()
        self.assert_answered(server, 'displayed')

    def receipts(self, *arguments):
        """The sample that sends them; answers what it says."""
        program = world.BUILD / 'samples' / 'read-receipt' / 'read-receipt'
        return subprocess.run([program, *arguments], env=self.world.environment, check=True,
                              capture_output=True, text=True).stdout

    def test_receipt_sample(self):
        """Once, and what is unread stays so; who did not ask is not told."""
        server = self.peer()
        self.receive(ASKS, ASKS.replace(b'Disposition-Notification-To', b'X-Other').replace(
            b'<asks@', b'<another@'))
        self.assertEqual(self.receipts(), 'told asker@there.test: Have you read it?\n')
        self.assertEqual(self.receipts(), '')
        self.assertEqual([row['unread'] for row in self.world.json('ls', 'Inbox')], [True, True])
        self.send()
        self.assert_answered(server, 'displayed')

    def test_receipt_sample_refuses(self):
        """And a mail program that reads the message tells nobody later."""
        server = self.peer()
        self.receive(ASKS)
        self.assertEqual(self.receipts('--refuse'), 'not told asker@there.test: Have you read it?\n')
        self.reader('read')
        self.send()
        self.assertEqual(server.taken(), [])

    def test_deleted_unread(self):
        server = self.peer()
        self.receive(ASKS)
        self.reader('delete')
        self.send()
        self.assert_answered(server, 'deleted')

    def test_reports_that_come_in(self):
        """They become report messages, and whoever reads them answers to nobody."""
        server = self.peer()
        names = ('failed', 'delayed', 'relayed', 'read')
        asking = b'Disposition-Notification-To: asker@there.test\n'
        rows = self.receive(*(asking + (FIXTURES / f'report-{name}.eml').read_bytes()
                              for name in names))
        classes = sorted(self.world.json('show', row['id'])['class'] for row in rows)
        self.assertEqual(classes, ['REPORT.IPM.Note.Delayed.DR', 'REPORT.IPM.Note.IPNRN',
                                   'REPORT.IPM.Note.NDR', 'REPORT.IPM.Note.Relayed.DR'])
        self.reader('read')
        self.send()
        self.assertEqual(server.taken(), [])


if __name__ == '__main__':
    tap.main()
