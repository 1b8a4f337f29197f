#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The conformance kit: what is shipped passes it, and what does one thing wrong fails for that."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree

import peers
import tap
import world

SOURCE = pathlib.Path(os.environ['MAPI_SOURCE_ROOT'])
BUILD = pathlib.Path(os.environ['MAPI_BUILD_ROOT'])
MAPI = BUILD / 'spooler' / 'cli' / 'mapi'
WHOLE = SOURCE / 'tests' / 'fixtures' / 'whole' / 'whole.check'

PROVIDERS = {
    'file-transport': 'samples/file-transport/file-transport.check',
    'maildir': 'providers/maildir/maildir.check',
    'signature': 'samples/signature/signature.check',
    'remote-transport': 'samples/remote-transport/remote-transport.check',
    'fake-transport': 'providers/fake/fake-transport.check',
    'whole': 'tests/fixtures/whole/whole.check',
}

# What the whole transport does wrong, and the clause that notices.
FAULTS = {
    'acts-before-it-fails': 'says-busy',
    'always-critical': 'is-rarely-critical',
    'asks-anyway': 'asks-nobody',
    'breaks-and-smiles': 'reports-what-is-critical',
    'breaks-in-silence': 'reports-what-is-critical-in',
    'brings-private-things': 'stores-what-is-transmittable',
    'changes-represented': 'leaves-whom-he-represents',
    'changes-types': 'keeps-its-types',
    'deaf-to-cancel': 'stops-when-cancelled',
    'deaf-to-directions': 'shows-what-it-can',
    'deaf-to-flushes': 'marks-a-flush',
    'delivers-twice': 'fetches-each-once',
    'does-not-correlate': 'correlates',
    'does-not-save': 'fetches-mail',
    'fails-hard': 'fails-mildly',
    'fails-in-silence': 'reports-what-failed',
    'fails-the-whole-list': 'reports-members-of-a-list',
    'fails-when-idle': 'has-what-it-asks-for',
    'forgets-deferred': 'defers',
    'forgets-the-seconds': 'says-network-error',
    'goes-on-when-cancelled': 'stops-when-a-yield-says-so',
    'hides-deferral': 'defers',
    'hides-what-is-missing': 'says-what-is-missing',
    'ignores-remote-clients': 'refreshes-headers',
    'keeps-configuration': 'tells-of-a-new-configuration',
    'keeps-notices': 'gives-notices-back',
    'keeps-sender': 'names-the-sender',
    'keeps-support': 'keeps-its-support-object',
    'keeps-the-message': 'lets-go-of-the-message',
    'keeps-what-it-is-given': 'releases-nothing-it-was-given',
    'late-reference': 'names-the-message-first',
    'leaves-its-traces': 'removes-what-it-added',
    'leaves-objects-valid': 'makes-invalid-what-it-gave',
    'links-at-logon': 'connects-to-nothing',
    'links-to-validate': 'validates-without-connecting',
    'lists-the-original': 'preprocesses',
    'looks-at-shutdown': 'shuts-down',
    'names-the-entry': 'names-no-entry',
    'never-busy': 'refreshes-headers',
    'never-flushes': 'marks-a-flush',
    'never-hangs-up': 'connects-for-a-flush',
    'never-links': 'connects-for-a-flush',
    'never-tells': 'tells-of-mail',
    'never-well': 'recovers',
    'never-yields': 'stops-when-cancelled',
    'no-class': 'has-a-class',
    'no-flags': 'tells-where-it-is-from',
    'no-receipts': 'reports-deliveries',
    'no-receiver': 'names-who-received-it',
    'no-represented': 'has-what-it-needs',
    'no-row': 'makes-a-row',
    'no-sender-key': 'makes-search-keys',
    'no-subject': 'has-what-it-needs',
    'no-time': 'tells-when-it-arrived',
    'no-write-no-object': 'opens-a-status-object',
    'nobody-represented': 'names-who-received-it',
    'not-critical': 'keeps-its-critical-section',
    'not-to-me': 'knows-whether-it-is-to-me',
    'odd-end': 'asks-to-restart',
    'odd-flags': 'logs-on',
    'one-logon': 'serves-several-logons',
    'pretends-a-dialog': 'shows-no-dialog-of-its-own',
    'registers-with-flags': 'registers-properly',
    'releases-nobody': 'defers',
    'removes-first': 'keeps-what-is-cancelled',
    'reports-others': 'leaves-others-alone',
    'reports-twice': 'reports-once',
    'same-ids': 'correlates',
    'saves-nothing-with-content': 'brings-nothing-when-there-is-nothing',
    'sends-what-was-aborted': 'forgets-what-is-aborted',
    'serves-anybody': 'names-whom-it-cannot-serve',
    'sets-a-uid': 'names-itself-by-address-types-alone',
    'shy-with-types': 'knows-addresses-without-outbound',
    'spoils-recipients': 'makes-whole-recipients',
    'stays': 'logs-off-at-any-time',
    'stays-active-after-receiving': 'shows-that-it-receives',
    'stays-active-after-sending': 'shows-that-it-sends',
    'stays-critical': 'keeps-its-critical-section',
    'submits-itself': 'preprocesses',
    'swells-messages': 'keeps-large-data-here',
    'takes-all': 'leaves-open-what-it-could-not-do',
    'takes-any-flag': 'refuses-unknown-flags',
    'takes-any-password': 'guards-its-password',
    'takes-anybodys': 'leaves-others-alone',
    'takes-no-for-yes': 'takes-no-for-an-answer',
    'takes-nothing': 'sends-and-takes',
    'tells-and-tells': 'does-not-flood',
    'tells-of-one': 'fetches-all-in-a-flush',
    'tells-secrets': 'keeps-what-is-not-transmittable',
    'tells-the-wrong-time': 'tells-when-it-arrived',
    'tells-too-early': 'waits-for-inbound',
    'tells-with-data': 'says-what-it-may',
    'types-in-8-bits': 'speaks-unicode',
    'wrong-codes': 'says-not-me',
    'yields-in-a-flush': 'does-not-yield-in-a-flush',
}


