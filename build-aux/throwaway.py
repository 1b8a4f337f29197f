# SPDX-License-Identifier: LGPL-2.1-or-later
"""The built programs in a home that is thrown away, and a mail server for them on this machine."""

import json
import os
import subprocess
import time

from aiosmtpd.controller import Controller

from ports import free_port

# Seconds: what does not come by then does not come at all, however busy the machine is.
PATIENCE = 300


def wait_for(done, patience=PATIENCE):
    """Looks again and again until `done()` is true, and answers whether it ever was."""
    end = time.monotonic() + patience
    while not (answer := done()):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return answer


def make_maildir(path):
    for part in ('tmp', 'new', 'cur'):
        (path / part).mkdir(parents=True)
    return path


class Delivery:
    """What a server does with mail: every message goes to one Maildir, as the bytes it came in.

    `on_taken` is called with the number of messages so far, before the sender hears of the last.
    """

    def __init__(self, maildir):
        self.maildir = make_maildir(maildir)
        self.taken = 0
        self.on_taken = lambda taken: None

    async def handle_DATA(self, server, session, envelope):
        name = f'{time.time_ns()}.{self.taken}.throwaway'
        (self.maildir / 'tmp' / name).write_bytes(envelope.original_content)
        (self.maildir / 'tmp' / name).rename(self.maildir / 'new' / name)
        self.taken += 1
        self.on_taken(self.taken)
        return '250 taken'


class MailServer:
    """An SMTP server on a port of its own that delivers to a Maildir; for `with`."""

    def __init__(self, maildir, largest=64 << 20):
        self.delivery = Delivery(maildir)
        self.port = free_port()
        self.controller = Controller(self.delivery, hostname='127.0.0.1', port=self.port,
                                     ready_timeout=PATIENCE, data_size_limit=largest)

    @property
    def taken(self):
        return self.delivery.taken

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *_):
        self.controller.stop()


class Programs:
    """The programs of a build, run in a home of their own."""

    def __init__(self, build, home):
        self.build, self.home = build, home
        self.mapi = build / 'spooler' / 'cli' / 'mapi'
        services = ':'.join(str(path) for path in sorted(build.glob('providers/*')))
        self.environment = dict(os.environ, HOME=str(home), XDG_CONFIG_HOME=str(home / 'config'),
                                XDG_DATA_HOME=str(home / 'data'), XDG_RUNTIME_DIR=str(home / 'run'),
                                MAPI_SERVICE_PATH=services, MAPI_SECRETS='file')
        (home / 'run').mkdir(mode=0o700, parents=True)

    def run(self, *arguments, **options):
        """Runs `mapi` with the arguments, and answers what became of it."""
        return subprocess.run([self.mapi, *arguments], env=self.environment,
                              **{'capture_output': True, **options})

    def start(self, *arguments, **options):
        """Starts `mapi` with the arguments, and answers the process."""
        return subprocess.Popen([self.mapi, *arguments], env=self.environment, **options)

    def json(self, *arguments):
        """What `mapi --json` answers."""
        return json.loads(self.run('--json', *arguments, check=True).stdout)

    def export(self, ident):
        """A message as the bytes of an .eml file."""
        return self.run('export', ident, check=True).stdout
