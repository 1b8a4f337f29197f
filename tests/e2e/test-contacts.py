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
