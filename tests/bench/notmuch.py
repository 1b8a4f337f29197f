# SPDX-License-Identifier: LGPL-2.1-or-later
"""notmuch with a Maildir and a configuration of its own."""

import os
import shutil
import subprocess


class Notmuch:
    def __init__(self, folder):
        self.mail = folder / 'mail'
        config = folder / 'config'
        self.environment = {**os.environ, 'NOTMUCH_CONFIG': str(config)}
        for name in ('cur', 'new', 'tmp'):
            (self.mail / name).mkdir(parents=True)
        config.write_text(f'[database]\npath={self.mail}\n[user]\nprimary_email=a@perf.invalid\n')

    @staticmethod
    def is_there():
        return shutil.which('notmuch') is not None

    def run(self, *words):
        subprocess.run(['notmuch', *words], env=self.environment, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def fill(self, messages):
        for i, message in enumerate(messages):
            (self.mail / 'cur' / f'{i}.perf:2,').write_bytes(message)
        self.run('new')

    def search(self, word):
        self.run('search', '--output=messages', word)
