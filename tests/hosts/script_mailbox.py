# SPDX-License-Identifier: LGPL-2.1-or-later
"""A store in a script as the default store of a profile, for tests of it."""

import pathlib
import tempfile

import tap

import gi

gi.require_version('Mapi', '1.0')
gi.require_version('MapiSpooler', '1.0')
from gi.repository import GLib, Mapi, MapiSpooler  # noqa: E402


def identifier(row):
    return GLib.Bytes.new(row['PR_ENTRYID'])


def subjects(folder):
    return [row['PR_SUBJECT'] for row in folder.get_contents_table(0, None)]


class Mailbox:
    """A mailbox of a service, and a transport beside it."""

    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.addCleanup(self.home.cleanup)
        self.path = pathlib.Path(self.home.name)
        for name in ('in', 'out'):
            (self.path / name).mkdir()
        profiles = Mapi.Profiles.new_in(Mapi.ServiceCatalog.get_default(),
                                        str(self.path / 'config'), str(self.path / 'data'))
        self.profile = profiles.create('test')
        self.add(self.service, **{self.setting: self.path / 'mailbox'})
        self.add('file-transport', folder=self.path)
        self.add_more()
        self.events, self.said = [], []
        self.log_on()

    def tearDown(self):
        self.log_off()

    def add_more(self):
        """What else is in the profile."""

    def add(self, service, **settings):
        uid = self.profile.add_service(service, None)
        for key, value in settings.items():
            self.profile.configure_service(uid, key, str(value))

    def log_on(self):
        self.session = Mapi.Session.logon_profile(self.profile, 0, None)
        self.store = self.session.open_msg_store(None, Mapi.MDB_WRITE, None)

    def log_off(self):
        self.store = None
        self.session.logoff(0, None)

    def folder(self, name):
        entry_id = self.store.get_receive_folder(None, 0, None)[0] if name == 'INBOX' else \
            GLib.Bytes.new(self.store[f'PR_IPM_{name}_ENTRYID'])
        return self.store.open_entry(entry_id, None, Mapi.MODIFY, None)

    def draft(self, subject, folder=None, to='FILE:somebody', **more):
        message = (folder or self.folder('OUTBOX')).create_message(None, 0, None)
        message.update(PR_SUBJECT=subject, PR_BODY='Text', **more)
        kind, address = to.split(':')
        row = Mapi.recipient_new(Mapi.TO, address, kind, address)
        message.modify_recipients(Mapi.MODRECIP_ADD, Mapi.RowSet.new([row]), None)
        return message

    def spool(self):
        self.spooler = MapiSpooler.Spooler.new(MapiSpooler.SpoolerSessionHost.new(self.session),
                                               MapiSpooler.SpoolerVirtualClock.new(
                                                   GLib.get_real_time()))
        self.spooler.connect('event', self.note_event)
        self.spooler.start(None)
        self.addCleanup(self.spooler.stop)

    def note_event(self, _spooler, text, fields):
        self.events.append(fields[0].removeprefix('EVENT='))
        self.said.append(text)

    def wait_for(self, event):
        tap.turn_until(lambda: event in self.events, f'the event {event}')

    def sent(self):
        """What was sent; a file that is being written has another name yet."""
        return [path.read_text() for path in sorted((self.path / 'out').glob('*.eml'))]
