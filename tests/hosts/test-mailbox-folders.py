#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Folders of stores in scripts: made, named, filled, moved and deleted by a client, and where mail of
which class comes in. Python runs in the process, gjs in a process of its own; the Python store is
tried in a process of its own, too."""

import contextlib
import unittest

import script_mailbox
import tap
from script_mailbox import identifier, subjects

from gi.repository import Mapi

ANY_NAME = '../a/b: "c"\n☂'


def names(folder, flags=0):
    return [row['PR_DISPLAY_NAME'] for row in folder.get_hierarchy_table(flags, None)]


def row_of(folder, name):
    return next(row for row in folder.get_hierarchy_table(0, None) if row['PR_DISPLAY_NAME'] == name)


class Mailbox(script_mailbox.Mailbox):
    def setUp(self):
        super().setUp()
        self.top = self.folder('SUBTREE')

    def log_on_again(self):
        self.top = None
        self.log_off()
        self.log_on()
        self.top = self.folder('SUBTREE')

    def make(self, name, parent=None, comment=None, flags=0):
        return (parent or self.top).create_folder(Mapi.FOLDER_GENERIC, name, comment, flags, None)

    def open(self, entry_id, flags=Mapi.MODIFY):
        return self.store.open_entry(entry_id, None, flags, None)

    def child(self, name, parent=None):
        return self.open(identifier(row_of(parent or self.top, name)))

    def put(self, folder, subject, flags=0, **more):
        message = folder.create_message(None, flags, None)
        message.update(PR_SUBJECT=subject, **more)
        message.save_changes(Mapi.KEEP_OPEN_READONLY, None)
        return identifier(message.read())

    @contextlib.contextmanager
    def assert_fails(self, name):
        with self.assertRaises(Mapi.MapiError) as caught:
            yield
        self.assertEqual(caught.exception.name, name)

    # Making and naming

    def test_made_and_kept(self):
        work = self.make('Work', comment='What pays')
        self.make('Late', work)
        self.make(ANY_NAME)
        entry_id = identifier(work.read())
        self.log_on_again()
        self.assertLessEqual({'Work', ANY_NAME}, set(names(self.top)))
        work = self.open(entry_id)
        self.assertEqual((work['PR_DISPLAY_NAME'], work['PR_COMMENT']), ('Work', 'What pays'))
        self.assertEqual(names(work), ['Late'])
        self.assertEqual(row_of(self.top, 'Work')['PR_COMMENT'], 'What pays')

    def test_two_of_a_name(self):
        work = self.make('Work')
        with self.assert_fails('MAPI_E_COLLISION'):
            self.make('Work')
        again = self.make('Work', flags=Mapi.OPEN_IF_EXISTS)
        self.assertEqual(again['PR_ENTRYID'], work['PR_ENTRYID'])
        with self.assert_fails('MAPI_E_COLLISION'):
            self.make('Inbox')
        with self.assert_fails('MAPI_E_INVALID_PARAMETER'):
            self.make('')
        self.assertEqual(names(self.top).count('Work'), 1)

    def test_no_search_folders(self):
        with self.assert_fails('MAPI_E_NO_SUPPORT'):
            self.top.create_folder(Mapi.FOLDER_SEARCH, 'Found', None, 0, None)

    def test_renamed(self):
        work = self.make('Work')
        self.make('Play')
        kept = self.put(work, 'Stays')
        work['PR_DISPLAY_NAME'] = 'Job'
        self.assertEqual(work['PR_DISPLAY_NAME'], 'Job')
        with self.assert_fails('MAPI_E_COLLISION'):
            work['PR_DISPLAY_NAME'] = 'Play'
        with self.assert_fails('MAPI_E_NO_ACCESS'):
            self.folder('OUTBOX')['PR_DISPLAY_NAME'] = 'Out'
        self.log_on_again()
        self.assertIn('Job', names(self.top))
        self.assertNotIn('Work', names(self.top))
        self.assertEqual(self.open(kept)['PR_SUBJECT'], 'Stays')

    def test_properties(self):
        """What a client sets of a folder is kept, and shows nowhere among its messages."""
        work = self.make('Work')
        work.update(PR_COMMENT='One', PR_CONTAINER_CLASS='IPF.Note')
        work['PR_COMMENT'] = 'Two'
        self.log_on_again()
        work = self.child('Work')
        self.assertEqual((work['PR_COMMENT'], work['PR_CONTAINER_CLASS']), ('Two', 'IPF.Note'))
        self.assertEqual((work['PR_CONTENT_COUNT'], work['PR_ASSOC_CONTENT_COUNT']), (0, 0))
        for flags in (0, Mapi.ASSOCIATED):
            self.assertEqual(list(work.get_contents_table(flags, None)), [])
        del work['PR_COMMENT']
        self.assertIsNone(work.get('PR_COMMENT'))
        _, problems = work.set_props(Mapi.props(PR_CONTENT_COUNT=5), None)
        self.assertEqual(problems.get_size(), 1)
        self.assertEqual(work['PR_CONTENT_COUNT'], 0)
        with self.assert_fails('MAPI_E_NO_ACCESS'):
            self.open(identifier(work.read()), 0)['PR_COMMENT'] = 'For reading'

    # Deleting

    def delete(self, name, flags=0):
        return self.top.delete_folder(identifier(row_of(self.top, name)), None, flags, None)

    def test_deleted(self):
        work = self.make('Work')
        late = self.make('Late', work, comment='Kept with it')
        self.put(late, 'Deep')
        with self.assert_fails('MAPI_E_HAS_MESSAGES'):
            self.delete('Work', Mapi.DEL_FOLDERS)
        with self.assert_fails('MAPI_E_HAS_FOLDERS'):
            self.delete('Work', Mapi.DEL_MESSAGES)
        with self.assert_fails('MAPI_E_NO_ACCESS'):
            self.delete('Inbox', Mapi.DEL_MESSAGES)
        with self.assert_fails('MAPI_E_NOT_FOUND'):
            self.top.delete_folder(identifier(late.read()), None, Mapi.DEL_MESSAGES, None)
        gone = identifier(work.read())
        self.assertEqual(self.delete('Work', Mapi.DEL_MESSAGES | Mapi.DEL_FOLDERS), (True, 0))
        self.log_on_again()
        self.assertNotIn('Work', names(self.top))
        with self.assert_fails('MAPI_E_NOT_FOUND'):
            self.open(gone)

    def test_what_waits_stays(self):
        """What is to be sent is not deleted, nor the folder around it."""
        work = self.make('Work')
        self.put(work, 'Goes')
        self.draft('Waits', work).submit_message(0, None)
        self.assertEqual(self.delete('Work', Mapi.DEL_MESSAGES),
                         (True, Mapi.Warning.PARTIAL_COMPLETION))
        self.assertEqual(subjects(self.child('Work')), ['Waits'])

    def test_emptied(self):
        work = self.make('Work', comment='Stays')
        self.put(work, 'One')
        self.put(self.make('Late', work), 'Two')
        self.put(work, 'Hidden', Mapi.ASSOCIATED)
        self.assertEqual(work.empty_folder(None, 0, None), (True, 0))
        self.assertEqual((subjects(work), names(work)), ([], []))
        self.assertEqual(len(list(work.get_contents_table(Mapi.ASSOCIATED, None))), 1)
        work.empty_folder(None, Mapi.DEL_ASSOCIATED, None)
        self.assertEqual(list(work.get_contents_table(Mapi.ASSOCIATED, None)), [])
        self.assertEqual(self.child('Work')['PR_COMMENT'], 'Stays')
        self.assertEqual(self.top.empty_folder(None, 0, None),
                         (True, Mapi.Warning.PARTIAL_COMPLETION))
        self.assertIn('Inbox', names(self.top))
        self.assertNotIn('Work', names(self.top))

    # Copying and moving

    def copy(self, name, to, new_name=None, flags=0):
        return self.top.copy_folder(identifier(row_of(self.top, name)), to, new_name, None, flags, None)

    def fill_work(self):
        work = self.make('Work', comment='What pays')
        self.put(work, 'One')
        self.put(work, 'Hidden', Mapi.ASSOCIATED)
        self.put(self.make('Late', work), 'Two')
        return work

    def test_copied(self):
        self.fill_work()
        play = self.make('Play')
        self.assertEqual(self.copy('Work', play, flags=Mapi.COPY_SUBFOLDERS), (True, 0))
        copy = self.child('Work', play)
        self.assertEqual((copy['PR_COMMENT'], copy['PR_ASSOC_CONTENT_COUNT']), ('What pays', 1))
        for work in (copy, self.child('Work')):
            self.assertEqual(subjects(work), ['One'])
            self.assertEqual(subjects(self.child('Late', work)), ['Two'])
        self.copy('Work', self.top, 'Alone')
        self.assertEqual(names(self.child('Alone')), [])
        with self.assert_fails('MAPI_E_COLLISION'):
            self.copy('Work', play)

    def test_moved(self):
        work = self.fill_work()
        late = self.child('Late', work)
        with self.assert_fails('MAPI_E_FOLDER_CYCLE'):
            self.copy('Work', late, flags=Mapi.FOLDER_MOVE)
        play = self.make('Play')
        self.assertEqual(self.copy('Work', play, 'Job', Mapi.FOLDER_MOVE), (True, 0))
        self.log_on_again()
        self.assertNotIn('Work', names(self.top))
        job = self.child('Job', self.child('Play'))
        self.assertEqual(subjects(job), ['One'])
        self.assertEqual(subjects(self.child('Late', job)), ['Two'])
        with self.assert_fails('MAPI_E_NO_ACCESS'):
            self.copy('Inbox', job, flags=Mapi.FOLDER_MOVE)

    # What clients keep beside the messages

    def test_associated(self):
        """Associated messages have a table of their own, and are no mail that was not read."""
        work = self.make('Work')
        self.put(work, 'View', Mapi.ASSOCIATED)
        self.put(work, 'Mail')
        self.log_on_again()
        work = self.child('Work')
        self.assertEqual((work['PR_CONTENT_COUNT'], work['PR_CONTENT_UNREAD'],
                          work['PR_ASSOC_CONTENT_COUNT']), (1, 1, 1))
        self.assertEqual(subjects(work), ['Mail'])
        row, = work.get_contents_table(Mapi.ASSOCIATED, None)
        self.assertEqual(row['PR_SUBJECT'], 'View')
        work.delete_messages(Mapi.EntryList.new([identifier(row)]), None, 0, None)
        self.assertEqual(list(work.get_contents_table(Mapi.ASSOCIATED, None)), [])

    def test_status_and_read_flags(self):
        work = self.make('Work')
        one = self.put(work, 'One')
        self.put(work, 'Two')
        self.assertEqual(work.set_message_status(one, Mapi.MSGSTATUS_TAGGED, Mapi.MSGSTATUS_TAGGED,
                                                 None), (True, 0))
        work.set_read_flags(None, None, 0, None)
        self.log_on_again()
        work = self.child('Work')
        self.assertEqual(work.get_message_status(one, 0, None), (True, Mapi.MSGSTATUS_TAGGED))
        self.assertEqual(work['PR_CONTENT_UNREAD'], 0)

    # Where mail comes in

    def receives(self, message_class):
        entry_id, explicit = self.store.get_receive_folder(message_class, 0, None)
        return self.open(entry_id)['PR_DISPLAY_NAME'], explicit

    def test_receive_folders(self):
        faxes = identifier(self.make('Faxes').read())
        self.store.set_receive_folder('IPM.Note.Fax', 0, faxes, None)
        self.log_on_again()
        self.assertEqual(self.receives('ipm.note.fax.colour'), ('Faxes', 'IPM.Note.Fax'))
        self.assertEqual(self.receives('IPM.Note'), ('Inbox', ''))
        rows = self.store.get_receive_folder_table(0, None)
        self.assertEqual(sorted(row['PR_MESSAGE_CLASS'] for row in rows), ['', 'IPM.Note.Fax'])
        self.copy('Faxes', self.make('Paper'), flags=Mapi.FOLDER_MOVE)
        self.assertEqual(self.receives('IPM.Note.Fax'), ('Faxes', 'IPM.Note.Fax'))
        self.delete('Paper', Mapi.DEL_FOLDERS)
        self.assertEqual(self.receives('IPM.Note.Fax'), ('Inbox', ''))

    def test_mail_comes_in_there(self):
        self.store.set_receive_folder('IPM.Note', 0, identifier(self.make('Mail').read()), None)
        (self.path / 'in' / 'one.eml').write_text('Subject: Come in\n\nHello.\n')
        self.spool()
        self.wait_for('received')
        self.assertEqual(subjects(self.child('Mail')), ['Come in'])

    # Who watches

    def test_table_of_folders_is_live(self):
        table = self.top.get_hierarchy_table(Mapi.CONVENIENT_DEPTH, None).select(
            'PR_DISPLAY_NAME', 'PR_DEPTH', 'PR_CONTENT_COUNT')

        def shown():
            table.seek_row(Mapi.BOOKMARK_BEGINNING, 0, None)
            return {row['PR_DISPLAY_NAME']: (row['PR_DEPTH'], row['PR_CONTENT_COUNT']) for row in table}

        before = shown()
        work = self.make('Work')
        self.put(self.make('Late', work), 'One')
        self.assertEqual(shown(), {**before, 'Work': (1, 0), 'Late': (2, 1)})
        work['PR_DISPLAY_NAME'] = 'Job'
        self.assertEqual(shown(), {**before, 'Job': (1, 0), 'Late': (2, 1)})
        self.delete('Job', Mapi.DEL_MESSAGES | Mapi.DEL_FOLDERS)
        self.assertEqual(shown(), before)

    def test_watched(self):
        heard = []
        sink = Mapi.CallbackSink.new()
        sink.connect('received', lambda _, news: heard.extend(
            (note.get_event_type(), note.get_entry_id().get_data())
            for note in map(news.get_notification, range(news.get_size()))))
        self.store.advise(None, Mapi.fnevObjectCreated | Mapi.fnevObjectDeleted, sink, None)
        entry_id = self.make('Work')['PR_ENTRYID']
        self.delete('Work')
        wanted = [(Mapi.fnevObjectCreated, entry_id), (Mapi.fnevObjectDeleted, entry_id)]
        tap.turn_until(lambda: len(heard) >= len(wanted), 'two notifications')
        self.assertEqual(heard, wanted)


class PythonMailbox(Mailbox, unittest.TestCase):
    service, setting = 'python-mailbox', 'folder'

    def test_keys_lead_nowhere_else(self):
        """Nothing a client calls a folder has anything to do with the path of its files."""
        self.make(ANY_NAME)
        outside = [path for path in self.path.rglob('*') if path.is_dir() and path.name == 'b']
        self.assertEqual(outside, [])


class IsolatedPythonMailbox(PythonMailbox):
    def add(self, service, **settings):
        super().add(service, **settings, **({'isolated': 'true'} if service == self.service else {}))


@tap.with_gjs
class JavaScriptMailbox(Mailbox, unittest.TestCase):
    service, setting = 'gjs-store', 'file'


if __name__ == '__main__':
    tap.main()
