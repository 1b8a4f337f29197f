#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Address books in scripts, and what those that do wrong harm: nobody but themselves."""

import json
import pathlib
import tempfile
import unittest

import tap

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import GLib, Mapi  # noqa: E402

PEOPLE = (('Ann Arbor', 'ann@example.org'), ('Bob', 'bob@example.org'))


def identifier(row):
    return GLib.Bytes.new(row['PR_ENTRYID'])


class World(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.addCleanup(self.home.cleanup)
        self.path = pathlib.Path(self.home.name)
        profiles = Mapi.Profiles.new_in(Mapi.ServiceCatalog.get_default(),
                                        str(self.path / 'config'), str(self.path / 'data'))
        self.profile = profiles.create('test')

    def add(self, service, **settings):
        uid = self.profile.add_service(service, None)
        for key, value in settings.items():
            self.profile.configure_service(uid, key, str(value))

    def log_on(self):
        self.session = Mapi.Session.logon_profile(self.profile, Mapi.NO_MAIL, None)
        self.addCleanup(self.session.logoff, 0, None)
        return self.session.open_address_book(0, None)[0]

    def write_csv(self, people=PEOPLE):
        path = self.path / 'people.csv'
        path.write_text('\n'.join(['name,address', *(','.join(person) for person in people)]) + '\n')
        return path

    def write_json(self, people=PEOPLE):
        path = self.path / 'people.json'
        path.write_text(json.dumps([dict(zip(('name', 'address'), person)) for person in people]))
        return path


class Samples(World):
    def check(self, service, write):
        self.add(service, file=write())
        book = self.log_on()
        self.assertEqual(self.list(book), {address: name for name, address in PEOPLE})
        found = book.resolve_name(0, None, Mapi.rows([{'PR_DISPLAY_NAME': 'arbor'}]), None)
        self.assertEqual(found[0]['PR_EMAIL_ADDRESS'], 'ann@example.org')
        write([*PEOPLE[1:], ('Cleo', 'cleo@example.org')])
        self.assertEqual(set(self.list(book)), {'bob@example.org', 'cleo@example.org'})

    def list(self, book):
        """Who is in the one container there is, and that each opens as what the table says."""
        row, = book.get_containers(None)
        people = self.session.open_entry(identifier(row), None, 0, None)
        found = {}
        for row in people.get_contents_table(0, None):
            person = self.session.open_entry(identifier(row), None, 0, None)
            self.assertEqual(person['PR_DISPLAY_NAME'], row['PR_DISPLAY_NAME'])
            found[person['PR_EMAIL_ADDRESS']] = person['PR_DISPLAY_NAME']
        return found

    def test_python(self):
        self.check('python-address-book', self.write_csv)

    @tap.with_gjs
    def test_javascript(self):
        self.check('gjs-address-book', self.write_json)


class Broken(World):
    def look(self, service, how, **settings):
        """What the status table says of it, after another address book was asked for its people."""
        self.add(service, how=how, **settings)
        self.add('python-address-book', file=self.write_csv())
        book = self.log_on()
        names = [row['PR_DISPLAY_NAME'] for row in book.get_containers(None)]
        self.assertEqual(names, [str(self.path / 'people.csv')])
        status = self.session.get_status_table(0, None).select('PR_DISPLAY_NAME', 'PR_STATUS_STRING')
        return next(row['PR_STATUS_STRING'] for row in status
                    if row['PR_DISPLAY_NAME'].startswith('A broken'))

    def test_python(self):
        for how, reason in (('raises', r'ValueError: what it says \(broken_book.py:\d+, in people\)'),
                            ('exits', r'SystemExit: 3 \(broken_book.py'),
                            ('tells nothing', 'TypeError'), ('', 'KeyError')):
            with self.subTest(how):
                self.setUp()
                self.assertRegex(self.look('python-broken-book', how), reason)

    def test_python_isolated(self):
        for how, reason in (('crashes', 'signal 6'), ('loops', 'no sign of life|Logon')):
            with self.subTest(how):
                self.setUp()
                said = self.look('python-broken-book', how, isolated='true', **{'call-seconds': 1})
                self.assertRegex(said, reason)

    @tap.with_gjs
    def test_javascript(self):
        for how, reason in (('throws', 'what it says'), ('tells nothing', 'list_people'),
                            ('exits', 'process'), ('crashes', 'signal 5'),
                            ('loops', 'no sign of life|Logon')):
            with self.subTest(how):
                self.setUp()
                self.assertRegex(self.look('gjs-broken-book', how, **{'call-seconds': 1}), reason)


if __name__ == '__main__':
    tap.main()
