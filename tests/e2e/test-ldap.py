#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The address book of a directory, against OpenLDAP's slapd and servers that hang and lie."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import unittest

import peers
import tap
from ports import free_port
from throwaway import wait_for

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import Gio, GLib, Mapi  # noqa: E402

SLAPD = shutil.which('slapd') or '/usr/sbin/slapd'
SCHEMA = pathlib.Path('/etc/ldap/schema')
BASE = 'ou=people,dc=example,dc=org'
PASSWORD = 'correct horse'
CATALOG = os.path.join(os.environ['MAPI_BUILD_ROOT'], 'providers', 'ldap')

CONFIGURATION = '''
include {schema}/core.schema
include {schema}/cosine.schema
include {schema}/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
TLSCertificateFile {folder}/certificate.pem
TLSCertificateKeyFile {folder}/key.pem
sizelimit size.prtotal=unlimited size.soft=500 size.hard=500
access to attrs=userPassword by anonymous auth by * none
access to * by users read by * none
database mdb
suffix "dc=example,dc=org"
rootdn "cn=admin,dc=example,dc=org"
rootpw "{password}"
directory {folder}/data
maxsize 67108864
'''

PEOPLE = (
    ('Grace Hopper', 'grace@navy.example', 'Rear admiral'),
    ('Grace Kelly', 'kelly@film.example', 'Actress'),
    ('Alan Turing', 'alan@park.example', 'Mathematician'),
    ('Zoë *)(uid=* Müller', 'zoe@umlaut.example', 'Somebody (with \\ signs)'),
)


def ldif():
    lines = ['dn: dc=example,dc=org', 'objectClass: dcObject', 'objectClass: organization',
             'o: Example', 'dc: example', '',
             f'dn: {BASE}', 'objectClass: organizationalUnit', 'ou: people', '']
    people = PEOPLE + tuple((f'Person {n:05}', f'person{n}@many.example', 'One of many')
                            for n in range(1500))
    for number, (name, mail, title) in enumerate(people):
        encode = lambda text: GLib.base64_encode(text.encode())  # noqa: E731
        lines += [f'dn: uid=u{number},{BASE}', 'objectClass: inetOrgPerson', f'uid: u{number}',
                  f'cn:: {encode(name)}', f'sn:: {encode(name.split()[-1])}', f'mail: {mail}',
                  f'title:: {encode(title)}', '']
    lines += [f'dn: cn=reader,{BASE}', 'objectClass: person', 'cn: reader', 'sn: reader',
              f'userPassword: {PASSWORD}', '']
    return '\n'.join(lines)


class Slapd:
    """A directory of the test's own."""

    def __init__(self):
        if not os.path.exists(SLAPD) or not SCHEMA.is_dir():
            raise unittest.SkipTest('slapd is not installed')
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='mapi-slapd-', dir='/var/tmp'))
        (self.folder / 'data').mkdir()
        peers.certificate(self.folder)
        self.port = free_port()
        self.configuration = self.folder / 'slapd.conf'
        self.configuration.write_text(CONFIGURATION.format(
            folder=self.folder, schema=SCHEMA, password=PASSWORD))
        (self.folder / 'people.ldif').write_text(ldif())
        self.run('-T', 'add', '-q', '-l', self.folder / 'people.ldif')
        self.start()

    def run(self, *arguments):
        subprocess.run([SLAPD, *arguments, '-f', self.configuration], check=True,
                       capture_output=True)

    def start(self):
        self.process = subprocess.Popen(
            [SLAPD, '-f', self.configuration, '-h', f'ldap://127.0.0.1:{self.port}/', '-d', '0'],
            stderr=subprocess.DEVNULL)
        if not wait_for(self.listens):
            raise RuntimeError('slapd does not listen')

    def listens(self):
        with socket.socket() as client:
            return client.connect_ex(('127.0.0.1', self.port)) == 0

    def stop(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Liar:
    """Takes connections and does with each what a function says."""

    def __init__(self, test, talk):
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        self.talk = talk
        test.addCleanup(self.listener.close)
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=[client], daemon=True).start()

    def answer(self, client):
        with client:
            try:
                self.talk(client)
            except OSError:
                pass


