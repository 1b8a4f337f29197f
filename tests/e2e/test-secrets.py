#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A secret is nowhere but in its file of mode 0600: not in what any program says, however loud it is
asked to be, not in a log, not in an error, not in any other file."""

import pathlib
import shutil
import stat
import sys
import tempfile
import unittest

import tap
import world
from peers import Liar

sys.path.append(str(world.MOCK))
import keyring  # noqa: E402
import secret_service  # noqa: E402

SECRET = 'xK9-hedgehog-Qz'
LOCKED = "TransportLogon: the Secret Service keeps 'password' locked; unlock the keyring"
HEADER = '--from', 'me@x.test', '--to', 'you@x.test', '--subject', 'Hello'
FAILED, WAITS = 1, 5  # what programs end with


class Secrets(unittest.TestCase):
    def setUp(self):
        self.world = world.World(self)
        self.world.environment['G_MESSAGES_DEBUG'] = 'all'
        self.server = Liar(self, self.world.home / 'server')
        self.world.profile(self.server.port)
        self.world.ok('service', 'add', 'ldap', 'host=127.0.0.1', 'port=1', 'base=dc=x', 'security=none',
                      'timeout=1', 'user=cn=me', 'password=-', input=f'{SECRET}\n'.encode())
        self.world.ok('service', 'configure', 'smtp', 'user=me', 'password=-',
                      input=f'{SECRET}\n'.encode())
        self.file = pathlib.Path(self.world.json('profile', 'show')['file'])
        self.secrets = self.file.with_suffix('.secrets')

    def said(self, *arguments, **options):
        done = self.world.run(*arguments, **options)
        return (done.stdout + done.stderr).decode('utf-8', 'replace')

    def check(self, *arguments, **options):
        for form in ((), ('--json',), ('--quiet',)):
            with self.subTest([*form, *arguments]):
                self.assertNotIn(SECRET, self.said(*form, *arguments, **options))

    def check_files(self):
        for path in self.world.home.rglob('*'):
            if path.is_file() and path != self.secrets:
                with self.subTest(path):
                    self.assertNotIn(SECRET.encode(), path.read_bytes())

    def test_the_file(self):
        self.assertIn(SECRET, self.secrets.read_text())
        self.assertEqual(stat.S_IMODE(self.secrets.stat().st_mode), 0o600)
        self.check_files()

    def test_commands(self):
        for command in (('profile', 'show'), ('profile', 'list'), ('profile', 'lint'),
                        ('service', 'list'), ('service', 'list', '--available'), ('service', 'order'),
                        ('status',), ('ls',), ('queue',), ('contacts', 'resolve', 'somebody')):
            self.check(*command)
        self.check('profile', 'copy', 'me', 'copy')
        self.check('service', 'copy', 'smtp', 'again')
        self.check('service', 'configure', 'smtp', 'port=1', f'password={SECRET}', 'port=many')
        self.check('service', 'configure', 'smtp', f'{SECRET}')

    def test_mail(self):
        """The server is shown the password, or refuses; both programs tell what happens."""
        self.check('send', '--from', 'me@x.test', '--to', 'you@x.test', '--subject', 'Hello', '--now',
                   input=b'Hello\n')
        self.check('spool', '--until-empty')
        self.check('flush')
        self.check('status')
        self.check_files()

    def test_damage(self):
        """Nonsense around a secret is complained of without it."""
        text = self.secrets.read_text()
        for damaged in (f'{SECRET}\n{text}', text.replace('password=', 'password '),
                        text.replace('password=', 'pass='), text.replace('[', '[x'),
                        text.replace(SECRET, SECRET + '\\q')):
            self.secrets.write_text(damaged)
            for command in (('profile', 'lint'), ('service', 'list'), ('status',),
                            ('contacts', 'resolve', 'somebody'), ('spool', '--until-empty')):
                self.check(*command)
        self.secrets.write_text(text)
        self.secrets.chmod(0o644)
        self.check('profile', 'lint')
        self.check('contacts', 'resolve', 'somebody')
        self.secrets.chmod(0o600)

    def test_in_the_profile(self):
        """One that somebody wrote there himself is not repeated either."""
        text = self.file.read_text()
        for line in (f'password={SECRET}', f'password {SECRET}', f'0x67f0001f={SECRET}'):
            self.file.write_text(text.replace('security=', f'{line}\nsecurity='))
            for command in (('profile', 'lint'), ('profile', 'show'), ('service', 'list'), ('status',)):
                self.check(*command)


class Kept:
    """The same in a Secret Service, which is asked for what it keeps."""

    def begin(self, address):
        self.world = world.World(self)
        self.world.environment.update(DBUS_SESSION_BUS_ADDRESS=address, MAPI_SECRETS='service')
        self.server = Liar(self, self.world.home / 'server', '--tls', 'none', '--auth', f'me:{SECRET}')
        self.world.profile(self.server.port)
        self.world.ok('service', 'configure', 'smtp', 'user=me', 'password=-',
                      input=f'{SECRET}\n'.encode())

    def settings(self, *options):
        return {row['service']: row['settings']
                for row in self.world.json(*options, 'service', 'list')}['smtp']

    def test_kept(self):
        self.assertEqual(self.kept(), [SECRET])
        for path in self.world.home.rglob('*'):
            self.assertNotEqual(path.suffix, '.secrets')
            if path.is_file():
                self.assertNotIn(SECRET.encode(), path.read_bytes())
        self.assertEqual(self.settings()['password'], '(secret)')
        self.assertEqual(self.world.json('profile', 'lint'), [])

    def test_changed(self):
        self.world.ok('service', 'configure', 'smtp', 'password=-', input=b'another\n')
        self.assertEqual(self.kept(), ['another'])
        self.world.ok('profile', 'copy', 'me', 'copy')
        self.assertEqual(self.kept(), ['another', 'another'])
        self.assertEqual(self.settings('-p', 'copy')['password'], '(secret)')
        self.world.ok('profile', 'delete', 'copy')
        self.assertEqual(self.kept(), ['another'])
        self.world.ok('service', 'remove', 'smtp')
        self.assertEqual(self.kept(), [])


@unittest.skipUnless(shutil.which('dbus-daemon'), 'dbus-daemon is not installed')
class Service(Kept, unittest.TestCase):
    """A service of the test's own."""

    def setUp(self):
        self.service = secret_service.SecretService()
        self.addCleanup(self.service.end)
        self.begin(self.service.address)

    def kept(self):
        return [secret.decode() for _, _, secret in self.service.items.values()]


