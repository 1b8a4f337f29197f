#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A real SMTP server on loopback that can be told to refuse and to lie. Its first line is its port.

Each message taken is stored as FOLDER/000001.eml, byte for byte, with its envelope beside it as
FOLDER/000001.json (the .eml appears last, whole). FOLDER/transcript.txt has the conversation.

  --at STEP ACTION TIMES   what to do at a step, TIMES times (0: always). STEP is connect, ehlo,
                           starttls, auth, mail, rcpt, data, body, dot, rset or quit; mail:PATTERN
                           and rcpt:PATTERN mean an address alone. ACTION is a reply, such as
                           '451 4.3.0 Not now', or one of
      hang     answer nothing more          close    close the connection
      rubbish  answer what is no reply      drip     answer byte by byte
      long     answer a line of 1 MiB       endless  answer lines without end
      take     do what was asked, then close without an answer (at dot: the message is stored)

Without more said, rcpt:bad@* is refused with 550 and rcpt:later@* with 451. The server ends with
the process that started it.
"""

import argparse
import base64
import fnmatch
import itertools
import json
import os
import pathlib
import re
import socketserver
import ssl
import subprocess
import sys
import threading
import time

ADDRESS = re.compile(rb'(?:FROM|TO):\s*<([^>]*)>\s*(.*)', re.IGNORECASE)
EXTENSIONS = ('PIPELINING', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES', 'DSN')
MODES = ('hang', 'close', 'rubbish', 'drip', 'long', 'endless', 'take')
ALWAYS = [('rcpt:bad@*', '550 5.1.1 No such recipient', 0),
          ('rcpt:later@*', '451 4.2.0 Try again later', 0)]
PART = 65536


class Gone(Exception):
    """The conversation is over."""


class Rule:
    """What to do at a step, and how often still; None for always."""

    def __init__(self, step, action, times):
        self.step, _, self.pattern = step.partition(':')
        self.action = action
        self.left = int(times) or None

    def fits(self, step, value):
        return self.step == step and fnmatch.fnmatch(value, self.pattern or '*')


class Rules:
    """The first that fits counts."""

    def __init__(self, rules):
        self.lock = threading.Lock()
        self.rules = [Rule(*rule) for rule in rules]

    def find(self, step, value):
        with self.lock:
            rule = next((rule for rule in self.rules if rule.fits(step, value)), None)
            if rule is None:
                return None
            if rule.left is not None:
                rule.left -= 1
            if rule.left == 0:
                self.rules.remove(rule)
            return rule.action


class Folder:
    """Where messages and the transcript go."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.path.mkdir(parents=True, exist_ok=True)
        self.lock = threading.Lock()
        taken = len(list(self.path.glob('*.eml')))
        self.numbers = itertools.count(taken + 1)
        self.transcript = open(self.path / 'transcript.txt', 'a', encoding='utf-8', buffering=1)

    def log(self, connection, mark, line):
        text = line.decode('utf-8', 'backslashreplace').rstrip('\r\n')
        self.transcript.write(f'{connection} {mark} {text[:400]}\n')

    def keep(self, envelope, content):
        with self.lock:
            name = f'{next(self.numbers):06}'
        (self.path / f'{name}.json').write_text(json.dumps(envelope, indent=1), encoding='utf-8')
        partial = self.path / f'{name}.partial'
        partial.write_bytes(content)
        partial.rename(self.path / f'{name}.eml')