# The same of an address book and of a hook.
FAULTS_OF_BOOKS = {
    'all-the-same': 'compares-identifiers',
    'any-interface': 'knows-its-interfaces',
    'ignores-settings': 'says-what-is-missing',
    'keeps-entries': 'holds-nothing-in-the-end',
    'keeps-support': 'lets-go-of-its-support',
    'loses-recipients': 'prepares-recipients',
    'no-depth': 'lists-its-containers',
    'no-display-type': 'lists-people',
    'no-record-key': 'opens-its-containers',
    'no-record-keys-of-people': 'gives-people-keys',
    'no-uid': 'registers-its-uid',
    'one-thread': 'works-in-any-thread',
    'opens-anything': 'refuses-other-identifiers',
    'other-name': 'opens-people',
    'resolves-everybody': 'resolves-names',
    'resolves-nobody': 'resolves-names',
    'tells-the-spooler': 'leaves-the-spooler-alone',
}
FAULTS_OF_HOOKS = {
    'fails': 'looks-at-mail',
    'half': 'has-what-it-asks-for',
    'ignores-settings': 'says-what-is-missing',
    'keeps-support': 'lets-go-of-its-support',
    'keeps-the-message': 'leaves-saving-to-the-spooler',
    'names-a-message': 'names-a-folder',
    'odd-flags': 'answers-known-flags',
    'one-thread': 'works-in-any-thread',
    'saves': 'leaves-saving-to-the-spooler',
}


def run(*arguments):
    """Runs `mapi check`."""
    return subprocess.run([MAPI, 'check', *map(str, arguments)], capture_output=True, text=True)


def check(*arguments):
    """What `mapi check` says of a service, as an object."""
    done = run('--format=json', *arguments)
    return json.loads(done.stdout)


def list_clauses():
    done = subprocess.run([MAPI, '--json', 'check', '--list'], capture_output=True, text=True)
    return [row['clause'] for row in json.loads(done.stdout)]


def of(report, verdict):
    return [f'{result["clause"]}: {result.get("reason", "")}' for result in report['results']
            if result['verdict'] == verdict]


