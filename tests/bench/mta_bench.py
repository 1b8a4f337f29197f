#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Store and forward end to end, side by side: submit durably, deliver to one smtp-sink.

A target is one of

  direct             smtp-source straight into the sink: the limit of the wire
  postfix            smtp-source into a Postfix of its own (root), which relays to the sink
  NAME=COMMAND       a program that submits and delivers by itself. {work}, {port}, {size}, {sess}
                     and {n} in COMMAND become a folder, the port of the sink, the size of a
                     message, the number of submitters and the number of messages. It prints
                     "ready", waits for a line, prints "accepted" once all n are durably submitted
                     and "finished" once all n are delivered and finished.

Every round runs every target, so that what disturbs the machine disturbs all. Prints medians
[least..most] of messages a second accepted and end to end, processor time a message, and the
end-to-end rate as a ratio to the first target.
"""

import argparse
import itertools
import json
import pathlib
import shlex
import statistics
import subprocess
import sys
import time

import sink as sinks

SOURCE = ['smtp-source', '-d', '-f', 'a@perf.invalid', '-t', 'b@perf.invalid']
PATIENCE = 120


class Incomplete(Exception):
    """A run that cannot be counted."""


def wait_for_all(sink):
    if not sink.reached.wait(PATIENCE):
        raise Incomplete(f'the sink lacks {sink.wanted - sink.count}')
    if surplus := sink.surplus():
        raise Incomplete(f'the sink got {surplus} too many: left over from another target?')


def rates(n, start, accepted, finished, busy):
    return {'accept': n / (accepted - start), 'end_to_end': n / (finished - start),
            'cpu_ms': busy / n * 1000}


class Source:
    """A target that takes SMTP."""

    def __init__(self, port):
        self.port = port

    def run(self, sink, size, sessions, n):
        sink.expect(n)
        busy, start = sinks.busy_seconds(), time.monotonic()
        command = [*SOURCE, '-s', str(sessions), '-l', str(size), '-m', str(n)]
        done = subprocess.run([*command, f'127.0.0.1:{self.port}'], stderr=subprocess.PIPE,
                              timeout=PATIENCE, check=False)
        accepted = time.monotonic()
        if done.returncode:
            raise Incomplete(done.stderr.decode()[-200:])
        wait_for_all(sink)
        return rates(n, start, accepted, max(accepted, sink.reached_at),
                     sinks.busy_seconds() - busy)


class Program:
    """A target that submits by itself."""

    def __init__(self, command, work):
        self.command = command
        self.work = work

    def run(self, sink, size, sessions, n):
        words = [word.format(work=self.work, port=sink.port, size=size, sess=sessions, n=n)
                 for word in shlex.split(self.command)]
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            try:
                return self.measure(process, sink, n)
            finally:
                process.kill()

    @staticmethod
    def measure(process, sink, n):
        if process.stdout.readline().strip() != b'ready':
            raise Incomplete('it is not ready')
        sink.expect(n)
        busy, start = sinks.busy_seconds(), time.monotonic()
        process.stdin.write(b'go\n')
        process.stdin.flush()
        at = {}
        for line in process.stdout:
            at[line.strip()] = time.monotonic()
            if line.strip() == b'finished':
                break
        busy = sinks.busy_seconds() - busy
        if b'accepted' not in at or b'finished' not in at:
            raise Incomplete('it ended early')
        wait_for_all(sink)
        process.stdout.read()
        return rates(n, start, at[b'accepted'], max(sink.reached_at, at[b'finished']), busy)


def count(size, sessions, scale):
    """How many messages make a run of some seconds."""
    n = 600 if size <= 4096 else 500 if size <= 65536 else 60
    n = n // 2 if sessions == 1 else n
    return max(int(n * scale), sessions * (4 if size <= 65536 else 2), 10)


def measure_all(targets, sink, args):
    results = {}
    every = itertools.product(range(args.rounds), args.sizes, args.sessions, targets.items())
    for _, size, sessions, (name, target) in every:
        found = results.setdefault((size, sessions, name), [])
        try:
            n = count(size, sessions, args.scale)
            found.append(target.run(sink, size, sessions, n))
        except (Incomplete, subprocess.TimeoutExpired) as error:
            print(f'! {name}, {size} bytes, {sessions} sessions: {error}', file=sys.stderr)
        time.sleep(0.2)
    return results


def middle(runs, key):
    return statistics.median(run[key] for run in runs) if runs else float('nan')


def span(runs, key):
    values = [run[key] for run in runs]
    return f'{middle(runs, key):8.0f} {f"[{min(values):.0f}..{max(values):.0f}]":15}'


def print_table(results, first):
    print(f'{"bytes":>9} {"sess":>4} {"target":16} | {"accepted/s":24} | {"end to end/s":24} | '
          f'{"cpu ms":>6} | of {first}')
    for (size, sessions, name), runs in sorted(results.items(), key=lambda item: item[0][:2]):
        line = f'{size:9} {sessions:4} {name:16} | '
        if runs:
            base = middle(results[size, sessions, first], 'end_to_end')
            line += (f'{span(runs, "accept")} | {span(runs, "end_to_end")} | '
                     f'{middle(runs, "cpu_ms"):6.2f} | {middle(runs, "end_to_end") / base:.3f}')
        print(line if runs else line + 'failed')


def numbers(text):
    return [int(word) for word in text.split(',')]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('work', type=pathlib.Path, help='a folder on the disk to measure')
    parser.add_argument('targets', nargs='+')
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--sizes', type=numbers, default=[2048, 20480, 1048576])
    parser.add_argument('--sessions', type=numbers, default=[1, 10, 50])
    parser.add_argument('--scale', type=float, default=1.0, help='more or fewer messages a run')
    parser.add_argument('--json', type=pathlib.Path, help='write every run there')
    args = parser.parse_args()
    args.work = args.work.resolve()
    args.work.mkdir(parents=True, exist_ok=True)
    sink = sinks.Sink()
    targets, stops = {}, []
    try:
        for word in args.targets:
            name, _, command = word.partition('=')
            if command:
                targets[name] = Program(command, args.work)
            elif name == 'direct':
                targets[name] = Source(sink.port)
            elif name == 'postfix':
                port, stop = sinks.start_postfix(args.work, sink)
                targets[name] = Source(port)
                stops.append(stop)
            else:
                raise SystemExit(f'{word}: no such target')
        results = measure_all(targets, sink, args)
    finally:
        for stop in stops:
            stop()
    print_table(results, next(iter(targets)))
    if args.json:
        rows = [{'size': size, 'sessions': sessions, 'target': name, 'runs': runs}
                for (size, sessions, name), runs in results.items()]
        args.json.write_text(json.dumps(rows, indent=1), encoding='utf-8')


if __name__ == '__main__':
    main()
