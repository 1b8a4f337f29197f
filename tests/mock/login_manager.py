# SPDX-License-Identifier: LGPL-2.1-or-later
"""What logind says on a system bus of its own: that the machine goes to sleep, and wakes up."""

import subprocess

from gi.repository import Gio, GLib

NAME, PATH, INTERFACE = 'org.freedesktop.login1', '/org/freedesktop/login1', 'org.freedesktop.login1.Manager'


class LoginManager:
    """At work from the moment it is made until `end`."""

    def __init__(self):
        self.bus = subprocess.Popen(['dbus-daemon', '--session', '--nofork', '--print-address'],
                                    stdout=subprocess.PIPE, text=True)
        self.address = self.bus.stdout.readline().strip()
        self.connection, self.stranger = self.connect(), self.connect()
        self.connection.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                                  'RequestName', GLib.Variant('(su)', (NAME, 0)), None, 0, -1, None)

    def connect(self):
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                 | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        return Gio.DBusConnection.new_for_address_sync(self.address, flags, None, None)

    def end(self):
        self.bus.kill()
        self.bus.wait()
        self.bus.stdout.close()

    def prepare_for_sleep(self, sleeps, connection=None):
        connection = connection or self.connection
        connection.emit_signal(None, PATH, INTERFACE, 'PrepareForSleep', GLib.Variant('(b)', (sleeps,)))
        connection.flush_sync(None)
