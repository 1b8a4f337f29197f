#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every message of a folder of real ones, imported, sent, and received back: a reader sees the same.

The folder is $MAPI_TEST_MAIL; malformed messages are as welcome as others.
"""

import email.utils
import itertools
import os
import pathlib
import re
import unittest

import mail_compare
import tap
import world
from peers import Postfix

FOLDER = os.environ.get('MAPI_TEST_MAIL')
# Where a line among the headers is none, Postfix ends them.
REWRITTEN_BY_POSTFIX = {'rfc2822-example13.eml'}
FROM = re.compile(r'^From\s*:(.*(?:\n[ \t].*)*)', re.IGNORECASE | re.MULTILINE)


def has_sender(path):
    header = FROM.search(path.read_bytes().decode('latin-1'))
    addresses = email.utils.getaddresses([header[1]] if header else [])
    return re.fullmatch(r'\S+@\S+', addresses[0][1] if addresses else '')


@unittest.skipUnless(FOLDER, 'MAPI_TEST_MAIL names no folder of messages')
class Corpus(unittest.TestCase):
    def setUp(self):
        self.messages = {path.name: path.read_bytes() for path in pathlib.Path(FOLDER).glob('*.eml')}
        self.assertTrue(self.messages, f'no .eml files in {FOLDER}')
        self.world = world.World(self)

    def assert_same(self, found, but=()):
        differences = [text for text in mail_compare.differences_of_many(self.messages, found)
                       if text.partition(':')[0] not in but]
        self.assertFalse(differences, '\n' + '\n'.join(differences))

    def import_all(self):
        """Imports the messages into another profile, and answers the files it exports them to."""
        archive = world.World(self)
        archive.profile()
        archive.ok('import', *pathlib.Path(FOLDER).glob('*.eml'))
        found = archive.messages('Inbox')
        self.assert_same(found)
        return [self.world.write(f'{number}.eml', data) for number, data in enumerate(found)]

    def send_and_receive(self, but=()):
        files = self.import_all()
        to = '--to', 'reader@postfix.invalid'
        self.world.ok('send', *to, *filter(has_sender, files))
        self.world.ok('send', *to, '--from', 'sender@postfix.invalid',
                      *itertools.filterfalse(has_sender, files))
        spooler = self.world.spooler()
        spooler.wait_for(lambda: self.world.count('Inbox') >= len(self.messages),
                         f'{len(self.messages)} messages in the Inbox')
        spooler.stop()
        self.assertEqual(self.world.json('queue'), [])
        self.assertEqual(self.world.count('Sent Items'), len(self.messages))
        self.assert_same(self.world.messages('Inbox'), but)

    def test_through_postfix(self):
        postfix = Postfix(self, 'local_header_rewrite_clients =')
        self.world.profile(postfix.port, postfix.maildir)
        self.send_and_receive(REWRITTEN_BY_POSTFIX)

    def test_through_aiosmtpd(self):
        server = self.world.mail_server()
        self.world.profile(server.port, server.delivery.maildir)
        self.send_and_receive()
        self.assertEqual(server.taken, len(self.messages))


if __name__ == '__main__':
    tap.main()
