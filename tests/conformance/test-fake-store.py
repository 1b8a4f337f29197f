#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The fake store in a session: what it is told to do, and what its failures do to the others."""

import os
import tempfile
import unittest

import tap

HOME = tempfile.TemporaryDirectory()
for name in ('XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_RUNTIME_DIR'):
    os.environ[name] = HOME.name

import gi  # noqa: E402

gi.require_version('Mapi', '1.0')
from gi.repository import GLib, Mapi  # noqa: E402

SCRIPT, LOG = 0x6700001f, 0x6710001f


class FakeStore(unittest.TestCase):
    def setUp(self):
        """A session with a fake store, and another store beside it."""
        folder = tempfile.mkdtemp(dir=HOME.name)
        self.profile = Mapi.Profiles.new().create(self.id())
        self.fake = self.profile.add_service('fake-store', None)
        self.profile.configure_service(self.fake, 'path', folder + '/fake.db')
        other = self.profile.add_service('sqlite', None)
        self.profile.configure_service(other, 'path', folder + '/other.db')

    def log_on(self, script):
        self.profile.configure_service(self.fake, 'script', script)
        session = Mapi.Session.logon_profile(self.profile, Mapi.NO_MAIL, None)
        self.addCleanup(session.logoff, 0, None)
        rows = {row['PR_SERVICE_NAME']: row.get_bytes(Mapi.PR_ENTRYID)
                for row in session.get_msg_stores_table(0, None)}
        return lambda service: session.open_msg_store(rows[service], Mapi.MDB_WRITE, None)

    def fails(self, error, function, *arguments):
        with self.assertRaises(GLib.Error) as caught:
            function(*arguments)
        self.assertTrue(caught.exception.matches(Mapi.error_quark(), error), caught.exception)

    def test_mild_failure(self):
        """R178, R194: a store that fails mildly is asked again, and its neighbours never notice."""
        open_store = self.log_on('1st logon: FAILONEPROVIDER')
        self.fails(Mapi.Error.FAILONEPROVIDER, open_store, 'fake-store')
        self.assertIsNotNone(open_store('sqlite'))
        self.assertIsNotNone(open_store('fake-store'))

    def test_script_on_the_store(self):
        store = self.log_on('')('fake-store')
        self.assertIn('Logon', store[LOG].splitlines())
        store[SCRIPT] = 'receive: DISK_ERROR'
        self.assertEqual(store[SCRIPT], 'receive: DISK_ERROR')
        self.fails(Mapi.Error.DISK_ERROR, store.get_receive_folder, None, 0, None)

    def test_mistake(self):
        open_store = self.log_on('1st sumbit: DISK_ERROR')
        with self.assertRaises(GLib.Error) as caught:
            open_store('fake-store')
        self.assertIn("a store has no call 'sumbit'", caught.exception.message)


if __name__ == '__main__':
    tap.main()
