#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""`mapi contacts`: the personal address book from the command line."""

import json
import unittest

import tap
import world


class Contacts(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)
        self.world.ok('profile', 'create', 'me')

    def contacts(self, *arguments):
        return json.loads(self.world.ok('--json', 'contacts', *arguments))

    def names(self):
        return [row['name'] for row in self.contacts('list')]

    def fill(self):
        self.world.ok('service', 'add', 'pab')
        self.world.ok('contacts', 'add', 'Grace Hopper', 'grace@navy.example')
        self.world.ok('contacts', 'add', 'Grace Kelly', 'grace@film.example')

    def test_without_service(self):
        self.assertIn('mapi service add pab', self.world.expect(world.NOT_FOUND, 'contacts', 'list'))

    def test_add_and_delete(self):
        self.fill()
        self.assertEqual(self.names(), ['Grace Hopper', 'Grace Kelly'])
        self.world.ok('contacts', 'rm', 'Grace Kelly')
        self.assertEqual(self.names(), ['Grace Hopper'])
        self.world.expect(world.NOT_FOUND, 'contacts', 'rm', 'Grace Kelly')
        self.world.expect(world.USAGE, 'contacts', 'add', 'Nobody')

    def test_resolve(self):
        self.fill()
        said = self.world.expect(world.NOT_FOUND, '--json', 'contacts', 'resolve',
                                 'hopper', 'grace', 'zorro', 'x@there.test')
        rows = json.loads(said)
        self.assertEqual([row['state'] for row in rows],
                         ['resolved', 'ambiguous', 'unresolved', 'resolved'])
        self.assertEqual(rows[1]['candidates'], ['Grace Hopper', 'Grace Kelly'])

    def send(self, *recipients, code=world.OK):
        return self.world.expect(code, 'send', *recipients, '--body', 'A line.')

    def sent_to(self):
        """Of the one message in the queue."""
        row, = self.world.json('queue')
        recipients = self.world.json('show', row['entry_id'])['recipients']
        return [(one['kind'], one['name'], one['address']) for one in recipients]

    def test_sends_to_names(self):
        self.fill()
        self.send('--to', 'hopper, x@there.test', '--cc', '"Kelly, Grace"')
        self.assertEqual(self.sent_to(), [('to', 'Grace Hopper', 'grace@navy.example'),
                                          ('to', 'x@there.test', 'x@there.test'),
                                          ('cc', 'Grace Kelly', 'grace@film.example')])

    def test_sends_to_a_list(self):
        self.fill()
        self.world.ok('contacts', 'add', '--list', 'Stars', 'kelly', 'x@there.test')
        self.send('--bcc', 'stars')
        self.assertEqual([address for _, _, address in self.sent_to()],
                         ['grace@film.example', 'x@there.test'])

    def test_sends_to_nobody_in_doubt(self):
        """A name that several have, or nobody, is told of with the option; nothing is sent."""
        self.fill()
        self.assertIn('--cc grace: several entries of the address book match: '
                      'Grace Hopper <grace@navy.example>, Grace Kelly <grace@film.example>',
                      self.send('--to', 'hopper', '--cc', 'grace', code=world.FAILED))
        self.assertIn('--to zorro: no entry of the address book matches',
                      self.send('--to', 'x@there.test, zorro', code=world.NOT_FOUND))
        self.assertEqual(self.world.json('queue'), [])

    def test_addresses_are_not_looked_up(self):
        self.world.ok('service', 'add', 'pab')
        for address in ('SMTP:root', 'Grace <root>', 'grace@film.example (Kelly, Grace)'):
            with self.subTest(address):
                self.send('--to', address)

    def test_cards(self):
        self.fill()
        self.world.ok('contacts', 'add', '--list', 'Stars', 'kelly', 'x@there.test')
        path = self.world.home / 'out.vcf'
        self.world.ok('contacts', 'export', '-o', path)
        self.assertIn(b'MEMBER:mailto:x@there.test', path.read_bytes())
        before = self.names()
        self.world.ok('contacts', 'rm', *before)
        self.assertEqual(self.names(), [])
        self.world.ok('contacts', 'import', path)
        self.assertEqual(self.names(), before)
        self.world.expect(world.FAILED, 'contacts', 'import',
                          self.world.write('no.vcf', b'This is no card.\n'))


tap.main()
