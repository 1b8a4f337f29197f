#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Stores in scripts that mail is sent from and comes into: the samples, as a client and a spooler meet
them."""

import subprocess
import sys
import unittest

import script_mailbox
import tap
from script_mailbox import identifier, subjects

from gi.repository import Mapi

ATTACHED = b'\0\1\2' * 50000


# A client in a process of its own: saves a draft, and then submits it.
OTHER = '''
import sys, gi
gi.require_version('Mapi', '1.0')
from gi.repository import GLib, Mapi
catalog = Mapi.ServiceCatalog.get_default()
profiles = Mapi.Profiles.new_in(catalog, sys.argv[1] + '/config', sys.argv[1] + '/data')
session = Mapi.Session.logon_profile(profiles.open('test'), 0, None)
store = session.open_msg_store(None, Mapi.MDB_WRITE, None)
outbox = store.open_entry(GLib.Bytes.new(store['PR_IPM_OUTBOX_ENTRYID']), None, Mapi.MODIFY, None)
message = outbox.create_message(None, 0, None)
message.update(PR_SUBJECT='From afar', PR_DELETE_AFTER_SUBMIT=True)
row = Mapi.recipient_new(Mapi.TO, 'somebody', 'FILE', 'somebody')
message.modify_recipients(Mapi.MODRECIP_ADD, Mapi.RowSet.new([row]), None)
message.save_changes(Mapi.KEEP_OPEN_READWRITE, None)
message.submit_message(0, None)
message = outbox = store = None
session.logoff(0, None)
'''


class Mailbox(script_mailbox.Mailbox):
    """What a mailbox is asked about messages, whatever it is written in."""

    def test_sends(self):
        sentmail = self.store['PR_IPM_SENTMAIL_ENTRYID']
        self.draft('Hello', PR_SENTMAIL_ENTRYID=sentmail).submit_message(0, None)
        self.assertEqual(subjects(self.folder('OUTBOX')), ['Hello'])
        self.spool()
        self.wait_for('finished')
        self.assertIn('Subject: Hello', self.sent()[0])
        self.assertEqual(subjects(self.folder('OUTBOX')), [])
        row, = self.folder('SENTMAIL').get_contents_table(0, None)
        self.assertEqual(row['PR_MESSAGE_FLAGS'] & (Mapi.MSGFLAG_SUBMIT | Mapi.MSGFLAG_UNSENT), 0)

    def test_what_was_submitted_survives(self):
        """Another session, as after a crash, finds what waits, and in its order."""
        for subject in ('first', 'second', 'third'):
            self.draft(subject, PR_DELETE_AFTER_SUBMIT=True).submit_message(0, None)
        self.log_off()
        self.log_on()
        queue = self.store.get_outgoing_queue(0, None)
        self.assertEqual([row['PR_SUBJECT'] for row in queue], ['first', 'second', 'third'])

    def test_another_process_submits(self):
        """A spooler sends what a client in another process has submitted meanwhile."""
        self.spool()
        subprocess.run([sys.executable, '-c', OTHER, str(self.path)], check=True)
        self.wait_for('finished')
        self.assertIn('Subject: From afar', self.sent()[0])

    def test_receives(self):
        arrived = []
        sink = Mapi.CallbackSink.new()
        sink.connect('received', lambda _, news: arrived.append(news.get_notification(0)))
        self.store.advise(None, Mapi.fnevNewMail, sink, None)
        (self.path / 'in' / 'one.eml').write_text('Subject: Come in\n\nHello.\n')
        self.spool()
        self.wait_for('received')
        tap.turn_until(lambda: arrived, 'a notification of new mail')
        message = self.store.open_entry(arrived[0].get_entry_id(), None, 0, None)
        self.assertEqual(message['PR_SUBJECT'], 'Come in')
        self.assertEqual(message['PR_MESSAGE_FLAGS'] & Mapi.MSGFLAG_READ, 0)
        self.assertEqual(subjects(self.folder('INBOX')), ['Come in'])

    def test_keeps_all_of_a_message(self):
        name = Mapi.NameId.new_from_string(Mapi.Uid.new(), 'colour')
        names = Mapi.NameIdArray.new().append(name)
        message = self.draft('Whole', PR_IMPORTANCE=2)
        tags, _ = message.get_ids_from_names(names, Mapi.CREATE, None)
        message[tags.get_tag(0) | Mapi.PT_UNICODE] = 'red'
        attach, _ = message.create_attach(0, None)
        attach.update(PR_ATTACH_METHOD=Mapi.ATTACH_BY_VALUE, PR_ATTACH_LONG_FILENAME='a.bin',
                      PR_ATTACH_DATA_BIN=ATTACHED)
        attach.save_changes(0, None)
        message.save_changes(Mapi.KEEP_OPEN_READONLY, None)
        entry_id = identifier(message.read())
        self.log_off()
        self.log_on()
        kept = self.store.open_entry(entry_id, None, 0, None)
        tags, _ = kept.get_ids_from_names(names, 0, None)
        self.assertEqual(kept[tags.get_tag(0) | Mapi.PT_UNICODE], 'red')
        self.assertEqual((kept['PR_SUBJECT'], kept['PR_IMPORTANCE'], kept['PR_HASATTACH']),
                         ('Whole', 2, True))
        recipient, = kept.get_recipient_table(0, None)
        self.assertEqual(recipient['PR_EMAIL_ADDRESS'], 'somebody')
        row, = kept.get_attachment_table(0, None)
        attach = kept.open_attach(row['PR_ATTACH_NUM'], None, 0, None)
        self.assertEqual(attach['PR_ATTACH_LONG_FILENAME'], 'a.bin')
        self.assertEqual(attach.open_property(Mapi.PR_ATTACH_DATA_BIN, 'MapiStream', 0, 0, None)
                         .read(len(ATTACHED) + 1, None).get_data(), ATTACHED)

    def test_table_is_live(self):
        outbox = self.folder('OUTBOX')
        table = outbox.get_contents_table(0, None).select('PR_SUBJECT', 'PR_ENTRYID')
        order = Mapi.SortOrderSet.new(0, 0).append(Mapi.PR_SUBJECT, Mapi.TABLE_SORT_ASCEND)
        table.sort_table(order, 0, None)
        for subject in 'bac':
            self.draft(subject).save_changes(0, None)
        rows = list(table)
        self.assertEqual([row['PR_SUBJECT'] for row in rows], ['a', 'b', 'c'])
        gone = Mapi.EntryList.new([identifier(rows[0])])
        self.assertEqual(outbox.delete_messages(gone, None, 0, None), (True, 0))
        table.seek_row(Mapi.BOOKMARK_BEGINNING, 0, None)
        self.assertEqual([row['PR_SUBJECT'] for row in table], ['b', 'c'])
        with self.assertRaises(Mapi.MapiError) as caught:
            self.store.open_entry(identifier(rows[0]), None, 0, None)
        self.assertEqual(caught.exception.name, 'MAPI_E_NOT_FOUND')

    def test_moves(self):
        self.draft('Over there').save_changes(0, None)
        outbox, waste = self.folder('OUTBOX'), self.folder('WASTEBASKET')
        row, = outbox.get_contents_table(0, None)
        outbox.copy_messages(Mapi.EntryList.new([identifier(row)]), waste, None, Mapi.MESSAGE_MOVE,
                             None)
        self.assertEqual((subjects(outbox), subjects(waste)), ([], ['Over there']))

    def test_two_change_one(self):
        self.draft('One').save_changes(0, None)
        row, = self.folder('OUTBOX').get_contents_table(0, None)
        both = [self.store.open_entry(identifier(row), None, Mapi.MODIFY, None) for _ in 'ab']
        for message, subject in zip(both, ('Two', 'Three')):
            message['PR_SUBJECT'] = subject
        both[0].save_changes(0, None)
        with self.assertRaises(Mapi.MapiError) as caught:
            both[1].save_changes(0, None)
        self.assertEqual(caught.exception.name, 'MAPI_E_OBJECT_CHANGED')
        self.assertEqual(subjects(self.folder('OUTBOX')), ['Two'])


class PythonMailbox(Mailbox, unittest.TestCase):
    service, setting = 'python-mailbox', 'folder'

    def test_damage(self):
        """A file that is no message hides no other."""
        self.draft('Good').save_changes(0, None)
        (self.path / 'mailbox' / 'Outbox' / 'bad.message').write_bytes(b'\xff' * 100)
        rows = list(self.folder('OUTBOX').get_contents_table(0, None))
        self.assertEqual(len(rows), 2)
        bad = next(row for row in rows if 'PR_SUBJECT' not in row or row.get('PR_SUBJECT') is None)
        with self.assertRaises(Mapi.MapiError) as caught:
            self.store.open_entry(identifier(bad), None, 0, None)
        self.assertEqual(caught.exception.name, 'MAPI_E_CORRUPT_DATA')


@tap.with_gjs
class JavaScriptMailbox(Mailbox, unittest.TestCase):
    service, setting = 'gjs-store', 'file'

    def test_broken_one_beside(self):
        """A store that does wrong harms only itself: an exception, an end, a crash, an endless loop."""
        for how, reason in (('throws', 'what it says'), ('tells nothing', 'list_folder'),
                            ('exits', 'process'), ('crashes', 'signal 5'),
                            ('loops', 'no sign of life|OpenEntry')):
            with self.subTest(how):
                self.add('gjs-broken-store', how=how, **{'call-seconds': 1})
                self.log_off()
                self.log_on()
                row = [row for row in self.session.get_msg_stores_table(0, None)
                       if row['PR_PROVIDER_DISPLAY'] == 'Broken store'][-1]
                with self.assertRaisesRegex(Mapi.MapiError, reason):
                    broken = self.session.open_msg_store(identifier(row), 0, None)
                    broken.open_entry(None, None, 0, None)
                self.draft(how).save_changes(0, None)
                self.assertIn(how, subjects(self.folder('OUTBOX')))


if __name__ == '__main__':
    tap.main()
