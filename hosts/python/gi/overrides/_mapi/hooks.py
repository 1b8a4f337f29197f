# SPDX-License-Identifier: LGPL-2.1-or-later
"""A base for hooks: what becomes of mail says the script, all else is done here."""

from gi.repository import GLib, GObject

from ...module import get_introspection_module
from .bases import adopt_parts, entry_point, unconfigured

Mapi = get_introspection_module('Mapi')


def answer(wish, flags):
    """What a slot answers to a folder, to flags, or to nothing."""
    if wish is None or isinstance(wish, int):
        return True, flags | (wish or 0), None
    return True, flags, GLib.Bytes.new(wish['PR_ENTRYID'])


def look_at_inbound(self, message, folder, store, flags, entry_id, cancellable):
    return answer(self.arrived(message, store), flags)


def look_at_outbound(self, message, folder, store, flags, entry_id, cancellable):
    return answer(self.sent(message, store), flags)


class Hook(GObject.Object, Mapi.SpoolerHook):
    """A hook; derive from it and define some of these. Which of both directions it is asked for says
    PR_RESOURCE_FLAGS in the service file.

    - `begin(settings)`: takes the settings; one that is missing may be a KeyError
    - `arrived(message, store)`: looks at a message that has come in
    - `sent(message, store)`: looks at a message that was sent

    Both may change the message, which they need not save, and may give the folder that it is to go to,
    `Mapi.HOOK_DELETE` to have it deleted, or `Mapi.HOOK_CANCEL` to keep it from the hooks behind.
    """

    __module__ = 'mapi_hooks'  # PyGObject makes no type of a class whose module is an override

    PARTS = {
        'arrived': ('do_inbound_msg_hook', look_at_inbound),
        'sent': ('do_outbound_msg_hook', look_at_outbound),
    }

    def __init_subclass__(cls, **keywords):
        adopt_parts(cls, Hook.PARTS)
        super().__init_subclass__(**keywords)

    def begin(self, settings):
        """Nothing to set."""

    @classmethod
    def entry_point(cls, version):
        """What to call `mapi_hook_provider_init` in a module."""
        return entry_point(lambda: Provider(cls), version)


class Provider(GObject.Object, Mapi.HookProvider):
    """Makes a hook of a class for each logon."""

    __module__ = 'mapi_hooks'

    def __init__(self, kind):
        super().__init__()
        self.kind = kind

    def do_hook_logon(self, support, flags, cancellable):
        hook = self.kind()
        with unconfigured():
            hook.begin(support.open_profile_section(None, 0, cancellable).read())
        return hook
