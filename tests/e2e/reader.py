# SPDX-License-Identifier: LGPL-2.1-or-later
"""A mail program of its own: reads or deletes what lies in the Inbox, tells how much lies there once
all mail is fetched, or sends a message that is to be answered by reports.
`reader.py read|delete|fetch|SENDER-OF-REPORTS`"""

import sys

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import Mapi  # noqa: E402


def messages(store):
    """The Inbox, and the identifiers of all messages in it."""
    entry_id, _ = store.get_receive_folder('IPM', 0, None)
    folder = store.open_entry(entry_id, None, Mapi.MODIFY, None)
    rows = folder.get_contents_table(0, None).query_rows(1000, 0, None)
    return folder, [rows.get_row(i).get_bytes(Mapi.PR_ENTRYID) for i in range(rows.get_size())]


def read(store):
    for entry_id in messages(store)[1]:
        store.open_entry(entry_id, None, Mapi.MODIFY, None).set_read_flag(0, None)


def delete(store):
    folder, entry_ids = messages(store)
    folder.delete_messages(Mapi.EntryList.new(entry_ids), None, 0, None)


def recipient(kind, address):
    return Mapi.recipient_new(kind, address, 'SMTP', address)


def send(store, reports_to):
    """A message of which somebody else wants to know what becomes of it."""
    props = store.get_props(Mapi.PropTagArray.new([Mapi.PR_IPM_OUTBOX_ENTRYID]), 0, None)[0]
    outbox = store.open_entry(props.get_bytes(Mapi.PR_IPM_OUTBOX_ENTRYID), None, Mapi.MODIFY, None)
    message = outbox.create_message(None, 0, None)
    owner = Mapi.one_off_new('Reports', 'SMTP', reports_to, 0)
    builder = Mapi.PropListBuilder.new()
    builder.add_string(Mapi.PR_MESSAGE_CLASS, 'IPM.Note')
    builder.add_string(Mapi.PR_SUBJECT, 'To be reported')
    builder.add_string(Mapi.PR_BODY, 'A line.')
    builder.add_binary(Mapi.PR_REPORT_ENTRYID, owner)
    builder.add_string(Mapi.PR_REPORT_NAME, 'Reports')
    message.set_props(builder.end(), None)
    rows = Mapi.RowSet.new([recipient(Mapi.TO, 'bad@there.test')])
    message.modify_recipients(Mapi.MODRECIP_ADD, rows, None)
    message.submit_message(0, None)


def fetch(store):
    print(len(messages(store)[1]))


def main():
    what = sys.argv[1]
    session = Mapi.Session.logon(None, Mapi.FORCE_DOWNLOAD if what == 'fetch' else 0, None)
    store = session.open_msg_store(None, Mapi.MDB_WRITE, None)
    if what in ('read', 'delete', 'fetch'):
        {'read': read, 'delete': delete, 'fetch': fetch}[what](store)
    else:
        send(store, what)
    session.logoff(0, None)


if __name__ == '__main__':
    main()
