# SPDX-License-Identifier: LGPL-2.1-or-later
"""A whole store that mail is sent from and comes into: a file for each message, in folders."""

import pathlib
import uuid

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import GLib, Mapi  # noqa: E402

# Where python-mailbox.service says the setting "folder" lies in our section of the profile.
FOLDER = 0x6600001f
SAFELY = GLib.FileSetContentsFlags.CONSISTENT | GLib.FileSetContentsFlags.DURABLE


class Mailbox(Mapi.Store):
    """Keys are paths below the folder."""

    uid = '5c2b5ce3-369f-4177-ae2a-3d59e7dae744'
    sends = True

    def begin(self, settings):
        self.name = pathlib.Path(settings[FOLDER])
        for folder in ('Inbox', 'Outbox'):  # where other programs put messages
            self.path(folder).mkdir(parents=True, exist_ok=True)
            self.watch(str(self.path(folder)))

    def path(self, key):
        path = self.name / key
        if '..' in path.parts:
            raise Mapi.MapiError(key, code=Mapi.Error.INVALID_ENTRYID)
        return path

    def list(self, key, pattern):
        return sorted(str(path.relative_to(self.name)) for path in self.path(key).glob(pattern))

    def folders(self, key):
        return [(folder.rstrip('/'), pathlib.Path(folder).name) for folder in self.list(key, '*/')]

    def messages(self, key):
        return self.list(key, '*.message')

    def stamp(self, key):
        return self.path(key).stat().st_mtime_ns

    def load(self, key, message):
        message.read_bytes(GLib.Bytes.new(self.path(key).read_bytes()), None)

    def save(self, folder, key, message):
        """When it returns the message must be safe."""
        key = key or str(pathlib.PurePath(folder, f'{uuid.uuid4()}.message'))
        path = self.path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        GLib.file_set_contents_full(str(path), message.to_bytes(None).get_data(), SAFELY, 0o600)
        return key

    def remove(self, key):
        self.path(key).unlink()


mapi_ms_provider_init = Mailbox.entry_point(version=(1, 0))
