#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The sample that posts mail to a web server, and the server that comes with it."""

import os
import shutil
import subprocess
import unittest

import tap
import throwaway
import world

SAMPLE = world.SOURCE / 'samples' / 'webhook'
BUILT = world.BUILD / 'samples' / 'webhook'


class Webhook(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)
        path = self.world.environment['MAPI_SERVICE_PATH']
        self.world.environment['MAPI_SERVICE_PATH'] = f'{path}:{BUILT}'
        self.posted = self.world.home / 'posted'
        self.posted.mkdir()

    def serve(self):
        """Starts the server; answers its port."""
        server = subprocess.Popen([SAMPLE / 'server.py', self.posted], stdout=subprocess.PIPE,
                                  text=True)
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        return server.stdout.readline().strip()

    def send(self, port, *names):
        self.world.ok('profile', 'create', 'hook')
        self.world.ok('service', 'add', 'webhook', f'url=http://127.0.0.1:{port}', 'token=x')
        recipients = [word for name in names for word in ('--to', f'HOOK:{name}')]
        self.world.ok('send', *recipients, '--subject', 'Hello', '--body', 'Hello')

    def read_posted(self):
        return [path.read_text() for path in sorted(self.posted.iterdir())]

    def test_readme(self):
        """What it says to type works; the sample is built already, and the server's end is ours."""
        tools = self.world.home / 'bin'
        tools.mkdir()
        (tools / 'mapi').symlink_to(self.world.mapi)
        folder = self.world.home / 'webhook'
        shutil.copytree(SAMPLE, folder)
        (folder / 'b').mkdir()
        for built in (BUILT, world.BUILD / 'providers' / 'sqlite'):
            for path in (*built.glob('*.so'), *built.glob('*.service')):
                (folder / 'b' / path.name).symlink_to(path)
        typed = [line[4:] for line in (SAMPLE / 'README.md').read_text().splitlines()
                 if line.startswith('    ')]
        self.assertTrue(typed[0].startswith('meson setup'), typed)
        script = '\n'.join(['set -e', "trap 'kill $COPROC_PID' EXIT", *typed[1:]])
        done = subprocess.run(
            ['bash', '-c', script], cwd=folder, text=True, capture_output=True, timeout=throwaway.PATIENCE,
            env=dict(self.world.environment, PATH=f'{tools}:{os.environ["PATH"]}'))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn('X-Posted: anybody by Bearer open-sesame', done.stdout)
        self.assertIn('Subject: Hello', done.stdout)

    def test_each_recipient_has_its_fate(self):
        """One is done and not sent to again, one is reported, one waits."""
        self.send(self.serve(), 'ann', 'gone', 'later', 'bob')
        self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        self.assertEqual([row['state'] for row in self.world.json('queue')], ['waiting'])
        [report] = self.world.messages('Inbox')
        self.assertIn(b'the server answered 404', report)
        self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        [ann] = [text for text in self.read_posted() if 'X-Posted: ann ' in text]
        self.assertIn('Subject: Hello', ann)
        self.assertEqual(self.world.count('Inbox'), 1)

    def test_no_server(self):
        self.send(1, 'ann')
        self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        [row] = self.world.json('queue')
        self.assertIn("Couldn't connect", row['reason'])

    def test_other_schemes_are_refused(self):
        """A URL is no way to read files."""
        self.send(1, 'ann')
        self.world.ok('service', 'configure', 'webhook', f'url=file://{self.posted}')
        self.world.expect(world.TEMPORARY, 'spool', '--until-empty')
        self.assertEqual(self.read_posted(), [])


if __name__ == '__main__':
    tap.main()
