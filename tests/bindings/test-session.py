#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Profiles, the session and the spooler's link from Python, as a client uses them."""

import os
import unittest

import tap

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import Gio, GLib, GObject, Mapi  # noqa: E402

FIXTURES = os.path.join(os.environ['MAPI_BUILD_ROOT'], 'tests', 'fixtures')


def rows(table):
    answer = table.query_rows(1000, 0, None)
    return [answer.get_row(i) for i in range(answer.get_size())]


class Link(GObject.Object, Mapi.SpoolerLink):
    """A spooler that notes what it is told."""

    def __init__(self):
        super().__init__()
        self.notices = []
        self.stop = False

    def do_spooler_yield(self, support, flags, cancellable):
        if self.stop:
            raise GLib.Error('stop', 'mapi-error-quark', Mapi.Error.USER_CANCEL)
        return True

    def do_spooler_notify(self, support, provider_uid, flags, data):
        self.notices.append((provider_uid.to_string(), flags, data and data.get_data()))
        return True


class Care(GObject.Object, Mapi.StoreCare):
    """A store that is damaged, and has room to give back."""

    def do_check(self, support, profile_name, progress, cancellable):
        builder = Mapi.PropListBuilder.new()
        builder.add_string(Mapi.PR_STATUS_STRING, 'torn')
        return True, 7, Mapi.RowSet.new([builder.end()])

    def do_compact(self, support, profile_name, progress, cancellable):
        return True, 1 << 40


