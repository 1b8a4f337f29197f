# SPDX-License-Identifier: LGPL-2.1-or-later
"""A transport with a preprocessor, and a hook that deletes what was sent: of one service."""

import pathlib

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import GObject, Mapi  # noqa: E402

FOLDER = 0x6600001f
VERSION = 1 << 16


class Marker(GObject.Object, Mapi.Preprocessor):
    def do_preprocess_message(self, message, folder, outbound, cancellable):
        message['PR_COMMENT'] = 'seen by the preprocessor'
        return True, None

    def do_remove_preprocess_info(self, message, cancellable):
        del message['PR_COMMENT']
        return True


class Watchful(Mapi.Transport):
    address_types = ['WATCH']

    def begin(self, settings):
        self.folder = pathlib.Path(settings[FOLDER])

    def do_logged_on(self, cancellable):
        return self.get_support().register_preprocessor(None, 'WATCH', Marker(), 0)

    def send(self, message, recipients):
        (self.folder / 'sent').write_text(message['PR_COMMENT'])


class Deleter(GObject.Object, Mapi.SpoolerHook):
    def do_outbound_msg_hook(self, message, folder, store, flags, entry_id, cancellable):
        return True, flags | Mapi.HOOK_DELETE, None


class Hooks(GObject.Object, Mapi.HookProvider):
    def do_hook_logon(self, support, flags, cancellable):
        return Deleter()


def mapi_hook_provider_init(spi_version):
    _, version = Mapi.spi_version_check(spi_version, VERSION)
    return Hooks(), version


mapi_xp_provider_init = Watchful.entry_point('Watchful', version=(1, 0))
