#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The memory store, as a client uses it."""

import pathlib
import tempfile
import unittest

import tap

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import GLib, Mapi  # noqa: E402


def bytes_of(props, tag=Mapi.PR_ENTRYID):
    return props.get_bytes(tag)


def read(prop):
    return prop.get_props(None, 0, None)[0]


def strings(**named):
    builder = Mapi.PropListBuilder.new()
    for name, value in named.items():
        builder.add_string(getattr(Mapi, name), value)
    return builder.end()


class Store(unittest.TestCase):
    def setUp(self):
        home = tempfile.TemporaryDirectory()
        self.addCleanup(home.cleanup)
        path = pathlib.Path(home.name)
        profiles = Mapi.Profiles.new_in(Mapi.ServiceCatalog.get_default(), str(path / 'config'),
                                        str(path / 'data'))
        profile = profiles.create('test')
        profile.add_service('memory-store', None)
        self.session = Mapi.Session.logon_profile(profile, 0, None)
        row = self.session.get_msg_stores_table(0, None).query_rows(1, 0, None).get_row(0)
        self.store = self.session.open_msg_store(bytes_of(row), Mapi.MDB_WRITE, None)
        self.folder = self.store.open_entry(None, None, Mapi.MODIFY, None)

    def tearDown(self):
        """The store ends with its last reference, and its messages with it."""
        self.folder = self.store = None
        self.session.logoff(0, None)
        self.session = None

    def rows(self):
        rows = self.folder.get_contents_table(0, None).query_rows(100, 0, None)
        return [rows.get_row(number) for number in range(rows.get_size())]

    def subjects(self):
        return [row.get_string(Mapi.PR_SUBJECT) for row in self.rows()]

    def make(self, subject):
        message = self.folder.create_message(None, 0, None)
        message.set_props(strings(PR_SUBJECT=subject, PR_BODY='Text'), None)
        message.save_changes(Mapi.KEEP_OPEN_READWRITE, None)
        return message

    def assert_fails(self, code, call, *arguments):
        with self.assertRaises(GLib.Error) as caught:
            call(*arguments)
        self.assertEqual(caught.exception.code, code)

    def test_made_messages_are_listed(self):
        self.make('One')
        self.make('Two')
        self.assertEqual(self.subjects(), ['One', 'Two'])
        folder = self.store.open_entry(bytes_of(read(self.folder)), None, 0, None)
        self.assertEqual(read(folder).get_long(Mapi.PR_CONTENT_COUNT, 0), 2)

    def test_unsaved_messages_are_not(self):
        self.folder.create_message(None, 0, None).set_props(strings(PR_SUBJECT='Draft'), None)
        self.assertEqual(self.subjects(), [])

    def test_messages_open_with_all_they_have(self):
        made = read(self.make('One'))
        message = self.store.open_entry(bytes_of(made), 'MapiMessage', 0, None)
        props = read(message)
        self.assertEqual(props.get_string(Mapi.PR_BODY), 'Text')
        self.assertTrue(bytes_of(props).equal(bytes_of(made)))

    def test_changes_show_when_they_are_saved(self):
        entry_id = bytes_of(read(self.make('One')))
        message = self.store.open_entry(entry_id, None, Mapi.MODIFY, None)
        message.set_props(strings(PR_SUBJECT='Changed'), None)
        self.assertEqual(self.subjects(), ['One'])
        message.save_changes(0, None)
        self.assertEqual(self.subjects(), ['Changed'])

    def test_reading_only(self):
        message = self.store.open_entry(bytes_of(read(self.make('One'))), None, 0, None)
        self.assert_fails(Mapi.Error.NO_ACCESS, message.set_props, strings(PR_SUBJECT='x'), None)

    def test_deleted_messages_are_gone(self):
        entry_id = bytes_of(read(self.make('One')))
        entries = Mapi.EntryList.new([entry_id])
        self.assertEqual(self.folder.delete_messages(entries, None, 0, None), (True, 0))
        self.assertEqual(self.subjects(), [])
        self.assert_fails(Mapi.Error.NOT_FOUND, self.store.open_entry, entry_id, None, 0, None)
        self.assertEqual(self.folder.delete_messages(entries, None, 0, None),
                         (True, Mapi.Warning.PARTIAL_COMPLETION))

    def test_identifiers_of_others(self):
        self.assert_fails(Mapi.Error.INVALID_ENTRYID, self.store.open_entry,
                          GLib.Bytes.new(b'short'), None, 0, None)
        self.assert_fails(Mapi.Error.INTERFACE_NOT_SUPPORTED, self.store.open_entry,
                          None, 'MapiMessage', 0, None)


if __name__ == '__main__':
    tap.main()
