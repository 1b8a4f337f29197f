# SPDX-License-Identifier: LGPL-2.1-or-later
"""A whole store: the folders and `.eml` files of a folder, for reading."""

import pathlib

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import Gio, Mapi  # noqa: E402

# Where python-store.service says the setting "folder" lies in our section of the profile.
FOLDER = 0x6600001f


class Files(Mapi.Store):
    """Keys are paths below the folder."""

    uid = 'fa6a4612-18bf-4140-a22d-9219554c24a2'

    def begin(self, settings):
        self.name = pathlib.Path(settings[FOLDER])

    def list(self, key):
        return sorted((self.name / key).iterdir())

    def key_of(self, path):
        return str(path.relative_to(self.name))

    def folders(self, key):
        return [(self.key_of(path), path.name) for path in self.list(key) if path.is_dir()]

    def messages(self, key):
        return [self.key_of(path) for path in self.list(key) if path.suffix == '.eml']

    def load(self, key, message):
        path = self.name / key
        if '..' in path.parts:
            raise Mapi.MapiError(key, code=Mapi.Error.INVALID_ENTRYID)
        Mapi.mime_read(message, Gio.File.new_for_path(str(path)).read(), 0, None)


mapi_ms_provider_init = Files.entry_point(version=(1, 0))
