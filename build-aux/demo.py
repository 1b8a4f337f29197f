#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""demo.py BUILD: sends and receives real messages with a throw-away profile, and compares them.

A mail server (aiosmtpd) on this machine takes what the SMTP transport sends and delivers it to a
Maildir, from which the Maildir transport brings it back into the store.
"""

import email
import pathlib
import shutil
import subprocess
import sys
import tempfile

import demo_messages
import mail_compare
from throwaway import PATIENCE, MailServer, Programs, wait_for


def say(text):
    print(text, flush=True)


class Shown(Programs):
    """The command `mapi`, shown as it is run."""

    def __call__(self, *arguments):
        say(f'$ mapi {" ".join(str(argument) for argument in arguments)}')
        self.run(*arguments, check=True, capture_output=False)

    def start(self, *arguments):
        say(f'$ mapi {" ".join(arguments)} &')
        return super().start(*arguments)


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


def spool(mapi, n_messages):
    say('\nThe spooler drives the transports:')
    spooler = mapi.start('spool')
    if not wait_for(lambda: len(mapi.json('ls', 'Inbox')) >= n_messages
                    or spooler.poll() is not None):
        say(f'Waited {PATIENCE} seconds for the messages to be sent and received.')
    spooler.terminate()
    spooler.wait()


def demonstrate(build, home):
    messages = dict(demo_messages.messages())
    maildir = home / 'Maildir'
    mapi = Shown(build, home)
    with MailServer(maildir) as server:
        say(f'A mail server listens on 127.0.0.1:{server.port} and delivers to {maildir}.')
        set_up(mapi, server.port, maildir)
        send(mapi, home, messages)
        spool(mapi, len(messages))
        sent = len(mapi.json('ls', 'Sent Items'))
        received = compare(mapi, messages)
    say(f'\nsent {sent} of {len(messages)}, received {received} of {len(messages)}')
    return sent == received == len(messages) == server.taken


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
