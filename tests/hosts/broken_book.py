# SPDX-License-Identifier: LGPL-2.1-or-later
"""An address book that does wrong what its setting `how` says, when somebody looks who is there."""

import os
import sys

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import Mapi  # noqa: E402

HOW = 0x6600001f


class Broken(Mapi.Book):
    uid = '38f7c6e5-6a2e-4a43-9d92-5be6fb5a6b43'

    def begin(self, settings):
        self.how = self.name = settings[HOW]

    def people(self):
        if self.how == 'raises':
            raise ValueError('what it says')
        if self.how == 'exits':
            sys.exit(3)
        if self.how == 'crashes':
            os.abort()
        while self.how == 'loops':
            pass
        return None if self.how == 'tells nothing' else [{'PR_DISPLAY_NAME': 'without an address'}]


mapi_ab_provider_init = Broken.entry_point(version=(1, 0))
