# SPDX-License-Identifier: LGPL-2.1-or-later
"""In the place of mapi-provider-host: answers as MAPI_LIE says, which no provider host would."""

import os
import random
import struct
import sys

from gi.repository import Gio, GLib

LOADER = Gio.DBusNodeInfo.new_for_xml('''
<node><interface name="org.mapi.ProviderLoader"><method name="LoadProvider">
  <arg type="t" direction="in"/><arg type="a(uu)" direction="in"/><arg type="ay" direction="in"/>
  <arg type="t" direction="out"/><arg type="a(uu)" direction="out"/><arg type="ay" direction="out"/>
</method></interface></node>''').interfaces[0]

MINE, YOURS, HERE, SHARED = 2, 1, 1, 2


def text(value):
    return struct.pack('=BQ', HERE, len(value)) + value


def described(description):
    """An object, as an answer that has nothing else."""
    return struct.pack('=II', MINE, 2) + text(description)


LIES = {
    'nothing': b'',
    'no-object': struct.pack('=I', 0),
    'yours-that-is-none': struct.pack('=II', YOURS, 77),
    'yours-of-the-wrong-type': struct.pack('=II', YOURS, 1),
    'unknown-way': struct.pack('=I', 99),
    'cut-short': struct.pack('=II', MINE, 2)[:6],
    'long-text': struct.pack('=IIBQ', MINE, 2, HERE, 2**62) + b'x',
    'no-text': described(b'\xff\xfe'),
    'no-descriptor': struct.pack('=IIBIQ', MINE, 2, SHARED, 5, 40000),
    'no-type': described(b''),
    'odd-type': described(b'a/b Prop:1'),
    'unknown-interface': described(b'Liar Nonsense:1'),
    'no-slots': described(b'Liar XpProvider'),
    'twice': described(b'Liar XpProvider:1 XpProvider:1'),
    'no-prerequisite': described(b'Liar Folder:ff'),
    'not-a-provider': described(b'Liar Table:ff'),
    'more-than-that': described(b'Liar XpProvider:3') + b'and more',
    'calls-fail': described(b'Liar XpProvider:3'),
}


def answer(connection, sender, path, interface, method, parameters, invocation):
    lie = os.environ['MAPI_LIE']
    if lie == 'exits':
        os._exit(3)
    if lie == 'other-type':
        reply = Gio.DBusMessage.new_method_reply(invocation.get_message())
        reply.set_body(GLib.Variant('(s)', ('hello',)))
        connection.send_message(reply, Gio.DBusSendMessageFlags.NONE)
        return
    if lie == 'error':
        invocation.return_dbus_error('org.example.Whatever', 'what it says')
        return
    if lie == 'unknown-note':
        call = Gio.DBusMessage.new_method_call(None, '/org/mapi/Link', 'org.mapi.Link', 'Gone')
        connection.send_message(call, Gio.DBusSendMessageFlags.NONE)
        return
    if lie.startswith('random'):
        said = random.Random(lie).randbytes(200)
    else:
        said = LIES[lie]
    invocation.return_value(GLib.Variant('(ta(uu)ay)', (2**63, [(1, 9), (5, 2**31)], said)))


def main(descriptor):
    if os.environ['MAPI_LIE'] == 'no-d-bus':
        os.write(descriptor, b'HTTP/1.0 200 OK\r\n\r\n' * 100)
        return
    stream = Gio.Socket.new_from_fd(descriptor).connection_factory_create_connection()
    connection = Gio.DBusConnection.new_sync(
        stream, None, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
        | Gio.DBusConnectionFlags.DELAY_MESSAGE_PROCESSING, None, None)
    connection.register_object('/org/mapi/Object/1', LOADER, answer, None, None)
    loop = GLib.MainLoop()
    connection.connect('closed', lambda *_: loop.quit())
    connection.start_message_processing()
    loop.run()


if __name__ == '__main__':
    main(int(sys.argv[1]))
