#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Hooks in scripts, as a spooler meets them: the samples, and those that do wrong. Whatever one
does, mail goes on."""

import unittest

import script_mailbox
import tap
from script_mailbox import identifier, subjects

from gi.repository import Mapi


class World(script_mailbox.Mailbox):
    service, setting = 'sqlite', 'path'

    def send(self, subject, to='FILE:somebody'):
        message = self.draft(subject, to=to, PR_SENTMAIL_ENTRYID=self.store['PR_IPM_SENTMAIL_ENTRYID'])
        done = self.events.count('finished')
        message.submit_message(0, None)
        self.wait_until(lambda: self.events.count('finished') > done)
        self.assertTrue(any(f'Subject: {subject}' in mail for mail in self.sent()))

    def wait_until(self, done):
        tap.turn_until(done, 'what the spooler does')

    def drop(self, sender):
        (self.path / 'in' / f'{sender}.eml').write_text(
            f'From: {sender}@x.org\nSubject: from {sender}\n\nHello.\n')

    def filed(self, name):
        """What lies in a folder beside the Inbox; nothing where there is no such folder."""
        for row in self.folder('SUBTREE').get_hierarchy_table(0, None):
            if row['PR_DISPLAY_NAME'] == name:
                return subjects(self.store.open_entry(identifier(row), None, 0, None))
        return []


class Sample(World):
    """A hook that files what Ann has written, or was sent."""

    def add_more(self):
        self.add(self.hook, person='ann@X.org', folder='Ann')

    def test_inbound(self):
        self.drop('Ann')
        self.drop('Bob')
        self.spool()
        self.wait_until(lambda: self.events.count('received') == 2)
        self.assertEqual(self.filed('Ann'), ['from Ann'])
        self.assertEqual(subjects(self.folder('INBOX')), ['from Bob'])

    def test_outbound(self):
        self.spool()
        self.send('to Ann', 'FILE:ann@x.org')
        self.send('to Bob', 'FILE:bob@x.org')
        self.assertEqual(self.filed('Ann'), ['to Ann'])
        self.assertEqual(subjects(self.folder('SENTMAIL')), ['to Bob'])


class PythonSample(Sample, unittest.TestCase):
    hook = 'python-hook'


@tap.with_gjs
class JavaScriptSample(Sample, unittest.TestCase):
    hook = 'gjs-hook'


class Unconfigured(World, unittest.TestCase):
    def add_more(self):
        self.profile.add_service('python-hook', None)

    def test_missing_setting(self):
        self.spool()
        self.wait_for('hook-failed')
        self.send('goes on')
        self.assertEqual(subjects(self.folder('SENTMAIL')), ['goes on'])


class Broken(World):
    """A broken hook is passed over, and the sample behind it does what it does."""

    def sends_beside(self, service, how, **settings):
        self.log_off()
        self.add(service, how=how, **settings)
        self.add('python-hook', person='ann@x.org', folder='Ann')
        self.log_on()
        self.spool()
        self.send(how, 'FILE:ann@x.org')
        self.assertIn('hook-failed', self.events)
        self.assertEqual(self.filed('Ann'), [how])


class BrokenPython(Broken, unittest.TestCase):
    def test_raises(self):
        self.sends_beside('python-broken-hook', 'raises')

    def test_exits(self):
        self.sends_beside('python-broken-hook', 'exits')

    def test_wrong_return(self):
        self.sends_beside('python-broken-hook', 'lies')

    def test_crashes(self):
        self.sends_beside('python-broken-hook', 'crashes', isolated='true')

    def test_loops(self):
        self.sends_beside('python-broken-hook', 'loops', isolated='true', **{'call-seconds': 1})


@tap.with_gjs
class BrokenJavaScript(Broken, unittest.TestCase):
    def test_throws(self):
        self.sends_beside('gjs-broken-hook', 'throws')

    def test_exits(self):
        self.sends_beside('gjs-broken-hook', 'exits')

    def test_wrong_return(self):
        self.sends_beside('gjs-broken-hook', 'tells nothing')

    def test_crashes(self):
        self.sends_beside('gjs-broken-hook', 'crashes')

    def test_loops(self):
        self.sends_beside('gjs-broken-hook', 'loops', **{'call-seconds': 1})


if __name__ == '__main__':
    tap.main()
