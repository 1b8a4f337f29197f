#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The engine from Python: a host, a transport and a clock that are scripts."""

import unittest

import tap

import gi

gi.require_version('Mapi', '1.0')
gi.require_version('MapiSpooler', '1.0')
from gi.repository import GLib, GObject, Mapi, MapiSpooler  # noqa: E402

AVAILABLE = Mapi.STATUS_AVAILABLE


class Transport(GObject.Object, Mapi.XpLogon):
    """A transport that handles FAX; it is called from a thread of the engine."""

    def __init__(self):
        super().__init__()
        self.calls = []

    def do_address_types(self, cancellable):
        self.calls.append('AddressTypes')
        return Mapi.AddressTypes.new(['FAX'], None), 0

    def do_transport_notify(self, flags, message_ref, entry_id):
        self.calls.append('TransportNotify')
        return True, flags

    def do_transport_logoff(self, flags, cancellable):
        self.calls.append('TransportLogoff')
        return True


class Support(GObject.Object, Mapi.Support):
    pass


class Host(GObject.Object, MapiSpooler.SpoolerHost):
    """A profile with one transport."""

    def __init__(self, transport):
        super().__init__()
        self.transport = transport
        self.fails = 1
        self.codes = []

    def do_get_profile_name(self):
        return 'script'

    def do_get_setting(self, uid, key):
        return '1' if key == 'connections' else None

    def do_get_providers(self, cancellable):
        builder = Mapi.PropListBuilder.new()
        builder.add_binary(Mapi.PR_PROVIDER_UID, Mapi.Uid.new().to_bytes())
        builder.add_long(Mapi.PR_RESOURCE_TYPE, Mapi.TRANSPORT_PROVIDER)
        builder.add_string(Mapi.PR_DISPLAY_NAME, 'script')
        return Mapi.RowSet.new([builder.end()])

    def do_logon_transport(self, uid, flags, cancellable):
        if self.fails:
            self.fails -= 1
            raise GLib.Error.new_literal(Mapi.error_quark(), 'no line', Mapi.Error.NETWORK_ERROR)
        return self.transport, 0, Support()

    def do_modify_status_row(self, uid, columns):
        if uid is None:
            self.codes.append(columns.get_long(Mapi.PR_STATUS_CODE, 0))
        return True


class Engine(unittest.TestCase):
    def setUp(self):
        self.clock = MapiSpooler.SpoolerVirtualClock.new(1_000_000_000_000_000)
        self.transport = Transport()
        self.host = Host(self.transport)
        self.spooler = MapiSpooler.Spooler.new(self.host, self.clock)
        self.states = []
        self.spooler.connect('transport-state', self.on_state)

    def on_state(self, spooler, name, code, text):
        self.states.append((name, code, text))

    def wait(self, n_states):
        tap.turn_until(lambda: len(self.states) >= n_states, f'state {n_states} of the transport')
        self.assertEqual(len(self.states), n_states)

    def test_transport_in_a_script(self):
        self.assertTrue(self.spooler.start(None))
        self.wait(1)
        name, code, text = self.states[0]
        self.assertEqual((name, code), ('script', Mapi.STATUS_FAILURE))
        self.assertIn('no line', text)

        self.assertTrue(self.clock.advance_to_alarm())
        self.wait(2)
        self.assertEqual(self.states[1], ('script', AVAILABLE, None))

        self.assertTrue(self.spooler.stop())
        # Without a store it is told of no direction (R237).
        self.assertEqual(self.transport.calls, ['AddressTypes', 'TransportLogoff'])
        self.assertTrue(self.host.codes[0] & Mapi.STATUS_OFFLINE)
        self.assertTrue(any(code & AVAILABLE for code in self.host.codes))

    def test_one_for_a_profile(self):
        other = MapiSpooler.Spooler.new(self.host, self.clock)
        self.assertTrue(self.spooler.start(None))
        with self.assertRaises(GLib.Error) as caught:
            other.start(None)
        self.assertTrue(caught.exception.matches(Mapi.error_quark(), Mapi.Error.BUSY))
        self.spooler.stop()

    def test_properties(self):
        self.spooler.props.lifetime = 60
        self.assertEqual(self.spooler.props.lifetime, 60)
        self.assertEqual(self.spooler.get_n_queued(), 0)
        status = self.spooler.get_status()
        self.assertEqual(status.get_long(Mapi.PR_RESOURCE_TYPE, 0), Mapi.SPOOLER)


if __name__ == '__main__':
    tap.main()
