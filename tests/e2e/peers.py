# SPDX-License-Identifier: LGPL-2.1-or-later
"""Mail servers that are programs of their own: Postfix, and one that refuses and lies on demand."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import world

SKIP = 77


def certificate(folder):
    """Makes a certificate for this machine; answers the file and that of its key."""
    files = folder / 'certificate.pem', folder / 'key.pem'
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt',
                    'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost',
                    '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1',
                    '-out', files[0], '-keyout', files[1]], check=True, capture_output=True)
    return files


class Postfix:
    """A Postfix of the test's own, which delivers what is for postfix.invalid to a Maildir."""

    def __init__(self, test, *lines):
        # Its daemons give up root, and must still pass the way to their folder: no place in a home.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='mapi-postfix-', dir='/var/tmp'))
        self.folder.chmod(0o755)
        self.maildir = self.folder / 'maildir'
        self.port = 0
        test.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.start(*lines)
        test.addCleanup(self.stop)

    def script(self, *arguments):
        return subprocess.run([world.MOCK / 'postfix.sh', self.folder, *arguments], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def start(self, *lines):
        """Starts it, with lines more in its main.cf; at the same port if it ran before."""
        done = self.script('start', str(self.port), *lines)
        if done.returncode == SKIP:
            raise unittest.SkipTest(done.stderr.strip())
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        self.port = int(done.stdout.split()[-1])

    def stop(self):
        self.script('stop')


class Liar:
    """tests/mock/smtp_server.py, told what to do by its arguments."""

    def __init__(self, test, folder, *arguments, port=0):
        self.folder = pathlib.Path(folder)
        self.process = subprocess.Popen(
            [sys.executable, world.MOCK / 'smtp_server.py', self.folder, '--port', str(port),
             *arguments], stdout=subprocess.PIPE, text=True)
        test.addCleanup(self.stop)
        self.port = int(self.process.stdout.readline())

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def taken(self):
        """The messages it has taken, as bytes."""
        return [path.read_bytes() for path in sorted(self.folder.glob('*.eml'))]

    def reached(self, step):
        """Whether it was told to lie at this step, and has come to it."""
        transcript = (self.folder / 'transcript.txt').read_text(encoding='utf-8')
        return f' ! {step}: ' in transcript

    def envelopes(self):
        return [json.loads(path.with_suffix('.json').read_text())
                for path in sorted(self.folder.glob('*.eml'))]
