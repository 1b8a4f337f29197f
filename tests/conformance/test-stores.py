#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The stores of this tree do what the clauses of the conformance kit say."""

import json
import os
import pathlib
import subprocess
import unittest

import tap

ROOT = pathlib.Path(os.environ['MAPI_SOURCE_ROOT'])
MAPI = pathlib.Path(os.environ['MAPI_BUILD_ROOT']) / 'spooler' / 'cli' / 'mapi'


# What a store does wrong, in the words of the fake store, and the clauses that say so.
FAULTS = {
    'hide PR_RECORD_KEY': ['has-a-record-key'],
    'uid: ignore': ['logon-registers-its-uid'],
    'row: ignore': ['logon-publishes-a-status-row'],
    'logon: notify READYTOSEND': ['logon-leaves-the-spooler-alone'],
    'logon: leak': ['logon-keeps-its-support'],
    'logon: LOGON_FAILED': ['logon-can-be-temporary'],
    '2nd logon: status Again': ['logon-gives-what-is-open'],
    '2nd spooler-logon: DISK_ERROR': ['logon-gives-the-spooler-what-is-open'],
    '2nd+ logon: DISK_ERROR': ['logon-knows-its-interfaces'],
    'spooler-logon: LOGON_FAILED': ['logon-lets-the-spooler-in'],
    'spooler-logon: leak': ['logon-ends-with-its-store'],
    'prepare: ignore': ['submit-prepares-first', 'submit-hands-on-the-error-of-prepare',
                        'submit-prepares-what-is-sent-again'],
    'show PR_MESSAGE_FLAGS 0': ['submit-marks-the-message', 'message-starts-unsent'],
    'show PR_SUBJECT First': ['submit-makes-a-copy', 'submit-saves', 'submit-keeps-the-order'],
    'show PR_RESPONSIBILITY 1': ['submit-makes-nobody-responsible'],
    'hide PR_RESPONSIBILITY': ['submit-makes-nobody-responsible-for-members',
                               'recipients-show-responsibility'],
    'show PR_CLIENT_SUBMIT_TIME 1000': ['submit-notes-the-time'],
    'expand: ignore': ['submit-expands-last'],
    'show PR_SUBMIT_FLAGS 0': ['submit-queues-for-preprocessing', 'lock-shows'],
    'show PR_SUBMIT_FLAGS 2': ['submit-queues-what-needs-the-spooler', 'submit-queues',
                               'submit-goes-on-after-preprocessing'],
    'submit: ignore': ['submit-wants-recipients', 'submit-queues'],
    'submit: INVALID_PARAMETER': ['submit-accepts-force'],
    'announce: ignore': ['submit-announces-sending-once'],
    'show PR_PREPROCESS 1': ['submit-leaves-preprocess-alone'],
    'show PR_DEFERRED_SEND_TIME 1000': ['submit-computes-when-to-send'],
    'show PR_MESSAGE_CLASS IPM.Note': ['submit-gives-a-class', 'message-gets-a-class',
                                       'default-takes-any-class'],
    'hide PR_DISPLAY_TO': ['submit-adds-what-sending-needs', 'queue-has-its-columns'],
    'restrict: TOO_COMPLEX': ['queue-knows-the-spooler-status'],
    'restrict: ignore': ['recipients-can-be-restricted'],
    'watch: ignore': ['queue-tells-of-changes', 'queue-tells-of-preprocessing'],
    'create: then DISK_ERROR': ['queue-shows-in-the-outbox', 'finish-leaves-it-where-it-is'],
    'lock: ignore': ['lock-shows', 'lock-keeps-clients-away', 'abort-spares-what-is-locked'],
    '2nd lock: ignore': ['lock-saves'],
    '2nd spooler-logon: BUSY': ['lock-ends-with-the-logon'],
    'open: with MAPI_BEST_ACCESS': ['queued-is-not-for-writing'],
    'show PR_ACCESS_LEVEL 1': ['queued-is-for-reading'],
    'delete: ignore': ['queued-cannot-be-deleted', 'report-on-deletion'],
    '2nd rows: show PR_MESSAGE_FLAGS 1': ['queued-keeps-its-read-flag'],
    'finish: NO_SUPPORT': ['queue-has-its-methods'],
    'hooks: ignore': ['finish-unlocks-and-asks-hooks'],
    'hooks: leak': ['finish-unlocks-and-asks-hooks'],
    'finish: ignore': ['finish-leaves-it-unlocked', 'finish-takes-it-out-of-the-queue',
                       'finish-moves-it', 'finish-deletes-it', 'finish-copies-and-deletes-it',
                       'finish-is-for-the-spooler', 'finish-knows-no-flags'],
    'finish: then DISK_ERROR': ['finish-knows-no-flags'],
    'show PR_SENDER_NAME First': ['finish-keeps-the-sender'],
    'abort: ignore': ['abort-takes-back', 'abort-takes-back-once', 'abort-spares-what-is-locked',
                      'abort-knows-no-flags'],
    'newmail: ignore': ['new-mail-reaches-everybody'],
    'receive: NOT_FOUND': ['receive-folder-has-a-default', 'default-sends-and-receives'],
    'rows: DISK_ERROR': ['receive-folder-has-a-table'],
    'set-receive: ignore': ['receive-folder-by-longest-prefix', 'receive-folder-survives-errors'],
    '2nd set-receive: ignore': ['receive-folder-can-be-forgotten'],
    'show PR_MESSAGE_FLAGS 1': ['incoming-is-unread'],
    'advise: ignore': ['notifies-in-order', 'new-mail-reaches-everybody'],
    'receipt: ignore': ['report-on-reading', 'report-once', 'report-that-fails-is-not-sent'],
    'read: ignore': ['report-only-on-request', 'report-without-reading', 'report-can-be-forgotten',
                     'report-can-be-suppressed', 'report-flags-make-sense'],
    'show PR_MESSAGE_FLAGS 0x100': ['report-not-for-copies'],
    'copy: ignore': ['report-before-it-leaves'],
    'show PR_MESSAGE_FLAGS 2': ['message-is-modified-by-the-second-save'],
    'save: with FORCE_SAVE': ['message-keeps-what-was-saved-first'],
    'save: without FORCE_SAVE': ['message-can-be-forced'],
    'transports: ignore': ['logoff-hands-on-its-flag', 'logoff-tells-what-goes-on',
                           'logoff-is-made-up-for', 'logoff-is-the-end'],
    'leave: ignore': ['logoff-waits-for-the-last'],
    'logoff: ignore': ['logoff-can-be-forced'],
    'show PR_STORE_SUPPORT_MASK 0': ['default-sends-and-receives'],
    'show PR_STORE_SUPPORT_MASK 2': ['read-only-has-no-outbox'],
    'spooler-logon: NO_SUPPORT': ['default-lets-the-spooler-log-on'],
    'hide PR_FINDER_ENTRYID': ['default-has-its-folders'],
}

