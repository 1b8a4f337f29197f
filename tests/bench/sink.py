# SPDX-License-Identifier: LGPL-2.1-or-later
"""One smtp-sink (of Postfix) for a whole run: every target delivers to the same end."""

import atexit
import os
import pathlib
import re
import socket
import subprocess
import threading
import time

POSTFIX = pathlib.Path(__file__).resolve().parent.parent / 'mock' / 'postfix.sh'
COUNT = re.compile(rb'mesg=(\d+)(?=\D)')


def free_port():
    with socket.create_server(('127.0.0.1', 0)) as probe:
        return probe.getsockname()[1]


def wait_for(port, seconds=10):
    """Waits until something answers on the port."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(('127.0.0.1', port), 1).close()
            return
        except OSError:
            time.sleep(0.01)
    raise SystemExit(f'nothing answers on port {port}')


def busy_seconds():
    """Processor time that the whole machine spent since it started."""
    with open('/proc/stat', encoding='ascii') as stat:
        user, nice, system, idle, iowait, *others = map(int, stat.readline().split()[1:9])
    return (user + nice + system + sum(others)) / os.sysconf('SC_CLK_TCK')


class Sink:
    """Counts what arrives: its counters are read from a pipe as they change."""

    def __init__(self):
        self.port = free_port()
        self.count = 0
        self.wanted = None
        self.reached_at = None
        self.reached = threading.Event()
        identity = ['-u', 'nobody'] if os.getuid() == 0 else []
        self.process = subprocess.Popen(
            ['smtp-sink', *identity, '-c', f'127.0.0.1:{self.port}', '1024'],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        atexit.register(self.process.kill)
        wait_for(self.port)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        tail = b''
        while chunk := os.read(self.process.stdout.fileno(), 65536):
            now = time.monotonic()
            tail = (tail + chunk)[-400:]
            if found := COUNT.findall(tail):
                self.count = int(found[-1])
            if self.wanted is not None and self.count >= self.wanted and not self.reached.is_set():
                self.reached_at = now
                self.reached.set()

    def expect(self, n):
        """From now on `reached` waits for n more messages."""
        self.wanted = self.count + n
        self.reached.clear()

    def surplus(self):
        """How many messages came that nobody asked for."""
        time.sleep(0.1)
        return self.count - self.wanted


def start_postfix(work, sink, *lines):
    """A Postfix that relays to the sink: its port, and what stops it. `lines` go into its main.cf."""
    script = [POSTFIX, work / 'postfix']
    relay = f'relayhost = [127.0.0.1]:{sink.port}'
    started = subprocess.run([*script, 'start', '0', relay, *lines],
                             stdout=subprocess.PIPE, text=True, check=True)
    return int(started.stdout), lambda: subprocess.run([*script, 'stop'], check=True)
