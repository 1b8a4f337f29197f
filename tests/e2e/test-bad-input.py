#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What people and other programs get wrong: a clear error, and nothing is lost."""

import os
import pathlib
import subprocess
import unittest

import mail_compare
import tap
import world
from peers import Liar

HEAD = b'From: me@here.test\r\nTo: you@there.test\r\nMessage-ID: <%s@here.test>\r\nSubject: %s\r\n'
NESTED = b''.join(b'Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n' % (n, n)
                  for n in range(2000))

MALFORMED = {
    'empty': b'',
    'newline': b'\n',
    'body-only': b'Hello\r\nthis is no header\r\n',
    'zeros': bytes(5000),
    'random': bytes((n * n + n // 7) % 256 for n in range(20000)),
    'zero-in-subject': b'Subject: a\0b\r\n\r\nHello\r\n',
    'no-end-of-headers': b'Subject: It ends here',
    'long-line': b'Subject: long\r\n\r\n' + b'y' * (1 << 20) + b'\r\n',
    'many-headers': b'X-Again: and again\r\n' * 20000 + b'\r\nHello\r\n',
    'open-multipart': b'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n',
    'no-boundary': b'Content-Type: multipart/mixed\r\n\r\nHello\r\n',
    'bad-base64': b'Content-Transfer-Encoding: base64\r\n\r\n!!!!\xff=A=\r\n',
    'bad-charset': b'Content-Type: text/plain; charset=klingon\r\n\r\n\xe4\xf6\xfc\r\n',
    'bad-utf-8': b'Subject: \xff\xfe\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\xc3\x28\r\n',
    'bad-date': b'Date: yesterday\r\nSubject: when\r\n\r\nHello\r\n',
    'bad-words': b'Subject: =?utf-8?B?//8=?= =?x?Q?=ZZ?= =?=\r\n\r\nHello\r\n',
    'nested': NESTED + b'Hello\r\n',
}


class Mail(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)

    def test_malformed(self):
        """What is no mail at all goes the whole way like what is."""
        server = self.world.mail_server()
        self.world.profile(server.port, server.delivery.maildir)
        for name, data in MALFORMED.items():
            path = self.world.write(f'{name}.eml', data)
            self.world.ok('import', path)
            self.world.ok('send', '--from', 'me@here.test', '--to', 'you@there.test', path)
        spooler = self.world.spooler()
        spooler.wait_for(lambda: self.world.count('Inbox') >= 2 * len(MALFORMED), 'all of them')
        spooler.stop()
        self.assertEqual(self.world.json('queue'), [])
        self.assertEqual(server.taken, len(MALFORMED))
        for row in self.world.json('ls', 'Inbox'):
            self.world.ok('show', row['entry_id'])

    def test_too_long_for_smtp(self):
        """A line that cannot be parted is the server's to refuse: the sender is told."""
        server = self.world.mail_server()
        self.world.profile(server.port)
        path = self.world.write('long.eml', b'Subject: ' + b'x' * (1 << 20) + b'\r\n\r\nHello\r\n')
        self.world.ok('send', '--from', 'me@here.test', '--to', 'you@there.test', path)
        self.world.ok('spool', '--until-empty')
        report, = self.world.json('ls', 'Inbox')
        self.assertIn('Line too long', self.world.json('show', report['id'])['body'])

    def test_no_such_file(self):
        self.world.profile()
        good = self.world.write('good.eml', HEAD % (b'1', b'Good') + b'\r\nHello\r\n')
        for command in (('import',), ('send',)):
            said = self.world.expect(world.PARTIAL, *command, good, self.world.home / 'none.eml')
            self.assertRegex(said, r'none\.eml.*: No such file or directory')
        self.assertEqual(self.world.count('Inbox'), 1)
        self.assertEqual(len(self.world.json('queue')), 1)

    def test_unknown_address_type(self):
        """Nobody delivers it: a report at once; the other recipient gets the message."""
        server = Liar(self, self.world.home / 'server')
        self.world.profile(server.port)
        self.world.ok('send', '--from', 'me@here.test', '--to', 'FAX:+49 30 123456',
                      '--to', 'you@there.test', '--subject', 'To two', '--body', 'A line.')
        said = self.world.ok('spool', '--until-empty')
        self.assertIn('No transport handles addresses of type FAX', said)
        self.assertEqual([one['address'] for one in server.envelopes()[0]['recipients']],
                         ['you@there.test'])
        report, = self.world.json('ls', 'Inbox')
        self.assertEqual(report['subject'], 'Undeliverable: To two')
        report = self.world.json('show', report['id'])
        self.assertIn('FAX', report['body'])
        self.assertNotIn('you@there.test', report['body'])
        self.assertEqual(self.world.json('queue'), [])

    def test_no_sender(self):
        self.world.profile(Liar(self, self.world.home / 'server').port)
        self.world.ok('send', '--to', 'you@there.test', '--subject', 'Who', '--body', 'A line.')
        self.assertIn('no sender', self.world.ok('spool', '--until-empty'))
        self.assertEqual(self.world.json('ls', 'Inbox')[0]['subject'], 'Undeliverable: Who')

    def test_no_recipient(self):
        self.world.profile()
        path = self.world.write('1.eml', b'From: me@here.test\r\nSubject: To nobody\r\n\r\nHello\r\n')
        said = self.world.expect(world.FAILED, 'send', path)
        self.assertRegex(said, r'1\.eml: .*recipient')
        self.assertEqual(self.world.json('queue'), [])

    def test_bad_address(self):
        self.world.profile()
        for address in ('', '<>', 'a@b@c.test', '@', 'a b@c.test', 'SMTP:', 'FAX:', 'FAX:1\r\n2'):
            for kind in ('--to', '--cc', '--bcc', '--from'):
                said = self.world.expect(world.FAILED, 'send', kind, address, '--to', 'you@there.test',
                                         '--body', 'A line.')
                self.assertIn('address', said)
        self.assertEqual(self.world.json('queue'), [])


class Names(unittest.TestCase):
    """Octets that are no UTF-8, in every place where somebody may write a name."""

    BAD = b'b\xe4d'

    def setUp(self):
        self.world = world.World(self)
        self.world.profile()

    def test_file_name(self):
        path = os.fsencode(self.world.home) + b'/' + self.BAD + b'.eml'
        with open(path, 'wb') as file:
            file.write(HEAD % (b'1', b'In a file') + b'\r\nHello\r\n')
        self.world.ok('import', path)
        self.world.ok('send', path)
        self.assertEqual(self.world.json('ls', 'Inbox')[0]['subject'], 'In a file')
        self.assertEqual(self.world.json('queue')[0]['subject'], 'In a file')
        self.world.ok('export', 'Inbox', '--output', path + b'.mbox')
        self.world.ok('export', 'Inbox', '--maildir', path + b'.maildir')
        self.world.ok('import', path + b'.maildir')
        self.assertEqual(self.world.count('Inbox'), 2)
        self.assertIn('No such file', self.world.expect(world.FAILED, 'import', path + b'.none'))

    def test_attached_file_name(self):
        path = os.fsencode(self.world.home) + b'/' + self.BAD + b'.txt'
        with open(path, 'wb') as file:
            file.write(b'attached\n')
        self.world.ok('send', '--to', 'you@there.test', '--body', 'x', '--attach', path)
        shown = self.world.json('show', self.world.json('queue')[0]['entry_id'])
        self.assertEqual(len(shown['attachments']), 1)
        self.assertTrue(shown['attachments'][0]['name'].endswith('.txt'))

    def test_subject(self):
        path = self.world.write('1.eml', HEAD % (b'1', self.BAD) + b'\r\nHello\r\n')
        self.world.ok('import', path)
        self.assertRegex(self.world.json('ls', 'Inbox')[0]['subject'], '^b.d$')
        self.assertFalse(mail_compare.differences(path.read_bytes(), self.world.messages('Inbox')[0]))

    def test_arguments(self):
        """Each is refused, or taken for what it can only mean; nothing crashes."""
        bad = self.BAD
        for arguments in (
                ('send', '--to', bad, '--body', 'x'), ('send', '--to', 'a@b.test', '--subject', bad),
                ('send', '--to', 'a@b.test', '--body', bad), ('send', '--from', bad, '--to', 'a@b.test'),
                ('ls', bad), ('show', bad), ('rm', bad), ('mv', bad, bad), ('export', bad),
                ('import', '--folder', bad, bad), ('explain', bad), ('profile', 'create', bad),
                ('profile', 'delete', bad), ('profile', 'default', bad), ('profile', 'show', bad),
                ('service', 'add', bad), ('service', 'add', 'smtp', bad), (bad,),
                ('service', 'add', 'smtp', b'host=' + bad), ('--profile', bad, 'ls')):
            done = self.world.run(*arguments, stdin=subprocess.DEVNULL)
            with self.subTest(arguments):
                self.assertIn(done.returncode, range(1, 6), done)
                self.assertTrue(done.stderr.strip(), done)
        self.assertEqual(self.world.json('queue'), [])


class Profiles(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)

    def test_missing_profile(self):
        for command in (('ls',), ('queue',), ('status',), ('spool',), ('flush',), ('import', '/dev/null'),
                        ('send', '/dev/null'), ('show', '1'), ('service', 'list'), ('profile', 'show')):
            with self.subTest(command):
                said = self.world.expect(world.NOT_FOUND, '--profile', 'nobody', *command)
                self.assertIn('nobody', said)

    def test_no_profile(self):
        said = self.world.expect(world.NOT_FOUND, 'ls')
        self.assertIn('`mapi profile create NAME`', said)
        self.world.profile(name='one').profile(name='two')
        (self.world.home / 'config' / 'mapi' / 'mapi.conf').unlink()
        self.assertIn('`mapi profile default NAME`', self.world.expect(world.NOT_FOUND, 'ls'))

    def test_hidden_profile(self):
        """Where nobody may look, nothing is said of what is there."""
        self.world.profile()
        folder = pathlib.Path(self.world.json('profile', 'show')['file']).parent
        link = folder.with_name('loop')
        link.symlink_to(link)
        self.world.environment['XDG_CONFIG_HOME'] = str(link)
        self.assertIn('Too many levels', self.world.expect(world.FAILED, '-p', 'me', 'ls'))

    def test_missing_service(self):
        self.world.profile()
        said = self.world.expect(world.NOT_FOUND, 'service', 'add', 'pigeon')
        self.assertIn('pigeon', said)

    def test_transport_that_cannot_be_used(self):
        """Its mail waits, and who waits for all to be sent does not wait for that."""
        self.world.profile(25)
        self.world.ok('send', '--from', 'me@here.test', '--to', 'you@there.test', '--body', 'A line.')
        path = pathlib.Path(self.world.json('profile', 'show')['file'])
        path.write_text(path.read_text().replace('port=', 'prot='))
        said = self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        self.assertIn('prot: is neither a setting', said)
        self.assertIn('1 message waits', said)

    def test_damaged_profile(self):
        self.world.profile()
        path = self.world.json('profile', 'show')['file']
        with open(path, 'ab') as file:
            file.write(b'\n[Provider\nwhat\xff=')
        self.assertIn(path, self.world.expect(world.FAILED, 'ls'))


if __name__ == '__main__':
    tap.main()
