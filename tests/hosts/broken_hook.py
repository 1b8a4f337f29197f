# SPDX-License-Identifier: LGPL-2.1-or-later
"""A hook that does wrong what its setting `how` says, when it is shown what was sent."""

import os
import sys

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import Mapi  # noqa: E402

HOW = 0x6600001f


class Broken(Mapi.Hook):
    def begin(self, settings):
        self.how = settings[HOW]

    def sent(self, message, store):
        if self.how == 'raises':
            raise ValueError('what it says')
        if self.how == 'exits':
            sys.exit(3)
        if self.how == 'crashes':
            os.abort()
        while self.how == 'loops':
            pass
        return 'neither a folder nor a number'


mapi_hook_provider_init = Broken.entry_point(version=(1, 0))
