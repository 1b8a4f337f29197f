# SPDX-License-Identifier: LGPL-2.1-or-later
"""A transport that does wrong what its setting `how` says, when it is to send."""

import os
import sys

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import Mapi  # noqa: E402

HOW = 0x6600001f


class Broken(Mapi.Transport):
    address_types = ['BROKEN']
    cancelled = False

    def begin(self, settings):
        self.how = settings[HOW]

    def send(self, message, recipients):
        return getattr(self, self.how)()

    def do_poll(self, cancellable):
        return 'neither a boolean nor a number'

    def raises(self):
        raise ValueError('what it says')

    def exits(self):
        sys.exit(3)

    def crashes(self):
        os.abort()

    def fails(self):
        open('/nowhere/at/all', encoding='utf-8')

    def lies(self):
        return 'no rows'

    def refuses(self):
        raise Mapi.MapiError('somebody else', code=Mapi.Error.NOT_ME)

    def waits(self):
        raise Mapi.wait(30, 'later')

    def loops(self):
        while not self.cancelled:
            pass

    def do_transport_notify(self, flags, message_ref, entry_id):
        self.cancelled = bool(flags & Mapi.NOTIFY_CANCEL_MESSAGE)
        return super().do_transport_notify(flags, message_ref, entry_id)


mapi_xp_provider_init = Broken.entry_point('Broken', version=(1, 0))


def mapi_ms_provider_init(spi_version):
    sys.exit('no store')
