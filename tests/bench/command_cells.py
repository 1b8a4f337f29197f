# SPDX-License-Identifier: LGPL-2.1-or-later
"""Cells about commands: a process a message, and the memory that a large attachment takes."""

import os
import pathlib
import shutil
import subprocess
import time

import sink as sinks
from cells import Cell, median, ratio

COUNT = 100
GIB = 1 << 30
MESSAGE = (b'From: a@perf.invalid\nTo: b@perf.invalid\nSubject: test\n'
           b'Date: Thu, 01 Jan 2026 00:00:00 +0000\nMessage-ID: <x@perf.invalid>\n\n'
           + (b'x' * 63 + b'\n') * 32)


def prefixed(folder):
    """An environment whose profiles and data lie below a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    names = ('XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_RUNTIME_DIR', 'HOME')
    return {**os.environ, **{name: str(folder) for name in names}}


class Ours:
    """A profile with the SMTP transport to the sink, and its spooler when it is to be at work."""

    def __init__(self, bench, name):
        self.mapi = str(bench.tools / 'cli' / 'mapi')
        self.spooler = str(bench.tools / 'daemon' / 'mapi-spooler')
        self.environment = prefixed(bench.work / name)
        self.process = None
        self.run('profile', 'create', 'bench')
        self.run('service', 'add', 'smtp', 'host=127.0.0.1', f'port={bench.sink.port}',
                 'security=none')

    def run(self, *words, data=None):
        subprocess.run([self.mapi, '--profile', 'bench', *words], input=data, env=self.environment, check=True,
                       stdout=subprocess.DEVNULL)

    def start(self):
        self.process = subprocess.Popen([self.spooler, '--profile=bench'], env=self.environment,
                                        stdout=subprocess.DEVNULL)

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait()

    def inject(self):
        self.run('--quiet', 'send', '-', data=MESSAGE)


class Sendmail:
    """Postfix's command, its queue in a folder of its own."""

    def __init__(self, work):
        self.command = ['/usr/sbin/sendmail', '-C', str(work / 'postfix' / 'etc'),
                        '-f', 'a@perf.invalid', 'b@perf.invalid']

    def inject(self):
        subprocess.run(self.command, input=MESSAGE, check=True)


class Nullmailer:
    """Unpacked from its Debian package, since it would replace the mail server of the machine."""

    def __init__(self, bench):
        self.folder = bench.work / 'nullmailer'
        self.environment = {**os.environ, 'NULLMAILER_TEST_PREFIX': str(self.folder)}
        self.process = None
        self.sink = bench.sink

    def start(self):
        """Whether it could be had."""
        for name in ('x', 'conf', 'queue/queue', 'queue/tmp', 'queue/failed'):
            (self.folder / name).mkdir(parents=True)
        loaded = subprocess.run(['apt-get', '-qq', 'download', 'nullmailer'], cwd=self.folder,
                                stderr=subprocess.DEVNULL, check=False)
        packages = list(self.folder.glob('nullmailer*.deb'))
        if loaded.returncode or not packages:
            return False
        subprocess.run(['dpkg', '-x', packages[0], self.folder / 'x'], check=True)
        for path in (self.folder / 'x').rglob('*'):
            if path.is_file() and not path.is_symlink():
                path.chmod(path.stat().st_mode & 0o777)
        for name, target in (('sbin', 'x/usr/sbin'), ('bin', 'x/usr/bin'),
                             ('protocols', 'x/usr/lib/nullmailer')):
            (self.folder / name).symlink_to(target)
        os.mkfifo(self.folder / 'queue' / 'trigger')
        self.write('remotes', f'127.0.0.1 smtp --port={self.sink.port}')
        self.write('me', 'perf.invalid')
        self.write('defaultdomain', 'perf.invalid')
        self.process = subprocess.Popen([self.folder / 'sbin' / 'nullmailer-send'],
                                        env=self.environment, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        return True

    def write(self, name, line):
        pathlib.Path(self.folder / 'conf' / name).write_text(line + '\n', encoding='utf-8')

    def stop(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def inject(self):
        subprocess.run([self.folder / 'bin' / 'nullmailer-inject', '-f', 'a@perf.invalid',
                        'b@perf.invalid'], input=MESSAGE, env=self.environment, check=True,
                       stderr=subprocess.DEVNULL)


def rate(target, count):
    start = time.monotonic()
    for _ in range(count):
        target.inject()
    return count / (time.monotonic() - start)


def inject_cells(bench):
    """Each with its spooler at work, which sends what was put into the queue."""
    count = max(int(COUNT * bench.scale), 10)
    ours, nullmailer = Ours(bench, 'inject'), Nullmailer(bench)
    targets = {'ours': ours, 'sendmail': Sendmail(bench.work)}
    found = {}
    _, stop = sinks.start_postfix(bench.work, bench.sink)
    ours.start()
    try:
        if nullmailer.start():
            targets['nullmailer'] = nullmailer
        for _ in range(bench.rounds):
            for name, target in targets.items():
                found.setdefault(name, []).append(rate(target, count))
    finally:
        nullmailer.stop()
        ours.stop()
        stop()
    rates = {name: median(values) for name, values in found.items()}
    for name, text, goal in (('nullmailer', 'nullmailer-inject', 0.7), ('sendmail', 'sendmail', 2)):
        yield Cell(10, 'a process a message', text, goal,
                   ratio(rates['ours'], rates.get(name)))


def memory_cell(bench):
    """MiB resident at most of a spooler that sends an attachment of one GiB."""
    size = max(int(GIB * bench.scale), 1 << 26)
    ours = Ours(bench, 'large')
    attachment = bench.work / 'attachment'
    with attachment.open('wb') as file:
        file.truncate(size)
    ours.run('send', '--from=a@perf.invalid', '--to=b@perf.invalid', '--subject=large', '--body=text',
             f'--attach={attachment}')
    spooler = subprocess.Popen([ours.spooler, '--profile=bench', '--drain'], env=ours.environment)
    _, status, usage = os.wait4(spooler.pid, 0)
    if status:
        raise RuntimeError('the spooler failed')
    return Cell(23, f'MiB resident, {size >> 20} MiB sent', '-', 64, usage.ru_maxrss / 1024,
                less=True)


def command_cells(bench):
    yield from inject_cells(bench)
    yield memory_cell(bench)
