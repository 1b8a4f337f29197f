#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Stores in Python: the sample as a client meets it, and one that does wrong whatever it can."""

import contextlib
import os
import pathlib
import tempfile
import unittest

import tap

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import GLib, Mapi  # noqa: E402

SOURCE = pathlib.Path(os.environ['MAPI_SOURCE_ROOT'])
MAIL = SOURCE / 'tests' / 'mail'
NAMES = ('attachments', 'plain', 'utf-8')


def identifier(row):
    return GLib.Bytes.new(row['PR_ENTRYID'])


def code_of(call, *arguments):
    """The name of the error, and its text."""
    try:
        call(*arguments)
    except Mapi.MapiError as error:
        return error.name, error.message
    raise AssertionError('nothing failed')


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
        session = Mapi.Session.logon_profile(self.profile, 0, None)
        self.addCleanup(self.log_off, session)
        return session

    @staticmethod
    def log_off(session):
        with contextlib.suppress(Mapi.MapiError):  # one that is logged off already
            session.logoff(0, None)

    def open(self, session, name):
        row = next(row for row in session.get_msg_stores_table(0, None)
                   if row['PR_PROVIDER_DISPLAY'] == name)
        return session.open_msg_store(identifier(row), 0, None)


class Sample(World):
    def setUp(self):
        super().setUp()
        below = self.path / 'mail' / 'Letters' / 'Old'
        below.mkdir(parents=True)
        for name in NAMES:
            (below.parent / f'{name}.eml').write_bytes((MAIL / f'{name}.eml').read_bytes())
        self.add('python-store', folder=self.path / 'mail')
        self.session = self.log_on()
        self.store = self.open(self.session, 'Mail files')

    def open_first(self):
        top = self.store.open_entry(None, None, 0, None)
        first, = top.get_hierarchy_table(0, None)
        return self.store.open_entry(identifier(first), None, 0, None)

    def test_folders(self):
        top = self.store.open_entry(None, None, 0, None)
        rows = list(top.get_hierarchy_table(Mapi.CONVENIENT_DEPTH, None))
        self.assertEqual([(row['PR_DISPLAY_NAME'], row['PR_DEPTH'], row['PR_CONTENT_COUNT'],
                           row['PR_SUBFOLDERS']) for row in rows],
                         [('Letters', 1, 3, True), ('Old', 2, 0, False)])
        old = self.store.open_entry(identifier(rows[1]), None, 0, None)
        self.assertEqual(old['PR_PARENT_ENTRYID'], rows[0]['PR_ENTRYID'])
        self.assertEqual(old['PR_STORE_RECORD_KEY'], self.store['PR_RECORD_KEY'])

    def test_messages(self):
        rows = list(self.open_first().get_contents_table(0, None))
        self.assertEqual(len(rows), len(NAMES))
        self.assertIn('A plain message', [row['PR_SUBJECT'] for row in rows])
        for row in rows:
            message = self.session.open_entry(identifier(row), None, 0, None)
            for key in ('PR_SUBJECT', 'PR_ENTRYID', 'PR_RECORD_KEY', 'PR_PARENT_ENTRYID'):
                self.assertEqual(message[key], row[key])
            flags = message['PR_MESSAGE_FLAGS']
            self.assertEqual(flags & (Mapi.MSGFLAG_UNSENT | Mapi.MSGFLAG_READ), Mapi.MSGFLAG_READ)

    def test_sorted(self):
        table = self.open_first().get_contents_table(0, None).select('PR_SUBJECT')
        order = Mapi.SortOrderSet.new(0, 0).append(Mapi.PR_SUBJECT, Mapi.TABLE_SORT_ASCEND)
        table.sort_table(order, 0, None)
        subjects = [row['PR_SUBJECT'] for row in table]
        self.assertEqual(subjects, sorted(subjects))

    def test_reading_only(self):
        row = next(iter(self.open_first().get_contents_table(0, None)))
        message = self.store.open_entry(identifier(row), None, 0, None)
        name, _ = code_of(message.__setitem__, 'PR_SUBJECT', 'Changed')
        self.assertEqual(name, 'MAPI_E_NO_ACCESS')
        name, _ = code_of(self.store.open_entry, identifier(row), None, Mapi.MODIFY, None)
        self.assertEqual(name, 'MAPI_E_NO_ACCESS')

    def test_identifiers(self):
        good = self.store['PR_IPM_SUBTREE_ENTRYID']
        for data, name in ((good[:-1] + b'X', 'MAPI_E_INVALID_ENTRYID'),
                           (good[:-1] + b'Fnowhere', 'MAPI_E_NOT_FOUND'),
                           (good[:-1] + b'M\0../x', 'MAPI_E_NOT_FOUND'),
                           (good[:-1] + b'M\0none.eml', 'MAPI_E_NOT_FOUND'),
                           (good[:-1] + b'Mno key', 'MAPI_E_INVALID_ENTRYID'),
                           (good[:-1] + b'F\xff\xfe', 'MAPI_E_INVALID_ENTRYID'),
                           (b'\0' * 21, 'MAPI_E_INVALID_ENTRYID'),
                           (b'short', 'MAPI_E_INVALID_ENTRYID')):
            with self.subTest(data):
                found, _ = code_of(self.store.open_entry, GLib.Bytes.new(data), None, 0, None)
                self.assertEqual(found, name)

    def test_others_change(self):
        """What comes and goes in the folder shows when somebody looks."""
        folder = self.open_first()
        mail = self.path / 'mail' / 'Letters'
        (mail / 'new.eml').write_text('Subject: New\n\nNew.\n')
        (mail / f'{NAMES[0]}.eml').unlink()
        subjects = [row['PR_SUBJECT'] for row in folder.get_contents_table(0, None)]
        self.assertEqual(len(subjects), len(NAMES))
        self.assertIn('New', subjects)
        (mail / 'More').mkdir()
        names = [row['PR_DISPLAY_NAME'] for row in folder.get_hierarchy_table(0, None)]
        self.assertEqual(names, ['More', 'Old'])

    def test_logged_off(self):
        folder = self.open_first()
        row = next(iter(folder.get_contents_table(0, None)))
        self.session.logoff(0, None)
        name, _ = code_of(folder.open_entry, identifier(row), None, 0, None)
        self.assertEqual(name, 'MAPI_E_INVALID_OBJECT')


