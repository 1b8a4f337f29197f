# SPDX-License-Identifier: LGPL-2.1-or-later
"""Keeps what Python code raises in a slot within Python.

PyGObject prints an exception that is no GLib.Error, and C never hears of it; SystemExit would even
end the process. So the methods `do_*` of each class that implements one of our interfaces are
wrapped when the class is made, before PyGObject looks at them.
"""

import functools
import sys
import types

from ...module import get_introspection_module
from .errors import to_error

Mapi = get_introspection_module('Mapi')

INTERFACES = (
    'AbContainer', 'AbLogon', 'AbProvider', 'AddrBook', 'AdviseSink', 'Attach', 'Container', 'Control',
    'ConverterSession', 'DistList', 'Folder', 'Interaction', 'MailUser', 'Message', 'MsLogon',
    'MsProvider', 'MsgStore', 'Preprocessor', 'ProfSect', 'Progress', 'Prop', 'SpoolerLink', 'Status',
    'Stream', 'Support', 'Table', 'Tnef', 'XpLogon', 'XpProvider',
)


def guard(slot, path):
    """The slot of a class of that file, raising nothing but GLib.Error."""
    @functools.wraps(slot)
    def guarded(self, *arguments):
        try:
            return slot(self, *arguments)
        except BaseException as exception:
            error = to_error(exception, path)
            if getattr(error, 'seconds', 0) and isinstance(self, Mapi.XpLogon):
                self.set_return_parm(error.seconds)
            if error is exception:
                raise
            raise error from exception
    guarded.guarded = True
    return guarded


def guard_class(cls):
    path = getattr(sys.modules.get(cls.__module__), '__file__', None)
    for name, slot in list(vars(cls).items()):
        if name.startswith('do_') and isinstance(slot, types.FunctionType):
            if not hasattr(slot, 'guarded'):
                setattr(cls, name, guard(slot, path))


def watch(interface):
    def init_subclass(cls, **keywords):
        super(interface, cls).__init_subclass__(**keywords)
        guard_class(cls)
    interface.__init_subclass__ = classmethod(init_subclass)


for _name in INTERFACES:
    watch(getattr(Mapi, _name))
