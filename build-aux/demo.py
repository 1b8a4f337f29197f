#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""demo.py BUILD: sends and receives real messages with a throw-away profile, and compares them.

A mail server (aiosmtpd) on this machine takes what the SMTP transport sends and delivers it to a
Maildir, from which the Maildir transport brings it back into the store.
"""

import email
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from aiosmtpd.controller import Controller

import demo_messages
import mail_compare

PATIENCE = 60


class Delivery:
    """The server's side: every message goes to one Maildir, as the bytes it came in."""

    def __init__(self, maildir):
        self.maildir = maildir
        self.taken = 0
        for part in ('tmp', 'new', 'cur'):
            (maildir / part).mkdir(parents=True)

    async def handle_DATA(self, server, session, envelope):
        name = f'{time.time_ns()}.{self.taken}.demo'
        (self.maildir / 'tmp' / name).write_bytes(envelope.original_content)
        (self.maildir / 'tmp' / name).rename(self.maildir / 'new' / name)
        self.taken += 1
        return '250 taken'


class Mapi:
    """The command `mapi` of the build, in a home of its own."""

    def __init__(self, build, home):
        self.program = build / 'spooler' / 'cli' / 'mapi'
        services = ':'.join(str(path) for path in sorted(build.glob('providers/*')))
        self.environment = dict(os.environ, HOME=str(home), XDG_CONFIG_HOME=str(home / 'config'),
                                XDG_DATA_HOME=str(home / 'data'), XDG_RUNTIME_DIR=str(home / 'run'),
                                MAPI_SERVICE_PATH=services, MAPI_SECRETS='file')
        (home / 'run').mkdir(mode=0o700, parents=True)

    def __call__(self, *arguments):
        say(f'$ mapi {" ".join(str(argument) for argument in arguments)}')
        subprocess.run([self.program, *arguments], env=self.environment, check=True)

    def json(self, *arguments):
        done = subprocess.run([self.program, '--json', *arguments], env=self.environment, check=True,
                              stdout=subprocess.PIPE)
        return json.loads(done.stdout)

    def start(self, *arguments):
        say(f'$ mapi {" ".join(arguments)} &')
        return subprocess.Popen([self.program, *arguments], env=self.environment)

    def export(self, ident):
        return subprocess.run([self.program, 'export', ident], env=self.environment, check=True,
                              stdout=subprocess.PIPE).stdout


def say(text):
    print(text, flush=True)


def free_port():
    with socket.create_server(('127.0.0.1', 0)) as server:
        return server.getsockname()[1]


def wait_for(what, done):
    end = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > end:
            say(f'Waited {PATIENCE} seconds for {what}.')
            return False
        time.sleep(0.1)
    return True


def set_up(mapi, port, maildir):
    say('\nA profile with the store, the SMTP transport and the Maildir transport:')
    mapi('profile', 'create', 'demo')
    mapi('service', 'add', 'smtp', 'host=127.0.0.1', f'port={port}', 'security=none')
    mapi('service', 'add', 'maildir', f'path={maildir}')


def send(mapi, folder, messages):
    say(f'\n{len(messages)} messages go into the outgoing queue:')
    paths = []
    for name, data in messages.items():
        path = folder / f'{name}.eml'
        path.write_bytes(data)
        paths.append(path)
        say(f'  {path.name:20} {len(data):9,} bytes')
    mapi('send', *paths)
    mapi('queue')


def compare(mapi, messages):
    """How many of the messages came back as they were."""
    say('\nWhat came back, compared with what was sent:')
    by_id = {email.message_from_bytes(data)['Message-ID']: name for name, data in messages.items()}
    good = set()
    for row in mapi.json('ls', 'Inbox'):
        data = mapi.export(row['entry_id'])
        name = by_id.get(email.message_from_bytes(data)['Message-ID'])
        found = mail_compare.differences(messages[name], data) if name else ['nobody sent it']
        say(f'  {name or row["subject"]:20} {"; ".join(found) or "the same"}')
        if name and not found:
            good.add(name)
    return len(good)


def demonstrate(build, home):
    messages = dict(demo_messages.messages())
    maildir = home / 'Maildir'
    delivery = Delivery(maildir)
    port = free_port()
    server = Controller(delivery, hostname='127.0.0.1', port=port, data_size_limit=64 << 20)
    server.start()
    say(f'A mail server listens on 127.0.0.1:{port} and delivers to {maildir}.')
    mapi = Mapi(build, home)
    try:
        set_up(mapi, port, maildir)
        send(mapi, home, messages)
        say('\nThe spooler drives the transports:')
        spooler = mapi.start('spool')
        wait_for('the messages to be sent and received',
                 lambda: len(mapi.json('ls', 'Inbox')) >= len(messages) or spooler.poll() is not None)
        spooler.terminate()
        spooler.wait()
        sent = len(mapi.json('ls', 'Sent Items'))
        received = compare(mapi, messages)
    finally:
        server.stop()
    say(f'\nsent {sent} of {len(messages)}, received {received} of {len(messages)}')
    return sent == received == len(messages) == delivery.taken


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    home = pathlib.Path(tempfile.mkdtemp(prefix='demo-', dir=build))
    try:
        return 0 if demonstrate(build, home) else 1
    except subprocess.CalledProcessError as error:
        say(f'`{" ".join(str(word) for word in error.cmd)}` failed with exit status {error.returncode}')
        return 1
    finally:
        shutil.rmtree(home, ignore_errors=True)


sys.exit(main())
