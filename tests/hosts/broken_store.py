# SPDX-License-Identifier: LGPL-2.1-or-later
"""A store that does wrong what its setting `how` says, when its top is looked into."""

import os
import sys

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import Mapi  # noqa: E402

HOW = 0x6600001f


class Broken(Mapi.Store):
    uid = '5c5a7c0e-0f9e-4a55-8a5d-8d4ad3c5a5a1'

    def begin(self, settings):
        self.how = self.name = settings[HOW]
        if self.how == 'exits at logon':
            sys.exit('no logon')

    def messages(self, key):
        if self.how == 'tells nothing':
            return None
        return ['one'] if self.how.startswith('load') else []

    def folders(self, key):
        if self.how == 'raises':
            raise ValueError('what it says')
        if self.how == 'exits':
            sys.exit(3)
        if self.how == 'lies':
            return ['neither a key nor a name']
        if self.how == 'crashes':
            os.abort()
        while self.how == 'loops':
            pass
        if self.how == 'refuses':
            raise Mapi.MapiError('not you', code=Mapi.Error.NO_ACCESS)
        return []

    def load(self, key, message):
        if self.how == 'load: fails':
            open('/nowhere/at/all', encoding='utf-8')
        message['PR_SUBJECT'] = 5

    def create_folder(self, parent, name):
        if self.how == 'folder: raises':
            raise ValueError('no room')
        return 5 if self.how == 'folder: wrong type' else parent

    def save(self, folder, key, message):
        if self.how == 'save: raises':
            raise ValueError('no room')
        return 5 if self.how == 'save: wrong type' else ''


mapi_ms_provider_init = Broken.entry_point(version=(1, 0))
