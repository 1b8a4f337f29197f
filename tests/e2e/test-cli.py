#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""`mapi` command by command: what it answers, in words and as JSON, and what it exits with."""

import json
import os
import pathlib
import re
import shutil
import stat
import subprocess
import unittest

import tap
import world
from peers import Liar

COMMANDS = ('profile', 'service', 'contacts', 'send', 'resend', 'ls', 'show', 'export', 'import', 'rm', 'mv',
            'store', 'queue', 'flush', 'status', 'spool', 'check', 'new', 'trace', 'explain')
SUBCOMMANDS = {'profile': ('create', 'list', 'show', 'copy', 'rename', 'delete', 'configure', 'default',
                           'lint'),
               'service': ('list', 'add', 'configure', 'copy', 'rename', 'remove', 'order', 'identity',
                           'default', 'install', 'uninstall'),
               'contacts': ('list', 'add', 'rm', 'import', 'export', 'resolve'),
               'store': ('check', 'compact', 'backup', 'rescue')}
MANUAL = world.SOURCE / 'doc' / 'man' / 'mapi.1'
COMPLETION = world.SOURCE / 'spooler' / 'cli' / 'mapi.bash-completion'
BASH_COMPLETION = pathlib.Path('/usr/share/bash-completion/bash_completion')


def mail(number=1, subject=b'Hello'):
    return (b'From: Anna <anna@cli.test>\r\nTo: Bert <bert@cli.test>\r\nCc: carla@cli.test\r\n'
            b'Message-ID: <%d@cli.test>\r\nSubject: %s\r\n'
            b'Date: Thu, 29 Feb 2024 12:00:00 +0000\r\n\r\nA line.\r\n' % (number, subject))


class Cli(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)


class Help(Cli):
    def test_help(self):
        said = self.world.ok('--help')
        for command in COMMANDS:
            self.assertIn(f'\n  {command} ', said)
            self.assertIn('Usage:', self.world.ok(command, '--help'))
            for sub in SUBCOMMANDS.get(command, ()):
                self.assertIn(f'\n  {sub} ', self.world.ok(command, '--help'))
                self.assertIn('Usage:', self.world.ok(command, sub, '--help'))

    def test_help_names_the_command(self):
        for words in (('ls',), ('service', 'add'), ('queue', 'why'), ('queue', 'hold')):
            self.assertIn(f'mapi {" ".join(words)} [OPTION', self.world.ok(*words, '--help'))
        said = self.world.expect(world.USAGE, 'service', 'add')
        self.assertRegex(said, '(?m)^mapi service add: .*\n`mapi service add --help`')

    def test_options_behind_the_command(self):
        self.world.profile()
        self.world.profile(name='other')
        self.world.ok('import', self.world.write('1.eml', mail()), '-p', 'other')
        self.assertEqual(json.loads(self.world.ok('ls', 'Inbox', '--json')), [])
        rows = json.loads(self.world.ok('-p', 'me', 'ls', '--json', 'Inbox', '--profile', 'other'))
        self.assertEqual(len(rows), 1)
        self.assertEqual(json.loads(self.world.ok('queue', '--json')), [])

    def test_version(self):
        self.assertRegex(self.world.ok('--version'), r'^mapi \d+\.\d+\.\d+\n$')

    def test_usage(self):
        self.world.profile()
        for arguments in ((), ('nonsense',), ('profile',), ('profile', 'nonsense'), ('profile', 'create'),
                          ('profile', 'create', 'a', 'b'), ('profile', 'copy', 'me'), ('profile', 'rename'),
                          ('service', 'add'), ('service', 'configure'), ('service', 'copy'),
                          ('service', 'rename', 'sqlite'), ('service', 'identity', 'a', 'b'),
                          ('service', 'configure', 'sqlite'), ('service', 'configure', 'sqlite', 'path'),
                          ('send',), ('resend',), ('show',), ('export',), ('import',), ('rm',), ('mv', '1'),
                          ('ls', 'a', 'b'), ('queue', 'x'), ('flush', 'x'), ('status', 'x'), ('explain',),
                          ('spool', 'x'), ('ls', '--nonsense'), ('--nonsense',), ('-p',)):
            with self.subTest(arguments):
                self.assertTrue(self.world.expect(world.USAGE, *arguments))


