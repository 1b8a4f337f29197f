#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A message of 100 MiB goes out and comes in, through a spooler that never holds it whole."""

import base64
import os
import random
import unittest

import mail_compare
import tap
import throwaway
import world
from peers import Liar

MEBIBYTE = 1 << 20
SIZE = 100 * MEBIBYTE
MOST_MEMORY = 64 * MEBIBYTE

HEAD = (b'From: me@large.test\r\nTo: you@large.test\r\nMessage-ID: <1@large.test>\r\n'
        b'Subject: A hundred\r\nMIME-Version: 1.0\r\n'
        b'Content-Type: multipart/mixed; boundary=b\r\n\r\n'
        b'--b\r\nContent-Type: text/plain\r\n\r\nIt is large.\r\n'
        b'--b\r\nContent-Type: application/octet-stream\r\n'
        b'Content-Disposition: attachment; filename=large.bin\r\n'
        b'Content-Transfer-Encoding: base64\r\n\r\n')


def message():
    yield HEAD
    source = random.Random(1)
    for _ in range(SIZE // MEBIBYTE):
        yield base64.encodebytes(source.randbytes(MEBIBYTE // 57 * 57)).replace(b'\n', b'\r\n')
    yield b'--b--\r\n'


class Large(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)
        self.path = self.world.home / 'large.eml'
        with open(self.path, 'wb') as file:
            file.writelines(message())

    def assert_small(self, spooler):
        print(f'# the spooler had {spooler.memory() / MEBIBYTE:.1f} MiB at most')
        if os.environ.get('MAPI_SANITIZE', 'none') == 'none':
            self.assertLess(spooler.memory(), MOST_MEMORY)

    def assert_same(self, data):
        self.assertEqual(mail_compare.differences(self.path.read_bytes(), data), [])

    def test_sending(self):
        server = Liar(self, self.world.home / 'server')
        self.world.profile(server.port)
        self.world.ok('send', self.path)
        spooler = self.world.spooler()
        spooler.wait_for_event('finished')
        self.assert_small(spooler)
        spooler.stop()
        self.assert_same(server.taken()[0])

    def test_receiving(self):
        maildir = throwaway.make_maildir(self.world.home / 'Maildir')
        self.world.profile(maildir=maildir)
        os.link(self.path, maildir / 'new' / '1.large')
        spooler = self.world.spooler()
        spooler.wait_for_event('received')
        self.assert_small(spooler)
        spooler.stop()
        self.assert_same(self.world.messages('Inbox')[0])

    def test_too_large_for_the_server(self):
        """It is refused before it is sent; the sender is told."""
        server = Liar(self, self.world.home / 'server', '--size', str(MEBIBYTE))
        self.world.profile(server.port)
        self.world.ok('send', self.path)
        self.world.ok('spool', '--until-empty')
        self.assertEqual(server.taken(), [])
        report, = self.world.json('ls', 'Inbox')
        self.assertEqual(report['subject'], 'Undeliverable: A hundred')


if __name__ == '__main__':
    tap.main()
