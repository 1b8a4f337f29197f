#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""@NAME@ with a spooler in virtual time: the clock passes when the test says so."""

import os
import pathlib
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
HOME = tempfile.TemporaryDirectory()
os.environ.setdefault('MAPI_SERVICE_PATH', str(HERE))
for name in ('XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_RUNTIME_DIR'):
    os.environ[name] = HOME.name

import gi  # noqa: E402

gi.require_version('Mapi', '1.0')
gi.require_version('MapiSpooler', '1.0')
from gi.repository import GLib, Mapi, MapiSpooler  # noqa: E402


def text(tag, value):
    return Mapi.PropList.new_from_value(Mapi.PropValue.new_string(tag, value))


class Spooler(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(HOME.name, self.id())
        for name in ('in', 'out'):
            (self.folder / name).mkdir(parents=True)
        profile = Mapi.Profiles.new().create(self.id())
        profile.add_service('sqlite', None)
        service = profile.add_service('@NAME@', None)
        profile.configure_service(service, 'folder', str(self.folder))
        self.session = Mapi.Session.logon_profile(profile, 0, None)
        self.store = self.session.open_msg_store(None, Mapi.MDB_WRITE, None)
        self.clock = MapiSpooler.SpoolerVirtualClock.new(GLib.get_real_time())
        self.spooler = MapiSpooler.Spooler.new(MapiSpooler.SpoolerSessionHost.new(self.session),
                                               self.clock)
        self.events = []
        self.spooler.connect('event', self.on_event)
        self.spooler.start(None)

    def tearDown(self):
        self.spooler.stop()
        self.session.logoff(0, None)

    def on_event(self, spooler, said, fields):
        self.events.append(fields[0].removeprefix('EVENT='))

    def wait_for(self, event, number=1):
        while self.events.count(event) < number:
            GLib.MainContext.default().iteration(True)

    def submit(self):
        tags = Mapi.PropTagArray.new([Mapi.PR_IPM_OUTBOX_ENTRYID])
        outbox = self.store.get_props(tags, 0, None)[0].get_bytes(Mapi.PR_IPM_OUTBOX_ENTRYID)
        message = self.store.open_entry(outbox, None, Mapi.MODIFY, None).create_message(None, 0, None)
        message.set_props(text(Mapi.PR_SUBJECT, 'Hello'), None)
        row = Mapi.recipient_new(Mapi.TO, 'somebody', '@TYPE@', 'somebody')
        message.modify_recipients(Mapi.MODRECIP_ADD, Mapi.RowSet.new([row]), None)
        message.submit_message(0, None)

    def test_sends(self):
        self.submit()
        self.wait_for('finished')
        mail, = (self.folder / 'out').iterdir()
        self.assertIn(b'Subject: Hello', mail.read_bytes())

    def test_tries_again(self):
        """What cannot be sent now is sent later: the folder is there again after the first try."""
        (self.folder / 'out').rmdir()
        self.submit()
        self.wait_for('wait')
        (self.folder / 'out').mkdir()
        self.clock.advance(3600 * 1000000)
        self.wait_for('finished')
        self.assertEqual(len(list((self.folder / 'out').iterdir())), 1)


if __name__ == '__main__':
    unittest.main()