class Profiles(Cli):
    def test_create(self):
        self.assertIn('`work`', self.world.ok('profile', 'create', 'work'))
        made = self.world.json('profile', 'create', 'home')
        self.assertEqual(made['profile'], 'home')
        self.assertTrue(os.path.exists(made['file']))
        self.assertEqual(self.world.json('profile', 'list'),
                         [{'profile': 'home', 'default': False}, {'profile': 'work', 'default': True}])
        self.assertIn('home', self.world.expect(world.FAILED, 'profile', 'create', 'home'))

    def test_strange_names(self):
        for name in ('a b', 'Grüße', '日本', 'a=b'):
            with self.subTest(name):
                self.world.ok('profile', 'create', name)
                self.world.ok('-p', name, 'ls')
        for name in ('', '.', '..', 'a/b', '../x', 'a\nb'):
            with self.subTest(name):
                done = self.world.run('profile', 'create', name)
                self.assertIn(done.returncode, (world.FAILED, world.USAGE), done)
        self.assertEqual(len(self.world.json('profile', 'list')), 4)

    def test_default(self):
        self.world.ok('profile', 'create', 'one')
        self.world.ok('profile', 'create', 'two')
        self.assertEqual(self.world.json('profile', 'default'), {'profile': 'one'})
        self.world.ok('profile', 'default', 'two')
        self.assertEqual(self.world.json('profile', 'default'), {'profile': 'two'})
        self.world.expect(world.NOT_FOUND, 'profile', 'default', 'three')
        self.assertEqual(self.world.json('profile', 'show')['profile'], 'two')
        self.assertEqual(self.world.json('profile', 'show', 'one')['profile'], 'one')
        self.world.environment['MAPI_PROFILE'] = 'one'
        self.assertEqual(self.world.json('profile', 'show')['profile'], 'one')
        self.assertEqual(self.world.json('-p', 'two', 'profile', 'show')['profile'], 'two')

    def test_delete(self):
        self.world.ok('profile', 'create', 'one')
        self.world.ok('import', self.world.write('1.eml', mail()))
        data = pathlib.Path(self.world.json('profile', 'show')['data'])
        self.world.ok('profile', 'delete', 'one')
        self.assertEqual(self.world.json('profile', 'list'), [])
        self.assertTrue((data / 'store.db').exists())
        self.world.expect(world.NOT_FOUND, 'profile', 'delete', 'one')

    def test_copy_and_rename(self):
        self.world.profile(25, name='one')
        made = self.world.json('profile', 'copy', 'one', 'two')
        self.assertEqual(made['profile'], 'two')
        self.assertTrue(os.path.exists(made['file']))
        self.assertEqual([row['service'] for row in self.world.json('-p', 'two', 'service', 'list')],
                         ['sqlite', 'smtp'])
        self.world.ok('profile', 'rename', 'one', 'three')
        self.assertEqual(self.world.json('profile', 'list'), [{'profile': 'three', 'default': True},
                                                              {'profile': 'two', 'default': False}])
        for command in ('copy', 'rename'):
            self.assertIn('three', self.world.expect(world.FAILED, 'profile', command, 'two', 'three'))
            self.world.expect(world.NOT_FOUND, 'profile', command, 'one', 'four')

    def test_no_store(self):
        self.world.ok('profile', 'create', 'one', '--no-store')
        self.assertEqual(self.world.json('profile', 'show')['services'], [])
        self.assertIn('store', self.world.expect(world.NOT_FOUND, 'ls'))