@unittest.skipUnless(shutil.which('gnome-keyring-daemon') and shutil.which('dbus-daemon'),
                     'gnome-keyring is not installed')
class Keyring(Kept, unittest.TestCase):
    """The one that people have, on a bus and in a home of its own."""

    def setUp(self):
        self.keyring = keyring.Keyring(pathlib.Path(tempfile.mkdtemp(prefix='keyring-', dir=tap.HOME)))
        self.addCleanup(self.keyring.end)
        self.begin(self.keyring.address)

    def kept(self):
        return self.keyring.secrets()

    def test_locked(self):
        """Each command comes to an end with nobody there to unlock it, and says whose secret was
        asked for in which call, and why it is not to be had."""
        self.keyring.lock()
        said = self.world.expect(WAITS, 'send', *HEADER, '--now', input=b'Hello\n')
        self.assertIn("service 'smtp'", said)
        self.assertIn(LOCKED, said)
        # To store one would need a prompt, which ends as there is no display.
        self.assertIn('the Secret Service does not serve: ',
                      self.world.expect(FAILED, 'service', 'configure', 'smtp', 'password=-',
                                        input=b'another\n'))
        self.keyring.unlock()
        self.assertEqual(self.kept(), [SECRET])

    def test_unlocked_later(self):
        """A spooler tries again until it is unlocked, and then sends."""
        self.world.ok('profile', 'configure', 'retry-delay=1', 'retry-delay-max=1')
        self.keyring.lock()
        self.world.ok('send', *HEADER, input=b'Hello\n')
        spooler = self.world.spooler()
        spooler.wait_for(lambda: LOCKED in self.world.ok('status'), 'reason in the status')
        self.keyring.unlock()
        spooler.wait_for(self.server.taken, 'message sent')
        spooler.stop()


if __name__ == '__main__':
    tap.main()
