# SPDX-License-Identifier: LGPL-2.1-or-later
"""A spooler hook that files mail: what one person has written, or was sent, comes into one folder."""

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import GLib, Mapi  # noqa: E402

# Where python-hook.service says the settings lie in our section of the profile.
PERSON = 0x6600001f
FOLDER = 0x6601001f


class Filing(Mapi.Hook):
    def begin(self, settings):
        self.person = settings[PERSON].lower()
        self.folder = settings[FOLDER]

    def arrived(self, message, store):
        return self.choose(store, [message.get('PR_SENDER_EMAIL_ADDRESS', '')])

    def sent(self, message, store):
        return self.choose(store, [row['PR_EMAIL_ADDRESS'] for row in message.list_recipients(None)])

    def choose(self, store, addresses):
        """The folder, which is made where there is none yet, if one of these is the person's."""
        if self.person not in map(str.lower, addresses):
            return None
        top_id = GLib.Bytes.new(store['PR_IPM_SUBTREE_ENTRYID'])
        top = store.open_entry(top_id, None, Mapi.MODIFY, None)
        return top.create_folder(Mapi.FOLDER_GENERIC, self.folder, None, Mapi.OPEN_IF_EXISTS, None)


mapi_hook_provider_init = Filing.entry_point(version=(1, 0))
