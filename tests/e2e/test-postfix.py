#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Postfix, as Debian has it, as the server that mail goes to and comes from."""

import unittest

import tap
import world
from peers import Postfix, certificate

GOOD, BAD, LATER = (f'{name}@postfix.invalid' for name in ('good', 'bad', 'later'))


def reject(address, reply):
    """A line of main.cf that has a recipient refused with a reply."""
    return ('smtpd_recipient_restrictions = check_recipient_access '
            f'inline:{{ {{ {address} = {reply} }} }}')


class PostfixTest(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)

    def send(self, subject, *recipients, code=world.OK):
        to = [word for address in recipients for word in ('--to', address)]
        self.world.ok('send', '--from', 'me@postfix.invalid', *to, '--subject', subject,
                      '--body', 'A line.')
        return self.world.expect(code, 'spool', '--until-empty')

    def wait_for_inbox(self, count):
        spooler = self.world.spooler()
        spooler.wait_for(lambda: self.world.count('Inbox') >= count, f'{count} messages')
        spooler.stop()
        rows = self.world.json('ls', 'Inbox')
        self.assertEqual(len(rows), count, spooler.said())
        return {row['subject']: row for row in rows}

    def test_delivers(self):
        postfix = Postfix(self)
        self.world.profile(postfix.port, postfix.maildir)
        self.send('Hello Postfix', GOOD)
        self.assertIn('Hello Postfix', self.wait_for_inbox(1))

    def test_starttls(self):
        cert, key = certificate(self.world.home)
        postfix = Postfix(self, 'smtpd_tls_security_level = encrypt',
                          f'smtpd_tls_cert_file = {cert}', f'smtpd_tls_key_file = {key}',
                          'smtpd_tls_received_header = yes')
        self.world.profile(postfix.port, postfix.maildir, security='starttls', **{'ca-file': cert})
        self.send('In private', GOOD)
        row = self.wait_for_inbox(1)['In private']
        self.assertIn(b'using TLS', self.world.export(row['entry_id']))

    def test_certificate_of_nobody(self):
        cert, key = certificate(self.world.home)
        postfix = Postfix(self, 'smtpd_tls_security_level = may',
                          f'smtpd_tls_cert_file = {cert}', f'smtpd_tls_key_file = {key}')
        self.world.profile(postfix.port, postfix.maildir, security='starttls')
        said = self.send('In private', GOOD, code=world.TEMPORARY)
        self.assertRegex(said, r'smtp: .*127\.0\.0\.1:\d+.*certificate')
        self.world.ok('service', 'configure', 'smtp', f'ca-file={cert}')
        self.world.ok('flush')
        self.assertIn('In private', self.wait_for_inbox(1))

    def test_refused_recipient(self):
        postfix = Postfix(self, reject(BAD, '550 5.1.1 Gone for good'))
        self.world.profile(postfix.port, postfix.maildir)
        said = self.send('To two', BAD, GOOD)
        self.assertIn('Gone for good', said)
        self.assertEqual(self.world.json('queue'), [])
        inbox = self.wait_for_inbox(2)
        self.assertIn('To two', inbox)
        report = self.world.json('show', inbox['Undeliverable: To two']['id'])
        self.assertEqual(report['class'], 'REPORT.IPM.Note.NDR')
        self.assertIn(BAD, report['body'])
        self.assertIn('550 5.1.1', report['body'])
        self.assertNotIn(GOOD, report['body'])

    def test_deferred_recipient(self):
        postfix = Postfix(self, reject(LATER, '450 4.2.0 Not today'))
        self.world.profile(postfix.port, postfix.maildir)
        said = self.send('To two', LATER, GOOD, code=world.TEMPORARY)
        self.assertRegex(said, 'waits for .*: later@postfix.invalid: 450 4.2.0 .*Not today')
        self.assertEqual(len(self.world.json('queue')), 1)
        self.wait_for_inbox(1)
        postfix.stop()
        postfix.start()
        self.world.ok('flush')
        self.assertEqual(self.world.json('queue'), [])
        spooler = self.world.spooler()
        spooler.wait_for(lambda: self.world.count('Inbox') == 2, 'the second message')
        spooler.stop()
        to = [self.world.ok('export', row['entry_id']).split('X-Original-To: ')[1].split()[0]
              for row in self.world.json('ls', 'Inbox')]
        self.assertEqual(sorted(to), [GOOD, LATER])


if __name__ == '__main__':
    tap.main()
