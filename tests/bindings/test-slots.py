#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Slots of the smaller interfaces, written in Python and called by way of C: hooks, preprocessors,
status objects, the spooler's link and its host."""

import unittest

import tap

import gi

gi.require_version('Mapi', '1.0')
gi.require_version('MapiSpooler', '1.0')
from gi.repository import Gio, GLib, GObject, Mapi, MapiSpooler  # noqa: E402

HERE, THERE = GLib.Bytes.new(b'here'), GLib.Bytes.new(b'there')


class Folder(GObject.Object, Mapi.Prop, Mapi.Container, Mapi.Folder):
    pass


class Store(GObject.Object, Mapi.Prop, Mapi.MsgStore):
    pass


class Support(GObject.Object, Mapi.Support):
    pass


def rows(*addresses):
    return Mapi.RowSet.new([Mapi.recipient_new(Mapi.TO, None, 'SMTP', address)
                            for address in addresses])


class Case(unittest.TestCase):
    def setUp(self):
        self.message = Mapi.MemoryMessage.new()
        self.folder, self.store = Folder(), Store()

    def fails(self, code, text, call, *arguments):
        with self.assertRaises(Mapi.MapiError) as caught:
            call(*arguments)
        self.assertEqual(caught.exception.code, code)
        self.assertIn(text, caught.exception.message)


class Hook(GObject.Object, Mapi.SpoolerHook):
    """Deletes what goes out, and files what comes in."""

    def do_outbound_msg_hook(self, message, folder, store, flags, entry_id, cancellable):
        self.given = folder, store, flags, entry_id
        message['PR_COMMENT'] = 'seen'
        return True, flags | Mapi.HOOK_DELETE, None

    def do_inbound_msg_hook(self, message, folder, store, flags, entry_id, cancellable):
        if message.get('PR_SUBJECT') is None:
            raise ValueError('no subject')
        return True, flags, THERE


class HookProvider(GObject.Object, Mapi.HookProvider):
    def do_hook_logon(self, support, flags, cancellable):
        self.flags = flags
        return Hook()


class Hooks(Case):
    def test_delete(self):
        hook = Hook()
        done, flags, target = hook.outbound_msg_hook(
            self.message, self.folder, self.store, Mapi.HOOK_CANCEL, HERE, None)
        self.assertTrue(done)
        self.assertEqual(flags, Mapi.HOOK_CANCEL | Mapi.HOOK_DELETE)
        self.assertIsNone(target)
        self.assertEqual(hook.given[:3], (self.folder, self.store, Mapi.HOOK_CANCEL))
        self.assertEqual(hook.given[3].get_data(), b'here')
        self.assertEqual(self.message['PR_COMMENT'], 'seen')

    def test_redirect(self):
        self.message['PR_SUBJECT'] = 'Hello'
        _, flags, target = Hook().inbound_msg_hook(
            self.message, self.folder, self.store, 0, None, None)
        self.assertEqual((flags, target.get_data()), (0, b'there'))

    def test_exception(self):
        self.fails(Mapi.Error.CALL_FAILED, 'ValueError: no subject', Hook().inbound_msg_hook,
                   self.message, self.folder, self.store, 0, None, None)

    def test_provider(self):
        provider = HookProvider()
        hook = provider.hook_logon(Support(), Mapi.HOOK_INBOUND, None)
        self.assertIsInstance(hook, Hook)
        self.assertEqual(provider.flags, Mapi.HOOK_INBOUND)


class Preprocessor(GObject.Object, Mapi.Preprocessor):
    """Sends a copy to the archive, and knows who is dead."""

    def do_preprocess_message(self, message, folder, outbound, cancellable):
        copy = Mapi.MemoryMessage.new()
        copy['PR_SUBJECT'] = 'Copy'
        outbound.append(copy)
        return True, rows('dead@x')

    def do_remove_preprocess_info(self, message, cancellable):
        message['PR_COMMENT'] = 'clean'
        return True


class Preprocessors(Case):
    def test_preprocess(self):
        outbound = Gio.ListStore.new(Mapi.Message)
        done, undeliverable = Preprocessor().preprocess_message(
            self.message, self.folder, outbound, None)
        self.assertTrue(done)
        self.assertEqual([row['PR_EMAIL_ADDRESS'] for row in undeliverable], ['dead@x'])
        self.assertEqual([copy['PR_SUBJECT'] for copy in outbound], ['Copy'])

    def test_clean(self):
        Preprocessor().remove_preprocess_info(self.message, None)
        self.assertEqual(self.message['PR_COMMENT'], 'clean')


class Status(GObject.Object, Mapi.Prop, Mapi.Status):
    def do_validate_state(self, flags, cancellable):
        self.validated = flags
        return True

    def do_flush_queues(self, target_transport, flags, cancellable):
        self.flushed = target_transport, flags
        return True

    def do_change_password(self, old, new, flags, cancellable):
        if old != 'right':
            raise Mapi.MapiError('another password', code=Mapi.Error.NO_ACCESS)
        return True


