# SPDX-License-Identifier: LGPL-2.1-or-later
"""A whole transport: messages go out as files in FOLDER/out, and files in FOLDER/in come in."""

import pathlib
import uuid

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import Gio, GLib, Mapi  # noqa: E402

# Where python-transport.service says the setting "folder" lies in our section of the profile.
FOLDER = 0x6600001f
SAFELY = GLib.FileSetContentsFlags.CONSISTENT | GLib.FileSetContentsFlags.DURABLE


class FileDrop(Mapi.Transport):
    """Mail for recipients of the address type DROP."""

    address_types = ['DROP']

    def begin(self, settings):
        self.folder = pathlib.Path(settings[FOLDER])

    def find(self):
        return next((self.folder / 'in').glob('*.eml'), None)

    def send(self, message, recipients):
        """Out. When it returns the message must be safe; until then it stays in the queue."""
        mail = Mapi.mime_write_bytes(message, 0, None)
        path = self.folder / 'out' / f'{uuid.uuid4()}.eml'
        try:
            GLib.file_set_contents_full(str(path), mail.get_data(), SAFELY, 0o600)
        except GLib.Error as error:
            # A disk that is full now may have room later: again in a minute.
            raise Mapi.wait(60, error.message) from error

    def waiting(self):
        return self.find() is not None

    def receive(self, message):
        """In. The file goes only when the message is saved: a crash loses nothing."""
        path = self.find()
        if path is None:
            return
        Mapi.mime_read(message, Gio.File.new_for_path(str(path)).read(), 0, None)
        message.stamp_received(None, None, GLib.get_real_time(), 0, None)
        message.save_changes(0, None)
        path.unlink()


mapi_xp_provider_init = FileDrop.entry_point('Dropped files', version=(1, 0))
