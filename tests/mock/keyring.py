# SPDX-License-Identifier: LGPL-2.1-or-later
"""gnome-keyring-daemon on a bus and in a home of its own, unlocked with a password."""

import os
import subprocess
import time

from gi.repository import Gio, GLib

NAME, ROOT = 'org.freedesktop.secrets', '/org/freedesktop/secrets'
SERVICE, COLLECTION = 'org.freedesktop.Secret.Service', 'org.freedesktop.Secret.Collection'
PATIENCE = 60


class Keyring:
    """At work from the moment it is made until `end`."""

    def __init__(self, home):
        (home / 'run').mkdir(mode=0o700)
        blind = {name: value for name, value in os.environ.items()
                 if name not in ('DISPLAY', 'WAYLAND_DISPLAY')}  # who is asked to unlock it sees nothing
        self.bus = subprocess.Popen(['dbus-daemon', '--session', '--nofork', '--print-address'],
                                    env=blind, stdout=subprocess.PIPE, text=True)
        self.address = self.bus.stdout.readline().strip()
        environment = dict(os.environ, HOME=str(home), XDG_DATA_HOME=str(home / 'data'),
                           XDG_RUNTIME_DIR=str(home / 'run'), DBUS_SESSION_BUS_ADDRESS=self.address)
        self.daemon = subprocess.Popen(
            ['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets'],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        self.daemon.stdin.write(b'password')
        self.daemon.stdin.close()
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                 | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        self.connection = Gio.DBusConnection.new_for_address_sync(self.address, flags, None, None)
        self.collection = self.find_collection()
        self.session = self.call(ROOT, SERVICE, 'OpenSession', '(sv)', 'plain',
                                 GLib.Variant('s', ''))[1]

    def call(self, path, interface, method, types, *arguments):
        # The bus must not start another one.
        return self.connection.call_sync(NAME, path, interface, method, GLib.Variant(types, arguments),
                                         None, Gio.DBusCallFlags.NO_AUTO_START, -1, None).unpack()

    def find_collection(self):
        """The one that --unlock made; it is there some time after the start."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                path, = self.call(ROOT, SERVICE, 'ReadAlias', '(s)', 'default')
            except GLib.Error:
                path = '/'
            if path != '/':
                return path
            if time.monotonic() > end:
                raise RuntimeError('gnome-keyring-daemon makes no collection')
            time.sleep(0.05)

    def secrets(self):
        """All that it keeps, as text."""
        items, = self.call(self.collection, 'org.freedesktop.DBus.Properties', 'Get', '(ss)',
                           COLLECTION, 'Items')
        found, = self.call(ROOT, SERVICE, 'GetSecrets', '(aoo)', items, self.session)
        return [bytes(secret[2]).decode() for secret in found.values()]

    def lock(self):
        """Nobody is there who could be asked to unlock it."""
        self.call(ROOT, SERVICE, 'Lock', '(ao)', [self.collection])

    def unlock(self):
        """As a logon does it, without asking."""
        secret = (self.session, b'', b'password', 'text/plain')
        self.call(ROOT, 'org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface',
                  'UnlockWithMasterPassword', '(o(oayays))', self.collection, secret)

    def end(self):
        for process in (self.daemon, self.bus):
            process.kill()
            process.wait()
        self.bus.stdout.close()
