#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""`mapi-spooler`, the daemon: it sends and receives until it is asked to end."""

import os
import pathlib
import signal
import subprocess
import sys
import unittest

import tap
import throwaway
import world
from peers import Liar

LOG_FIELDS = world.BUILD / 'tests' / 'mock' / 'log-fields.so'
READER = pathlib.Path(__file__).with_name('reader.py')
DAEMON = world.BUILD / 'spooler' / 'daemon' / 'mapi-spooler'


class DaemonTest(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)
        self.log = self.world.home / 'daemon.log'
        self.n_let_in = 0

    def start(self, *arguments):
        with open(self.log, 'ab') as log:
            process = subprocess.Popen([DAEMON, *arguments], env=self.world.environment, stdout=log,
                                       stderr=subprocess.STDOUT)
        self.world.processes.append(process)
        return process

    def wait_for(self, done):
        self.assertTrue(throwaway.wait_for(done), self.log.read_text())

    def send(self):
        self.world.ok('send', '--from', 'me@here.test', '--to', 'you@there.test', '--body', 'A line.')

    def test_sends_and_receives(self):
        server = self.world.mail_server()
        self.world.profile(server.port, server.delivery.maildir)
        daemon = self.start('--foreground')
        self.send()
        self.wait_for(lambda: self.world.count('Inbox') == 1)
        self.assertIn('is finished', self.log.read_text())
        for number in (signal.SIGTERM, signal.SIGINT):
            daemon.send_signal(number)
            self.assertEqual(daemon.wait(throwaway.PATIENCE), 0, self.log.read_text())
            daemon = self.start('--foreground')
            self.wait_for(lambda: str(daemon.pid) in self.world.ok('status'))

    def follow_log(self):
        """Has the daemons that start from now on write what they log to a file; answers that."""
        path = self.world.home / 'fields.log'
        sanitizer = self.world.environment.get('ASAN_OPTIONS', '')
        self.world.environment.update(LD_PRELOAD=str(LOG_FIELDS), LOG_FIELDS=str(path),
                                      ASAN_OPTIONS=f'{sanitizer}:verify_asan_link_order=0'.lstrip(':'))
        return path

    @staticmethod
    def story(path, message):
        """What the log says of one message, as (event, transport)."""
        lines = path.read_text(encoding='utf-8').splitlines() if path.exists() else []
        entries = [dict(field.split('=', 1) for field in line.split('\t')) for line in lines]
        return [(entry['MAPI_EVENT'], entry.get('MAPI_TRANSPORT')) for entry in entries
                if entry.get('MAPI_MESSAGE') == message]

    def test_log(self):
        """One message is followed through the log by its identifier, and no other one is in its way."""
        port = throwaway.free_port()
        self.world.profile(port, **{'retry-delay': 3600})
        self.send()
        self.send()
        ids = [row['entry_id'] for row in self.world.json('queue')]
        name, = (row['name'] for row in self.world.json('status') if row['kind'] == 'transport')
        path = self.follow_log()
        daemon = self.start()
        self.wait_for(lambda: all(('wait', name) in self.story(path, one) for one in ids))
        Liar(self, self.world.home / 'server', port=port)
        self.world.ok('flush')
        self.wait_for(lambda: all(('finished', None) in self.story(path, one) for one in ids))
        for one in ids:
            self.assertEqual(self.story(path, one), [('queued', None), ('submit', name), ('wait', name),
                                                     ('submit', name), ('taken', name), ('finished', None)])
        daemon.terminate()
        self.assertEqual(daemon.wait(throwaway.PATIENCE), 0, self.log.read_text())

    def test_metrics_file(self):
        """The counters are in the file when it ends, with a line of help and of type for each."""
        server = Liar(self, self.world.home / 'server')
        self.world.profile(server.port)
        self.send()
        path = self.world.home / 'metrics.prom'
        daemon = self.start('--drain', '--metrics-file', path)
        self.assertEqual(daemon.wait(throwaway.PATIENCE), 0, self.log.read_text())
        text = path.read_text(encoding='utf-8')
        for kind in ('spooler', 'transport'):
            self.assertRegex(text, rf'(?m)^mapi_messages_sent_total{{kind="{kind}",name="[^"]+"}} 1$')
            self.assertRegex(text, rf'(?m)^mapi_depth{{kind="{kind}",name="[^"]+",state="waiting"}} 0$')
        os.umask(mask := os.umask(0))
        self.assertEqual(path.stat().st_mode & 0o777, 0o644 & ~mask)
        self.assertEqual([other.name for other in self.world.home.glob('metrics*')], [path.name])

    def test_last_metrics(self):
        """What ends in the time that a stop leaves is in the file too."""
        server = self.world.mail_server()
        self.world.profile(server.port)
        path = self.world.home / 'metrics.prom'
        daemon = self.start('--metrics-file', path)
        self.wait_for(path.exists)
        first = path.stat().st_ino

        def end(taken):
            daemon.terminate()
            throwaway.wait_for(lambda: path.stat().st_ino != first, patience=0.5)

        server.delivery.on_taken = end
        self.send()
        self.assertEqual(daemon.wait(throwaway.PATIENCE), 0, self.log.read_text())
        text = path.read_text(encoding='utf-8')
        for kind in ('spooler', 'transport'):
            self.assertRegex(text, rf'(?m)^mapi_messages_sent_total{{kind="{kind}",name="[^"]+"}} 1$')
            self.assertRegex(text, rf'(?m)^mapi_depth{{kind="{kind}",name="[^"]+",state="sending"}} 0$')
        self.assertRegex(text, r'(?m)^mapi_provider_up{kind="spooler",name="[^"]+"} 0$')

    def test_metrics_in_vain(self):
        server = Liar(self, self.world.home / 'server')
        self.world.profile(server.port)
        self.send()
        daemon = self.start('--drain', '--metrics-file', self.world.home / 'nowhere' / 'metrics.prom')
        self.assertEqual(daemon.wait(throwaway.PATIENCE), 0, self.log.read_text())
        self.assertEqual(self.log.read_text().count('no metrics: '), 1)
        self.assertEqual(len(server.taken()), 1)

    def test_one_in_a_profile(self):
        self.world.profile(25)
        first = self.start()
        self.wait_for(lambda: str(first.pid) in self.world.ok('status'))
        second = self.start()
        self.assertNotEqual(second.wait(throwaway.PATIENCE), 0)
        self.assertIn(f'process {first.pid}', self.log.read_text())
        self.assertIn(f'process {first.pid}', self.world.expect(world.TEMPORARY, 'spool'))

    def test_flush(self):
        port = throwaway.free_port()
        self.world.profile(port)
        self.start('--foreground')
        self.send()
        self.wait_for(lambda: 'waits for' in self.log.read_text())
        server = Liar(self, self.world.home / 'server', port=port)
        self.world.ok('flush')
        self.wait_for(lambda: self.world.json('queue') == [])
        self.assertEqual(len(server.taken()), 1)

    def drain(self):
        self.assertEqual(self.start('--drain').wait(throwaway.PATIENCE), 0, self.log.read_text())

    def test_drain(self):
        """All of what waits, by all transports, whichever is up first."""
        server = Liar(self, self.world.home / 'server')
        incoming = throwaway.make_maildir(self.world.home / 'incoming')
        self.world.profile(server.port, incoming, connections=3)
        for n_drained in range(1, 4):
            for number in range(5):
                self.send()
                (incoming / 'new' / str(number)).write_bytes(b'Subject: In\r\n\r\nA line.\r\n')
            self.drain()
            self.assertEqual(self.world.json('queue'), [])
            self.assertEqual(self.world.count('Inbox'), 5 * n_drained)
        self.assertEqual(len(server.taken()), 15)

    def fetch(self):
        """Logs on so that all mail is fetched first, as another process; how much there is then."""
        done = subprocess.run([sys.executable, READER, 'fetch'], env=self.world.environment,
                              capture_output=True, text=True, timeout=throwaway.PATIENCE)
        self.assertEqual(done.returncode, 0, done.stderr)
        return int(done.stdout)

    def test_forced_download(self):
        """FORCE_DOWNLOAD: the spooler of another process fetches all there is before the logon
        returns; where none is at work nobody is waited for."""
        self.world.ok('profile', 'create', 'me')
        self.world.ok('service', 'add', 'fake-transport', 'types=FAX', 'script=3 messages')
        self.assertEqual(self.fetch(), 0)
        daemon = self.start('--foreground')
        self.wait_for(lambda: 'is up' in self.log.read_text())
        self.assertEqual(self.world.count('Inbox'), 0)
        self.assertEqual(self.fetch(), 3)
        daemon.kill()
        daemon.wait()
        self.assertEqual(self.fetch(), 3)

    def let_in(self, maildir):
        """One message more, until somebody has fetched it."""
        self.n_let_in += 1
        path = maildir / 'tmp' / str(self.n_let_in)
        path.write_bytes(b'Subject: Hello\r\n\r\nA line.\r\n')
        path = path.rename(maildir / 'new' / path.name)
        return throwaway.wait_for(lambda: not path.exists())

    def test_default_store(self):
        """Another process chooses the default store: what comes in from then on is there."""
        maildir = throwaway.make_maildir(self.world.home / 'Maildir')
        self.world.profile(maildir=maildir)
        self.world.ok('service', 'add', '--name', 'Other', 'sqlite', f'path={self.world.home}/other.db')
        stores = [row['uid'] for row in self.world.json('service', 'list') if row['service'] == 'sqlite']
        daemon = self.start('--foreground')
        self.wait_for(lambda: 'is up' in self.log.read_text())
        for store in (stores[1], stores[0], stores[1]):
            self.world.ok('service', 'default', store)
            before = self.world.count('Inbox')
            self.wait_for(lambda n=before: self.let_in(maildir) and self.world.count('Inbox') > n)
        self.assertIsNone(daemon.poll())

    def test_drain_of_nothing(self):
        self.world.ok('profile', 'create', 'me')
        self.drain()

    def test_reload(self):
        """SIGHUP: what was added to the profile works, in the same process."""
        server = Liar(self, self.world.home / 'server')
        self.world.ok('profile', 'create', 'me')
        daemon = self.start('--foreground')
        self.wait_for(lambda: str(daemon.pid) in self.world.ok('status'))
        self.send()
        self.assertEqual(len(self.world.json('queue')), 1)
        self.world.ok('service', 'add', 'smtp', 'host=127.0.0.1', f'port={server.port}', 'security=none')
        daemon.send_signal(signal.SIGHUP)
        self.wait_for(lambda: self.world.json('queue') == [])
        self.assertEqual(len(server.taken()), 1)
        self.assertIsNone(daemon.poll())
        daemon.terminate()
        self.assertEqual(daemon.wait(throwaway.PATIENCE), 0, self.log.read_text())

    def test_reload_in_vain(self):
        """SIGHUP: a profile that cannot be used leaves the spooler at work, and the log says why."""
        server = Liar(self, self.world.home / 'server')
        self.world.profile(server.port)
        daemon = self.start('--foreground')
        self.wait_for(lambda: str(daemon.pid) in self.world.ok('status'))
        path, = self.world.home.rglob('profiles/me.profile')
        whole = path.read_bytes()
        self.world.ok('service', 'configure', 'sqlite', 'path=/proc/nowhere/store')
        no_store = path.read_bytes()
        for n_times, broken in enumerate((b'this is no profile', no_store), 1):
            path.write_bytes(broken)
            daemon.send_signal(signal.SIGHUP)
            self.wait_for(lambda n=n_times: self.log.read_text().count('goes on as before: ') == n)
            path.write_bytes(whole)
            self.send()
            self.wait_for(lambda n=n_times: len(server.taken()) == n)
            self.assertIsNone(daemon.poll())
        daemon.terminate()
        self.assertEqual(daemon.wait(throwaway.PATIENCE), 0, self.log.read_text())

    def test_stop_leaves_blocked_provider_behind(self):
        """SIGTERM: a provider that does not come back holds nobody up, and its message stays."""
        calls = self.world.home / 'calls'
        self.world.ok('profile', 'create', 'me')
        self.world.ok('profile', 'configure', 'stop-grace=0', 'cancel-grace=1')
        self.world.ok('service', 'add', 'fake-transport', 'types=SMTP', f'log={calls}',
                      'script=1st submit: hang')
        daemon = self.start('--foreground')
        self.send()
        self.wait_for(lambda: calls.exists() and 'SubmitMessage' in calls.read_text())
        daemon.terminate()
        self.assertEqual(daemon.wait(throwaway.PATIENCE), 1, self.log.read_text())
        self.assertIn('Fake transport', self.log.read_text())
        self.assertEqual(len(self.world.json('queue')), 1)
        self.world.ok('service', 'configure', 'fake-transport', 'script=')
        self.world.ok('spool', '--until-empty')
        self.assertEqual(self.world.json('queue'), [])

    def test_named_profile(self):
        server = Liar(self, self.world.home / 'server')
        self.world.profile(server.port)
        self.world.ok('profile', 'create', 'other')
        self.send()
        daemon = self.start('--profile', 'other')
        self.wait_for(lambda: str(daemon.pid) in self.world.ok('--profile', 'other', 'status'))
        self.assertEqual(len(self.world.json('queue')), 1)

    def test_no_profile(self):
        for arguments in ((), ('--profile', 'nobody')):
            self.assertNotEqual(self.start(*arguments).wait(throwaway.PATIENCE), 0)
        self.assertIn('nobody', self.log.read_text())

    def test_help(self):
        for option, words in (('--help', 'profile'), ('--version', 'mapi-spooler ')):
            done = subprocess.run([DAEMON, option], capture_output=True, text=True, check=True,
                                  env=self.world.environment)
            self.assertIn(words, done.stdout)


if __name__ == '__main__':
    tap.main()
