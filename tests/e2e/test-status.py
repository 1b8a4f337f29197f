#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The status table: as `mapi status` shows it, of a spooler in another process as well."""

import json
import subprocess
import unittest

import tap
import throwaway
import world
from peers import Liar

OFFLINE = 2


class Watch:
    """`mapi status --watch` at work, and what it has said."""

    def __init__(self, test, *arguments):
        self.test = test
        self.log = test.world.home / 'watch.log'
        with open(self.log, 'ab') as log:
            self.process = test.world.start(*arguments, 'status', '--watch', stdout=log,
                                            stderr=subprocess.STDOUT)

    def said(self):
        return self.log.read_text(encoding='utf-8')

    def rows(self):
        lines = self.said().splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.endswith('\n')]

    def wait_for(self, done):
        self.test.assertTrue(throwaway.wait_for(done), self.said())

    def shows(self, kind, **wanted):
        """Waits until the last row of this kind has these members."""
        def found():
            last = {row['kind']: row for row in self.rows()}.get(kind, {})
            return all(last.get(key) == value for key, value in wanted.items())
        self.wait_for(found)

    def stop(self):
        self.process.terminate()
        self.test.assertEqual(self.process.wait(throwaway.PATIENCE), 0, self.said())


class StatusTest(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)

    def send(self):
        self.world.ok('send', '--from', 'me@here.test', '--to', 'you@there.test', '--body', 'A line.')

    def status(self):
        return {row['kind']: row for row in self.world.json('status')}

    def test_of_another_process(self):
        self.world.profile(throwaway.free_port())
        before = self.status()
        for kind in ('spooler', 'transport'):
            self.assertEqual(before[kind]['state'], 'not running')
        spooler = self.world.spooler()
        spooler.wait_for_event('transport')
        self.assertTrue(throwaway.wait_for(lambda: 'available' in self.status()['spooler']['state']))
        rows = self.status()
        self.assertEqual(rows['spooler']['process'], spooler.process.pid)
        self.assertIn('available', rows['transport']['state'])
        self.assertEqual(rows['transport']['provider'], before['transport']['provider'])
        spooler.stop()
        self.assertEqual(self.status(), before)

    def test_counters(self):
        """What a spooler in another process counts, as objects and as Prometheus reads it."""
        server = Liar(self, self.world.home / 'server')
        self.world.profile(server.port)
        spooler = self.world.spooler()
        self.send()
        self.assertTrue(throwaway.wait_for(
            lambda: all(self.status()[kind].get('sent') == 1 for kind in ('spooler', 'transport'))))
        rows = self.status()
        for kind in ('spooler', 'transport'):
            row = rows[kind]
            self.assertEqual((row['attempts'], row['failed'], row['received'], row['waiting']),
                             (1, 0, 0, 0))
            self.assertEqual(row['latency_count'], 1)
            self.assertGreaterEqual(row['call_count'], 2)
            self.assertGreaterEqual(row['latency_sum'], row['latency_max'])
            self.assertGreaterEqual(row['call_sum'], row['call_max'])
            self.assertNotIn('error', row)
        self.check_prometheus(rows['transport'])
        spooler.stop()

    def check_prometheus(self, row):
        lines = self.world.ok('status', '--prometheus').splitlines()
        labels = f'kind="transport",name="{row["name"]}"'
        for metric, key in (('mapi_attempts_total', 'attempts'), ('mapi_messages_sent_total', 'sent'),
                            ('mapi_messages_failed_total', 'failed'),
                            ('mapi_messages_received_total', 'received'),
                            ('mapi_message_latency_milliseconds_count', 'latency_count'),
                            ('mapi_message_latency_milliseconds_sum', 'latency_sum'),
                            ('mapi_message_latency_max_milliseconds', 'latency_max')):
            self.assertIn(f'{metric}{{{labels}}} {row[key]}', lines)
        self.assertIn(f'mapi_depth{{{labels},state="put off"}} 0', lines)
        self.assertIn(f'mapi_provider_up{{{labels}}} 1', lines)
        for line in lines:
            if not line.startswith('#'):
                base = line.split('{')[0].split(' ')[0]
                known = {base, base.removesuffix('_sum'), base.removesuffix('_count')}
                for word in ('HELP', 'TYPE'):
                    self.assertTrue(any(other.startswith(tuple(f'# {word} {name} ' for name in known))
                                        for other in lines), line)

    def test_watch(self):
        """What changes in another process is seen, also that it was killed."""
        self.world.profile(throwaway.free_port())
        watch = Watch(self, '--json')
        watch.shows('spooler', state='not running')
        watch.shows('transport', state='not running')
        spooler = self.world.spooler()
        watch.shows('spooler', process=spooler.process.pid, queued=0)
        self.send()
        watch.shows('spooler', process=spooler.process.pid, queued=1)
        self.assertIn('available', {row['kind']: row for row in watch.rows()}['transport']['state'])

        spooler.kill()
        watch.shows('spooler', state='not running', code=OFFLINE)
        watch.shows('transport', state='offline', reason='not running', code=OFFLINE)
        self.assertEqual(self.status()['transport']['reason'], 'not running')

        spooler = self.world.spooler()
        watch.shows('spooler', process=spooler.process.pid, queued=1)
        spooler.stop()
        watch.shows('spooler', state='not running')
        watch.shows('transport', state='not running')
        watch.stop()

    def test_watch_for_people(self):
        self.world.profile(throwaway.free_port())
        watch = Watch(self)
        watch.wait_for(lambda: 'spooler Mail spooler: not running' in watch.said())
        spooler = self.world.spooler()
        watch.wait_for(lambda: f'at work (process {spooler.process.pid})' in watch.said())
        self.send()
        watch.wait_for(lambda: '1 queued' in watch.said())
        watch.stop()
        self.assertNotIn('\x1b', watch.said())
        spooler.stop()


if __name__ == '__main__':
    tap.main()
