#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Transports in scripts: what one in C can do they can, too, by the clauses of the conformance kit; and
whatever one does wrong harms itself alone."""

import json
import os
import pathlib
import subprocess
import unittest

import script_mailbox
import tap
from script_mailbox import subjects

MAPI = pathlib.Path(os.environ['MAPI_BUILD_ROOT']) / 'spooler' / 'cli' / 'mapi'
CHECK = pathlib.Path(os.environ['MAPI_SOURCE_ROOT']) / 'tests' / 'fixtures' / 'whole' / 'whole.check'

# What a language without references counted in time does not show.
COLLECTED = (
    'ends-with-its-last-reference', 'keeps-its-support-object', 'lets-go-of-the-incoming-message',
    'lets-go-of-the-message', 'releases-nothing-it-was-given',
)


class Whole(unittest.TestCase):
    """Remote headers, status, flushes, deferral, cancelling, reports, preprocessing: all of it."""

    def conforms(self, service, *options, but_for=()):
        waived = [f'--waive=transport/{clause}=it is collected later' for clause in but_for]
        done = subprocess.run(
            [MAPI, 'check', '--format=json', '--with', CHECK, *options, *waived, service],
            text=True, capture_output=True, check=False)
        results = json.loads(done.stdout)['results']
        self.assertEqual([result for result in results if result['verdict'] == 'failed'], [])
        skipped = [result['clause'] for result in results if result['verdict'] == 'skipped']
        self.assertEqual(sorted(skipped), [
            'transport/gives-a-new-provider-each-time',  # for modules in C
            'transport/names-the-incoming-message-first',
            'transport/names-the-message-first',
            'transport/refuses-another-version',
            'transport/says-that-it-takes-all',  # for transports of another kind
            'transport/says-that-it-takes-no-type',
        ])

    def test_python(self):
        self.conforms('python-whole')

    def test_python_isolated(self):
        self.conforms('python-whole', '--isolated')

    @tap.with_gjs
    def test_javascript(self):
        self.conforms('gjs-whole', but_for=COLLECTED)


class Broken(script_mailbox.Mailbox):
    service, setting = 'sqlite', 'path'

    def sends_beside(self, service, how, reason, **settings):
        """The message of the broken one waits, and says why; another one sends its own meanwhile."""
        self.log_off()
        self.add(service, how=how, **settings)
        self.log_on()
        self.spool()
        self.draft('broken', to='BROKEN:anybody').submit_message(0, None)
        self.draft('whole').submit_message(0, None)
        self.wait_for('finished')
        self.assertIn('Subject: whole', self.sent()[0])
        self.wait_for('wait')
        self.assertRegex('\n'.join(self.said), rf'message \d waits for \d+ seconds: .*{reason}')
        self.assertIn('broken', subjects(self.folder('OUTBOX')))


class BrokenPython(Broken, unittest.TestCase):
    def test_raises(self):
        self.sends_beside('python-broken', 'raises', 'ValueError: what it says')

    def test_exits(self):
        self.sends_beside('python-broken', 'exits', 'SystemExit: 3')

    def test_wrong_return(self):
        self.sends_beside('python-broken', 'lies', 'no rows of recipients')

    def test_crashes(self):
        self.sends_beside('python-broken', 'crashes', 'ended by signal 6', isolated='true')

    def test_loops(self):
        self.sends_beside('python-broken', 'loops', 'has not returned for 1 seconds', isolated='true',
                          **{'call-seconds': 1})


@tap.with_gjs
class BrokenJavaScript(Broken, unittest.TestCase):
    def test_throws(self):
        self.sends_beside('gjs-broken', 'throws', 'what it says')

    def test_exits(self):
        self.sends_beside('gjs-broken', 'exits', 'ended with status 3')

    def test_wrong_return(self):
        self.sends_beside('gjs-broken', 'tells nothing', 'unexpected value')

    def test_crashes(self):
        self.sends_beside('gjs-broken', 'crashes', 'ended by signal 5')

    def test_loops(self):
        self.sends_beside('gjs-broken', 'loops', 'has not returned for 1 seconds',
                          **{'call-seconds': 1})


if __name__ == '__main__':
    tap.main()
