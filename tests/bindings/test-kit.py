#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The kit from Python, as a provider or a client uses it."""

import unittest

import tap

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import GLib, GObject, Mapi  # noqa: E402


def props(**texts):
    builder = Mapi.PropListBuilder.new()
    for name, text in texts.items():
        builder.add_string(getattr(Mapi, name), text)
    return builder.end()


def row(number, subject):
    builder = Mapi.PropListBuilder.new()
    builder.add_long(Mapi.PR_ROWID, number)
    builder.add_string(Mapi.PR_SUBJECT, subject)
    return builder.end()


def subjects(rows):
    return [rows.get_row(i).get_string(Mapi.PR_SUBJECT) for i in range(rows.get_size())]


def turn():
    while GLib.MainContext.default().iteration(False):
        pass


class Sink(GObject.Object, Mapi.AdviseSink):
    def __init__(self):
        super().__init__()
        self.events = []

    def do_on_notify(self, notifications):
        for i in range(notifications.get_size()):
            self.events.append(notifications.get_notification(i).get_table_event())
        return True


class Kit(unittest.TestCase):
    def test_table(self):
        data = Mapi.TableData.new(Mapi.TBLTYPE_DYNAMIC, Mapi.PR_ROWID, None)
        view = data.get_view(Mapi.SortOrderSet.new(0, 0).append(Mapi.PR_SUBJECT,
                                                                Mapi.TABLE_SORT_DESCEND))
        view.set_columns(Mapi.PropTagArray.new([Mapi.PR_SUBJECT]), 0, None)
        sink = Sink()
        connection = view.advise(Mapi.fnevTableModified, sink)
        for number, subject in enumerate('abc'):
            data.modify_row(row(number, subject))
        data.delete_row(Mapi.PropValue.new_long(Mapi.PR_ROWID, 1))
        turn()
        self.assertEqual(sink.events, 3 * [Mapi.TABLE_ROW_ADDED] + [Mapi.TABLE_ROW_DELETED])
        self.assertEqual(subjects(view.query_rows(10, 0, None)), ['c', 'a'])
        view.unadvise(connection)
        with self.assertRaises(GLib.Error) as caught:
            data.query_row(Mapi.PropValue.new_long(Mapi.PR_ROWID, 1))
        self.assertTrue(caught.exception.matches(Mapi.error_quark(), Mapi.Error.NOT_FOUND))

    def test_signal_of_sink(self):
        notifier = Mapi.Notifier.new()
        sink = Mapi.CallbackSink.new()
        heard = []
        sink.connect('received', lambda _, notifications: heard.append(notifications.get_size()))
        notifier.advise(None, Mapi.fnevNewMail, sink)
        for _ in range(2):
            notifier.send(None, Mapi.Notification.new_newmail(GLib.Bytes.new(b'm'),
                                                              GLib.Bytes.new(b'f'), 'IPM.Note', 0))
        turn()
        self.assertEqual(heard, [2])

    def test_message(self):
        message = Mapi.MemoryMessage.new()
        done, problems = message.set_props(props(PR_SUBJECT='Re: hello', PR_DISPLAY_TO='me'), None)
        self.assertTrue(done)
        self.assertEqual(problems.get_code(0), Mapi.Error.COMPUTED)
        anna = Mapi.recipient_new(Mapi.TO, 'Anna', 'SMTP', 'anna@example.org')
        message.modify_recipients(Mapi.MODRECIP_ADD, Mapi.RowSet.new([anna]), None)
        attach, _ = message.create_attach(0, None)
        stream = attach.open_property(Mapi.PR_ATTACH_DATA_BIN, 'MapiStream', 0,
                                      Mapi.CREATE | Mapi.MODIFY, None)
        stream.write(GLib.Bytes.new(b'data'), None)
        stream.commit(0, None)
        attach.save_changes(0, None)

        copy = Mapi.MemoryMessage.new()
        message.copy(copy, None, None, None)
        seen, _ = copy.get_props(None, 0, None)
        self.assertEqual(seen.get_string(Mapi.PR_NORMALIZED_SUBJECT), 'hello')
        self.assertEqual(seen.get_string(Mapi.PR_DISPLAY_TO), 'Anna')
        data, _ = copy.open_attach(0, None, 0, None).get_props(None, 0, None)
        self.assertEqual(data.get_bytes(Mapi.PR_ATTACH_DATA_BIN).get_data(), b'data')

    def test_recipients(self):
        anna = Mapi.recipient_new(Mapi.TO, 'Anna', 'SMTP', 'anna@example.org')
        rows, next_id = Mapi.recipients_modify(None, Mapi.MODRECIP_ADD,
                                               Mapi.RowSet.new([anna, anna]), 7)
        self.assertEqual(next_id, 9)
        self.assertEqual(rows.get_row(1).get_long(Mapi.PR_ROWID, -1), 8)

    def test_status(self):
        status = Mapi.StatusData.new(props(PR_DISPLAY_NAME='spooler'))
        status.connect('flush-queues', lambda _self, target, flags, cancellable:
                       Mapi.Error.BUSY if flags else 0)
        self.assertTrue(status.flush_queues(None, 0, None))
        with self.assertRaises(GLib.Error) as caught:
            status.flush_queues(None, Mapi.FLUSH_UPLOAD, None)
        self.assertTrue(caught.exception.matches(Mapi.error_quark(), Mapi.Error.BUSY))

    def test_wrapper(self):
        class Refuser(Mapi.Wrapper):
            calls = []

            def do_enter(self, call):
                self.calls.append((call.get_interface_name(), call.get_method()))
                if call.get_method() == 'SaveChanges':
                    raise GLib.Error.new_literal(Mapi.error_quark(), 'full', Mapi.Error.NOT_ENOUGH_DISK)
                return True

            def do_filter(self, asked, shown):
                return shown.without(Mapi.PropTagArray.new([Mapi.PR_COMMENT]))

        wrapper = Refuser()
        inner = Mapi.MemoryMessage.new()
        message = wrapper.wrap(inner)
        message.set_props(props(PR_SUBJECT='x', PR_COMMENT='y'), None)
        shown, _ = message.get_props(None, 0, None)
        self.assertEqual(shown.get_string(Mapi.PR_SUBJECT), 'x')
        self.assertFalse(shown.contains(Mapi.PR_COMMENT))
        with self.assertRaises(GLib.Error) as caught:
            message.save_changes(0, None)
        self.assertTrue(caught.exception.matches(Mapi.error_quark(), Mapi.Error.NOT_ENOUGH_DISK))
        self.assertEqual(wrapper.calls, [('MapiProp', 'SetProps'), ('MapiProp', 'GetProps'),
                                         ('MapiProp', 'SaveChanges')])
        self.assertIs(wrapper.unwrap(message), inner)

    def test_derived(self):
        class Section(Mapi.PropData):
            pass

        section = Section()
        section.set_props(props(PR_SUBJECT='x'), None)
        self.assertEqual(section.get_list().get_string(Mapi.PR_SUBJECT), 'x')


if __name__ == '__main__':
    tap.main()
