#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""One message of 2 KiB at a time over a kept connection to an idle Postfix, and to the sink itself:
milliseconds till it is durably accepted, and till the sink has counted it."""

import argparse
import pathlib
import smtplib
import statistics
import subprocess
import time

import sink as sinks

MESSAGE = ('From: a@perf.invalid\r\nTo: b@perf.invalid\r\nSubject: t\r\n\r\n'
           + ('x' * 62 + '\r\n') * 32)
PATIENCE = 20


class Dialogue:
    """Who takes SMTP."""

    def __init__(self, port):
        self.client = smtplib.SMTP('127.0.0.1', port)

    def submit(self):
        """When it began, and when the message was accepted."""
        start = time.monotonic()
        self.client.sendmail('a@perf.invalid', ['b@perf.invalid'], MESSAGE)
        return start, time.monotonic()

    def close(self):
        self.client.quit()


class Program:
    """What submits by itself, a message for each line: spool_bench. Its clock is ours."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, text=True, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
        if self.process.stdout.readline() != 'ready\n':
            raise SystemExit('it is not ready')

    def submit(self):
        self.process.stdin.write('go\n')
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith('took'):
                return [int(word) / 1e6 for word in line.split()[1:]]
        raise SystemExit('it ended early')

    def close(self):
        self.process.stdout.read()
        self.process.stdin.close()
        self.process.wait()


def measure(target, sink, n):
    """n times (accepted, delivered), in milliseconds."""
    for _ in range(n):
        sink.expect(1)
        start, accepted = target.submit()
        if not sink.reached.wait(PATIENCE):
            raise SystemExit(f'not delivered in {PATIENCE} s')
        delivered = max(accepted, sink.reached_at)
        yield (accepted - start) * 1000, (delivered - start) * 1000
        time.sleep(0.02)
    target.close()


def quantiles(values):
    cuts = statistics.quantiles(values, n=100)
    return ' '.join(f'{cuts[percent - 1]:8.2f}' for percent in (50, 95, 99))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('work', type=pathlib.Path, help='a folder on the disk to measure')
    parser.add_argument('--rounds', type=int, default=4)
    args = parser.parse_args()
    sink = sinks.Sink()
    port, stop = sinks.start_postfix(args.work.resolve(), sink)
    ports = {'direct': sink.port, 'postfix': port}
    times = {name: [] for name in ports}
    try:
        for _ in range(args.rounds):
            for name, target in ports.items():
                times[name] += measure(Dialogue(target), sink, 50)
    finally:
        stop()
    print(f'{"target":12} | accepted ms: p50 p95 p99   | delivered ms: p50 p95 p99')
    for name, pairs in times.items():
        accepted, delivered = zip(*pairs)
        print(f'{name:12} | {quantiles(accepted)} | {quantiles(delivered)}')


if __name__ == '__main__':
    main()