class Broken(World):
    def look(self, how, action, **settings):
        """What a client hears that looks into the store, and that another store is none the worse."""
        self.add('python-broken-store', how=how, **settings)
        (self.path / 'mail').mkdir()
        self.add('python-store', folder=self.path / 'mail')
        session = self.log_on()
        heard = code_of(lambda: action(self.open(session, 'Broken store')))
        other = self.open(session, 'Mail files')
        self.assertEqual(list(other.open_entry(None, None, 0, None).get_hierarchy_table(0, None)), [])
        return heard

    @staticmethod
    def open_top(store):
        top = store.open_entry(None, None, 0, None)
        top.get_hierarchy_table(0, None)
        for row in top.get_contents_table(0, None):
            store.open_entry(identifier(row), None, 0, None)

    @staticmethod
    def save_message(store):
        top = store.open_entry(None, None, Mapi.MODIFY, None)
        top.create_message(None, 0, None).save_changes(0, None)

    @staticmethod
    def make_folder(store):
        top = store.open_entry(None, None, Mapi.MODIFY, None)
        top.create_folder(Mapi.FOLDER_GENERIC, 'Work', None, 0, None)

    def test_raises(self):
        self.assertEqual(self.look('raises', self.open_top)[0], 'MAPI_E_CALL_FAILED')

    def test_place(self):
        self.assertRegex(self.look('raises', self.open_top)[1],
                         r'ValueError: what it says \(broken_store.py:\d+, in folders\)')

    def test_exits(self):
        name, text = self.look('exits', self.open_top)
        self.assertEqual(name, 'MAPI_E_CALL_FAILED')
        self.assertIn('SystemExit: 3 (broken_store.py', text)

    def test_exits_at_logon(self):
        name, text = self.look('exits at logon', self.open_top)
        self.assertIn('no logon', text)

    def test_lies(self):
        name, text = self.look('lies', self.open_top)
        self.assertEqual(name, 'MAPI_E_CALL_FAILED')
        self.assertIn('ValueError', text)

    def test_refuses(self):
        self.assertEqual(self.look('refuses', self.open_top)[0], 'MAPI_E_NO_ACCESS')

    def test_load_fails(self):
        self.assertEqual(self.look('load: fails', self.open_top)[0], 'MAPI_E_NOT_FOUND')

    def test_load_lies(self):
        name, text = self.look('load: wrong type', self.open_top)
        self.assertIn('TypeError', text)
        self.assertIn('broken_store.py', text)

    def test_tells_nothing(self):
        self.assertIn('TypeError', self.look('tells nothing', self.open_top)[1])

    def test_save_raises(self):
        self.assertIn('ValueError: no room (broken_store.py',
                      self.look('save: raises', self.save_message)[1])

    def test_save_wrong_return(self):
        self.assertEqual(self.look('save: wrong type', self.save_message)[0], 'MAPI_E_CALL_FAILED')

    def test_save_without_a_key(self):
        self.assertIn('the key is empty', self.look('', self.save_message)[1])

    def test_folder_raises(self):
        self.assertIn('ValueError: no room (broken_store.py',
                      self.look('folder: raises', self.make_folder)[1])

    def test_folder_wrong_return(self):
        self.assertEqual(self.look('folder: wrong type', self.make_folder)[0], 'MAPI_E_CALL_FAILED')

    def test_folder_without_a_key(self):
        self.assertIn('create_folder: the key is empty', self.look('', self.make_folder)[1])

    def test_crashes(self):
        name, text = self.look('crashes', self.open_top, isolated='true')
        self.assertEqual(name, 'MAPI_E_INVALID_OBJECT')
        self.assertIn('signal 6', text)

    def test_loops(self):
        name, text = self.look('loops', self.open_top, isolated='true', **{'call-seconds': 1})
        self.assertEqual(name, 'MAPI_E_INVALID_OBJECT')
        self.assertRegex(text, 'no sign of life|OpenEntry')

    def test_setting_missing(self):
        self.profile.add_service('python-broken-store', None)
        session = self.log_on()
        self.assertEqual(code_of(self.open, session, 'Broken store')[0], 'MAPI_E_UNCONFIGURED')


if __name__ == '__main__':
    tap.main()