class Conversation(socketserver.BaseRequestHandler):
    """One connection."""

    def handle(self):
        self.number = next(self.server.connections)
        self.secure, self.user, self.helo = False, None, None
        self.reset()
        try:
            if self.server.options.tls == 'implicit':
                self.secure_now()
            self.file = self.request.makefile('rb')
            self.answer('connect', '', b'220 mock.invalid ESMTP')
            while True:
                self.command(self.read_line())
        except (Gone, OSError, ssl.SSLError, ValueError):
            pass

    def reset(self):
        self.sender, self.recipients = None, []

    def secure_now(self):
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        self.secure = True

    def read_line(self):
        line = self.file.readline(PART)
        if not line:
            raise Gone
        self.server.folder.log(self.number, 'C', line)
        return line

    # Answers

    def send(self, reply):
        self.server.folder.log(self.number, 'S', reply)
        self.request.sendall(reply + b'\r\n')

    def answer(self, step, value, reply, perform=lambda: None):
        """Does what the rules say, or performs the step and sends the reply."""
        action = self.server.rules.find(step, value)
        if action in MODES:
            self.server.folder.log(self.number, '!', f'{step}: {action}'.encode())
        if action is None or action == 'drip':
            perform()
            self.drip(reply) if action else self.send(reply)
        elif action in MODES:
            if action == 'take':
                perform()
            self.lie(action, reply)
        else:
            if action[0] in '23':
                perform()
            self.send(action.encode())

    def drip(self, reply):
        for octet in reply + b'\r\n':
            self.request.sendall(bytes([octet]))
            time.sleep(0.005)

    def lie(self, action, reply):
        if action == 'rubbish':
            self.send(b'\x00\xff\xfe this is no reply')
        elif action == 'long':
            self.request.sendall(reply[:4] + b'x' * (1 << 20) + b'\r\n')
        elif action == 'endless':
            while True:
                self.request.sendall((reply[:3] + b'-and so on\r\n') * 1000)
        elif action == 'hang':
            while self.request.recv(PART):
                pass
        if action not in ('rubbish', 'long'):
            raise Gone

    # Commands

    def command(self, line):
        verb, _, argument = line.strip().partition(b' ')
        method = getattr(self, 'do_' + verb.decode('ascii', 'replace').lower(), None)
        if method is None:
            self.send(b'500 5.5.1 Unknown command')
        else:
            method(argument)

    def do_ehlo(self, argument):
        self.helo = argument.decode('utf-8', 'replace')
        self.reset()
        options = self.server.options
        lines = ['mock.invalid'] + [name for name in EXTENSIONS if name not in options.without]
        if 'SIZE' not in options.without:
            lines.append(f'SIZE {options.size}')
        if options.tls == 'starttls' and not self.secure:
            lines.append('STARTTLS')
        if options.auth and (self.secure or options.tls == 'none'):
            lines.append('AUTH PLAIN LOGIN')
        reply = '\r\n'.join(f'250{"-" if n + 1 < len(lines) else " "}{line}'
                            for n, line in enumerate(lines))
        self.answer('ehlo', self.helo, reply.encode())

    def do_helo(self, argument):
        self.helo = argument.decode('utf-8', 'replace')
        self.reset()
        self.answer('ehlo', self.helo, b'250 mock.invalid')

    def do_starttls(self, argument):
        if self.server.options.tls != 'starttls' or self.secure:
            self.send(b'503 5.5.1 No')
            return
        self.answer('starttls', '', b'220 2.0.0 Go ahead')
        self.secure_now()
        self.file = self.request.makefile('rb')
        self.helo = None

    def do_auth(self, argument):
        mechanism, _, initial = argument.partition(b' ')
        if mechanism.upper() == b'PLAIN':
            words = self.secret(b'', initial).split(b'\0')
            given = words[-2:]
        elif mechanism.upper() == b'LOGIN':
            given = [self.secret(b'Username:', initial), self.secret(b'Password:', b'')]
        else:
            self.send(b'504 5.5.4 No such mechanism')
            return
        if b':'.join(given).decode('utf-8', 'replace') == self.server.options.auth:
            self.user = given[0].decode()
            self.answer('auth', '', b'235 2.7.0 Welcome')
        else:
            self.answer('auth', '', b'535 5.7.8 Wrong name or password')

    def secret(self, prompt, initial):
        if not initial:
            self.send(b'334 ' + base64.b64encode(prompt))
            initial = self.read_line().strip()
        return base64.b64decode(b'' if initial == b'=' else initial)

    def address(self, argument):
        match = ADDRESS.match(argument)
        if not match:
            return None, ''
        return tuple(group.decode('utf-8', 'surrogateescape') for group in match.groups())

    def do_mail(self, argument):
        sender, parameters = self.address(argument)
        size = re.search(r'\bSIZE=(\d+)', parameters, re.IGNORECASE)
        if self.helo is None or self.sender is not None:
            self.send(b'503 5.5.1 Not now')
        elif self.server.options.auth and self.user is None:
            self.send(b'530 5.7.0 Authentication required')
        elif sender is None:
            self.send(b'501 5.5.4 Syntax')
        elif size and int(size[1]) > self.server.options.size:
            self.send(b'552 5.3.4 Message too big')
        else:
            def perform():
                self.sender = {'address': sender, 'parameters': parameters}
            self.answer('mail', sender, b'250 2.1.0 Ok', perform)

    def do_rcpt(self, argument):
        recipient, parameters = self.address(argument)
        if self.sender is None:
            self.send(b'503 5.5.1 MAIL first')
        elif not recipient:
            self.send(b'501 5.5.4 Syntax')
        else:
            def perform():
                self.recipients.append({'address': recipient, 'parameters': parameters})
            self.answer('rcpt', recipient, b'250 2.1.5 Ok', perform)

    def do_data(self, argument):
        if not self.recipients:
            self.send(b'554 5.5.1 No valid recipients')
            return
        going = []
        self.answer('data', '', b'354 Go ahead', lambda: going.append(True))
        if going:
            self.take(self.read_content())

    def read_content(self):
        lie = self.server.rules.find('body', '')
        content = bytearray()
        while (line := self.file.readline()) != b'.\r\n':
            if not line or lie:
                self.lie(lie or 'close', b'451 ')
            content += line[1:] if line.startswith(b'.') else line
        return bytes(content)

    def take(self, content):
        envelope = {'sender': self.sender, 'recipients': self.recipients, 'helo': self.helo,
                    'secure': self.secure, 'user': self.user, 'connection': self.number}
        self.reset()
        if len(content) > self.server.options.size:
            self.send(b'552 5.3.4 Message too big')
            return
        self.answer('dot', '', b'250 2.0.0 Taken',
                    lambda: self.server.folder.keep(envelope, content))

    def do_rset(self, argument):
        self.answer('rset', '', b'250 2.0.0 Ok', self.reset)

    def do_noop(self, argument):
        self.send(b'250 2.0.0 Ok')

    def do_vrfy(self, argument):
        self.send(b'252 2.5.0 Perhaps')

    def do_quit(self, argument):
        self.answer('quit', '', b'221 2.0.0 Bye')
        raise Gone


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, options):
        super().__init__(('127.0.0.1', options.port), Conversation)
        self.options = options
        self.rules = Rules(options.at + ALWAYS)
        self.folder = Folder(options.folder)
        self.connections = itertools.count(1)
        if options.tls != 'none':
            self.context = make_context(self.folder.path)


def make_context(folder):
    """TLS with a certificate for localhost and 127.0.0.1, made once: FOLDER/certificate.pem."""
    key, certificate = folder / 'key.pem', folder / 'certificate.pem'
    if not certificate.exists():
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt',
                        'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
                        '-subj', '/CN=localhost',
                        '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1',
                        '-keyout', key, '-out', certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('folder')
    parser.add_argument('--port', type=int, default=0)
    parser.add_argument('--tls', choices=('none', 'starttls', 'implicit'), default='none')
    parser.add_argument('--auth', metavar='USER:PASSWORD')
    parser.add_argument('--size', type=int, default=1 << 30)
    parser.add_argument('--without', action='append', default=[], metavar='EXTENSION')
    parser.add_argument('--at', action='append', default=[], nargs=3,
                        metavar=('STEP', 'ACTION', 'TIMES'))
    parent = os.getppid()
    with Server(parser.parse_args()) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(server.server_address[1], flush=True)
        sys.stdout.close()
        while os.getppid() == parent:
            time.sleep(0.2)


if __name__ == '__main__':
    main()
