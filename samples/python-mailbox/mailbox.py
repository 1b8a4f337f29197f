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
    """Keys are paths below the folder. What people call a folder lies in it, in a file `.name`."""

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

    def new_key(self, folder, ending=''):
        return str(pathlib.PurePath(folder, f'{uuid.uuid4()}{ending}'))

    def list(self, key, pattern):
        return sorted(str(path.relative_to(self.name)) for path in self.path(key).glob(pattern))

    def write(self, path, data):
        """When it returns the data must be safe."""
        path.parent.mkdir(parents=True, exist_ok=True)
        GLib.file_set_contents_full(str(path), data, SAFELY, 0o600)

    # Messages

    def messages(self, key):
        return self.list(key, '*.message')

    def stamp(self, key):
        return self.path(key).stat().st_mtime_ns

    def load(self, key, message):
        message.read_bytes(GLib.Bytes.new(self.path(key).read_bytes()), None)

    def save(self, folder, key, message):
        key = key or self.new_key(folder, '.message')
        self.write(self.path(key), message.to_bytes(None).get_data())
        return key

    def remove(self, key):
        self.path(key).unlink()

    # Folders

    def folders(self, key):
        return [(folder, self.name_of(folder)) for folder in self.list(key, '*/')]

    def name_of(self, key):
        name = self.path(key) / '.name'
        return name.read_text() if name.exists() else name.parent.name

    def create_folder(self, parent, name):
        key = self.new_key(parent)
        self.rename_folder(key, name)
        return key

    def rename_folder(self, key, name):
        self.write(self.path(key) / '.name', name.encode())

    def remove_folder(self, key):
        (self.path(key) / '.name').unlink(missing_ok=True)
        self.path(key).rmdir()


mapi_ms_provider_init = Mailbox.entry_point(version=(1, 0))
