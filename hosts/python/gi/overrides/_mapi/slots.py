# SPDX-License-Identifier: LGPL-2.1-or-later
"""Looks after the classes that implement our interfaces, before PyGObject sees their methods `do_*`.

PyGObject prints an exception that is no GLib.Error, and C never hears of it; SystemExit would even
end the process. So each of the methods is wrapped.

Where a class has an interface from its parent, PyGObject puts the methods into the parent's table of
slots, and so into all its other children. So the class is made to implement the interface anew.
"""

import functools
import sys
import types

from ...module import get_introspection_module
from ...types import find_vfunc_info_in_interface
from .errors import to_error

Mapi = get_introspection_module('Mapi')

INTERFACES = (
    'AbContainer', 'AbLogon', 'AbProvider', 'AddrBook', 'AdviseSink', 'Attach', 'ClientShutdown',
    'Container', 'Control', 'ConverterSession', 'DistList', 'Folder', 'HookProvider', 'Interaction',
    'MailUser', 'Message', 'MsgServiceAdmin', 'MsgServiceAdmin2', 'MsgStore', 'MsLogon', 'MsProvider',
    'Preprocessor', 'ProfAdmin', 'ProfSect', 'Progress', 'Prop', 'ProviderAdmin', 'ProviderLoader',
    'ProviderShutdown', 'SpoolerHook', 'SpoolerLink', 'Status', 'StoreCare', 'Stream',
    'Support', 'Table', 'Tnef', 'XpLogon', 'XpProvider',
)


def guard(slot, path):
    """The slot of a class of that file, raising nothing but GLib.Error."""
    @functools.wraps(slot)
    def guarded(self, *arguments):
        try:
            return slot(self, *arguments)
        except BaseException as exception:
            error = to_error(exception, path)
            try:
                if getattr(error, 'seconds', 0) and isinstance(self, Mapi.XpLogon):
                    self.set_return_parm(error.seconds)
                if error is exception:
                    raise
                raise error from exception
            finally:
                del error  # it holds this frame, and would keep all that the call was given
    guarded.guarded = True
    return guarded


def slots_of(cls):
    return {name: slot for name, slot in vars(cls).items()
            if name.startswith('do_') and isinstance(slot, types.FunctionType)}


def guard_slots(cls):
    path = getattr(sys.modules.get(cls.__module__), '__file__', None)
    for name, slot in slots_of(cls).items():
        if not hasattr(slot, 'guarded'):
            setattr(cls, name, guard(slot, path))


def own_interfaces(cls):
    for name in slots_of(cls):
        info = find_vfunc_info_in_interface(cls.__bases__, name.removeprefix('do_'))
        interface = info and getattr(Mapi, info.get_container().get_name(), None)
        if interface and interface not in cls.__bases__:
            cls.__bases__ += (interface,)


def watch(parent):
    def init_subclass(cls, **keywords):
        super(parent, cls).__init_subclass__(**keywords)
        guard_slots(cls)
        own_interfaces(cls)
    parent.__init_subclass__ = classmethod(init_subclass)


# Classes whose methods scripts define, and which implement no interface of ours.
CLASSES = ('BookBackend', 'StoreBackend')

for _name in INTERFACES + CLASSES:
    watch(getattr(Mapi, _name))