class Shipped(unittest.TestCase):
    COUNTED = {'whole', 'faulty-book', 'faulty-hook'}  # these are the tests' own

    def count(self, service, report):
        """For the end of ./check, each provider once."""
        if service not in self.COUNTED:
            print(f'# count: kit: {service}: {report["passed"]} clauses passed, '
                  f'{report["skipped"]} skipped, {report["waived"]} waived')
        self.COUNTED.add(service)

    def conforms(self, service, *arguments):
        report = check(service, *arguments)
        self.count(service, report)
        self.assertEqual(of(report, 'failed'), [])
        self.assertGreater(report['passed'], 0)
        return report

    def test_transports(self):
        for service, file in PROVIDERS.items():
            with self.subTest(service):
                self.conforms(service, '--with', SOURCE / file)

    def test_tight_pair(self):
        """A store and a transport in one: both are asked."""
        report = self.conforms('tight-pair', '--with',
                               SOURCE / 'samples/tight-pair/tight-pair.check')
        kinds = [line.split('/')[0] for line in of(report, 'passed')]
        self.assertGreaterEqual(kinds.count('store'), 98)
        self.assertGreaterEqual(kinds.count('transport'), 40)
        self.assertEqual(of(report, 'waived'), [])

    def test_nobody_is_forgotten(self):
        """Each service with a provider, shipped or sample, is held to the kit by a test."""
        tests = ''.join((SOURCE / 'tests' / 'conformance' / name).read_text()
                        for name in ('test-check.py', 'test-stores.py'))
        for folder in ('providers', 'samples'):
            for file in (SOURCE / folder).glob('*/*.service'):
                with self.subTest(file.stem):
                    self.assertRegex(tests, rf"(?:conforms|check)\((?:\d+, )?'{file.stem}'|'{file.stem}': '")

    def test_whole_transport_that_polls(self):
        self.conforms('whole', '--with', WHOLE, '--set', 'asks=POLL RESOLVE')

    def test_whole_transport_for_all_types(self):
        report = self.conforms('whole', '--with', WHOLE, '--set', 'types=*',
                               '--only', 'transport/says-that-it-takes-all')
        self.assertEqual(report['passed'], 1)

    def test_whole_transport_for_no_type(self):
        report = self.conforms('whole', '--with', WHOLE, '--set', 'types=-',
                               '--only', 'transport/says-that-it-takes-no-type')
        self.assertEqual(report['passed'], 1)

    @tap.with_python
    def test_python_transport(self):
        self.conforms('python-transport', '--with',
                      SOURCE / 'samples/python-transport/python-transport.check')

    def test_pab(self):
        self.conforms('pab', '--set', 'path=@HOME@/pab.db')

    def test_ldap(self):
        """Without a server it is asked what needs none; with one, see e2e/ldap."""
        report = check('ldap', '--set', 'host=127.0.0.1', '--set', 'port=1', '--set',
                       'base=dc=none', '--set', 'security=none',
                       '--only', 'address-book/*version', '--only', 'address-book/*each-time',
                       '--only', 'address-book/registers-its-uid',
                       '--only', 'address-book/leaves-the-spooler-alone',
                       '--only', 'address-book/says-what-is-missing')
        self.assertEqual(of(report, 'failed'), [])
        self.assertEqual(report['passed'], 5)
        self.count('ldap', report)

    def test_address_list(self):
        report = self.conforms('address-list', '--with',
                               SOURCE / 'samples/address-list/address-list.check')
        self.assertGreaterEqual(report['passed'], 15)

    @tap.with_python
    def test_python_address_book(self):
        report = self.conforms('python-address-book', '--with',
                               SOURCE / 'samples/python-address-book/python-address-book.check')
        self.assertGreaterEqual(report['passed'], 13)

    @tap.with_gjs
    def test_gjs_address_book(self):
        report = self.conforms('gjs-address-book', '--with',
                               SOURCE / 'samples/gjs-address-book/gjs-address-book.check')
        self.assertGreaterEqual(report['passed'], 13)

    def test_filing_hook(self):
        self.conforms('filing-hook', '--set', 'person=ann@check.invalid', '--set', 'folder=Ann')

    @tap.with_python
    def test_python_hook(self):
        report = self.conforms('python-hook', '--with',
                               SOURCE / 'samples/python-hook/python-hook.check')
        self.assertEqual(report['passed'], 9)

    @tap.with_gjs
    def test_gjs_hook(self):
        report = self.conforms('gjs-hook', '--with', SOURCE / 'samples/gjs-hook/gjs-hook.check')
        self.assertGreaterEqual(report['passed'], 7)

    def test_faultless(self):
        for service in ('faulty-book', 'faulty-hook'):
            with self.subTest(service):
                self.assertEqual(self.conforms(service, '--set', 'fault=none')['skipped'], 0)

    @tap.with_gjs
    def test_gjs_transport(self):
        self.conforms('gjs-transport', '--with',
                      SOURCE / 'samples/gjs-transport/gjs-transport.check')

    def test_smtp(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix='smtp-', dir=tap.HOME))
        server = peers.Liar(self, folder)
        report = self.conforms('smtp', '--with', SOURCE / 'providers/smtp/smtp.check', '--set',
                               f'port={server.port}', '--peer', f'Sent=cat {folder}/*.eml')
        self.assertIn('transport/shows-that-it-sends: ', of(report, 'passed'))

    def test_pipe_transport(self):
        sample = SOURCE / 'samples/pipe-transport'
        self.conforms('pipe-transport', '--with', sample / 'pipe-transport.check',
                      '--set', f'command={sample}/deliver @HOME@ --')

    def test_webhook(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix='webhook-', dir=tap.HOME))
        server = subprocess.Popen([SOURCE / 'samples/webhook/server.py', folder],
                                  stdout=subprocess.PIPE, text=True)
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        self.conforms('webhook', '--with', SOURCE / 'samples/webhook/webhook.check',
                      '--set', f'url=http://127.0.0.1:{server.stdout.readline().strip()}',
                      '--peer', f'Sent=cat {folder}/*.eml')

    def test_smtp_without_a_server(self):
        report = check('smtp', '--set', 'host=127.0.0.1', '--set', 'port=9', '--set',
                       'security=none', '--peer', 'Unreachable=SMTP:a@check.invalid',
                       '--only', 'transport/says-network-error', '--waive',
                       'transport/says-network-error=the spooler knows better when (D11)')
        self.assertEqual((report['waived'], report['failed']), (1, 0))


