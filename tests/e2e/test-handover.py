#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""`mapi send` hands what it sends to the spooler at work, and nobody can tell it from the other way."""

import email
import json
import os
import pathlib
import signal
import socket
import struct
import subprocess
import threading
import unittest

import tap
import throwaway
import world

DAEMON = world.BUILD / 'spooler' / 'daemon' / 'mapi-spooler'
SOCKET = 'run/mapi/spooler-me.send'
PACKET = 64 << 10

MAIL = b'From: a@here.test\r\nTo: %s\r\nSubject: As it is\r\n\r\nA line.\r\n'
ONE = ('send', '--from', 'me@here.test', '--to', 'you@there.test', '--body', 'A line.')

# What is handed over, with what is read from standard input.
HANDED_OVER = (
    (ONE, b''),
    (('--json', *ONE), b''),
    (('--quiet', *ONE), b''),
    ((*ONE, '--json', '-q'), b''),
    (('-p', 'me', *ONE), b''),
    (('--profile=nobody', *ONE, '--profile', 'me'), b''),
    (('send', '-t', 'you@there.test', '-c', 'Carla <c@d.test>', '-b', 'FAX:+49 123', '-s', 'Grüße'), b'Text.'),
    (('send', '--to=you@there.test', '--subject='), b''),
    (('send', '-t', 'you@there.test'), b'No \xff text \0 at all'),
    (('send', '-t', 'you@there.test', '--no-copy'), b'A long line.\n' * 30000),
    (('send', '-'), MAIL % b'b@there.test'),
    (('send', '-', '-t', 'other@there.test', '-F', 'me@here.test'), MAIL % b'b@there.test'),
    (('--json', 'send', '-'), b'Subject: To nobody\r\n\r\n'),
    (('send', '-'), b''),
    (('send', 'one.eml'), b''),
    (('send', './one.eml', 'two words.eml', '-q'), b''),
    (('send', 'one.eml', 'nobody.eml'), b''),
    (('send', 'nobody.eml'), b''),
    (('--json', 'send', 'nobody.eml', 'nobody.eml'), b''),
    ((*ONE, '-a', 'sub/note.txt', '--attach', 'one.eml', '-a', 'sub/note.txt'), b''),
    (('send', '-m', 'x', '-t', 'SMTP:'), b''),
    (('--json', 'send', '-m', 'x', '-t', 'a@b@c'), b''),
    (('send', '-m', 'x', '-t', 'you@there.test', '-F', 'a@b.test, c@d.test'), b''),
)

# What is not: it is done, or refused, by the program itself.
NOT_HANDED_OVER = (
    ((), b''),
    (('--version',), b''),
    (('send',), b''),
    (('send', '--help'), b''),
    (('send', '--nonsense'), b''),
    (('send', '-t'), b''),
    (('send', '-tm', 'x'), b''),
    (('--json=1', *ONE), b''),
    (('send', '-t', b'\xff@there.test', '-m', 'x'), b''),
    (('send', 'missing.eml'), b''),
    (('send', 'sub'), b''),
    (('send', 'one.eml', '-'), MAIL % b'b@there.test'),
    (('send', '--', 'one.eml'), b''),
    ((*ONE, '-a', 'missing'), b''),
    (('send', '-t', 'a@b.test, Nobody', '-m', 'x'), b''),
    (('--json', 'send', '-t', 'Nobody', '-m', 'x'), b''),
    (('-p', 'nobody', *ONE), b''),
    (('-p', '', *ONE), b''),
    (('ls', 'Sent Items'), b''),
)


