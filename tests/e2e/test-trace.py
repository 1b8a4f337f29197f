#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What `mapi trace` and the setting `trace` show of the calls between MAPI and providers."""

import email
import json
import os
import signal
import stat
import subprocess
import unittest

import tap
import world

TEXT = 'Nobody else is to read this.'


class Trace(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)
        self.world.ok('profile', 'create', 'me')
        self.file = self.world.home / 'trace'

    def send(self, *before, code=world.OK):
        return self.world.expect(
            code, *before, 'send', '--from', 'me@here.test', '--to', 'you@there.test',
            '--subject', 'Hello', '--body', TEXT)

    def trace_send(self, *options):
        self.send('trace', *options, '--output', self.file, '--', self.world.mapi)
        return self.file.read_text(encoding='utf-8')

    def calls(self, *options):
        return [json.loads(line) for line in self.trace_send('--json', *options).splitlines()]

    def find(self, method, *options):
        return [call for call in self.calls(*options) if call['method'] == method]

    def test_people(self):
        text = self.trace_send()
        self.assertRegex(text, r' MapiMsProvider#\d+\.Logon \(support: MapiSupport#\d+, '
                               r'profile_name: "me", flags: 0x[0-9a-f]+\) = MapiMsgStore#\d+ gives '
                               r'logon: MapiMsLogon#\d+ \[\d+ µs, \d+ references\]\n')
        self.assertIn('PR_SUBJECT: "Hello"', text)
        self.assertNotIn('\033', text)

    def test_colours(self):
        text = self.trace_send('--colour')
        self.assertIn('\033[1mLogon\033[0m', text)
        self.assertIn('\033[36m← sqlite: \033[0mMapiSupport#', text)

    def test_json(self):
        call, = self.find('SubmitMessage')
        self.assertEqual((call['interface'], call['service'], call['in'], call['depth']),
                         ('MapiMessage', 'sqlite', {'flags': 0}, 0))
        self.assertGreater(call['references'], 0)
        self.assertGreaterEqual(call['usec'], 0)
        self.assertNotIn('error', call)

    def test_support_is_within(self):
        calls = self.calls()
        names = [call['method'] for call in calls]
        prepare, submit = names.index('PrepareSubmit'), names.index('SubmitMessage')
        self.assertLess(prepare, submit)
        self.assertEqual(calls[prepare]['interface'], 'MapiSupport')
        self.assertEqual(calls[prepare]['depth'], calls[submit]['depth'] + 1)

    def test_same_object_same_name(self):
        calls = self.calls()
        made = next(call['answer'] for call in calls if call['method'] == 'CreateMessage')
        self.assertEqual({call['object'] for call in calls if call['method'] == 'SubmitMessage'},
                         {made})

    def test_bodies_are_left_out(self):
        text = self.trace_send('--json')
        self.assertNotIn(TEXT, text)
        self.assertIn(f'…({len(TEXT)} bytes)', text)

    ATTACHED = 'What is attached.\n'

    def trace_stream(self, *options):
        """What is traced of a stream that an attachment is written to."""
        attached = self.world.write('attached.txt', self.ATTACHED.encode())
        self.world.ok('trace', '--json', '--output', self.file, *options, '--', self.world.mapi, 'send',
                      '--to', 'you@there.test', '--body', TEXT, '--attach', attached)
        calls = [json.loads(line) for line in self.file.read_text(encoding='utf-8').splitlines()]
        return next(call for call in calls if call['method'] == 'Write'), calls

    def test_streams(self):
        written, calls = self.trace_stream()
        opened = [call['answer'] for call in calls if call['method'] == 'OpenProperty']
        self.assertIn(written['object'], opened)
        self.assertEqual((written['interface'], written['caller'], written['in']),
                         ('MapiStream', 'MAPI', {'bytes': f'…({len(self.ATTACHED)} bytes)'}))

    def test_streams_on_demand(self):
        written, _ = self.trace_stream('--all')
        self.assertEqual(written['in'], {'bytes': self.ATTACHED.encode().hex()})

    def test_callers(self):
        calls = self.calls()
        callers = {(call['interface'], call['method']): call['caller'] for call in calls}
        self.assertEqual(callers['MapiMessage', 'SubmitMessage'], 'MAPI')
        self.assertEqual(callers['MapiSupport', 'PrepareSubmit'], 'provider')
        within = {call['method']: call['within'] for call in calls}
        self.assertEqual((within['SubmitMessage'], within['PrepareSubmit']), (0, 1))
        # What MAPI asks of the message meanwhile is a call to the provider again.
        table = next(call for call in calls if call['method'] == 'GetRecipientTable')
        self.assertEqual((table['caller'], table['within']), ('MAPI', 2))

    def test_what_a_transport_is_given(self):
        """A message that is not the transport's own is looked into with calls that are seen."""
        self.world.environment['MAPI_SERVICE_PATH'] = os.environ['MAPI_SERVICE_PATH']
        (self.world.home / 'out').mkdir()
        self.world.ok('service', 'add', 'file-transport', f'folder={self.world.home}')
        self.world.ok('send', '--from', 'me@here.test', '--to', 'FILE:you', '--body', TEXT)
        self.world.ok('trace', '--json', '--output', self.file, '--', self.world.mapi, 'spool',
                      '--until-empty')
        calls = [json.loads(line) for line in self.file.read_text().splitlines()]
        submit = next(call for call in calls if call['interface'] == 'MapiXpLogon'
                      and call['method'] == 'SubmitMessage')
        asked = {(call['method'], call['caller']) for call in calls
                 if call['service'] == 'file-transport' and call['object'] == submit['in']['message']}
        self.assertIn(('GetProps', 'provider'), asked)
        self.assertIn(('GetRecipientTable', 'provider'), asked)

    def test_care(self):
        """What a provider is besides it is behind a tracer, too."""
        self.world.ok('ls')
        self.world.ok('trace', '--json', '--output', self.file, '--', self.world.mapi, 'store', 'check')
        calls = [json.loads(line) for line in self.file.read_text().splitlines()]
        self.assertIn(('MapiStoreCare', 'Check'),
                      {(call['interface'], call['method']) for call in calls})

    def test_two_providers(self):
        """Lines say whose provider it is, and who calls."""
        text = self.trace_send()
        self.assertRegex(text, r'\n\S+ 1 → sqlite: MapiMessage#\d+\.SubmitMessage ')
        self.assertRegex(text, r'\n\S+ 1   ← sqlite: MapiSupport#\d+\.PrepareSubmit ')

    def test_bodies_on_demand(self):
        self.assertIn(TEXT, self.trace_send('--json', '--all'))

    def test_for_its_owner_alone(self):
        self.trace_send()
        self.assertEqual(stat.S_IMODE(self.file.stat().st_mode), 0o600)

    def test_filter(self):
        calls = self.calls('--only', 'MapiMsProvider.*', '--only', '*.SubmitMessage')
        self.assertEqual({(call['interface'], call['method']) for call in calls},
                         {('MapiMsProvider', 'Logon'), ('MapiMessage', 'SubmitMessage')})

    def test_error(self):
        self.world.expect(world.NOT_FOUND, 'trace', '--json', '--output', self.file, '--',
                          self.world.mapi, 'show', '00' * 24)
        failed = [json.loads(line) for line in self.file.read_text().splitlines()]
        failed = [call for call in failed if 'error' in call]
        self.assertIn('MAPI_E_', failed[0]['error'])
        self.assertEqual(failed[0]['out'], {})

    def test_setting(self):
        self.world.ok('service', 'configure', 'sqlite', f'trace={self.file},only=MapiMsProvider.*')
        self.send()
        self.assertRegex(self.file.read_text(), r'^\S+ 1 → sqlite: MapiMsProvider#1\.Logon ')
        self.world.ok('service', 'configure', 'sqlite', 'trace=')
        self.file.unlink()
        self.send()
        self.assertFalse(self.file.exists())

    def test_wrong_setting(self):
        self.world.ok('service', 'configure', 'sqlite', 'trace=/nowhere/at/all')
        said = self.send(code=world.NOT_FOUND)
        self.assertIn("service 'sqlite': the trace cannot be written to /nowhere/at/all", said)
        self.world.ok('service', 'configure', 'sqlite', 'trace=-,loudly')
        self.assertIn('`loudly` does not say how to trace', self.send(code=world.FAILED))

    def test_crash(self):
        """Where a provider ends its process, the last line is the call that it did so in."""
        self.world.ok('service', 'add', 'fake-transport', 'types=SMTP',
                      'script=crash in SubmitMessage')
        self.send()
        self.world.run('trace', '--starts', '--only', 'MapiXpLogon.*', '--output', self.file, '--',
                       self.world.mapi, 'spool', '--until-empty')
        last = self.file.read_text(encoding='utf-8').splitlines()[-1]
        self.assertRegex(last, r'MapiXpLogon#\d+\.SubmitMessage \(.*\) …$')

    def test_threads(self):
        """A lane of the spooler is a thread of its own."""
        self.world.ok('service', 'add', 'fake-transport', 'types=SMTP')
        self.send()
        self.world.ok('trace', '--json', '--output', self.file, '--', self.world.mapi, 'spool',
                      '--until-empty')
        calls = [json.loads(line) for line in self.file.read_text().splitlines()]
        threads = {call['thread'] for call in calls if call['interface'] == 'MapiXpLogon'}
        self.assertTrue(threads)
        self.assertTrue({call['thread'] for call in calls} - threads)

    def test_program(self):
        self.assertIn('cannot run `no-such-program`',
                      self.world.expect(world.NOT_FOUND, 'trace', '--', 'no-such-program'))
        self.world.expect(1, 'trace', '--', 'false')


