#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Messages in files: .eml, mbox and Maildir, in and out again as they were."""

import mailbox
import os
import pty
import subprocess
import time
import unittest
from email.message import EmailMessage

import demo_messages
import mail_compare
import tap
import throwaway
import world

MANY = 10000


def samples():
    """Messages by name: those of the demonstration, and those of the tree, broken ones included."""
    result = {name: data for name, data in demo_messages.messages() if name != 'large'}
    for path in sorted((world.SOURCE / 'tests' / 'mail').glob('*.eml')):
        result[path.name] = path.read_bytes()
    return result


class Forms(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self).profile()
        self.samples = samples()

    def assert_same(self):
        found = self.world.messages('Inbox')
        differences = list(mail_compare.differences_of_many(self.samples, found))
        self.assertFalse(differences, '\n' + '\n'.join(differences))

    def again(self, path):
        """Imports what was exported; the answer are the messages before and after."""
        other = world.World(self).profile()
        other.ok('import', path)
        before, after = (sorted(one.messages('Inbox')) for one in (self.world, other))
        self.assertEqual(len(before), len(after))
        return before, after

    def import_files(self):
        self.world.ok('import', *(self.world.write(f'{name}.eml', data)
                                  for name, data in self.samples.items()))

    def test_eml(self):
        self.import_files()
        self.assert_same()

    def test_eml_again(self):
        self.import_files()
        folder = self.world.home / 'eml'
        folder.mkdir()
        for row in self.world.json('ls', 'Inbox'):
            self.world.ok('export', row['id'], '--output', folder / f'{row["id"]}.eml')
        before, after = self.again(folder)
        self.assertEqual(before, after)

    def test_maildir(self):
        maildir = throwaway.make_maildir(self.world.home / 'Maildir')
        for number, data in enumerate(self.samples.values()):
            place = maildir / 'new' / f'{number}' if number % 2 else maildir / 'cur' / f'{number}:2,S'
            place.write_bytes(data)
        (maildir / 'tmp' / 'half').write_bytes(b'Subject: not here yet\n')
        self.world.ok('import', maildir)
        self.assert_same()

    def test_maildir_again(self):
        self.import_files()
        self.world.ok('export', 'Inbox', '--maildir', self.world.home / 'out')
        self.assertEqual(len(mailbox.Maildir(self.world.home / 'out')), len(self.samples))
        self.assertEqual(list((self.world.home / 'out' / 'tmp').iterdir()), [])
        before, after = self.again(self.world.home / 'out')
        self.assertEqual(before, after)

    def test_mbox_again(self):
        self.import_files()
        path = self.world.home / 'out.mbox'
        self.world.ok('export', 'Inbox', '--output', path)
        self.assertEqual(len(mailbox.mbox(path)), len(self.samples))
        before, after = self.again(path)
        self.assertEqual([data.rstrip() for data in before], [data.rstrip() for data in after])

    def test_from_in_a_body(self):
        """Lines that look like the beginning of the next message, and lines that were quoted once."""
        body = 'From here on\n\nFrom there\n>From quoted\n>>From twice\n\n\nFrom: no\n'
        message = EmailMessage()
        message['Message-ID'] = '<1@from.test>'
        message.set_content(body)
        self.samples = {'from': message.as_bytes()}
        self.import_files()
        self.world.ok('export', 'Inbox', '--output', self.world.home / 'out.mbox')
        before, after = self.again(self.world.home / 'out.mbox')
        self.assertEqual(before, after)

    def test_mbox_of_others(self):
        box = mailbox.mbox(self.world.home / 'in.mbox')
        for data in self.samples.values():
            box.add(data)
        box.close()
        self.world.ok('import', self.world.home / 'in.mbox')
        self.assertEqual(self.world.count('Inbox'), len(self.samples))

    def test_nothing(self):
        empty = self.world.home / 'empty'
        empty.mkdir()
        self.assertEqual(self.world.json('import', empty), {'imported': 0, 'failed': 0})
        self.world.ok('export', 'Inbox', '--output', self.world.home / 'empty.mbox')
        self.assertEqual((self.world.home / 'empty.mbox').read_bytes(), b'')

    def test_progress(self):
        try:
            terminal, slave = pty.openpty()
        except OSError as error:
            self.skipTest(f'there is no terminal to be had: {error}')
        path = self.world.write('1.eml', self.samples['plain'])
        self.world.run('import', path, capture_output=False, stdout=subprocess.DEVNULL, stderr=slave,
                       check=True)
        os.close(slave)
        self.assertIn(b'100 %  1 messages', os.read(terminal, 10000))
        os.close(terminal)


class Many(unittest.TestCase):
    def test_many(self):
        home = world.World(self).profile()
        with open(home.home / 'many.mbox', 'wb') as file:
            for number in range(MANY):
                file.write(b'From many Thu Jan  1 00:00:00 1970\nFrom: me@many.test\n'
                           b'To: you@many.test\nMessage-ID: <%d@many.test>\nSubject: Number %d\n\n'
                           % (number, number) + b'The same again.\n' * (number % 100) + b'\n')
        begin = time.monotonic()
        self.assertEqual(home.json('import', home.home / 'many.mbox'),
                         {'imported': MANY, 'failed': 0})
        imported = time.monotonic()
        home.ok('export', 'Inbox', '--output', home.home / 'out.mbox')
        print(f'# {MANY} messages: {imported - begin:.1f} s in, '
              f'{time.monotonic() - imported:.1f} s out')
        counts = {row['folder']: row['messages'] for row in home.json('ls')}
        self.assertEqual(counts['Inbox'], MANY)
        sent, received = (sorted(path.read_bytes().split(b'From many' if number == 0 else b'From MAPI'))
                          for number, path in enumerate(home.home / name
                                                        for name in ('many.mbox', 'out.mbox')))
        self.assertEqual(sent, received)


if __name__ == '__main__':
    tap.main()
