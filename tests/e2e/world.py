# SPDX-License-Identifier: LGPL-2.1-or-later
"""A world for a test: a home with the built programs, a profile, a spooler, and mail as files."""

import email
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile

import tap
import throwaway

BUILD = pathlib.Path(os.environ['MAPI_BUILD_ROOT'])
SOURCE = pathlib.Path(os.environ['MAPI_SOURCE_ROOT'])
MOCK = SOURCE / 'tests' / 'mock'

OK, FAILED, USAGE, NOT_FOUND, PARTIAL, TEMPORARY = range(6)


class Spooler:
    """`mapi spool` at work, and what it has said."""

    def __init__(self, world, *arguments):
        self.world = world
        self.log = open(world.home / 'spool.log', 'ab')
        self.begin = self.log.tell()
        self.process = world.start('--json', 'spool', *arguments, stdout=self.log,
                                   stderr=subprocess.STDOUT)

    def said(self):
        """All it has said, as text."""
        with open(self.log.name, encoding='utf-8', errors='replace') as log:
            log.seek(self.begin)
            return log.read()

    def events(self, *names):
        """What happened, as objects; of these names alone if there are any."""
        lines = [json.loads(line) for line in self.said().splitlines() if line.startswith('{"')]
        return [line for line in lines if not names or line.get('event') in names]

    def wait_for(self, done, what):
        """Waits until `done()`; the test fails when the spooler ends before or it takes too long."""
        answer = throwaway.wait_for(lambda: done() or self.process.poll() is not None)
        if not answer or not done():
            self.world.test.fail(f'no {what}; the spooler said:\n{self.said()[-4000:]}')

    def wait_for_event(self, name, count=1):
        self.wait_for(lambda: len(self.events(name)) >= count, f'{count} events {name}')
        return self.events(name)

    def memory(self):
        """The most memory it had in use, in bytes."""
        status = pathlib.Path(f'/proc/{self.process.pid}/status').read_text()
        return int(status.split('VmHWM:')[1].split()[0]) * 1024

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """Asks it to end; it has to do so well."""
        self.process.terminate()
        code = self.process.wait(throwaway.PATIENCE)
        self.world.test.assertEqual(code, 0, self.said()[-4000:])


class World(throwaway.Programs):
    """A home for one test; it vanishes when the test ends."""

    def __init__(self, test):
        super().__init__(BUILD, pathlib.Path(tempfile.mkdtemp(prefix='world-', dir=tap.HOME)))
        self.test = test
        self.processes = []
        test.addCleanup(self.end)

    def end(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def start(self, *arguments, **options):
        process = super().start(*arguments, **options)
        self.processes.append(process)
        return process

    def expect(self, code, *arguments, **options):
        """Runs `mapi`, which has to end with this code; answers all that it said."""
        done = self.run(*arguments, **options)
        said = (done.stdout + done.stderr).decode('utf-8', 'replace')
        words = ' '.join(str(argument) for argument in arguments)
        self.test.assertEqual(done.returncode, code, f'mapi {words}:\n{said}')
        return said

    def ok(self, *arguments, **options):
        return self.expect(OK, *arguments, **options)

    def profile(self, smtp=None, maildir=None, name='me', **settings):
        """Makes a profile, with SMTP to a port and a Maildir that mail comes in by."""
        self.ok('profile', 'create', name)
        if smtp is not None:
            settings = {'host': '127.0.0.1', 'port': smtp, 'security': 'none', **settings}
            self.ok('service', 'add', 'smtp', *(f'{key}={value}' for key, value in settings.items()))
        if maildir is not None:
            self.ok('service', 'add', 'maildir', f'path={maildir}')
        return self

    def mail_server(self, **options):
        """An SMTP server that delivers to a Maildir, until the test ends."""
        server = throwaway.MailServer(self.home / 'Maildir', **options)
        self.test.enterContext(server)
        return server

    def spooler(self, *arguments):
        return Spooler(self, *arguments)

    def count(self, folder):
        return len(self.json('ls', folder))

    def messages(self, folder):
        """The messages of a folder, as the bytes of .eml files."""
        return [self.export(row['entry_id']) for row in self.json('ls', folder)]

    def write(self, name, data):
        path = self.home / name
        path.write_bytes(data)
        return path


def message_id(data):
    return email.message_from_bytes(data)['Message-ID']
