#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""client.py ADDRESS: a mail program in small.

Logs on to the default profile, lists its folders, writes a message to ADDRESS (`TYPE:ADDRESS`), drives
the spooler, and shows the first message that arrives. Set MAPI_PROFILE for another profile.
"""

import os
import sys

import gi

gi.require_version('Mapi', '1.0')
gi.require_version('MapiSpooler', '1.0')
from gi.repository import GLib, Mapi, MapiSpooler  # noqa: E402


def properties(*tags):
    return Mapi.PropTagArray.new(tags)


def rows(table, *tags):
    """The rows of a table, with these columns."""
    table.set_columns(properties(*tags), 0, None)
    while True:
        page = table.query_rows(100, 0, None)
        if page.get_size() == 0:
            return
        yield from (page.get_row(index) for index in range(page.get_size()))


def open_folder(store, tag):
    """A folder that the store names in a property of its own."""
    names, _ = store.get_props(properties(tag), 0, None)
    return store.open_entry(names.get_bytes(tag), None, Mapi.MODIFY, None)


def list_folders(store):
    top = open_folder(store, Mapi.PR_IPM_SUBTREE_ENTRYID)
    for row in rows(top.get_hierarchy_table(0, None), Mapi.PR_DISPLAY_NAME, Mapi.PR_CONTENT_COUNT):
        print(f'{row.get_string(Mapi.PR_DISPLAY_NAME):20}'
              f' {row.get_long(Mapi.PR_CONTENT_COUNT, 0)} messages')


def submit(store, recipient):
    kind, _, address = recipient.partition(':')
    message = open_folder(store, Mapi.PR_IPM_OUTBOX_ENTRYID).create_message(None, 0, None)
    builder = Mapi.PropListBuilder.new()
    builder.add_string(Mapi.PR_SUBJECT, 'Hello from Python')
    builder.add_string(Mapi.PR_BODY, 'Written by a program.\n')
    builder.add_boolean(Mapi.PR_DELETE_AFTER_SUBMIT, True)
    message.set_props(builder.end(), None)
    to = Mapi.recipient_new(Mapi.TO, address, kind, address)
    message.modify_recipients(Mapi.MODRECIP_ADD, Mapi.RowSet.new([to]), None)
    message.submit_message(0, None)


def show(store, entry_id):
    message = store.open_entry(entry_id, None, 0, None)
    wanted = properties(Mapi.PR_SUBJECT, Mapi.PR_BODY)
    said, _ = message.get_props(wanted, 0, None)
    print(f'received: {said.get_string(Mapi.PR_SUBJECT)}')
    print(said.get_string(Mapi.PR_BODY))


def main(recipient):
    loop = GLib.MainLoop()
    session = Mapi.Session.logon(os.environ.get('MAPI_PROFILE'), 0, None)
    store = session.open_msg_store(None, Mapi.MDB_WRITE, None)
    list_folders(store)

    # Whoever advises keeps the sink: the store holds it weakly.
    arrived = []
    sink = Mapi.CallbackSink.new()
    sink.connect('received', lambda _, news: (arrived.append(news.get_notification(0)), loop.quit()))
    store.advise(None, Mapi.fnevNewMail, sink, None)

    spooler = MapiSpooler.Spooler.new_for_session(session)
    spooler.connect('event', lambda _, text, fields: print(f'  {text}'))
    spooler.start(None)
    submit(store, recipient)
    GLib.timeout_add_seconds(60, loop.quit)
    loop.run()
    spooler.stop()

    if not arrived:
        sys.exit('Nothing arrived within a minute.')
    show(store, arrived[0].get_entry_id())


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
