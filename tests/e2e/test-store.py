#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The store when its file, or the disk below it, is not as it should be."""

import collections
import contextlib
import json
import mailbox
import os
import resource
import sqlite3
import subprocess
import unittest

import tap
import throwaway
import world
from peers import Liar

MEBIBYTE = 1 << 20
LANES = 4


def fill(path):
    """Writes a file until the disk is full."""
    with open(path, 'wb', buffering=0) as file:
        try:
            for size in (MEBIBYTE, 4096, 1):
                while True:
                    file.write(bytes(size))
        except OSError:
            pass


class StoreTest(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)

    def profile(self, **settings):
        """A profile with a store that lies in the home, and a server."""
        self.server = Liar(self, self.world.home / 'server')
        self.world.profile(self.server.port)
        self.path = self.world.home / 'store.db'
        self.world.ok('service', 'configure', 'sqlite', f'path={self.path}')

    def mail(self, number, size=100):
        return self.world.write(f'{number}.eml', b'From: me@here.test\r\nTo: you@there.test\r\n'
                                b'Message-ID: <%d@here.test>\r\n\r\n' % number
                                + b'All work and no play.\r\n' * (size // 23))


class File(StoreTest):
    def assert_refused(self, pattern):
        """Every command says what is wrong with which file, and leaves it alone."""
        before = self.path.read_bytes()
        for command in (('ls',), ('queue',), ('import', self.mail(1)), ('send', self.mail(2)),
                        ('spool', '--until-empty')):
            with self.subTest(command):
                said = self.world.expect(world.FAILED, *command)
                self.assertIn(str(self.path), said)
                self.assertRegex(said, pattern)
        self.assertIn('store', self.world.ok('status'))
        self.assertEqual(self.path.read_bytes(), before)

    def test_no_database(self):
        self.profile()
        self.path.write_bytes(b'This is a letter to my grandmother.\n' * 1000)
        self.assert_refused('MAPI_E_CORRUPT_STORE')

    def test_other_database(self):
        self.profile()
        with sqlite3.connect(self.path) as database:
            database.execute('CREATE TABLE recipes (name TEXT)')
        database.close()
        self.assert_refused('not a message store')

    def test_newer_version(self):
        self.profile()
        self.world.ok('ls')
        with sqlite3.connect(self.path) as database:
            database.execute('PRAGMA user_version = 1000')
        database.execute('PRAGMA wal_checkpoint(TRUNCATE)')
        database.close()
        self.assert_refused('version 1000.*MAPI_E_VERSION')

    def test_directory(self):
        self.profile()
        self.path.mkdir()
        self.assertIn(str(self.path), self.world.expect(world.FAILED, 'ls'))

    def test_no_folder(self):
        self.profile()
        self.world.ok('service', 'configure', 'sqlite', 'path=/dev/null/store.db')
        self.assertIn('/dev/null', self.world.expect(world.FAILED, 'ls'))

    def test_empty_file(self):
        """As somebody who wants to fix the owner and mode first would make it."""
        self.profile()
        self.path.write_bytes(b'')
        self.world.ok('import', self.mail(1))
        self.assertEqual(self.world.count('Inbox'), 1)

    def test_damage(self):
        """Wherever pages are overwritten, what is said names the file, and nothing crashes."""
        self.profile()
        self.world.ok('import', *(self.mail(number, 20000) for number in range(30)))
        self.world.ok('send', *(self.mail(number) for number in range(5)))
        with sqlite3.connect(self.path) as database:
            page, = database.execute('PRAGMA page_size').fetchone()
        database.execute('PRAGMA wal_checkpoint(TRUNCATE)')
        database.close()
        whole = self.path.read_bytes()
        for start in range(0, len(whole), page):
            self.path.write_bytes(whole[:start] + os.urandom(page) + whole[start + page:])
            for command in (('ls',), ('ls', 'Inbox'), ('queue',), ('export', 'Inbox'),
                            ('spool', '--until-empty')):
                done = self.world.run(*command)
                with self.subTest(start=start, command=command):
                    self.assertIn(done.returncode, range(6), done.stderr)
                    if done.returncode in (world.FAILED, world.PARTIAL):
                        self.assertIn(b'store', done.stderr)
        for length in (10, 100, page, len(whole) // 2):
            self.path.write_bytes(whole[:length])
            done = self.world.run('export', 'Inbox')
            with self.subTest(length=length):
                self.assertIn(done.returncode, (1, 4), done.stderr)

    def test_opened_at_once(self):
        """Whoever comes first makes the store; the others find it."""
        for number in range(10):
            with self.subTest(number):
                home = world.World(self).profile()
                processes = [home.start(*command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                             for command in 5 * [('ls',)] + [('spool', '--until-empty')]]
                for process in processes:
                    said, _ = process.communicate()
                    self.assertEqual(process.returncode, 0, said)


class Disk(StoreTest):
    def fill(self, run):
        """Sends messages until one is refused; answers how many were not."""
        number = 0
        while True:
            done = run('send', self.mail(number, MEBIBYTE))
            if done.returncode != 0:
                break
            number += 1
            self.assertLess(number, 50, 'it is never full')
        self.assertEqual(done.returncode, world.FAILED)
        self.assertRegex(done.stderr.decode(), 'MAPI_E_NOT_ENOUGH_DISK|disk is full')
        self.assertIn(str(self.path).encode(), done.stderr)
        self.assertGreater(number, 0)
        return number

    def assert_all_go(self, count):
        self.assertEqual(len(self.world.json('queue')), count)
        self.world.ok('flush')
        self.assertEqual({world.message_id(data) for data in self.server.taken()},
                         {f'<{number}@here.test>' for number in range(count)})
        self.assertEqual(self.world.count('Sent Items'), count)

    def test_file_size_limit(self):
        self.profile()
        limit = 8 * MEBIBYTE

        def run(*arguments):
            return self.world.run(*arguments, preexec_fn=lambda: resource.setrlimit(
                resource.RLIMIT_FSIZE, (limit, limit)))

        count = self.fill(run)
        self.assertEqual(len(self.world.json('queue')), count)
        self.assertEqual(run('ls').returncode, 0)
        self.assert_all_go(count)

    def small_disk(self):
        """Mounts a disk of 16 MiB, and puts the store there."""
        if os.geteuid() != 0:
            self.skipTest('only root may mount a small disk')
        disk = self.world.home / 'disk'
        disk.mkdir()
        done = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=16m', 'none', disk],
                              capture_output=True)
        if done.returncode != 0:
            self.skipTest(f'mount: {done.stderr.decode().strip()}')
        self.addCleanup(subprocess.run, ['umount', '--lazy', disk], check=True)
        self.path = disk / 'store.db'
        self.world.ok('service', 'configure', 'sqlite', f'path={self.path}')
        return disk / 'ballast'

    def test_full_disk(self):
        self.profile()
        ballast = self.small_disk()
        ballast.write_bytes(bytes(4 * MEBIBYTE))
        count = self.fill(self.world.run)
        said = self.world.expect(world.FAILED, 'import', self.mail(100, 4 * MEBIBYTE))
        self.assertIn('MAPI_E_NOT_ENOUGH_DISK', said)
        self.world.ok('ls')
        ballast.unlink()
        self.assertEqual(self.world.count('Inbox'), 0)
        self.assert_all_go(count)

    def test_disk_fills_while_sending(self):
        """Nothing is lost, and nothing more is sent than what was under way when the disk was full."""
        count = 20
        with throwaway.MailServer(self.world.home / 'Maildir') as server:
            self.world.profile(server.port, connections=LANES)
            ballast = self.small_disk()
            self.world.ok('send', *(self.mail(number) for number in range(count)))
            server.delivery.on_taken = lambda taken: taken == 5 and fill(ballast)
            spooler = self.world.spooler()
            spooler.wait_for(lambda: server.taken >= 10 or 'full' in spooler.said(), 'trouble')
            spooler.stop()
            ballast.unlink()
            self.world.ok('flush')
        arrived = collections.Counter(one['Message-ID'] for one in mailbox.Maildir(server.delivery.maildir))
        self.assertEqual(set(arrived), {f'<{number}@here.test>' for number in range(count)})
        self.assertLessEqual(sum(arrived.values()) - count, LANES)
        self.assertEqual(self.world.json('queue'), [])
        self.assertEqual(self.world.count('Sent Items'), count)


class Care(StoreTest):
    """`mapi store`, on a store in which some messages lie."""

    COUNT = 30

    def setUp(self):
        super().setUp()
        self.profile()
        self.world.ok('import', *(self.mail(number, 20000) for number in range(self.COUNT)))

    def ask(self, sql):
        with contextlib.closing(sqlite3.connect(self.path)) as database:
            return database.execute(sql).fetchall()

    def damage(self):
        """Overwrites a page with the content of a message."""
        self.ask('PRAGMA wal_checkpoint(TRUNCATE)')
        page, = subprocess.run(
            ['sqlite3', self.path, "SELECT pageno FROM dbstat WHERE name = 'contents'"
             " AND pagetype = 'leaf' LIMIT 1 OFFSET 5"],
            check=True, capture_output=True, text=True).stdout.split()
        size, = self.ask('PRAGMA page_size')[0]
        with open(self.path, 'r+b') as file:
            file.seek((int(page) - 1) * size)
            file.write(b'\xa5' * size)

    def test_sound(self):
        self.assertEqual(self.world.json('store', 'check'), {'readable': self.COUNT, 'damage': []})
        self.assertIn(f'{self.COUNT} messages readable', self.world.ok('store', 'check'))

    def test_backup_takes_the_place(self):
        self.world.ok('store', 'backup', self.world.home / 'copy.db')
        self.assertIn('COLLISION', self.world.expect(
            world.FAILED, 'store', 'backup', self.world.home / 'copy.db'))
        self.world.ok('rm', *(row['id'] for row in self.world.json('ls', 'Inbox')))
        self.assertGreater(self.world.json('store', 'compact')['freed'], 10000 * self.COUNT)
        self.world.ok('service', 'configure', 'sqlite', f'path={self.world.home / "copy.db"}')
        self.assertEqual(self.world.count('Inbox'), self.COUNT)

    def test_damaged_page(self):
        """What is lost is named, what is readable can be exported, and be a store again."""
        self.damage()
        said = json.loads(self.world.expect(world.PARTIAL, '--json', 'store', 'check'))
        lost = [row for row in said['damage'] if row['type'] == 'message']
        self.assertEqual(said['readable'] + len(lost), self.COUNT)
        self.assertTrue(0 < len(lost) < 4)
        self.assertTrue(all(row['folder'] == 'Inbox' and row['problem'] for row in lost))
        self.world.expect(world.PARTIAL, 'export', 'Inbox', '--maildir', self.world.home / 'mail')
        self.assertEqual(len(os.listdir(self.world.home / 'mail' / 'cur')), said['readable'])

        rescued = json.loads(self.world.expect(
            world.PARTIAL, '--json', 'store', 'rescue', self.world.home / 'new.db'))
        self.assertEqual(rescued['rescued'], self.COUNT)
        self.world.ok('service', 'configure', 'sqlite', f'path={self.world.home / "new.db"}')
        self.assertEqual(self.world.json('store', 'check')['damage'], [])
        self.world.ok('export', 'Inbox', '--maildir', self.world.home / 'more')
        self.assertEqual(len(os.listdir(self.world.home / 'more' / 'cur')), self.COUNT)

    def test_no_store(self):
        """A service that knows no care says so; a store that is not there is not made."""
        self.world.ok('service', 'configure', 'sqlite', f'path={self.world.home / "none.db"}')
        for command in (('check',), ('compact',), ('backup', 'x.db'), ('rescue', 'x.db')):
            self.assertIn('none.db', self.world.expect(world.NOT_FOUND, 'store', *command))
        self.assertFalse((self.world.home / 'none.db').exists())


if __name__ == '__main__':
    tap.main()