class Directory(unittest.TestCase):
    def open(self, port, **settings):
        catalog = Mapi.ServiceCatalog.new([CATALOG])
        admin = Mapi.Profiles.new_in(catalog, tap.HOME, tap.HOME)
        profile = admin.create(f'{self.id()[-40:]} {len(admin.get_names())}')
        service = profile.add_service('ldap', None)
        wanted = {'host': '127.0.0.1', 'port': port, 'base': BASE, 'security': 'none',
                  'user': f'cn=reader,{BASE}', 'password': PASSWORD, 'timeout': 60, **settings}
        for key, value in wanted.items():
            profile.configure_service(service, key, str(value))
        session = Mapi.Session.logon_profile(profile, Mapi.NO_MAIL, None)
        self.session = session
        book, self.warning = session.open_address_book(0, None)
        return book

    def tearDown(self):
        self.session = None

    def container(self, port, **settings):
        book = self.open(port, **settings)
        row = book.get_containers(None).get_row(0)
        return book.open_entry(row.get_bytes(Mapi.PR_ENTRYID), None, 0, None)

    def table(self, port, **settings):
        return self.container(port, **settings).get_contents_table(0, None)

    def assert_mapi(self, code, *words):
        test = self

        class Expected:
            def __enter__(self):
                self.context = test.assertRaises(GLib.Error)
                self.caught = self.context.__enter__()
                return self

            def __exit__(self, *arguments):
                answer = self.context.__exit__(*arguments)
                test.assertEqual(self.caught.exception.code, code, self.caught.exception)
                for word in words:
                    test.assertIn(word, str(self.caught.exception))
                return answer
        return Expected()


def names(table):
    rows = table.query_rows(100, 0, None)
    return sorted(rows.get_row(i).get_string(Mapi.PR_DISPLAY_NAME) for i in range(rows.get_size()))


def anr(text):
    return Mapi.Restriction.new_property(Mapi.RELOP_EQ, Mapi.PR_ANR,
                                         Mapi.PropValue.new_string(Mapi.PR_ANR, text))


def recipient(name):
    value = Mapi.PropValue.new_string(Mapi.PR_DISPLAY_NAME, name)
    return Mapi.RowSet.new([Mapi.PropList.new_from_value(value)])


class Real(Directory):
    @classmethod
    def setUpClass(cls):
        cls.slapd = Slapd()
        cls.addClassCleanup(cls.slapd.end)

    def test_conformance(self):
        """The provider passes the clauses of the kit that bind address books."""
        settings = {'host': '127.0.0.1', 'port': self.slapd.port, 'base': BASE, 'security': 'none',
                    'user': f'cn=reader,{BASE}', 'password': PASSWORD}
        program = os.path.join(os.environ['MAPI_BUILD_ROOT'], 'spooler', 'cli', 'mapi')
        options = [word for key, value in settings.items() for word in ('--set', f'{key}={value}')]
        done = subprocess.run([program, '--json', 'check', 'ldap', *options], text=True,
                              capture_output=True)
        report = json.loads(done.stdout)
        failed = [result for result in report['results'] if result['verdict'] == 'failed']
        self.assertEqual(failed, [])
        self.assertGreaterEqual(report['passed'], 15)

    def test_restrict(self):
        table = self.table(self.slapd.port)
        for wanted, found in (('grace', ['Grace Hopper', 'Grace Kelly']),
                              ('hop gra', ['Grace Hopper']),
                              ('Person 01499', ['Person 01499']),
                              ('nobody', [])):
            table.restrict(anr(wanted), 0, None)
            self.assertEqual(names(table), found)

    def test_restrictions(self):
        table = self.table(self.slapd.port)
        title = Mapi.PropValue.new_string(Mapi.PR_TITLE, 'actress')
        content = Mapi.Restriction.new_content(Mapi.FL_FULLSTRING | Mapi.FL_IGNORECASE,
                                               Mapi.PR_TITLE, title)
        either = Mapi.Restriction.new_or([content, anr('turing')])
        table.restrict(either, 0, None)
        self.assertEqual(names(table), ['Alan Turing', 'Grace Kelly'])
        others = Mapi.Restriction.new_and([anr('grace'), Mapi.Restriction.new_not(content)])
        table.restrict(others, 0, None)
        self.assertEqual(names(table), ['Grace Hopper'])

    def test_no_injection(self):
        table = self.table(self.slapd.port)
        for text in ('*', '*)(uid=*', ')(|(mail=*', '\\2a', 'a*)(objectClass=*'):
            value = Mapi.PropValue.new_string(Mapi.PR_ACCOUNT, text)
            table.restrict(Mapi.Restriction.new_property(Mapi.RELOP_EQ, Mapi.PR_ACCOUNT, value), 0,
                           None)
            self.assertEqual(names(table), [], text)
        value = Mapi.PropValue.new_string(Mapi.PR_TITLE, '(with \\ signs)')
        table.restrict(Mapi.Restriction.new_content(Mapi.FL_SUBSTRING, Mapi.PR_TITLE, value), 0,
                       None)
        self.assertEqual(names(table), ['Zoë *)(uid=* Müller'])

    def test_pages(self):
        table = self.table(self.slapd.port, limit=2000, **{'page-size': 100})
        _, count, warning = table.get_row_count(0, None)
        self.assertEqual((count, warning), (1504, 0))
        table = self.table(self.slapd.port, limit=150, **{'page-size': 100})
        _, count, warning = table.get_row_count(0, None)
        self.assertEqual((count, warning), (150, Mapi.Warning.APPROX_COUNT))

    def test_resolve(self):
        book = self.open(self.slapd.port)
        found = book.resolve_name(0, None, recipient('turing'), None).get_row(0)
        self.assertEqual(found.get_string(Mapi.PR_EMAIL_ADDRESS), 'alan@park.example')
        with self.assert_mapi(Mapi.Error.AMBIGUOUS_RECIP):
            book.resolve_name(0, None, recipient('grace'), None)
        entry = book.open_entry(found.get_bytes(Mapi.PR_ENTRYID), None, 0, None)
        props, _ = entry.get_props(None, 0, None)
        self.assertEqual(props.get_string(Mapi.PR_TITLE), 'Mathematician')
        with self.assert_mapi(Mapi.Error.NO_ACCESS):
            book.open_entry(found.get_bytes(Mapi.PR_ENTRYID), None, Mapi.MODIFY, None)

    def test_after_logoff(self):
        table = self.table(self.slapd.port)
        self.session.logoff(0, None)
        with self.assert_mapi(Mapi.Error.INVALID_OBJECT):
            table.query_rows(1, 0, None)

    def test_wrong_password(self):
        table = self.table(self.slapd.port, password='wrong')
        with self.assert_mapi(Mapi.Error.LOGON_FAILED, 'ldap: ldap://127.0.0.1', 'Bind') as expected:
            table.query_rows(1, 0, None)
        self.assertNotIn('wrong', str(expected.caught.exception))

    def test_wrong_base(self):
        table = self.table(self.slapd.port, base='ou=nowhere,dc=example,dc=org')
        with self.assert_mapi(Mapi.Error.NOT_FOUND, 'Search'):
            table.query_rows(1, 0, None)

    def test_tls(self):
        trusted = {'security': 'starttls', 'ca-file': self.slapd.folder / 'certificate.pem'}
        table = self.table(self.slapd.port, **trusted)
        table.restrict(anr('hopper'), 0, None)
        self.assertEqual(names(table), ['Grace Hopper'])
        table = self.table(self.slapd.port, security='starttls')
        with self.assert_mapi(Mapi.Error.NETWORK_ERROR, 'TLS'):
            table.query_rows(1, 0, None)

    def test_server_restarts(self):
        table = self.table(self.slapd.port)
        table.restrict(anr('hopper'), 0, None)
        self.assertEqual(names(table), ['Grace Hopper'])
        self.slapd.stop()
        table.restrict(anr('kelly'), 0, None)
        with self.assert_mapi(Mapi.Error.NETWORK_ERROR):
            table.query_rows(1, 0, None)
        self.slapd.start()
        self.assertEqual(names(table), ['Grace Kelly'])


