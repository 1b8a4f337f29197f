#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The core values from Python: every shape of argument and result that they have."""

import gc
import unittest

import tap

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import GLib, Mapi  # noqa: E402


def named(number, prop_type):
    return Mapi.prop_tag_new(0x8000 + number, prop_type)


def note():
    builder = Mapi.PropListBuilder.new()
    builder.add_string(Mapi.PR_SUBJECT, 'Grüße')
    builder.add_long(Mapi.PR_MESSAGE_FLAGS, 5)
    builder.add_binary(Mapi.PR_ENTRYID, GLib.Bytes.new(b'\0\xff'))
    return builder.end()


class Values(unittest.TestCase):
    def test_singles(self):
        uid = Mapi.Uid.new()
        time = GLib.DateTime.new_utc(2026, 1, 2, 3, 4, 5)
        value = Mapi.PropValue
        self.assertEqual(value.new_i2(named(1, Mapi.PT_I2), -2).get_i2(), -2)
        self.assertEqual(value.new_i8(named(1, Mapi.PT_I8), -2**63).get_i8(), -2**63)
        self.assertEqual(value.new_double(named(1, Mapi.PT_DOUBLE), 0.1).get_double(), 0.1)
        self.assertEqual(value.new_systime(named(1, Mapi.PT_SYSTIME), 2**64 - 1).get_systime(),
                         2**64 - 1)
        self.assertTrue(value.new_boolean(Mapi.PR_RESPONSIBILITY, True).get_boolean())
        self.assertEqual(value.new_error(named(1, Mapi.PT_ERROR), Mapi.Error.NOT_FOUND).get_error(),
                         Mapi.Error.NOT_FOUND)
        self.assertTrue(value.new_clsid(named(1, Mapi.PT_CLSID), uid).get_clsid().equal(uid))
        self.assertTrue(value.new_time(Mapi.PR_CREATION_TIME, time).get_time().equal(time))
        self.assertEqual(value.new_string(Mapi.PR_SUBJECT, 'é').get_string(), 'é')
        self.assertIsNone(value.new_string(Mapi.PR_SUBJECT, 'é').get_time())

    def test_arrays(self):
        value = Mapi.PropValue
        longs = value.new_mv_long(named(1, Mapi.PT_MV_LONG), [1, -2])
        times = value.new_mv_systime(named(1, Mapi.PT_MV_SYSTIME), [2**63])
        strings = value.new_mv_string(named(1, Mapi.PT_MV_UNICODE), ['a', 'ß'])
        binaries = value.new_mv_bytes(named(1, Mapi.PT_MV_BINARY),
                                      [GLib.Bytes.new(b'a\0'), GLib.Bytes.new(b'')])
        self.assertEqual([longs.get_mv_integer(i) for i in range(3)], [1, -2, 0])
        self.assertEqual(times.get_n_values(), 1)
        self.assertEqual(strings.get_mv_string(1), 'ß')
        self.assertIsNone(strings.get_mv_string(2))
        self.assertEqual(binaries.get_mv_bytes(0).get_data(), b'a\0')
        self.assertEqual(binaries.to_string(), '[6100, ]')

    def test_list(self):
        row = note()
        self.assertEqual(row.get_string(Mapi.PR_SUBJECT), 'Grüße')
        self.assertEqual(row.get_long(Mapi.PR_MESSAGE_FLAGS, 0), 5)
        self.assertEqual(row.get_bytes(Mapi.PR_ENTRYID).get_data(), b'\0\xff')
        self.assertIsNone(row.lookup(Mapi.PR_BODY))
        tags = Mapi.PropTagArray.new([Mapi.PR_BODY, Mapi.PR_SUBJECT])
        self.assertEqual(tags.get_tags(), [Mapi.PR_BODY, Mapi.PR_SUBJECT])
        selected, missing = row.select(tags)
        self.assertTrue(missing)
        self.assertEqual(selected.get_error(Mapi.PR_BODY), Mapi.Error.NOT_FOUND)

    def test_lists_are_stored(self):
        row = note()
        data = row.to_bytes().get_data()
        self.assertTrue(Mapi.PropList.new_from_bytes(GLib.Bytes.new(data)).equal(row))
        with self.assertRaises(GLib.Error) as caught:
            Mapi.PropList.new_from_bytes(GLib.Bytes.new(data[:-1]))
        self.assertTrue(caught.exception.matches(Mapi.error_quark(), Mapi.Error.CORRUPT_DATA))

    def test_builder_takes_memory(self):
        builder = Mapi.PropListBuilder.new()
        builder.add_data(Mapi.PR_ENTRYID, b'\1\2\3')
        self.assertEqual(builder.end().get_bytes(Mapi.PR_ENTRYID).get_data(), b'\1\2\3')

    def test_rows(self):
        rows = Mapi.RowSet.new([note()]).append(note())
        again = Mapi.RowSet.new_from_bytes(rows.to_bytes())
        self.assertEqual(again.get_size(), 2)
        self.assertEqual(again.get_row(1).get_string(Mapi.PR_SUBJECT), 'Grüße')
        self.assertIsNone(again.get_row(2))
        self.assertEqual(Mapi.RowSet.new(None).get_size(), 0)

    def test_restriction(self):
        subject = Mapi.PropValue.new_string(Mapi.PR_SUBJECT, 'GR')
        tree = Mapi.Restriction.new_and([
            Mapi.Restriction.new_exist(Mapi.PR_SUBJECT),
            Mapi.Restriction.new_content(Mapi.FL_PREFIX | Mapi.FL_IGNORECASE, Mapi.PR_SUBJECT,
                                         subject)])
        self.assertTrue(tree.matches(note()))
        self.assertTrue(tree.matches_message(note(), None, None))
        self.assertFalse(Mapi.Restriction.new_not(tree).matches(note()))
        self.assertEqual(tree.get_child(0).get_kind(), Mapi.RES_EXIST)
        again = Mapi.Restriction.new_from_bytes(tree.to_bytes())
        self.assertEqual(again.to_string(), tree.to_string())
        self.assertEqual(Mapi.Restriction.new_and(None).get_n_children(), 0)

    def test_one_off(self):
        entry_id = Mapi.one_off_new('Ann', 'SMTP', 'ann@example.org', Mapi.ONE_OFF_UNICODE)
        self.assertEqual(tuple(Mapi.one_off_parse(entry_id)),
                         (True, 'Ann', 'SMTP', 'ann@example.org', Mapi.ONE_OFF_UNICODE))
        text = Mapi.entry_id_to_string(entry_id)
        self.assertTrue(Mapi.entry_id_from_string(text).equal(entry_id))
        made = Mapi.entry_id_new(0, Mapi.Uid.new(), b'data')
        self.assertEqual(Mapi.entry_id_get_data(made).get_data(), b'data')

    def test_borrowed_values_outlive_their_owners(self):
        uid = Mapi.Uid.new()
        array = Mapi.UidArray.new().append(uid)
        name = Mapi.NameId.new_from_string(uid, 'Keywords')
        borrowed = array.get_uid(0), name.get_property_set()
        del array, name
        gc.collect()
        for copy in borrowed:
            self.assertEqual(copy.to_string(), uid.to_string())

    def test_containers(self):
        self.assertEqual(Mapi.EntryList.new([GLib.Bytes.new(b'a')]).get_size(), 1)
        types = Mapi.AddressTypes.new(['SMTP'], None)
        self.assertEqual(types.get_types(), ['SMTP'])
        self.assertTrue(types.handles('SMTP'))
        self.assertTrue(Mapi.AddressTypes.new(None, None).handles('FAX'))
        order = Mapi.SortOrderSet.new(0, 0).append(Mapi.PR_SUBJECT, Mapi.TABLE_SORT_DESCEND)
        self.assertEqual(order.get_order(0), Mapi.TABLE_SORT_DESCEND)

    def test_notification(self):
        event = Mapi.Notification.new_newmail(GLib.Bytes.new(b'm'), None, 'IPM.Note', 0)
        events = Mapi.NotificationList.new().append(event)
        self.assertEqual(events.get_notification(0).get_text(), 'IPM.Note')
        self.assertIsNone(event.get_parent_id())

    def test_error(self):
        ok, code = Mapi.error_from_name('MAPI_E_NO_ACCESS')
        self.assertTrue(ok)
        self.assertEqual(code, Mapi.Error.NO_ACCESS)
        self.assertEqual(Mapi.error_get_name(code), 'MAPI_E_NO_ACCESS')


if __name__ == '__main__':
    tap.main()