class HandoverTest(unittest.TestCase):
    def setUp(self):
        self.world = self.make_world()
        self.log = self.world.home / 'daemon.log'

    def make_world(self):
        """A profile whose messages stay in the queue."""
        made = world.World(self)
        made.profile(throwaway.free_port(), **{'retry-delay': 3600})
        made.write('one.eml', MAIL % b'one@there.test')
        made.write('two words.eml', MAIL % b'two@there.test')
        made.write('nobody.eml', b'Subject: To nobody\r\n\r\nA line.\r\n')
        (made.home / 'sub').mkdir()
        made.write('sub/note.txt', b'A note.\n')
        return made

    @property
    def socket(self):
        return self.world.home / SOCKET

    def start(self, *arguments):
        with open(self.log, 'ab') as log:
            daemon = subprocess.Popen([DAEMON, '--foreground', *arguments], stdout=log,
                                      stderr=subprocess.STDOUT, env=self.world.environment)
        self.world.processes.append(daemon)
        return daemon

    def start_listening(self):
        daemon = self.start()
        self.wait_for(lambda: self.socket.exists() and self.is_heard())
        return daemon

    def is_heard(self):
        """Somebody hears what is said there, and has sent us away again."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as link:
            if link.connect_ex(str(self.socket)) != 0:
                return False
            link.send(b'?')
            return link.recv(PACKET) == b''

    def wait_for(self, done):
        self.assertTrue(throwaway.wait_for(done), self.log.read_text())

    def end(self, daemon):
        daemon.terminate()
        self.assertEqual(daemon.wait(throwaway.PATIENCE), 0, self.log.read_text())

    def n_handed_over(self):
        return self.log.read_text().count(' has handed over ')

    def assert_handed_over(self, count):
        """So many, all in all; told once the answer was given."""
        self.wait_for(lambda: self.n_handed_over() >= count)
        self.assertEqual(self.n_handed_over(), count)

    def n_queued(self):
        return len(self.world.json('queue'))


def answer(one, arguments, data):
    """What the program does in a world, with whatever names that world made the same in all."""
    done = one.run(*arguments, input=data, cwd=one.home)
    return (done.returncode, *(text.replace(str(one.home).encode(), b'HOME')
                               for text in (done.stdout, done.stderr)))


def essence(data):
    """A message without what is another one each time."""
    message = email.message_from_bytes(data)
    headers = [(name, value) for name, value in message.items()
               if name not in ('Message-ID', 'Date', 'Content-Type')]
    parts = [(part.get_content_type(), part.get_filename(), part.get_payload(decode=True))
             for part in message.walk()]
    return headers, parts


class BothWays(HandoverTest):
    def compare(self, table):
        other = self.make_world()
        for arguments, data in table:
            with self.subTest(arguments):
                self.assertEqual(answer(self.world, arguments, data), answer(other, arguments, data))
        ours, theirs = ([essence(data) for data in one.messages('Outbox')]
                        for one in (self.world, other))
        self.assertEqual(ours, theirs)
        self.assertTrue(ours)

    def test_handed_over(self):
        daemon = self.start_listening()
        self.compare(HANDED_OVER)
        self.assert_handed_over(len(HANDED_OVER))
        self.end(daemon)

    def test_not_handed_over(self):
        daemon = self.start_listening()
        self.compare(NOT_HANDED_OVER)
        self.end(daemon)
        self.assertEqual(self.n_handed_over(), 0)

    def test_directory_as_input(self):
        self.start_listening()
        said = []
        for one in (self.world, self.make_world()):
            folder = os.open(one.home, os.O_RDONLY)
            self.addCleanup(os.close, folder)
            said.append(one.expect(world.FAILED, 'send', '-', stdin=folder))
        self.assertEqual(*said)
        self.assert_handed_over(1)

    def test_full_disk(self):
        """An answer that cannot be written was not given, in either way."""
        self.start_listening()
        with open('/dev/full', 'wb') as full:
            done = [one.run('--json', *ONE, stdout=full, stderr=subprocess.PIPE, capture_output=False)
                    for one in (self.world, self.make_world())]
        self.assertEqual(*((one.returncode, one.stderr) for one in done))
        self.assertEqual(done[0].returncode, world.FAILED)
        self.assert_handed_over(1)


class Choice(HandoverTest):
    def test_profiles(self):
        """The spooler of the profile that is meant: by an option, a variable, or as the default one."""
        self.start_listening()
        self.world.profile(throwaway.free_port(), name='other one')
        self.world.ok(*ONE)
        self.world.ok('-p', 'other one', *ONE)
        self.world.environment['MAPI_PROFILE'] = 'other one'
        self.world.ok(*ONE)
        self.world.ok('-p', 'me', *ONE)
        self.world.environment['MAPI_PROFILE'] = 'me'
        self.world.ok(*ONE)
        self.assert_handed_over(3)
        self.assertEqual(self.n_queued(), 3)
        self.assertEqual(len(self.world.json('-p', 'other one', 'queue')), 2)

    def test_strange_name(self):
        self.world.profile(throwaway.free_port(), name='Grüße & 100%')
        path = self.world.home / 'run/mapi/spooler-Grüße%20%26%20100%25.send'
        self.start('--profile', 'Grüße & 100%')
        self.wait_for(path.exists)
        self.world.ok('-p', 'Grüße & 100%', *ONE)
        self.assert_handed_over(1)

    def test_kept_off(self):
        """By an option of the spooler, or a variable of the command."""
        daemon = self.start('--no-handover')
        self.wait_for(lambda: str(daemon.pid) in self.world.ok('status'))
        self.assertFalse(self.socket.exists())
        self.world.ok(*ONE)
        self.end(daemon)
        daemon = self.start_listening()
        self.world.environment['MAPI_SEND'] = 'direct'
        self.world.ok(*ONE)
        self.end(daemon)
        self.assertEqual((self.n_handed_over(), self.n_queued()), (0, 2))

    def test_other_environment(self):
        """What would be understood otherwise there is not handed over."""
        daemon = self.start_listening()
        for name, value in (('LANG', 'de_DE.UTF-8'), ('MAPI_TRACE', str(self.world.home / 'trace')),
                            ('HOME', '/'), ('MAPI_SECRETS', 'service'), ('TZ', 'Asia/Tokyo')):
            environment = {**self.world.environment, name: value}
            done = subprocess.run([self.world.mapi, *ONE], env=environment, capture_output=True)
            self.assertEqual(done.returncode, world.OK, (name, done.stderr))
        self.end(daemon)
        self.assertEqual((self.n_handed_over(), self.n_queued()), (0, 5))
        self.assertTrue((self.world.home / 'trace').exists())

    def test_reload(self):
        """SIGHUP: the socket stays, and what comes after it is in the store of the new profile."""
        daemon = self.start_listening()
        self.world.ok(*ONE)
        self.world.ok('service', 'add', '--name', 'Other', 'sqlite', 'path=other.db')
        self.world.ok('service', 'default', 'Other')
        daemon.send_signal(signal.SIGHUP)
        self.wait_for(lambda: 'is read again' in self.log.read_text())
        self.world.ok(*ONE)
        self.assert_handed_over(2)
        self.assertEqual(self.world.count('Outbox'), 1)
        self.end(daemon)


class Ends(HandoverTest):
    def test_stale_socket(self):
        daemon = self.start_listening()
        daemon.kill()
        daemon.wait()
        self.assertTrue(self.socket.exists())
        self.world.ok(*ONE)
        daemon = self.start_listening()
        self.world.ok(*ONE)
        self.assert_handed_over(1)
        self.assertEqual(self.n_queued(), 2)
        self.end(daemon)
        self.assertFalse(self.socket.exists())

    def test_no_place(self):
        """All places are taken by who says nothing."""
        daemon = self.start_listening()
        links = [socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in range(32)]
        for link in links:
            link.connect(str(self.socket))
        self.world.ok(*ONE)
        for link in links:
            link.close()
        self.end(daemon)
        self.assertEqual((self.n_handed_over(), self.n_queued()), (0, 1))

    def begin(self, size):
        """Starts `mapi send -`; it has begun to read, since a pipe has room for so much less."""
        client = self.world.start('send', '-', '--to', 'you@there.test', stdin=subprocess.PIPE,
                                  stderr=subprocess.PIPE)
        client.stdin.write(b'Subject: Half\r\n\r\n' + b'x' * size)
        client.stdin.flush()
        return client

    def test_interrupted(self):
        """Ctrl-C while it reads: it ends by the signal, and nothing is sent."""
        daemon = self.start_listening()
        for size in (3 * PACKET, 4 * PACKET):
            client = self.begin(size)
            client.send_signal(signal.SIGINT)
            self.assertEqual(client.wait(throwaway.PATIENCE), -signal.SIGINT)
            client.stdin.close()
            client.stderr.close()
        self.world.ok(*ONE)
        self.assert_handed_over(1)
        self.end(daemon)
        self.assertEqual(self.n_queued(), 1)

    def test_spooler_ends_before(self):
        """The spooler ends while it waits for the rest: it is not sent, and that is said."""
        daemon = self.start_listening()
        client = self.begin(3 * PACKET)
        self.end(daemon)
        _, said = client.communicate(timeout=throwaway.PATIENCE)
        self.assertEqual(client.returncode, world.TEMPORARY)
        self.assertIn(b'has not taken it', said)
        self.assertEqual(self.n_queued(), 0)

    def test_other_user(self):
        if os.geteuid() != 0:
            self.skipTest('only root can be somebody else')
        daemon = self.start_listening()
        self.socket.chmod(0o666)
        for folder in (*self.socket.relative_to(tap.HOME).parents, ''):
            pathlib.Path(tap.HOME, folder).chmod(0o711)
        pathlib.Path(tap.HOME).chmod(0o711)
        child = os.fork()
        if child == 0:
            os.setresuid(65534, 65534, 65534)
            link = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            link.connect(str(self.socket))
            os._exit(0 if link.recv(PACKET) == b'' else 1)
        _, status = os.waitpid(child, 0)
        self.assertEqual(status, 0)
        self.end(daemon)


class Impostor:
    """Who listens where the spooler would, and does as told with each that comes."""

    def __init__(self, test, serve):
        self.server = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        test.socket.parent.mkdir(parents=True, exist_ok=True)
        test.socket.unlink(missing_ok=True)
        self.server.bind(str(test.socket))
        self.server.listen()
        self.serve = serve
        self.thread = threading.Thread(target=self.run)
        self.thread.start()
        test.addCleanup(self.stop)

    def run(self):
        while True:
            try:
                link, _ = self.server.accept()
            except OSError:
                return
            with link:
                self.serve(link)

    def stop(self):
        if self.thread.is_alive():
            self.server.shutdown(socket.SHUT_RDWR)
            self.thread.join()
            self.server.close()


def go_on(link):
    link.recv(PACKET)
    link.send(b'G')


def take_all(link):
    """To the end, and then no word."""
    go_on(link)
    while (packet := link.recv(PACKET)) and packet[:1] != b'E':
        pass


def refuse_rest(link):
    """So that who sends more hears of it at once: its end is there before it is told to go on."""
    link.recv(PACKET)
    link.shutdown(socket.SHUT_RD)
    link.send(b'G')


class Impostors(HandoverTest):
    """Whatever the other end does, a message is sent once or not at all, and the answer is true."""

    def test_sent_directly(self):
        for number, serve in enumerate((lambda link: None, lambda link: link.recv(PACKET),
                                        lambda link: link.send(b'?'), refuse_rest), 1):
            impostor = Impostor(self, serve)
            self.world.ok('send', '--to', 'you@there.test', input=b'Text of stdin.')
            self.assertEqual(self.n_queued(), number)
            impostor.stop()
        for data in self.world.messages('Outbox'):
            self.assertIn(b'Text of stdin.', data)

    def test_not_known(self):
        Impostor(self, take_all)
        said = self.world.expect(world.TEMPORARY, *ONE)
        self.assertIn('not known', said)
        self.assertIn('`mapi queue`', said)
        done = self.world.run('--json', *ONE)
        self.assertEqual(done.returncode, world.TEMPORARY)
        self.assertEqual(set(json.loads(done.stdout)), {'error', 'code'})
        self.assertEqual(self.n_queued(), 0)

    def test_no_end_of_status(self):
        def serve(link):
            take_all(link)
            link.send(b'oHello\n')
            link.send(struct.pack('cB', b'X', 7))
        Impostor(self, serve)
        done = self.world.run(*ONE)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (7, b'Hello\n', b''))


if __name__ == '__main__':
    tap.main()
