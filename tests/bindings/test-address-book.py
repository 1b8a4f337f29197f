#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The address book from Python: as a client, and as whoever asks the user."""

import os
import unittest

import tap

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import GLib, GObject, Mapi  # noqa: E402

FIXTURES = os.path.join(os.environ['MAPI_BUILD_ROOT'], 'tests', 'fixtures')


def rows(row_set):
    return [row_set.get_row(i) for i in range(row_set.get_size())]


def recipient(name):
    value = Mapi.PropValue.new_string(Mapi.PR_DISPLAY_NAME, name)
    return Mapi.RowSet.new([Mapi.PropList.new_from_value(value)])


class User(GObject.Object, Mapi.Interaction):
    """A user who always takes the last of several."""

    def do_choose_entry(self, book, prompt, candidates, cancellable):
        self.prompt = prompt
        return candidates.get_row(candidates.get_size() - 1)

    def do_choose_recipients(self, book, recipients, flags, cancellable):
        return recipient('turing')


class AddressBook(unittest.TestCase):
    def setUp(self):
        catalog = Mapi.ServiceCatalog.new([FIXTURES])
        self.admin = Mapi.Profiles.new_in(catalog, tap.HOME, tap.HOME)
        self.profile = self.admin.create(self.id())
        self.profile.add_service('book', None)
        self.session = Mapi.Session.logon_profile(self.profile, 0, None)
        self.book, warning = self.session.open_address_book(0, None)
        self.assertEqual(warning, 0)

    def tearDown(self):
        self.session.logoff(0, None)

    def test_containers(self):
        names = [row.get_string(Mapi.PR_DISPLAY_NAME)
                 for row in rows(self.book.get_containers(None))]
        self.assertEqual(names, ['People of fame'])

    def test_resolve(self):
        found = self.book.resolve_name(0, None, recipient('alan'), None)
        self.assertEqual(found.get_row(0).get_string(Mapi.PR_EMAIL_ADDRESS), 'alan@park.example')
        answer, states = self.book.resolve(recipient('grace'), None)
        self.assertEqual(states.get_flag(0), Mapi.AMBIGUOUS)
        with self.assertRaises(GLib.Error) as caught:
            self.book.resolve_name(0, None, recipient('grace'), None)
        self.assertEqual(caught.exception.code, Mapi.Error.AMBIGUOUS_RECIP)

    def test_interaction(self):
        user = User()
        self.session.set_interaction(user)
        found = self.book.resolve_name(Mapi.DIALOG, None, recipient('grace'), None)
        self.assertEqual(user.prompt, 'grace')
        self.assertEqual(found.get_row(0).get_string(Mapi.PR_DISPLAY_NAME), 'Grace Kelly')
        chosen = self.book.address(None, Mapi.AB_RESOLVE, None)
        self.assertEqual(chosen.get_row(0).get_string(Mapi.PR_DISPLAY_NAME), 'Alan Turing')

    def test_one_off(self):
        entry_id = self.book.create_one_off('Ada', 'SMTP', 'ada@example.org', 0)
        user = self.book.open_entry(entry_id, None, 0, None)
        self.assertIsInstance(user, Mapi.MailUser)


tap.main()
