#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""visitor.py PROFILE: a client that walks through the first store of a profile and its address books,
and leaves messages with attachments in the store if it may. What is refused it does without."""

import contextlib
import sys

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import GLib, Mapi  # noqa: E402

CONTENT = b'What is attached.\n' * 100


def rows(table):
    found = table.query_rows(100, 0, None)
    return [found.get_row(i) for i in range(found.get_size())]


def open_store(session):
    for row in rows(session.get_msg_stores_table(0, None)):
        return session.open_msg_store(row.get_bytes(Mapi.PR_ENTRYID), Mapi.MDB_WRITE, None)


def open_stream(attach, flags):
    return attach.open_property(Mapi.PR_ATTACH_DATA_BIN, 'MapiStream', 0, flags, None)


def attach_bytes(message):
    attach, _ = message.create_attach(0, None)
    attach['PR_ATTACH_METHOD'] = Mapi.ATTACH_BY_VALUE
    stream = open_stream(attach, Mapi.CREATE | Mapi.MODIFY)
    stream.write(GLib.Bytes.new(CONTENT), None)
    stream.seek(0, 0)
    stream.commit(0, None)
    attach.save_changes(0, None)


def attach_message(message):
    attach, _ = message.create_attach(0, None)
    attach['PR_ATTACH_METHOD'] = Mapi.ATTACH_EMBEDDED_MSG
    inner = attach.open_property(Mapi.PR_ATTACH_DATA_OBJ, 'MapiMessage', 0,
                                 Mapi.CREATE | Mapi.MODIFY, None)
    inner['PR_SUBJECT'] = 'Within'
    inner.save_changes(0, None)
    attach.save_changes(0, None)


def leave_message(folder):
    message = folder.create_message(None, 0, None)
    message['PR_SUBJECT'] = 'Visited'
    for attach in attach_bytes, attach_message:
        with contextlib.suppress(Mapi.MapiError):
            attach(message)
    message.save_changes(Mapi.KEEP_OPEN_READONLY, None)


def read_attachment(attach):
    with contextlib.suppress(Mapi.MapiError):
        stream = open_stream(attach, 0)
        stream.get_size()
        while stream.read(1000, None).get_size() > 0:
            pass
    with contextlib.suppress(Mapi.MapiError):
        attach.open_property(Mapi.PR_ATTACH_DATA_OBJ, 'MapiMessage', 0, 0, None).get_props(
            None, 0, None)


def read_message(message):
    message.get_props(None, 0, None)
    for row in rows(message.get_attachment_table(0, None)):
        read_attachment(message.open_attach(row['PR_ATTACH_NUM'], None, 0, None))


def read_folder(folder):
    for row in rows(folder.get_contents_table(0, None)):
        read_message(folder.open_entry(row.get_bytes(Mapi.PR_ENTRYID), None, 0, None))


def visit(folder, flags):
    with contextlib.suppress(Mapi.MapiError):
        leave_message(folder)
    with contextlib.suppress(Mapi.MapiError):
        read_folder(folder)
    for row in rows(folder.get_hierarchy_table(0, None)):
        with contextlib.suppress(Mapi.MapiError):
            visit(folder.open_entry(row.get_bytes(Mapi.PR_ENTRYID), None, flags, None), flags)


def visit_store(session):
    store = open_store(session)
    if store is None:
        return
    store.get_props(None, 0, None)
    for flags in Mapi.MODIFY, 0:
        with contextlib.suppress(Mapi.MapiError):
            visit(store.open_entry(None, None, flags, None), flags)


def visit_container(container):
    for row in rows(container.get_contents_table(0, None)):
        container.open_entry(row.get_bytes(Mapi.PR_ENTRYID), None, 0, None).get_props(None, 0, None)


def visit_books(session):
    book, _ = session.open_address_book(0, None)
    with contextlib.suppress(Mapi.MapiError):
        root = book.open_entry(None, None, 0, None)
        for row in rows(root.get_hierarchy_table(0, None)):
            with contextlib.suppress(Mapi.MapiError):
                visit_container(book.open_entry(row.get_bytes(Mapi.PR_ENTRYID), None, 0, None))


def main(profile):
    session = Mapi.Session.logon(profile, Mapi.NO_MAIL, None)
    visit_store(session)
    visit_books(session)
    session.logoff(0, None)


if __name__ == '__main__':
    main(*sys.argv[1:])