class Session(unittest.TestCase):
    def setUp(self):
        catalog = Mapi.ServiceCatalog.new([FIXTURES])
        self.admin = Mapi.Profiles.new_in(catalog, tap.HOME, tap.HOME)
        self.profile = self.admin.create(self.id())
        self.service = self.profile.add_service('plain', 'Mine')
        self.profile.configure_service(self.service, 'host', 'mail.example')
        self.session = Mapi.Session.logon_profile(self.profile, 0, None)

    def tearDown(self):
        self.session.logoff(0, None)

    def transport(self):
        found = self.profile.get_providers()
        for row in map(found.get_row, range(found.get_size())):
            if row.get_long(Mapi.PR_RESOURCE_TYPE, 0) == Mapi.TRANSPORT_PROVIDER:
                return Mapi.Uid.new_from_bytes(row.get_bytes(Mapi.PR_PROVIDER_UID))
        return self.fail('no transport')

    def test_catalog(self):
        info = self.profile.get_catalog().lookup('plain')
        settings = [info.get_setting(i) for i in range(info.get_n_settings())]
        self.assertIn('port', [setting.get_key() for setting in settings])
        self.assertEqual(info.lookup_setting('security').get_choices(), ['none', 'tls'])
        self.assertEqual(info.lookup_setting('password').get_setting_type(),
                         Mapi.SettingType.SECRET)

    def test_profiles(self):
        self.assertIn(self.id(), self.admin.get_names())
        with self.assertRaises(GLib.Error) as caught:
            Mapi.Session.logon('nobody', 0, None)
        self.assertTrue(caught.exception.matches(Mapi.error_quark(), Mapi.Error.LOGON_FAILED))

    def test_settings(self):
        self.assertEqual(self.profile.get_setting(self.service, 'port'), '25')
        self.assertEqual(self.profile.has_setting(self.service, 'password'), (True, False))
        self.profile.configure_service(self.service, 'password', 'secret')
        self.assertEqual(self.profile.has_setting(self.service, 'password'), (True, True))
        with self.assertRaises(GLib.Error):
            self.profile.configure_service(self.service, 'port', 'many')

    def test_lint(self):
        self.assertEqual(list(self.profile.lint()), [])
        with open(self.profile.get_path(), 'a', encoding='utf-8') as file:
            file.write('prot=25\n')
        problem, = self.profile.lint()
        self.assertEqual(problem.get_path(), self.profile.get_path())
        self.assertGreater(problem.get_line(), 1)
        self.assertEqual(problem.get_code(), Mapi.Error.CORRUPT_DATA)
        self.assertIn('prot', problem.get_message())

    def test_install(self):
        info = self.profile.get_catalog().lookup('plain')
        folder = os.path.join(tap.HOME, 'installed')
        installed = info.install(folder, None)
        self.assertEqual(sorted(os.listdir(folder)), ['plain.service', 'plain.so'])
        self.assertTrue(installed.uninstall(None))
        self.assertEqual(os.listdir(folder), [])

    def test_stores(self):
        row, = rows(self.session.get_msg_stores_table(0, None))
        self.assertTrue(row.get_boolean(Mapi.PR_DEFAULT_STORE, False))
        self.assertEqual(row.get_string(Mapi.PR_DISPLAY_NAME), 'Mine')
        store = self.session.open_msg_store(row.get_bytes(Mapi.PR_ENTRYID), 0, None)
        self.assertTrue(isinstance(store, Mapi.MsgStore))
        self.assertTrue(isinstance(self.session.open_msg_store(None, 0, None), Mapi.MsgStore))

    def test_status(self):
        store = self.session.open_msg_store(None, 0, None)
        types = [row.get_long(Mapi.PR_RESOURCE_TYPE, 0)
                 for row in rows(self.session.get_status_table(0, None))]
        self.assertEqual(sorted(types),
                         sorted([Mapi.AB, Mapi.SUBSYSTEM, Mapi.SPOOLER, Mapi.STORE_PROVIDER]))
        del store

    def test_section(self):
        section = self.session.open_profile_section(self.transport(), Mapi.MODIFY)
        value = Mapi.PropValue.new_string(Mapi.PR_COMMENT, 'a comment')
        section.set_props(Mapi.PropList.new_from_value(value), None)
        props, warning = section.get_props(None, 0, None)
        self.assertEqual((props.get_string(Mapi.PR_COMMENT), warning), ('a comment', 0))

    def test_store_care(self):
        """The plain store cannot; a provider in Python may."""
        with self.assertRaises(GLib.Error) as raised:
            self.session.check_store(None, None, None)
        self.assertEqual(raised.exception.code, Mapi.Error.NO_SUPPORT)

        care, support = Care(), self.session.logon_transport(self.transport(), 0, None)[2]
        checked, n_readable, damage = care.check(support, 'me', None, None)
        self.assertEqual((checked, n_readable), (True, 7))
        self.assertEqual(damage.get_row(0).get_string(Mapi.PR_STATUS_STRING), 'torn')
        self.assertEqual(care.compact(support, None, None, None), (True, 1 << 40))
        with self.assertRaises(GLib.Error) as raised:
            care.backup(support, None, Gio.File.new_for_path('/x'), None, None)
        self.assertEqual(raised.exception.code, Mapi.Error.NO_SUPPORT)

    def test_spooler_link(self):
        link = Link()
        self.session.set_spooler(link)
        transport, flags, support = self.session.logon_transport(self.transport(), 0, None)
        self.assertEqual(flags, 0)
        self.assertTrue(isinstance(transport, Mapi.XpLogon))
        support.spooler_notify(Mapi.NOTIFY_NEWMAIL, GLib.Bytes.new(b'data'))
        self.assertEqual(link.notices,
                         [(self.transport().to_string(), Mapi.NOTIFY_NEWMAIL, b'data')])
        self.assertTrue(support.spooler_yield(0, None))
        link.stop = True
        with self.assertRaises(GLib.Error) as caught:
            support.spooler_yield(0, None)
        self.assertTrue(caught.exception.matches(Mapi.error_quark(), Mapi.Error.USER_CANCEL))

    def test_support(self):
        support = self.session.logon_transport(self.transport(), 0, None)[2]
        entry_id = support.create_one_off('A', 'SMTP', 'a@example.org', Mapi.UNICODE)
        self.assertTrue(Mapi.one_off_is(entry_id))
        self.assertEqual(support.compare_entry_ids(entry_id, entry_id, 0), (True, True))


if __name__ == '__main__':
    tap.main()
