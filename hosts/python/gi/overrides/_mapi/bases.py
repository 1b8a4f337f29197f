# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the bases for providers have in common."""

import contextlib
import functools

from ...module import get_introspection_module
from .errors import MapiError

Mapi = get_introspection_module('Mapi')


def entry_point(make, version):
    """An entry point for providers that were written for this version, as (1, 0)."""
    own = version[0] << 16 | version[1]

    def init(spi_version):
        _, provider_version = Mapi.spi_version_check(spi_version, own)
        return make(), provider_version
    return init


@contextlib.contextmanager
def unconfigured():
    """A key that is missing here is a setting."""
    try:
        yield
    except KeyError as error:
        raise MapiError(f'the setting {error} is missing', code=Mapi.Error.UNCONFIGURED) from error


class Inherited:
    """A slot of an interface as a class in C fills it, for `super()`."""

    def __init__(self, info, cls):
        self.info = info
        self.cls = cls

    def __get__(self, instance, owner):
        start = () if instance is None else (instance,)
        return functools.partial(self.info, self.cls, *start)


def inherit_slots(cls, interface):
    """Lets those who derive from the class ask it what they do not do themselves."""
    for info in interface.__info__.get_vfuncs():
        setattr(cls, f'do_{info.get_name()}', Inherited(info, cls))


def adopt_parts(cls, parts):
    """Fills in the slots behind the methods that a class has, unless it has the slots themselves."""
    for part, (slot, method) in parts.items():
        if part in vars(cls) and slot not in vars(cls):
            setattr(cls, slot, method)
