# SPDX-License-Identifier: LGPL-2.1-or-later
"""A transport of a version that is not there yet, and a store that says it is one."""

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import Mapi  # noqa: E402


class New(Mapi.Transport):
    address_types = ['NEW']


mapi_xp_provider_init = New.entry_point('New', version=(1, 1))


def mapi_ms_provider_init(spi_version):
    return New(), 0x00020000