# The same for a store that can do next to nothing.
FAULTS_OF_NOTHING = {
    'queue: DISK_ERROR': ['queue-only-to-send'],
    'advise: ignore': ['advise-fails-where-nobody-is-told'],
}


def read_results(done):
    """What a run of the kit has found; it says on one stream or the other why it has nothing."""
    try:
        return json.loads(done.stdout)['results']
    except (ValueError, KeyError):
        raise AssertionError(f'no results, status {done.returncode}: {done.stdout}{done.stderr}') from None


def check(service, *options):
    """The results of the clauses for the stores of a service, by the names of the clauses."""
    done = subprocess.run([MAPI, '--json', 'check', *options, service], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return {result['clause']: result for result in read_results(done)}


class Stores(unittest.TestCase):
    def conforms(self, least, service, check_file=None):
        """No clause fails, and this many at least pass: who is asked nothing conforms to nothing."""
        setup = ['--with', ROOT / check_file] if check_file else []
        results = check(service, '--only', 'store/*', *setup)
        for clause, result in results.items():
            with self.subTest(clause):
                self.assertNotEqual(result['verdict'], 'failed', result.get('reason'))
        passed = sum(result['verdict'] == 'passed' for result in results.values())
        self.assertGreaterEqual(passed, least)
        counts = {verdict: sum(result['verdict'] == verdict for result in results.values())
                  for verdict in ('passed', 'skipped', 'waived')}
        print(f'# count: kit: {service}: {counts["passed"]} clauses passed, {counts["skipped"]} skipped, '
              f'{counts["waived"]} waived')

    def test_sqlite(self):
        self.conforms(98, 'sqlite', 'providers/sqlite/sqlite.check')

    def test_fake_store(self):
        self.conforms(98, 'fake-store', 'providers/fake/fake-store.check')

    def test_null_store(self):
        self.conforms(11, 'null-store')

    def test_memory_store(self):
        self.conforms(13, 'memory-store')

    def test_wrapped_store(self):
        self.conforms(98, 'wrapped-store', 'samples/wrapped-store/wrapped-store.check')

    @tap.with_python
    def test_python_store(self):
        self.conforms(11, 'python-store', 'samples/python-store/python-store.check')

    @tap.with_python
    def test_python_mailbox(self):
        self.conforms(98, 'python-mailbox', 'samples/python-mailbox/python-mailbox.check')

    @tap.with_gjs
    def test_gjs_store(self):
        self.conforms(98, 'gjs-store', 'samples/gjs-store/gjs-store.check')

    def catches(self, faults, *setup):
        """Each clause fails for the fault that it is about."""
        for script, clauses in faults.items():
            only = [word for clause in clauses for word in ('--only', f'store/{clause}')]
            results = check('fake-store', *only, *setup, '--set', f'script={script}')
            for clause in clauses:
                with self.subTest(script, clause=clause):
                    self.assertEqual(results[f'store/{clause}']['verdict'], 'failed')

    def test_faults(self):
        self.catches(FAULTS, '--set', 'wraps=sqlite', '--set', 'path=@HOME@/store.db')

    def test_faults_of_nothing(self):
        self.catches(FAULTS_OF_NOTHING, '--set', 'wraps=null-store')


if __name__ == '__main__':
    tap.main()