class StatusObjects(Case):
    def test_calls(self):
        status = Status()
        self.assertTrue(status.validate_state(Mapi.SUPPRESS_UI, None))
        self.assertTrue(status.flush_queues(HERE, Mapi.FLUSH_UPLOAD, None))
        self.assertTrue(status.change_password('right', 'new', 0, None))
        self.assertEqual(status.validated, Mapi.SUPPRESS_UI)
        self.assertEqual((status.flushed[0].get_data(), status.flushed[1]),
                         (b'here', Mapi.FLUSH_UPLOAD))

    def test_failures(self):
        self.fails(Mapi.Error.NO_ACCESS, 'another password',
                   Status().change_password, 'wrong', 'new', 0, None)
        self.fails(Mapi.Error.NO_SUPPORT, 'SettingsDialog', Status().settings_dialog, 0, None)


class Link(GObject.Object, Mapi.SpoolerLink):
    """A spooler as those see it who are driven by it."""

    def __init__(self):
        super().__init__()
        self.calls = []

    def note(self, *words):
        self.calls.append(words)
        return True

    def do_spooler_yield(self, support, flags, cancellable):
        return self.note('yield', flags)

    def do_spooler_notify(self, support, uid, flags, data):
        return self.note('notify', flags, data.get_data())

    def do_register_preprocessor(self, provider_uid, uid, address_type, preprocessor):
        return self.note('register', address_type, type(preprocessor))

    def do_complete_msg(self, uid, flags, entry_id, cancellable):
        return self.note('complete', entry_id.get_data())

    def do_store_logoff_transports(self, uid, flags, cancellable):
        return self.note('logoff', flags), flags | Mapi.LOGOFF_COMPLETE

    def do_status_recips(self, support, uid, message, recipients, cancellable):
        return self.note('recips', recipients.get_size())

    def do_status_row_changed(self, uid, row):
        return self.note('row', row['PR_STATUS_STRING'])

    def do_open_status_entry(self, flags, cancellable):
        return Status()

    def do_expand_recips(self, uid, message, recipients, cancellable):
        return self.note('expand', recipients.get_size()), Mapi.NEEDS_SPOOLER

    def do_do_sent_mail(self, uid, message, cancellable):
        return self.note('sent'), True


class Links(Case):
    def test_calls(self):
        link, support, uid = Link(), Support(), Mapi.Uid.new()
        row = Mapi.props(PR_STATUS_STRING='well')
        link.spooler_yield(support, 7, None)
        link.spooler_notify(support, uid, Mapi.NOTIFY_NEWMAIL, HERE)
        link.register_preprocessor(uid, None, 'FAX', Preprocessor())
        link.complete_msg(uid, 0, THERE, None)
        link.status_recips(support, uid, self.message, rows('a@x', 'b@x'), None)
        link.status_row_changed(uid, row)
        self.assertEqual(link.calls, [
            ('yield', 7), ('notify', Mapi.NOTIFY_NEWMAIL, b'here'),
            ('register', 'FAX', Preprocessor), ('complete', b'there'), ('recips', 2),
            ('row', 'well')])

    def test_answers(self):
        link, uid = Link(), Mapi.Uid.new()
        _, flags = link.store_logoff_transports(uid, Mapi.LOGOFF_OUTBOUND, None)
        self.assertEqual(flags, Mapi.LOGOFF_OUTBOUND | Mapi.LOGOFF_COMPLETE)
        _, flags = link.expand_recips(uid, self.message, rows('a@x'), None)
        self.assertEqual(flags, Mapi.NEEDS_SPOOLER)
        done, taken_over = link.do_sent_mail(uid, self.message, None)
        self.assertEqual((done, taken_over), (True, True))
        self.assertIsInstance(link.open_status_entry(0, None), Status)


class Host(GObject.Object, MapiSpooler.SpoolerHost):
    def do_get_profile_name(self):
        return 'script'

    def do_get_setting(self, uid, key):
        return f'the {key}'

    def do_get_providers(self, cancellable):
        return rows('a@x')

    def do_open_store(self, uid, cancellable):
        return Store()

    def do_logon_hook(self, uid, flags, cancellable):
        return Hook()

    def do_resolve_recipients(self, recipients, cancellable):
        return recipients

    def do_modify_status_row(self, uid, columns):
        self.row = uid, columns['PR_STATUS_STRING']
        return True

    def do_set_link(self, link):
        self.link = link

    def do_get_identity(self):
        return Mapi.recipient_new(Mapi.ORIG, 'Me', 'SMTP', 'me@x')

    def do_note_transport(self, uid, types, options):
        self.noted = types.handles('FAX'), options


class Hosts(Case):
    def test_calls(self):
        host, uid, link = Host(), Mapi.Uid.new(), Link()
        self.assertEqual(host.get_profile_name(), 'script')
        self.assertEqual(host.get_setting(uid, 'key'), 'the key')
        self.assertEqual(host.get_providers(None).get_size(), 1)
        self.assertIsInstance(host.open_store(uid, None), Store)
        self.assertIsInstance(host.logon_hook(uid, Mapi.HOOK_OUTBOUND, None), Hook)
        self.assertEqual(host.resolve_recipients(rows('a@x', 'b@x'), None).get_size(), 2)
        self.assertEqual(host.get_identity()['PR_EMAIL_ADDRESS'], 'me@x')
        host.modify_status_row(None, Mapi.props(PR_STATUS_STRING='well'))
        host.set_link(link)
        host.note_transport(uid, Mapi.AddressTypes.new(['FAX'], None), None)
        self.assertEqual(host.row, (None, 'well'))
        self.assertIs(host.link, link)
        self.assertEqual(host.noted, (True, None))


if __name__ == '__main__':
    tap.main()
