# SPDX-License-Identifier: LGPL-2.1-or-later
"""A Dovecot of its own, and the little of IMAP that compares it with a store."""

import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import time

import sink as sinks

USER, PASSWORD = 'bench', 'p'
BEGIN_TIME = 1700000000
BATCH = 500
CONFIGURATION = '''protocols = imap
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_fsync = optimized
first_valid_uid = 1
login_trusted_networks = 127.0.0.0/8
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
passdb {{
  driver = passwd-file
  args = {folder}/passwd
}}
userdb {{
  driver = passwd-file
  args = {folder}/passwd
}}
'''


def make_message(i):
    """The message that store_bench has under the same number, as MIME."""
    date = time.strftime('%a, %d %b %Y %H:%M:%S +0000',
                         time.gmtime(BEGIN_TIME + (i * 7919) % 100000007))
    words = ' '.join(f'word{(i * 31 + k * k) % 5000}' for k in range(400))
    body = '\r\n'.join(words[at:at + 70] for at in range(0, len(words), 70))
    text = (f'From: Some One <someone{i % 500}@example.com>\r\nTo: b@perf.invalid\r\n'
            f'Subject: Subject number {i} of the test, key{i % 997}\r\nDate: {date}\r\n'
            f'Message-ID: <{i}@perf.invalid>\r\nMIME-Version: 1.0\r\n'
            f'Content-Type: text/plain; charset=utf-8\r\n\r\n{body}')
    return text[:2046].encode() + b'\r\n'


class Client:
    """Logged on, a command at a time."""

    def __init__(self, port):
        self.socket = socket.create_connection(('127.0.0.1', port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.lines = self.socket.makefile('rb')
        self.lines.readline()
        self.run(f'LOGIN {USER} {PASSWORD}')

    def run(self, command):
        self.socket.sendall(f'a {command}\r\n'.encode())
        return self.answer()

    def answer(self):
        lines = []
        while line := self.lines.readline():
            if line.startswith(b'a '):
                if not line.startswith(b'a OK'):
                    raise RuntimeError(line.decode())
                return lines
            lines.append(line)
            while line.endswith(b'}\r\n'):
                self.lines.read(int(line[line.rindex(b'{') + 1:-3]))
                line = self.lines.readline()
        raise RuntimeError('the connection was closed')

    def append(self, messages):
        self.socket.sendall(b'a APPEND INBOX')
        for message in messages:
            self.socket.sendall(b' {%d+}\r\n' % len(message) + message)
        self.socket.sendall(b'\r\n')
        self.answer()

    def close(self):
        self.run('LOGOUT')
        self.socket.close()


class Dovecot:
    """Mailboxes are of the format `mdbox`, the faster one, or `maildir`."""

    def __init__(self, folder, mailbox_format):
        self.folder = folder
        self.port = sinks.free_port()
        self.mail = folder / 'mail'
        self.format = mailbox_format

    @staticmethod
    def is_there():
        return shutil.which('dovecot') is not None and os.getuid() == 0

    def start(self):
        (self.folder / 'run').mkdir(parents=True)
        self.mail.mkdir()
        owner = pwd.getpwnam('mail')
        os.chown(self.mail, owner.pw_uid, owner.pw_gid)
        where = f'{self.format}:{self.mail}/m'
        self.write('passwd', f'{USER}:{{PLAIN}}{PASSWORD}:{owner.pw_uid}:{owner.pw_gid}::{self.mail}::'
                             f'userdb_mail={where}\n')
        self.write('dovecot.conf', CONFIGURATION.format(folder=self.folder, port=self.port))
        subprocess.run(['dovecot', '-c', self.folder / 'dovecot.conf'], check=True)
        sinks.wait_for(self.port)

    def write(self, name, text):
        pathlib.Path(self.folder / name).write_text(text, encoding='utf-8')

    def stop(self):
        subprocess.run(['dovecot', '-c', self.folder / 'dovecot.conf', 'stop'], check=False)

    def fill(self, count):
        client = Client(self.port)
        for first in range(0, count, BATCH):
            client.append([make_message(i) for i in range(first, min(first + BATCH, count))])
        client.close()