class Isolated(unittest.TestCase):
    """Providers in a process of their own."""

    def conforms(self, *arguments):
        report = check('--isolated', *arguments)
        self.assertEqual(of(report, 'failed'), [])
        self.assertGreater(report['passed'], 0)

    def test_transport(self):
        self.conforms('file-transport', '--with', SOURCE / PROVIDERS['file-transport'])

    def test_preprocessor(self):
        self.conforms('whole', '--with', WHOLE, '--only', 'transport/preprocesses',
                      '--only', 'transport/registers-properly')

    def test_stores(self):
        self.conforms('null-store')
        self.conforms('sqlite', '--set', 'path=@HOME@/store.db', '--only', 'store/submit*')

    def test_address_book(self):
        self.conforms('pab', '--set', 'path=@HOME@/pab.db')

    def test_hook(self):
        self.conforms('filing-hook', '--set', 'person=ann@check.invalid', '--set', 'folder=Ann')

    @tap.with_python
    def test_python(self):
        self.conforms('python-transport', '--with',
                      SOURCE / 'samples/python-transport/python-transport.check',
                      '--only', 'transport/sends*', '--only', 'transport/fetches*')

    def test_a_crash_is_a_failed_clause(self):
        report = check('--isolated', 'fake-transport', '--set', 'script=crash in TransportLogon',
                       '--only', 'transport/logs-on', '--only', 'transport/asks-nobody')
        self.assertIn('its process was ended by signal 6', '\n'.join(of(report, 'failed')))
        self.assertEqual(report['passed'] + report['failed'] + report['skipped'], 2)


