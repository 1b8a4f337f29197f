# SPDX-License-Identifier: LGPL-2.1-or-later
"""Errors: those of Mapi in Python, and Python's exceptions as errors of Mapi."""

import os
import traceback

from gi.repository import Gio, GLib

from ...module import get_introspection_module

Mapi = get_introspection_module('Mapi')

DOMAIN = GLib.quark_to_string(Mapi.error_quark())
OWN = os.path.dirname(__file__)
KINDS = (
    (NotImplementedError, Mapi.Error.NO_SUPPORT),
    (MemoryError, Mapi.Error.NOT_ENOUGH_MEMORY),
    (KeyboardInterrupt, Mapi.Error.USER_CANCEL),
    (TimeoutError, Mapi.Error.TIMEOUT),
)


class MapiError(GLib.Error):
    """An error of Mapi: `raise Mapi.MapiError('no such folder', code=Mapi.Error.NOT_FOUND)`."""

    def __init__(self, message='', domain=DOMAIN, code=Mapi.Error.CALL_FAILED):
        text = str(message).encode('utf-8', 'backslashreplace').decode()
        super().__init__(text, domain, int(code))
        self.seconds = 0

    @property
    def name(self):
        """The name of the code, such as 'MAPI_E_NOT_FOUND'."""
        return Mapi.error_get_name(self.code) or f'0x{self.code & 0xffffffff:08x}'

    def __str__(self):
        return f'{self.name}: {self.message}'


def _new_error(cls, *arguments, **keywords):
    if cls is GLib.Error and arguments[1:2] == (DOMAIN,):
        cls = MapiError
    return RuntimeError.__new__(cls, *arguments, **keywords)


# PyGObject makes a GLib.Error of whatever fails; the ones of our domain become our class.
GLib.Error.__new__ = staticmethod(_new_error)


def wait(seconds, message):
    """The error of a transport that cannot send yet: `raise Mapi.wait(30, 'the line is busy')`."""
    error = MapiError(message, code=Mapi.Error.WAIT)
    error.seconds = seconds
    return error


def find_place(exception, path):
    """Where it happened: in the file if it took part, else where our own code was left."""
    if isinstance(exception, SyntaxError):
        return f'{os.path.basename(exception.filename or "?")}:{exception.lineno}'
    frames = traceback.extract_tb(exception.__traceback__)
    foreign = [frame for frame in frames if os.path.dirname(frame.filename) != OWN] or frames
    found = [frame for frame in foreign if frame.filename == path] or \
        [frame for frame in foreign if frame.filename == foreign[0].filename]
    if not found:
        return '?'
    place = found[-1]
    return f'{os.path.basename(place.filename)}:{place.lineno}, in {place.name}'


def to_error(exception, path):
    """The error that a caller in C is given for an exception in the file."""
    if isinstance(exception, GLib.Error):
        return exception
    text = exception.msg if isinstance(exception, SyntaxError) else exception
    message = f'{type(exception).__name__}: {text} ({find_place(exception, path)})'
    for kind, code in KINDS:
        if isinstance(exception, kind):
            return MapiError(message, code=code)
    if isinstance(exception, OSError) and exception.errno:
        return GLib.Error.new_literal(Gio.io_error_quark(), message,
                                      Gio.io_error_from_errno(exception.errno))
    return MapiError(message)
