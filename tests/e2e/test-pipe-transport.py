#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The sample that hands mail to a command, and the command that comes with it."""

import unittest

import tap
import world

SAMPLE = world.SOURCE / 'samples' / 'pipe-transport'
BUILT = world.BUILD / 'samples' / 'pipe-transport'

SERVICE = """
[Service]
Name=script
DisplayName=Script
Providers=Script;
[Provider Script]
PR_RESOURCE_TYPE=MAPI_TRANSPORT_PROVIDER
PR_PROVIDER_DLL_NAME=script.py
PR_DISPLAY_NAME=Script
"""
SCRIPT = """
import gi
gi.require_version('Mapi', '1.0')
from gi.repository import Mapi

class Script(Mapi.Transport):
    address_types = ['PIPE']

    def send(self, message, recipients):
        ann, nobody, later = recipients
        return [ann, Mapi.recipient_with_failure(nobody, Mapi.DIAG_MAIL_RECIPIENT_UNKNOWN, 'moved')]

mapi_xp_provider_init = Script.entry_point('Script', version=(1, 0))
"""


class PipeTransport(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)
        path = self.world.environment['MAPI_SERVICE_PATH']
        self.world.environment['MAPI_SERVICE_PATH'] = f'{path}:{BUILT}'
        self.folder = self.world.home / 'mail'
        self.folder.mkdir()

    def send(self, command, *names):
        self.world.ok('profile', 'create', 'pipe')
        self.world.ok('service', 'add', 'pipe-transport', f'command={command}')
        recipients = [word for name in names for word in ('--to', f'PIPE:{name}')]
        self.world.ok('send', *recipients, '--subject', 'Hello', '--body', 'Hello')

    def deliver(self):
        return f'{SAMPLE}/deliver {self.folder} --'

    def test_sends(self):
        self.send(self.deliver(), 'ann', 'bob')
        self.world.ok('spool', '--until-empty')
        for name in 'ann', 'bob':
            self.assertIn('Subject: Hello', (self.folder / name).read_text())

    def test_each_recipient_has_its_fate(self):
        """One is done and not sent to again, one is reported, one waits."""
        self.send(self.deliver(), 'ann', 'nobody', 'later')
        self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        self.assertEqual([row['state'] for row in self.world.json('queue')], ['waiting'])
        [report] = self.world.messages('Inbox')
        self.assertIn(b'nobody does not live here', report)
        self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        self.assertEqual((self.folder / 'ann').read_text().count('Subject: Hello'), 1)
        self.assertEqual(self.world.count('Inbox'), 1)

    def test_fates_in_a_script(self):
        """A script tells the same of three recipients, by the rows that it gives."""
        folder = self.world.home / 'script'
        folder.mkdir()
        (folder / 'script.service').write_text(SERVICE)
        (folder / 'script.py').write_text(SCRIPT)
        self.world.environment['MAPI_SERVICE_PATH'] += f':{folder}'
        self.world.ok('profile', 'create', 'script')
        self.world.ok('service', 'add', 'script')
        self.world.ok('send', *(word for name in ('ann', 'nobody', 'later')
                                for word in ('--to', f'PIPE:{name}')),
                      '--subject', 'Hello', '--body', 'Hello')
        self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        [row] = self.world.json('queue')
        self.assertEqual(row['state'], 'waiting')
        self.assertEqual([(to['address'], to['handled']) for to in row['recipients']],
                         [('ann', True), ('nobody', True), ('later', False)])
        [report] = self.world.messages('Inbox')
        self.assertIn(b'moved', report)

    def test_an_address_is_no_option(self):
        self.send(self.deliver(), '-x')
        self.world.ok('spool', '--until-empty')
        self.assertIn('Subject: Hello', (self.folder / '-x').read_text())

    def test_no_command(self):
        """A command that is not there says nothing of the recipient."""
        self.send(self.world.home / 'missing', 'ann')
        self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        self.assertEqual([row['state'] for row in self.world.json('queue')], ['waiting'])
        self.assertEqual(self.world.count('Inbox'), 0)


if __name__ == '__main__':
    tap.main()
