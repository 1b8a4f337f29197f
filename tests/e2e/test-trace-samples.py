#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What was recorded of a provider it does once more: each that needs no server, shipped or sample, in all
languages, in this process and in one of its own."""

import configparser
import json
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

import tap
import world

VISITOR = pathlib.Path(__file__).with_name('visitor.py')
HAS_PYTHON = any(pathlib.Path(folder, 'mapi-python.so').exists()
                 for folder in os.environ['MAPI_HOST_PATH'].split(':'))

STORES = ('providers/sqlite', 'samples/memory-store', 'samples/null-store', 'samples/wrapped-store',
          'samples/python-store', 'samples/python-mailbox', 'samples/gjs-store', 'samples/tight-pair')
BOOKS = ('providers/pab', 'samples/address-list', 'samples/python-address-book',
         'samples/gjs-address-book')
TRANSPORTS = ('providers/maildir', 'samples/file-transport', 'samples/remote-transport',
              'samples/python-transport', 'samples/gjs-transport', 'samples/tight-pair')


# The folder that a provider works in, below a home.
WORK = 'work'


class Provider:
    """What the conformance kit is told of a provider: its settings, and the world it needs."""

    def __init__(self, folder):
        self.name = pathlib.Path(folder).name
        self.file = world.SOURCE / folder / f'{self.name}.check'
        self.keys = configparser.ConfigParser(delimiters='=', interpolation=None)
        self.keys.optionxform = str
        if self.file.exists():
            self.keys.read(self.file)

    def peer(self, key):
        return self.keys.get('Peer', key, fallback=None)

    def settings(self, home):
        if not self.keys.has_section('Settings'):
            return []
        return [f'{key}={value.replace("@HOME@", f"{home}/{WORK}")}'
                for key, value in self.keys['Settings'].items()]

    def prepare(self):
        """The command that makes the world ready, in a home."""
        return f'mkdir {WORK} && cd {WORK} && {self.peer("Prepare") or "true"}'

    def options(self):
        """The same for a replay."""
        yield from ('--peer', f'Prepare={self.prepare()}')
        for setting in self.settings('@HOME@'):
            yield from ('--set', setting)


def can_run(folder):
    """Whether what a provider is written in is there."""
    if 'python-' in folder:
        return HAS_PYTHON
    return 'gjs-' not in folder or shutil.which('gjs') is not None


@unittest.skipUnless(HAS_PYTHON, 'there are no bindings')
class Samples(unittest.TestCase):
    def open(self, provider, isolated, *create):
        """A profile with the provider, whose world is made ready."""
        self.world = world.World(self)
        self.world.environment['MAPI_SERVICE_PATH'] = os.environ['MAPI_SERVICE_PATH']
        self.file = self.world.home / 'session.trace'
        subprocess.run(provider.prepare(), shell=True, cwd=self.world.home, check=True)
        self.world.ok('profile', 'create', 'me', *create)
        self.world.ok('service', 'add', provider.name, *provider.settings(self.world.home),
                      *(['isolated=true'] if isolated else []))

    def replay(self, provider, isolated, *wanted):
        done = self.world.run('trace', 'replay', self.file, provider.name, *provider.options(),
                              *(['--isolated'] if isolated else []), '--format', 'json')
        report = json.loads(done.stdout)
        others = [result for result in report['results'] if result['verdict'] != 'passed']
        self.assertEqual(others[:3], [], done.stderr)
        passed = {result['clause'].removeprefix('replay/') for result in report['results']}
        for method in wanted:
            self.assertIn(method, passed)

    def each(self, folders, check):
        for folder in folders:
            for isolated in (False, True):
                with self.subTest(folder, isolated=isolated):
                    if can_run(folder):
                        check(Provider(folder), isolated)

    def check_client(self, provider, isolated, wanted):
        self.open(provider, isolated, '--no-store')
        self.world.ok('trace', 'record', self.file, '--', sys.executable, VISITOR, 'me')
        self.replay(provider, isolated, wanted)

    def check_store(self, provider, isolated):
        self.check_client(provider, isolated, 'MapiMsProvider.Logon')

    def check_book(self, provider, isolated):
        self.check_client(provider, isolated, 'MapiContainer.GetContentsTable')

    def check_transport(self, provider, isolated):
        self.open(provider, isolated)
        to = provider.peer('Recipient') or 'SMTP:you@there.test'
        self.world.ok('send', '--from', 'me@here.test', '--to', to, '--subject', 'Hello', '--body', 'Text',
                      '--attach', VISITOR)
        self.world.ok('trace', 'record', self.file, '--', self.world.mapi, 'spool', '--until-empty')
        sends = provider.peer('Recipient') is not None
        self.replay(provider, isolated,
                    'MapiXpLogon.SubmitMessage' if sends else 'MapiXpProvider.TransportLogon')

    def test_stores(self):
        self.each(STORES, self.check_store)

    def test_books(self):
        self.each(BOOKS, self.check_book)

    def test_transports(self):
        self.each(TRANSPORTS, self.check_transport)


if __name__ == '__main__':
    tap.main()
