# SPDX-License-Identifier: LGPL-2.1-or-later
"""A Secret Service on a bus of its own: one unlocked collection, in memory, secrets in plain."""

import subprocess
import threading

from gi.repository import Gio, GLib

ROOT = '/org/freedesktop/secrets'
COLLECTION = f'{ROOT}/collection/test'
DEFAULT = f'{ROOT}/aliases/default'
INTERFACES = '''<node>
<interface name="org.freedesktop.Secret.Service">
  <method name="OpenSession"><arg type="s"/><arg type="v"/>
    <arg type="v" direction="out"/><arg type="o" direction="out"/></method>
  <method name="SearchItems"><arg type="a{ss}"/>
    <arg type="ao" direction="out"/><arg type="ao" direction="out"/></method>
  <method name="Unlock"><arg type="ao"/>
    <arg type="ao" direction="out"/><arg type="o" direction="out"/></method>
  <method name="GetSecrets"><arg type="ao"/><arg type="o"/>
    <arg type="a{o(oayays)}" direction="out"/></method>
  <method name="ReadAlias"><arg type="s"/><arg type="o" direction="out"/></method>
  <property name="Collections" type="ao" access="read"/>
</interface>
<interface name="org.freedesktop.Secret.Collection">
  <method name="CreateItem"><arg type="a{sv}"/><arg type="(oayays)"/><arg type="b"/>
    <arg type="o" direction="out"/><arg type="o" direction="out"/></method>
  <property name="Items" type="ao" access="read"/>
  <property name="Label" type="s" access="read"/>
  <property name="Locked" type="b" access="read"/>
  <property name="Created" type="t" access="read"/>
  <property name="Modified" type="t" access="read"/>
</interface>
<interface name="org.freedesktop.Secret.Item">
  <method name="Delete"><arg type="o" direction="out"/></method>
  <property name="Attributes" type="a{ss}" access="read"/>
  <property name="Label" type="s" access="read"/>
  <property name="Locked" type="b" access="read"/>
  <property name="Created" type="t" access="read"/>
  <property name="Modified" type="t" access="read"/>
</interface>
</node>'''


class SecretService:
    """Serves from the moment it is made until `end`."""

    def __init__(self):
        self.bus = subprocess.Popen(['dbus-daemon', '--session', '--nofork', '--print-address'],
                                    stdout=subprocess.PIPE, text=True)
        self.address = self.bus.stdout.readline().strip()
        self.items = {}  # of the path to (attributes, registration, secret)
        self.count = 0
        self.loop = GLib.MainLoop.new(GLib.MainContext.new(), False)
        ready = threading.Event()
        self.thread = threading.Thread(target=self.serve, args=[ready])
        self.thread.start()
        ready.wait()

    def serve(self, ready):
        self.loop.get_context().push_thread_default()
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                 | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        self.connection = Gio.DBusConnection.new_for_address_sync(self.address, flags, None, None)
        node = Gio.DBusNodeInfo.new_for_xml(INTERFACES)
        self.service, self.collection, self.item = node.interfaces
        self.register(ROOT, self.service)
        self.register(COLLECTION, self.collection)
        self.register(DEFAULT, self.collection)
        self.connection.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus',
                                  'org.freedesktop.DBus', 'RequestName',
                                  GLib.Variant('(su)', ('org.freedesktop.secrets', 0)), None, 0, -1,
                                  None)
        ready.set()
        self.loop.run()

    def end(self):
        self.loop.quit()
        self.thread.join()
        self.bus.kill()
        self.bus.wait()
        self.bus.stdout.close()

    def register(self, path, interface):
        return self.connection.register_object(path, interface, self.call, self.get, None)

    def call(self, connection, sender, path, interface, method, parameters, invocation):
        arguments = parameters.unpack()
        try:
            answer = getattr(self, method)(path, parameters, *arguments)
        except NotImplementedError:
            invocation.return_dbus_error('org.freedesktop.DBus.Error.NotSupported', method)
        else:
            invocation.return_value(answer)

    def get(self, connection, sender, path, interface, name):
        values = {'Collections': ('ao', [COLLECTION]), 'Items': ('ao', list(self.items)),
                  'Label': ('s', 'test'), 'Locked': ('b', False), 'Created': ('t', 0),
                  'Modified': ('t', 0)}
        if name == 'Attributes':
            return GLib.Variant('a{ss}', self.items[path][0])
        return GLib.Variant(*values[name])

    # The methods, as the interfaces name them.
    def OpenSession(self, path, parameters, algorithm, given):
        if algorithm != 'plain':
            raise NotImplementedError
        return GLib.Variant('(vo)', (GLib.Variant('s', ''), f'{ROOT}/session/1'))

    def SearchItems(self, path, parameters, wanted):
        found = [path for path, (attributes, _, _) in self.items.items()
                 if wanted.items() <= attributes.items()]
        return GLib.Variant('(aoao)', (found, []))

    def Unlock(self, path, parameters, objects):
        return GLib.Variant('(aoo)', (objects, '/'))

    def GetSecrets(self, path, parameters, items, session):
        return GLib.Variant('(a{o(oayays)})', ({
            item: (session, b'', self.items[item][2], 'text/plain') for item in items},))

    def ReadAlias(self, path, parameters, name):
        return GLib.Variant('(o)', (COLLECTION,))

    def CreateItem(self, path, parameters, properties, secret, replace):
        attributes = properties['org.freedesktop.Secret.Item.Attributes']
        for old, (others, registration, _) in list(self.items.items()):
            if replace and others == attributes:
                self.Delete(old, None)
        self.count += 1
        item = f'{COLLECTION}/{self.count}'
        self.items[item] = (attributes, self.register(item, self.item), bytes(secret[2]))
        return GLib.Variant('(oo)', (item, '/'))

    def Delete(self, path, parameters):
        _, registration, _ = self.items.pop(path)
        self.connection.unregister_object(registration)
        return GLib.Variant('(o)', ('/',))