def hang(client):
    while client.recv(4096):
        pass


def message(number, body):
    """An LDAPMessage: SEQUENCE { INTEGER number, body }."""
    content = b'\x02\x01' + bytes([number]) + body
    return b'\x30\x82' + len(content).to_bytes(2, 'big') + content


def accept_bind(client):
    number = client.recv(4096)[4]
    client.sendall(message(number, b'\x61\x07\x0a\x01\x00\x04\x00\x04\x00'))
    request = client.recv(65536)
    return request[request.index(b'\x02\x01') + 2]


def entry(number, dn, mail):
    value = b'\x04' + bytes([len(mail)]) + mail
    values = b'\x31' + bytes([len(value)]) + value
    attribute = b'\x04\x04mail' + values
    attribute = b'\x30' + bytes([len(attribute)]) + attribute
    attributes = b'\x30' + bytes([len(attribute)]) + attribute
    body = b'\x04' + bytes([len(dn)]) + dn + attributes
    return message(number, b'\x64' + bytes([len(body)]) + body)


class Bad(Directory):
    def assert_silence(self, talk):
        """Who does not answer a search is waited for in vain: not long, but longer where the machine
        was too slow to get so far."""
        for seconds in (1, 8, 60):
            with self.assert_mapi(Mapi.Error.TIMEOUT, f'within {seconds} seconds') as expected:
                self.table(Liar(self, talk).port, timeout=seconds).query_rows(1, 0, None)
            if 'Search' in str(expected.caught.exception):
                return
        self.fail(expected.caught.exception)

    def test_nobody_listens(self):
        with self.assert_mapi(Mapi.Error.NETWORK_ERROR, 'ldap: ldap://127.0.0.1'):
            self.table(free_port()).query_rows(1, 0, None)

    def test_hangs(self):
        liar = Liar(self, hang)
        with self.assert_mapi(Mapi.Error.TIMEOUT, 'within 1 seconds'):
            self.table(liar.port, timeout=1).query_rows(1, 0, None)

    def test_cancel(self):
        liar = Liar(self, hang)
        cancellable = Gio.Cancellable()
        table = self.table(liar.port)
        GLib.timeout_add(100, cancellable.cancel)
        answers = []

        def ask():
            try:
                answer = table.query_rows(1, 0, cancellable)
            except GLib.Error as error:
                answer = error.code
            answers.append(answer)
            GLib.MainContext.default().wakeup()
        threading.Thread(target=ask, daemon=True).start()
        tap.turn_until(lambda: answers, 'the answer to a query that is cancelled')
        self.assertEqual(answers, [Mapi.Error.USER_CANCEL])

    def test_garbage(self):
        for garbage in (b'\x00' * 100, b'\xff' * 100, b'\x30\x84\x7f\xff\xff\xff', b'GET / HTTP/1.0',
                        b'\x30\x05\x02\x01\x01\x61\x00'):
            def talk(client, garbage=garbage):
                client.recv(4096)
                client.sendall(garbage)
            liar = Liar(self, talk)
            with self.assertRaises(GLib.Error) as caught:
                self.table(liar.port, timeout=2).query_rows(1, 0, None)
            self.assertIn('ldap: ldap://127.0.0.1', str(caught.exception))

    def test_a_million_entries(self):
        """A server that heeds no page size is not listened to for ever."""
        def talk(client):
            number = accept_bind(client)
            for count in range(1000000):
                client.sendall(entry(number, b'uid=x%d,' % count + BASE.encode(), b'x@y.example'))
        liar = Liar(self, talk)
        table = self.table(liar.port, limit=100)
        _, count, warning = table.get_row_count(0, None)
        self.assertEqual((count, warning), (100, Mapi.Warning.APPROX_COUNT))

    def test_a_million_entries_that_are_none(self):
        """What cannot be shown counts too, and so do referrals to elsewhere."""
        def talk(client):
            number = accept_bind(client)
            for _ in range(500000):
                client.sendall(entry(number, b'uid=\xff\xfe,' + BASE.encode(), b'x@y.example'))
                client.sendall(message(number, b'\x73\x0a\x04\x08ldap://x'))
        liar = Liar(self, talk)
        _, count, warning = self.table(liar.port, limit=100).get_row_count(0, None)
        self.assertEqual((count, warning), (0, Mapi.Warning.APPROX_COUNT))

    def test_a_message_without_end(self):
        """A message that says it has a gigabyte is not waited for, nor is there room for it."""
        def talk(client):
            accept_bind(client)
            client.sendall(b'\x30\x84\x40\x00\x00\x00')
            while True:
                client.sendall(65536 * b'x')
        liar = Liar(self, talk)
        with self.assert_mapi(Mapi.Error.NETWORK_ERROR, 'ldap: ldap://127.0.0.1', 'Search'):
            self.table(liar.port).query_rows(1, 0, None)

    def test_hangs_after_bind(self):
        def talk(client):
            accept_bind(client)
            hang(client)
        self.assert_silence(talk)

    def test_answers_another_question(self):
        def talk(client):
            number = accept_bind(client)
            client.sendall(entry((number + 1) % 128, b'uid=x,' + BASE.encode(), b'x@y.example'))
            client.sendall(message((number + 1) % 128, b'\x65\x07\x0a\x01\x00\x04\x00\x04\x00'))
            hang(client)
        self.assert_silence(talk)

    def test_values_that_are_no_text(self):
        def talk(client):
            number = accept_bind(client)
            client.sendall(entry(number, b'uid=\xff\xfe,' + BASE.encode(), b'a@b.example'))
            client.sendall(entry(number, b'uid=good,' + BASE.encode(), b'\xff\xfe'))
            client.sendall(message(number, b'\x65\x07\x0a\x01\x00\x04\x00\x04\x00'))
            client.recv(1)
        liar = Liar(self, talk)
        table = self.table(liar.port)
        _, count, _ = table.get_row_count(0, None)
        self.assertEqual(count, 1)

    def test_does_not_harm_others(self):
        """A book whose server is away leaves the rest of the address book working."""
        book = self.open(free_port())
        row = book.resolve_name(0, None, recipient('a@b.example'), None).get_row(0)
        self.assertEqual(row.get_string(Mapi.PR_EMAIL_ADDRESS), 'a@b.example')

    def test_user_without_password(self):
        with self.assert_mapi(Mapi.Error.UNCONFIGURED, 'no password'):
            self.table(Liar(self, hang).port, password='').query_rows(1, 0, None)

    def test_settings(self):
        self.open(70000)
        self.assertEqual(self.warning, Mapi.Warning.ERRORS_RETURNED)
        rows = self.session.get_status_table(0, None).query_rows(100, 0, None)
        said = [rows.get_row(i).get_string(Mapi.PR_STATUS_STRING) or '' for i in range(rows.get_size())]
        self.assertIn('there is no port 70000', '\n'.join(said))


tap.main()