class Replay(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)
        self.world.ok('profile', 'create', 'me')
        self.file = self.world.home / 'session.trace'

    def record(self, *command):
        self.world.ok('trace', 'record', self.file, '--', self.world.mapi, *command)

    def replay(self, code, service, *options):
        """What came of the calls, as objects."""
        done = self.world.run('trace', 'replay', self.file, service, '--format', 'json', *options)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def record_send(self):
        self.record('send', '--from', 'me@here.test', '--to', 'you@there.test', '--subject',
                    'Hello', '--body', TEXT)

    def change(self, old, new):
        text = self.file.read_text()
        self.assertIn(old, text)
        self.file.write_text(text.replace(old, new))

    SQLITE = ('--with', world.SOURCE / 'providers/sqlite/sqlite.check')

    def test_store(self):
        self.record_send()
        self.assertNotIn(TEXT, self.file.read_text())
        report = self.replay(world.OK, 'sqlite', *self.SQLITE)
        made = {result['clause']: result['verdict'] for result in report['results']}
        for method in ('MapiMsProvider.Logon', 'MapiMsgStore.OpenEntry', 'MapiFolder.CreateMessage',
                       'MapiProp.SetProps', 'MapiMessage.SubmitMessage'):
            self.assertEqual(made[f'replay/{method}'], 'passed', report)
        self.assertEqual(report['skipped'], 0, report)

    def test_difference(self):
        self.record('ls')
        self.change('"PR_DISPLAY_NAME":"Outbox"', '"PR_DISPLAY_NAME":"Somewhere"')
        report = self.replay(world.FAILED, 'sqlite', *self.SQLITE)
        reasons = [result['reason'] for result in report['results']
                   if result['verdict'] == 'failed']
        self.assertIn('PR_DISPLAY_NAME was "Somewhere", and is "Outbox"', reasons[0])

    def test_error(self):
        """A store that fails where it succeeded."""
        self.record_send()
        report = self.replay(world.FAILED, 'fake-store', '--of', 'sqlite', '--set', 'wraps=sqlite',
                             '--set', 'path=@HOME@/store.db', '--set', 'script=submit: DISK_ERROR')
        failed, = [result for result in report['results'] if result['verdict'] == 'failed']
        self.assertEqual(failed['clause'], 'replay/MapiMessage.SubmitMessage')
        self.assertIn('it succeeded, and fails with MAPI_E_CALL_FAILED'[:31], failed['reason'])

    def record_transport(self):
        self.world.ok('service', 'add', 'fake-transport', 'types=SMTP')
        self.world.ok('send', '--from', 'me@here.test', '--to', 'you@there.test', '--subject',
                      'Hello', '--body', TEXT)
        self.record('spool', '--until-empty')

    def test_transport(self):
        self.record_transport()
        report = self.replay(world.OK, 'fake-transport', '--set', 'types=SMTP')
        made = {result['clause']: result['verdict'] for result in report['results']}
        self.assertEqual(made['replay/MapiXpLogon.SubmitMessage'], 'passed', report)
        report = self.replay(world.FAILED, 'fake-transport', '--set', 'types=SMTP', '--set',
                             'script=recipient you@there.test: BUSY')
        reasons = [result['reason'] for result in report['results']
                   if result['verdict'] == 'failed']
        self.assertIn('it succeeded, and fails with MAPI_E_BUSY', reasons[0])

    HANGS = ('fake-transport', '--set', 'types=SMTP', '--set', 'script=submit: hang')

    def test_who_never_comes_back_is_noticed(self):
        self.record_transport()
        report = self.replay(world.FAILED, *self.HANGS, '--timeout', '1')
        stuck, = [result for result in report['results'] if result['verdict'] == 'failed']
        self.assertEqual(stuck['clause'], 'replay/MapiXpLogon.SubmitMessage')
        self.assertRegex(stuck['reason'], r'^line \d+: mapi_xp_logon_submit_message\(\) has not '
                                          r'returned for 1 seconds$')
        rest = report['results'][report['results'].index(stuck) + 1:]
        self.assertTrue(rest)
        for result in rest:
            self.assertIn('the provider is stuck in replay/MapiXpLogon.SubmitMessage',
                          result['reason'])

    def test_signals_end_what_is_stuck(self):
        self.record_transport()
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number):
                process = self.world.start('trace', 'replay', self.file, *self.HANGS, '--timeout', '0',
                                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                self.assertIn('replay/MapiXpProvider.TransportLogon', process.stdout.readline())
                process.send_signal(number)
                out, err = process.communicate()
                self.assertEqual(process.returncode, world.FAILED, out + err)
                self.assertIn(' 0 failed, ', out)
                self.assertIn('mapi trace: ', err)

    def replay_attachment(self, *options, attached=None):
        """What a transport is given when a message with an attachment is sent once more."""
        self.world.environment['MAPI_SERVICE_PATH'] = os.environ['MAPI_SERVICE_PATH']
        attached = attached or self.world.write('attached.txt', b'What is within\n')
        for name in ('first', 'second'):
            (self.world.home / name / 'out').mkdir(parents=True, exist_ok=True)
        self.world.ok('service', 'add', 'file-transport', f'folder={self.world.home}/first')
        self.world.ok('send', '--from', 'me@here.test', '--to', 'FILE:you', '--subject', 'Hello',
                      '--body', TEXT, '--attach', attached)
        self.world.ok('trace', 'record', *options, self.file, '--', self.world.mapi, 'spool',
                      '--until-empty')
        self.replay(world.OK, 'file-transport', '--set', f'folder={self.world.home}/second')
        [sent] = (self.world.home / 'second' / 'out').glob('*.eml')
        message = email.message_from_bytes(sent.read_bytes())
        [part] = [part for part in message.walk() if part.get_filename() == attached.name]
        return part.get_payload(decode=True).decode()

    NESTED = (b'From: me@here.test\nTo: you@there.test\nSubject: Outer\nMIME-Version: 1.0\n'
              b'Content-Type: multipart/mixed; boundary=x\n\n--x\n\nOuter text\n--x\n'
              b'Content-Type: message/rfc822\n\nFrom: a@there.test\nSubject: Inner\n\nInner text\n--x--\n')

    def test_message_in_a_message(self):
        self.world.environment['MAPI_SERVICE_PATH'] = os.environ['MAPI_SERVICE_PATH']
        for name in ('first', 'second'):
            (self.world.home / name / 'out').mkdir(parents=True)
        self.world.ok('service', 'add', 'file-transport', f'folder={self.world.home}/first')
        self.world.ok('send', '--to', 'FILE:you', self.world.write('nested.eml', self.NESTED))
        self.world.ok('trace', 'record', '--all', self.file, '--', self.world.mapi, 'spool',
                      '--until-empty')
        self.replay(world.OK, 'file-transport', '--set', f'folder={self.world.home}/second')
        [sent] = (self.world.home / 'second' / 'out').glob('*.eml')
        inner = next(part for part in email.message_from_bytes(sent.read_bytes()).walk()
                     if part['Subject'] == 'Inner')
        self.assertIn('Inner text', inner.as_string())

    def test_large_attachment(self):
        """What is too large for GetProps is in the trace as well, and in what is made of it."""
        large = self.world.write('large.bin', b'0123456789' * 200_000)
        self.assertEqual(len(self.replay_attachment('--all', attached=large)), 2_000_000)
        self.file.unlink()

    def test_attachment(self):
        self.assertEqual(self.replay_attachment('--all').strip(), 'What is within')

    def test_attachment_left_out(self):
        self.assertEqual(self.replay_attachment().strip(), '.' * 15)
        self.assertNotIn(b'What is within'.hex(), self.file.read_text())

    def test_mistakes(self):
        self.record_send()
        for code, arguments in ((world.USAGE, ()), (world.FAILED, ('/nowhere', 'sqlite')),
                                (world.NOT_FOUND, (self.file, 'null-store')),
                                (world.NOT_FOUND, (self.file, 'no-such-service'))):
            with self.subTest(arguments):
                self.world.expect(code, 'trace', 'replay', *arguments)

    def test_no_trace(self):
        for text in ('{', '[]', '{"interface": 3}'):
            self.file.write_text(text)
            self.assertIn('line 1', self.world.expect(
                world.FAILED, 'trace', 'replay', self.file, 'sqlite', *self.SQLITE))

    def test_damaged(self):
        """Whatever stands in the file, the program lives."""
        self.record_send()
        whole = self.file.read_text()
        for old, new in (('"in":{', '"in":{"x":['), ('"flags":0', '"flags":{}'),
                         ('"props":{', '"props":3,"y":{'), ('"answer":"', '"answer":5,"y":"'),
                         ('"tags":["PR_', '"tags":[{},"PR_'), ('"recipients":[{', '"recipients":[4,{'),
                         ('"object":"MapiFolder#', '"object":"MapiMsgStore#'),
                         ('"entry_id":"', '"entry_id":"zz'), ('"out":{', '"out":{"logon":7,')):
            self.assertIn(old, whole)
            self.file.write_text(whole.replace(old, new))
            done = self.world.run('trace', 'replay', self.file, 'sqlite', *self.SQLITE)
            self.assertIn(done.returncode, (world.OK, world.FAILED), (old, done.stderr))


if __name__ == '__main__':
    tap.main()