class Services(Cli):
    def setUp(self):
        super().setUp()
        self.world.profile()

    def settings(self, service):
        return {row['service']: row['settings'] for row in self.world.json('service', 'list')}[service]

    def test_available(self):
        rows = self.world.json('service', 'list', '--available')
        self.assertLessEqual({'sqlite', 'smtp', 'maildir'}, {row['service'] for row in rows})
        self.assertIn('host', {row['service']: row['settings'] for row in rows}['smtp'])

    def test_what_can_be_set(self):
        rows = {row['setting']: row for row in self.world.json('service', 'list', '--available', 'smtp')}
        self.assertTrue(rows['host']['required'])
        self.assertEqual((rows['security']['default'], rows['security']['required']), ('starttls', False))
        self.world.expect(world.NOT_FOUND, 'service', 'list', '--available', 'pigeon')
        self.world.expect(world.USAGE, 'service', 'list', 'smtp')

    def test_settings_are_shown_as_they_are_typed(self):
        self.world.ok('service', 'add', 'smtp', 'host=127.0.0.1', 'helo=a b')
        self.assertRegex(self.world.ok('service', 'list'), "smtp .* host=127.0.0.1 .*helo='a b'")

    def test_add_and_configure(self):
        uid = self.world.json('service', 'add', 'smtp', 'host=one.test', 'port=25')['uid']
        self.assertEqual(self.settings('smtp')['host'], 'one.test')
        self.world.ok('service', 'configure', 'smtp', 'host=two.test', 'user=me', 'port=')
        self.assertEqual(self.settings('smtp')['host'], 'two.test')
        self.assertEqual(self.settings('smtp')['user'], 'me')
        self.assertEqual(self.settings('smtp').get('port', '0'), '0')
        self.world.ok('service', 'configure', uid, 'host=three.test')
        self.assertEqual(self.settings('smtp')['host'], 'three.test')
        self.world.ok('service', 'remove', 'smtp')
        self.assertEqual([row['service'] for row in self.world.json('service', 'list')], ['sqlite'])

    def test_refused(self):
        for setting in ('security=maybe', 'port=many', 'verify=perhaps'):
            with self.subTest(setting):
                said = self.world.expect(world.FAILED, 'service', 'add', 'smtp', 'host=x', setting)
                self.assertIn(setting.partition('=')[0], said)
        said = self.world.expect(world.NOT_FOUND, 'service', 'add', 'smtp', 'host=x', 'nonsense=1')
        self.assertIn('nonsense', said)
        self.assertIn('host', self.world.expect(world.FAILED, 'service', 'add', 'smtp'))
        self.assertEqual([row['service'] for row in self.world.json('service', 'list')], ['sqlite'])
        self.world.expect(world.NOT_FOUND, 'service', 'remove', 'smtp')
        self.world.expect(world.NOT_FOUND, 'service', 'configure', 'smtp', 'host=x')

    def test_two_of_one_kind(self):
        for number in (1, 2):
            self.world.ok('service', 'add', 'smtp', '--name', f'Server {number}', f'host={number}.test')
        self.assertIn('several', self.world.expect(world.NOT_FOUND, 'service', 'remove', 'smtp'))
        self.world.ok('service', 'remove', 'Server 1')
        self.assertEqual(self.settings('smtp')['host'], '2.test')

    def test_copy(self):
        self.world.ok('service', 'add', 'smtp', 'host=one.test', 'user=me', 'password=-', input=b'pony\n')
        self.world.ok('service', 'copy', 'smtp', 'Other')
        self.world.ok('service', 'rename', 'Other', 'Another')
        self.world.ok('profile', 'create', 'two')
        self.world.ok('service', 'copy', 'Another', '--to', 'two')
        row, = (row for row in self.world.json('-p', 'two', 'service', 'list') if row['service'] == 'smtp')
        self.assertEqual((row['settings']['host'], row['settings']['password']), ('one.test', '(secret)'))
        self.world.expect(world.NOT_FOUND, 'service', 'copy', 'Another', '--to', 'three')
        self.world.expect(world.NOT_FOUND, 'service', 'copy', 'Other')

    def test_order(self):
        for name in ('One', 'Two', 'Three'):
            self.world.ok('service', 'add', 'smtp', '--name', name, f'host={name}.test')
        uids = {row['name']: row['uid'] for row in self.world.json('service', 'list')}

        def order():
            return [row['uid'] for row in self.world.json('service', 'order')]
        self.assertEqual(order(), [uids[name] for name in ('One', 'Two', 'Three')])
        self.world.ok('service', 'order', 'Three', uids['One'])
        self.assertEqual(order(), [uids[name] for name in ('Three', 'One', 'Two')])
        self.assertEqual(self.world.ok('service', 'order').split()[2:],
                         [word for uid in order() for word in ('smtp', uid)])
        self.world.expect(world.FAILED, 'service', 'order', 'sqlite')
        self.world.expect(world.FAILED, 'service', 'order', 'One', 'One')
        self.world.expect(world.NOT_FOUND, 'service', 'order', 'Four')
        self.assertEqual(order()[0], uids['Three'])

    def test_identity(self):
        self.world.expect(world.NOT_FOUND, 'service', 'identity')
        uid = self.world.json('service', 'identity', 'sqlite')['uid']
        self.assertEqual(self.world.json('service', 'identity'), {'service': 'sqlite', 'uid': uid})
        self.world.expect(world.NOT_FOUND, 'service', 'identity', 'nobody')
        self.assertEqual(self.world.json('service', 'identity')['uid'], uid)
        self.world.expect(world.USAGE, 'service', 'identity', '--none', 'sqlite')
        self.assertEqual(self.world.json('service', 'identity')['uid'], uid)
        self.world.ok('service', 'identity', '--none')
        self.world.expect(world.NOT_FOUND, 'service', 'identity')

    def test_default(self):
        first = self.world.json('service', 'default')['uid']
        second = self.world.json('service', 'add', 'sqlite', '--name', 'Archive', 'path=archive.db')['uid']
        self.assertEqual(self.world.json('service', 'default')['uid'], first)
        self.world.ok('service', 'default', 'Archive')
        self.assertEqual(self.world.json('service', 'default')['uid'], second)
        self.world.ok('service', 'add', 'smtp', 'host=x')
        self.world.expect(world.FAILED, 'service', 'default', 'smtp')

    def test_secrets(self):
        self.world.ok('service', 'add', 'smtp', 'host=x.test', 'user=me', 'password=-',
                      input=b'correct horse\n')
        profile = pathlib.Path(self.world.json('profile', 'show')['file'])
        secrets = profile.with_suffix('.secrets')
        self.assertIn('correct horse', secrets.read_text())
        self.assertEqual(stat.S_IMODE(secrets.stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(profile.stat().st_mode) & 0o077, 0)
        self.assertNotIn('correct horse', profile.read_text())
        for command in (('profile', 'show'), ('service', 'list'), ('--json', 'profile', 'show'),
                        ('--json', 'service', 'list'), ('service', 'list', '--available'), ('status',)):
            self.assertNotIn('correct', self.world.ok(*command))
        self.assertEqual(self.settings('smtp')['password'], '(secret)')
        secrets.chmod(0o644)
        self.assertIn(str(secrets), self.world.expect(world.FAILED, 'service', 'configure', 'smtp',
                                                      'password=-', input=b'new\n'))
        secrets.chmod(0o600)
        self.world.ok('service', 'configure', 'smtp', 'password=')
        self.assertNotIn('correct horse', secrets.read_text() if secrets.exists() else '')


class Installed(Cli):
    """A service that the user brings along."""

    def test_install(self):
        file = world.BUILD / 'tests' / 'fixtures' / 'entry.service'
        answer = self.world.json('service', 'install', file)
        self.assertEqual(answer['service'], 'entry')
        self.assertTrue(answer['file'].startswith(str(self.world.home)))
        self.world.profile()
        self.world.ok('service', 'add', 'entry', 'host=x.test')
        self.assertEqual(self.world.json('profile', 'lint'), [])
        self.assertIn('`me`', self.world.expect(world.FAILED, 'service', 'uninstall', 'entry'))
        self.world.ok('service', 'remove', 'entry')
        self.world.ok('service', 'uninstall', 'entry')
        self.assertEqual(os.listdir(pathlib.Path(answer['file']).parent), [])
        self.world.expect(world.NOT_FOUND, 'service', 'uninstall', 'entry')
        self.world.expect(world.FAILED, 'service', 'uninstall', 'sqlite')
        self.world.expect(world.NOT_FOUND, 'service', 'install', 'nothing.service')
        self.world.expect(world.FAILED, 'service', 'install', self.world.write('bad.service', b'nonsense'))

    def test_refused(self):
        file = world.BUILD / 'tests' / 'fixtures' / 'entry.service'
        self.world.environment['ENTRY_CONTEXT'] = '1'
        self.assertIn('thought better', self.world.expect(world.FAILED, 'service', 'install', file))
        self.world.environment['ENTRY_CONTEXT'] = '5'
        self.world.ok('service', 'install', file)
        self.assertIn('thought better', self.world.expect(world.FAILED, 'service', 'uninstall', 'entry'))
        self.assertIn('entry', str(self.world.json('service', 'list', '--available')))


class Lint(Cli):
    """A profile that a hand has edited."""

    def setUp(self):
        super().setUp()
        self.world.profile(25)
        self.file = pathlib.Path(self.world.json('profile', 'show')['file'])

    def edit(self, *replacements):
        text = self.file.read_text()
        for old, new in replacements:
            self.assertIn(old, text)
            text = text.replace(old, new, 1)
        self.file.write_text(text)

    def line(self, wanted):
        """The number of the line that begins so."""
        return [line.startswith(wanted) for line in self.file.read_text().splitlines()].index(True) + 1

    def problems(self):
        said = self.world.expect(world.PARTIAL, '--json', 'profile', 'lint')
        return {(row['line'], row['code']): row['problem'] for row in json.loads(said)}

    def test_section_of_the_address_book(self):
        """What MAPI itself has written into a profile is in order."""
        self.world.run('contacts', 'list')
        self.assertIn('[Section ', self.file.read_text())
        self.assertEqual(self.world.json('profile', 'lint'), [])

    def test_order_of_what_is_gone(self):
        self.world.ok('service', 'add', 'maildir')
        self.world.ok('service', 'order', 'maildir', 'smtp')
        self.world.ok('service', 'remove', 'maildir')
        self.assertEqual(self.world.json('profile', 'lint'), [])

    def test_clean(self):
        self.assertEqual(self.world.json('profile', 'lint'), [])
        self.assertEqual(self.world.ok('profile', 'lint', '--all'), '')
        self.world.expect(world.NOT_FOUND, 'profile', 'lint', 'nobody')

    def test_every_error_at_once(self):
        self.edit(('port=25', 'port=many\nprot=25\nthis is nothing'), ('security=none', 'security=perhaps'),
                  ('DisplayName=', 'Colour=blue\nDisplayName='), ('[Profile]', '[Profile]\nDefaultStore=x\nA=b'))
        with open(self.file, 'a', encoding='utf-8') as file:
            file.write('[Nonsense]\na=b\n[Section x]\n[Service 1]\n')
        found = self.problems()
        for begin, words in (('port=', "'many' is no whole number"), ('prot=', 'neither a setting'),
                             ('this is', 'neither a group'), ('security=', 'none of'),
                             ('Colour', 'neither a setting'), ('A=b', 'no key of a profile'),
                             ('[Nonsense]', 'no group'), ('[Section x]', 'no identifier'),
                             ('[Service 1]', 'no identifier')):
            with self.subTest(begin):
                self.assertIn(words, found[self.line(begin), 'MAPI_E_CORRUPT_DATA'])
        said = self.world.expect(world.PARTIAL, 'profile', 'lint', 'me')
        self.assertIn(f'{self.file}:{self.line("prot=")}: [Provider ', said)
        self.assertEqual(len(said.splitlines()), len(json.loads(
            self.world.expect(world.PARTIAL, '--json', 'profile', 'lint', '--all'))))

    def test_missing(self):
        self.edit(('host=127.0.0.1\n', ''))
        (_, code), words = self.problems().popitem()
        self.assertEqual(code, 'MAPI_E_UNCONFIGURED')
        self.assertIn("'host' is not set", words)

    def test_vanished(self):
        self.edit(('Service=smtp', 'Service=gone'))
        self.assertEqual(list(self.problems()), [(self.line('Service=gone'), 'MAPI_E_UNCONFIGURED')])
        services = self.world.home / 'services'
        services.mkdir()
        (services / 'gone.service').write_text(
            '[Service]\nName=gone\nDisplayName=Gone\nProviders=SMTP;\n[Provider SMTP]\n'
            'PR_RESOURCE_TYPE=MAPI_TRANSPORT_PROVIDER\nPR_PROVIDER_DLL_NAME=gone.so\n'
            'PR_DISPLAY_NAME=Gone\n')
        self.edit(('host=127.0.0.1\nport=25\nsecurity=none\n', ''))
        before = self.world.environment['MAPI_SERVICE_PATH']
        self.world.environment['MAPI_SERVICE_PATH'] = f'{services}:{before}'
        self.assertEqual(list(self.problems()), [(self.line('Provider=SMTP'), 'MAPI_E_NOT_FOUND')])
        self.assertIn('gone.so', self.world.expect(world.PARTIAL, 'profile', 'lint'))

    def test_secrets(self):
        self.world.ok('service', 'configure', 'smtp', 'user=me', 'password=-', input=b'correct horse\n')
        secrets = self.file.with_suffix('.secrets')
        self.assertEqual(self.world.json('profile', 'lint'), [])
        secrets.chmod(0o640)
        self.assertIn('0640', self.problems()[0, 'MAPI_E_NO_ACCESS'])
        secrets.chmod(0o600)
        secrets.write_text('correct horse\n' + secrets.read_text() + 'other=correct horse\n')
        self.edit(('host=', 'password=correct horse\nhost='))
        found = self.problems()
        self.assertIn('is a secret', found[self.line('password='), 'MAPI_E_NO_ACCESS'])
        self.assertIn('before the first group', found[1, 'MAPI_E_CORRUPT_DATA'])
        self.assertEqual(len(found), 3)
        self.assertNotIn('horse', str(found))


class Messages(Cli):
    def setUp(self):
        super().setUp()
        self.world.profile()
        self.world.ok('import', *(self.world.write(f'{number}.eml', mail(number))
                                  for number in range(3)))
        self.ids = [row['id'] for row in self.world.json('ls', 'Inbox')]

    def test_ls(self):
        folders = {row['folder']: row for row in self.world.json('ls')}
        self.assertLessEqual({'Inbox', 'Outbox', 'Sent Items', 'Deleted Items'}, set(folders))
        self.assertEqual(folders['Inbox']['messages'], 3)
        row = self.world.json('ls', 'inbox')[0]
        self.assertEqual((row['from'], row['subject']), ('Anna', 'Hello'))
        self.assertIn('2024-02-29', row['date'])
        said = self.world.ok('ls', 'Inbox')
        self.assertEqual(len(said.splitlines()), 4)
        self.assertEqual(len(self.world.ok('--quiet', 'ls', 'Inbox').splitlines()), 3)
        self.assertIn('Nowhere', self.world.expect(world.NOT_FOUND, 'ls', 'Nowhere'))

    def test_show(self):
        said = self.world.ok('show', self.ids[0])
        for text in ('Anna <anna@cli.test>', 'To:      Bert <bert@cli.test>', 'carla@cli.test', 'Hello',
                     'A line.'):
            self.assertIn(text, said)
        shown = self.world.json('show', self.ids[0])
        self.assertEqual([one['kind'] for one in shown['recipients']], ['to', 'cc'])
        self.assertEqual(shown['body'].split(), ['A', 'line.'])
        self.assertEqual(self.world.json('show', shown['entry_id']), shown)
        for wrong in ('ffffffff', '00' * 30, 'zz', shown['entry_id'][:-1]):
            with self.subTest(wrong):
                done = self.world.run('show', wrong)
                self.assertIn(done.returncode, (world.NOT_FOUND, world.FAILED), done)
                self.assertTrue(done.stderr)

    def test_nothing_moves_the_cursor(self):
        self.world.ok('import', self.world.write('x.eml', mail(9, b'=?utf-8?Q?=1B[2Jgone=07?=')
                                                 + b'\x1b[2J\r\n'))
        row, = (row for row in self.world.json('ls', 'Inbox') if 'gone' in row['subject'])
        for command in (('ls', 'Inbox'), ('show', row['id'])):
            self.assertNotRegex(self.world.ok(*command), '[\x00-\x08\x0b-\x1f\x7f]')

    def test_rm(self):
        self.assertEqual(self.world.json('rm', *self.ids[:2]), {'deleted': 2})
        self.assertEqual(self.world.count('Inbox'), 1)
        self.world.expect(world.NOT_FOUND, 'rm', self.ids[0])
        self.world.expect(world.PARTIAL, 'rm', self.ids[2], self.ids[0])
        self.assertEqual(self.world.count('Inbox'), 0)

    def test_mv(self):
        self.assertEqual(self.world.json('mv', *self.ids[:2], 'Deleted Items'), {'moved': 2})
        self.assertEqual((self.world.count('Inbox'), self.world.count('Deleted Items')), (1, 2))
        self.world.expect(world.NOT_FOUND, 'mv', self.ids[2], 'Nowhere')
        self.world.expect(world.NOT_FOUND, 'mv', 'ffffffff', 'Inbox')
        self.assertEqual(self.world.count('Inbox'), 1)

    @unittest.skipUnless(pathlib.Path('/dev/full').is_char_device(), 'there is no /dev/full')
    def test_output_that_cannot_be_written(self):
        with open('/dev/full', 'wb') as full:
            for command in (('ls',), ('--json', 'ls', 'Inbox'), ('export', self.ids[0]),
                            ('export', 'Inbox'), ('show', self.ids[0]), ('explain', '0')):
                with self.subTest(command):
                    done = self.world.run(*command, capture_output=False, stdout=full,
                                          stderr=subprocess.PIPE)
                    self.assertEqual(done.returncode, world.FAILED)
                    self.assertIn(b'No space left', done.stderr)

    def test_export_to_what_is_no_file(self):
        for what in (self.ids[0], 'Inbox'):
            with self.subTest(what):
                self.assertIn('Subject: Hello', self.world.ok('export', what, '-o', '/dev/stdout'))
                self.assertIn('No space left',
                              self.world.expect(world.FAILED, 'export', what, '-o', '/dev/full'))
                self.assertIn(f'cannot write {self.world.home}: ',
                              self.world.expect(world.FAILED, 'export', what, '-o', self.world.home))


class Sending(Cli):
    def setUp(self):
        super().setUp()
        self.server = Liar(self, self.world.home / 'server')
        self.world.profile(self.server.port)

    def test_compose(self):
        attachment = self.world.write('Grüße.txt', b'attached\n')
        self.world.ok('send', '--from', 'Anna <anna@cli.test>', '--to', 'Bert <bert@cli.test>, x@cli.test',
                      '--cc', 'carla@cli.test', '--bcc', 'dora@cli.test', '--subject', 'Grüße',
                      '--attach', attachment, '--now', input='Schöne Grüße\n'.encode())
        envelope, = self.server.envelopes()
        self.assertEqual([one['address'] for one in envelope['recipients']],
                         ['bert@cli.test', 'x@cli.test', 'carla@cli.test', 'dora@cli.test'])
        self.assertEqual(envelope['sender']['address'], 'anna@cli.test')
        data, = self.server.taken()
        self.assertNotIn(b'dora', data)
        shown = self.world.json('show', self.world.json('ls', 'Sent Items')[0]['id'])
        self.assertEqual((shown['subject'], shown['body'].strip()), ('Grüße', 'Schöne Grüße'))
        self.assertEqual(shown['attachments'][0]['name'], 'Grüße.txt')
        self.assertEqual([one['handled'] for one in shown['recipients']], 4 * [True])

    def test_without_a_locale(self):
        self.world.environment['LC_ALL'] = 'C'
        self.world.ok('send', '--from', 'a@cli.test', '--to', 'b@cli.test', '--subject', 'Grüße',
                      '--body', 'ü')
        self.assertEqual(self.world.json('queue')[0]['subject'], 'Grüße')
        self.assertIn('Grüße', self.world.ok('queue'))

    def test_send_with_an_empty_body(self):
        self.world.ok('send', '--to', 'SMTP:bob@example.org', '--subject', 'Hello', input=b'')
        self.assertEqual(self.world.count('Outbox'), 1)

    def test_files(self):
        files = [self.world.write(f'{number}.eml', mail(number)) for number in range(3)]
        self.assertEqual(self.world.json('send', *files), {'queued': 3, 'failed': 0})
        self.assertEqual([row['state'] for row in self.world.json('queue')], 3 * ['waiting'])
        self.assertEqual(len(self.world.ok('queue').splitlines()), 4)
        self.world.ok('send', '-', '--no-copy', input=mail(3))
        self.world.ok('flush')
        self.assertEqual(len(self.server.taken()), 4)
        self.assertEqual(self.world.count('Sent Items'), 3)
        self.assertEqual(self.world.json('queue'), [])

    def test_to_replaces_recipients(self):
        self.world.ok('send', '--to', 'only@cli.test', self.world.write('1.eml', mail()), '--now')
        envelope, = self.server.envelopes()
        self.assertEqual([one['address'] for one in envelope['recipients']], ['only@cli.test'])
        self.assertIn(b'bert@cli.test', self.server.taken()[0])

    def test_events(self):
        """Each line of `mapi --json spool` is an object; a message can be followed through them."""
        self.world.ok('send', self.world.write('1.eml', mail()))
        ident = self.world.json('queue')[0]['entry_id']
        lines = [json.loads(line) for line in
                 self.world.ok('--json', 'spool', '--until-empty').splitlines()]
        self.assertEqual([line['event'] for line in lines if line.get('message') == ident],
                         ['queued', 'submit', 'taken', 'finished'])
        self.assertTrue(all(line['text'] for line in lines))

    def test_status(self):
        rows = {row['kind']: row for row in self.world.json('status')}
        self.assertLessEqual({'store', 'transport', 'subsystem'}, set(rows))
        self.assertEqual(rows['store']['state'], 'available')
        self.assertIn('STATE', self.world.ok('status'))


class Errors(Cli):
    def test_json(self):
        done = self.world.run('--json', '-p', 'nobody', 'ls')
        self.assertEqual(done.returncode, world.NOT_FOUND)
        said = json.loads(done.stdout)
        self.assertIn('nobody', said['error'])
        self.assertEqual(said['code'], 'MAPI_E_NOT_FOUND')

    def test_explain(self):
        for text, name in (('0x8004010f', 'MAPI_E_NOT_FOUND'), ('2147746063', 'MAPI_E_NOT_FOUND'),
                           ('-2147221233', 'MAPI_E_NOT_FOUND'), ('MAPI_E_BUSY', 'MAPI_E_BUSY'),
                           ('BUSY', 'MAPI_E_BUSY'), ('0x0037001f', 'PR_SUBJECT'),
                           ('PR_SUBJECT', 'PR_SUBJECT')):
            with self.subTest(text):
                self.assertTrue(any(name in row['name'] for row in self.world.json('explain', text)))
        self.world.profile()
        self.world.ok('import', self.world.write('1.eml', mail()))
        row, = self.world.json('ls', 'Inbox')
        self.assertEqual(self.world.json('explain', row['entry_id'])[0]['kind'], 'entry identifier')
        self.world.expect(world.NOT_FOUND, 'explain', 'nonsense')

    def test_explain_has_no_empty_columns(self):
        for text, heading in (('0x8004010f', 'KIND NAME VALUE'), ('0', 'KIND NAME VALUE'),
                              ('PR_SUBJECT', 'KIND NAME VALUE TYPE'),
                              ('00' * 4 + 'ab' * 20, 'KIND NAME SIZE')):
            with self.subTest(text):
                first, *rows = self.world.ok('explain', text).splitlines()
                self.assertEqual(first.split(), heading.split())
                for column in heading.split():
                    start = first.index(column)
                    self.assertTrue(any(row[start:start + 1].strip() for row in rows), column)


class Documents(Cli):
    def test_manual(self):
        """It knows every command and exit status."""
        text = MANUAL.read_text()
        for command in COMMANDS:
            names = [f'{command} {sub}' for sub in SUBCOMMANDS.get(command, ())] or [command]
            for name in names:
                self.assertRegex(text, rf'\n\.B {name}\b')
        for status in range(6):
            self.assertIn(f'.TP\n.B {status}\n', text)

    def test_manual_of_options(self):
        """What it says of a command has each option that the command has of its own."""
        ours = {'--help', '--profile', '--json', '--quiet'}
        entries = re.split(r'\n\.(?:TP|SS|SH)\b', MANUAL.read_text().replace('\\-', '-'))
        for command in COMMANDS:
            for name in [f'{command} {sub}' for sub in SUBCOMMANDS.get(command, ())] or [command]:
                entry = ''.join(entry for entry in entries if re.match(rf'\n\.B {name}\b', entry))
                options = re.findall(r'^ .*(--[\w-]+)', self.world.ok(*name.split(), '--help'), re.M)
                for option in set(options) - ours:
                    with self.subTest(name, option=option):
                        self.assertRegex(entry, rf'{option}(?![\w-])')

    def test_manual_of_the_host(self):
        """It knows the settings, and is right about what people are told who start the host."""
        text = (MANUAL.parent / 'mapi-provider-host.8').read_text().replace('\\-', '-')
        source = (world.SOURCE / 'mapi/session/mapi-setting-info-private.h').read_text()
        for setting in re.findall(r'#define MAPI_SETTING_\w+ "([\w-]+)"', source):
            if setting != 'trace':
                self.assertIn(f'.TP\n.B {setting}\n', text)
        host = world.BUILD / 'hosts' / 'process' / 'mapi-provider-host'
        for arguments in ([], ['99', 'nobody']):
            done = subprocess.run([host, *arguments], capture_output=True, text=True)
            self.assertEqual(done.returncode, 1)
            self.assertIn('nobody: ' if arguments else 'is started by MAPI', done.stderr)

    def test_manuals_render(self):
        """Without a warning."""
        renderer = shutil.which('groff')
        if not renderer:
            self.skipTest('groff is not installed')
        for page in sorted(MANUAL.parent.iterdir()):
            with self.subTest(page.name):
                done = subprocess.run([renderer, '-man', '-ww', '-z', '-Kutf8', page],
                                      capture_output=True)
                self.assertEqual((done.returncode, done.stderr), (0, b''))

    def complete(self, *words):
        """What bash offers for the last of the words."""
        script = (f'source {BASH_COMPLETION}; source {COMPLETION}; COMP_WORDS=({" ".join(words)}); '
                  f'[ "${{COMP_WORDS[-1]}}" = "_" ] && COMP_WORDS[-1]=""; '
                  f'COMP_CWORD={len(words) - 1}; COMP_LINE="${{COMP_WORDS[*]}}"; '
                  f'COMP_POINT=${{#COMP_LINE}}; _mapi; printf "%s\\n" "${{COMPREPLY[@]}}"')
        environment = dict(self.world.environment,
                           PATH=f'{self.world.mapi.parent}:{os.environ["PATH"]}')
        done = subprocess.run(['bash', '-c', script], capture_output=True, text=True, env=environment,
                              check=True)
        self.assertEqual(done.stderr, '')
        return done.stdout.split('\n')[:-1]

    def test_completion(self):
        subprocess.run(['bash', '-n', COMPLETION], check=True)
        if not BASH_COMPLETION.exists():
            self.skipTest('bash-completion is not installed')
        self.world.profile(25, name='somebody')
        self.assertLessEqual(set(COMMANDS), set(self.complete('mapi', '_')))
        self.assertEqual(self.complete('mapi', 'expl'), ['explain'])
        for command, subs in SUBCOMMANDS.items():
            self.assertEqual(set(self.complete('mapi', command, '_')), set(subs))
        self.assertEqual(self.complete('mapi', 'profile', 'show', '_'), ['somebody'])
        self.assertEqual(self.complete('mapi', '-p', 'some'), ['somebody'])
        self.assertEqual(set(self.complete('mapi', 'service', 'remove', '_')), {'sqlite', 'smtp'})
        self.assertIn('--attach', self.complete('mapi', 'send', '--at'))
        self.assertIn('Inbox', self.complete('mapi', 'ls', 'In'))

    def test_completion_knows_the_options(self):
        words = set(re.findall(r'--[a-z-]+', COMPLETION.read_text()))
        for command in COMMANDS:
            if command not in SUBCOMMANDS:
                with self.subTest(command):
                    options = set(re.findall(r'(--[a-z-]+)', self.world.ok(command, '--help')))
                    self.assertLessEqual(options - {'--help-all'}, words)


if __name__ == '__main__':
    tap.main()