class Several(unittest.TestCase):
    def test_each_transport_sends_in_its_own_name(self):
        home = world.World(self)
        home.environment['MAPI_SERVICE_PATH'] = os.environ['MAPI_SERVICE_PATH']
        home.ok('profile', 'create', 'me')
        home.ok('service', 'add', 'sqlite')
        for name in ('ONE', 'TWO'):
            (home.home / name / 'out').mkdir(parents=True)
            home.ok('service', 'add', 'whole', f'folder={home.home / name}', f'types={name}',
                    f'identity={name.lower()}@check.invalid')
        home.ok('send', '--to', 'ONE:ann', '--to', 'TWO:bob', '--subject', 'Both', '--body', 'x')
        home.ok('spool', '--until-empty')
        for name in ('one', 'two'):
            [sent] = (home.home / name.upper() / 'out').glob('*.eml')
            self.assertIn(f'{name}@check.invalid', sent.read_text().split('\n\n')[0])


class Broken(unittest.TestCase):
    def test_each_fault_is_noticed(self):
        for fault, clause in FAULTS.items():
            with self.subTest(fault):
                report = check('whole', '--with', WHOLE, '--set', f'fault={fault}',
                               '--only', f'transport/{clause}')
                self.assertEqual(report['failed'], 1, report)

    def notices(self, service, kind, faults):
        for fault, clause in faults.items():
            with self.subTest(fault):
                report = check(service, '--set', f'fault={fault}', '--only', f'{kind}/{clause}')
                self.assertEqual(report['failed'], 1, report)
        clauses = {clause.split('/')[1] for clause in list_clauses() if clause.startswith(kind)}
        self.assertEqual(clauses - set(faults.values()), self.OTHERWISE[kind])

    # What no setting can bring about: faults of the entry point, and a hook without directions.
    OTHERWISE = {
        'address-book': {'refuses-another-version', 'gives-a-new-provider-each-time'},
        'hook': {'refuses-another-version', 'gives-a-new-provider-each-time', 'logs-on'},
    }

    def test_each_fault_of_a_book_is_noticed(self):
        self.notices('faulty-book', 'address-book', FAULTS_OF_BOOKS)

    def test_each_fault_of_a_hook_is_noticed(self):
        self.notices('faulty-hook', 'hook', FAULTS_OF_HOOKS)

    def test_who_never_comes_back_is_noticed(self):
        report = check('faulty-hook', '--set', 'fault=blocks', '--timeout', '1')
        self.assertEqual(of(report, 'failed'), [
            'hook/looks-at-mail: mapi_spooler_hook_inbound_msg_hook() has not returned for 1 seconds'])
        rest = [reason for reason in of(report, 'skipped') if 'is stuck in hook/looks-at-mail' in reason]
        self.assertGreater(len(rest), 0)
        self.assertEqual(len(report['results']),
                         len([clause for clause in list_clauses() if clause.startswith('hook/')]))

    def test_status_when_stuck(self):
        for format in ('people', 'tap', 'json', 'junit'):
            with self.subTest(format):
                done = run('fake-transport', '--set', 'script=submit: hang', '--timeout', '1',
                           '--only', 'transport/sends-and-takes', '--format', format)
                self.assertEqual(done.returncode, 1)
                self.assertIn('mapi_xp_logon_submit_message() has not returned', done.stdout)

    def test_isolated_and_stuck(self):
        report = check('--isolated', 'fake-transport', '--set', 'script=submit: hang',
                       '--timeout', '2', '--only', 'transport/sends-and-takes')
        self.assertIn('mapi_xp_logon_submit_message() has not returned', of(report, 'failed')[0])

    def test_signals_end_what_is_stuck(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number):
                process = subprocess.Popen(
                    [MAPI, 'check', 'fake-transport', '--set', 'script=submit: hang', '--timeout', '0',
                     '--only', 'transport/logs-on', '--only', 'transport/sends-and-takes'],
                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                self.assertIn('transport/logs-on', process.stdout.readline())
                process.send_signal(number)
                out, err = process.communicate()
                self.assertEqual(process.returncode, 1)
                self.assertIn('fake-transport: 1 passed, 0 failed, 0 skipped, 0 waived', out)
                self.assertIn('mapi check: ', err)

    def test_what_is_held_is_told(self):
        """At the end of a session MAPI says which provider holds its support object."""
        for fault, told in (('keeps-support', True), ('none', False)):
            done = run('faulty-book', '--set', f'fault={fault}',
                       '--only', 'address-book/lets-go-of-its-support')
            self.assertEqual('still holds its support object' in done.stderr, told,
                             done.stderr)

    def test_entry_points_of_books_and_hooks(self):
        for kind, name in (('address-book', 'book'), ('hook', 'hook')):
            report = check(f'faulty-{name}-entry', '--set', 'fault=none',
                           '--only', f'{kind}/refuses-another-version',
                           '--only', f'{kind}/gives-a-new-provider-each-time')
            self.assertEqual(report['failed'], 2, report)

    def test_entry_point(self):
        report = check('whole-broken-entry', '--with', WHOLE,
                       '--only', 'transport/refuses-another-version',
                       '--only', 'transport/gives-a-new-provider-each-time')
        self.assertEqual(report['failed'], 2, report)


class Reports(unittest.TestCase):
    ONE = ('whole', '--with', WHOLE, '--set', 'fault=odd-flags', '--only', 'transport/logs-on')
    TWO = (*ONE, '--only', 'transport/says-that-it-takes-all')

    def test_people(self):
        done = run(*self.TWO)
        self.assertEqual(done.returncode, 1)
        self.assertIn('failed   transport/logs-on\n', done.stdout)
        self.assertIn('TransportLogon answered the flags 0x00000001', done.stdout)
        self.assertIn('whole: 0 passed, 1 failed, 1 skipped, 0 waived\n', done.stdout)

    def test_tap(self):
        lines = run(*self.TWO, '--format', 'tap').stdout.splitlines()
        self.assertIn('not ok 1 - Whole transport/logs-on', lines)
        self.assertTrue(lines[-2].startswith('ok 2 - Whole transport/says-that-it-takes-all # SKIP'))
        self.assertEqual(lines[-1], '1..2')

    def test_junit(self):
        suite = xml.etree.ElementTree.fromstring(run(*self.TWO, '--format', 'junit').stdout)
        self.assertEqual(suite.attrib['failures'], '1')
        self.assertEqual(suite.attrib['skipped'], '1')
        self.assertEqual([case.attrib['name'] for case in suite],
                         ['transport/logs-on', 'transport/says-that-it-takes-all'])

    def test_waived(self):
        done = run(*self.ONE, '--waive', 'transport/logs-on=it is an old one')
        self.assertEqual(done.returncode, 0)
        self.assertIn('0 passed, 0 failed, 0 skipped, 1 waived', done.stdout)
        self.assertIn('it is an old one', done.stdout)

    def test_waiver_without_need(self):
        report = check('whole', '--with', WHOLE, '--only', 'transport/logs-on',
                       '--waive', 'transport/logs-on=who knows')
        self.assertEqual(report['passed'], 1)

    def test_module(self):
        module = BUILD / 'tests' / 'fixtures' / 'whole.so'
        report = check(module, '--with', WHOLE, '--only', 'transport/logs-on')
        self.assertEqual((report['service'], report['passed']), ('whole', 1))

    def test_mistakes(self):
        for code, *arguments in ((2,), (2, 'whole', '--set', 'folder'), (3, 'no-such-service'),
                                 (3, './no-such-module.so'),
                                 (2, 'whole', '--format', 'prose'),
                                 (3, 'whole', '--waive', 'no/such-clause=why'),
                                 (3, 'whole', '--peer', 'Nobody=x'),
                                 (3, 'whole', '--with', '/nowhere/at-all.check'),
                                 (1, 'whole', '--with', __file__),
                                 (3, 'whole', '--only', 'no/such-clause')):
            with self.subTest(arguments):
                done = run(*arguments)
                self.assertEqual(done.returncode, code, done.stdout + done.stderr)
                self.assertTrue(done.stderr.startswith('mapi check: '))

    def test_missing_file(self):
        self.assertEqual(run('whole', '--with', '/nowhere/at-all.check').stderr,
                         'mapi check: /nowhere/at-all.check: No such file or directory '
                         '(MAPI_E_NOT_FOUND)\n')
        self.assertIn('(MAPI_E_CORRUPT_DATA)', run('whole', '--with', __file__).stderr)


if __name__ == '__main__':
    tap.main()
