#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every method that doc/mapi-names.md calls kept is more than an empty slot: a shipped object has it.

A session with every provider makes one object of each kind. Then all types that are registered are
asked for their table of each interface, as a caller in C would find it."""

import ctypes
import os
import unittest

import coverage
import tap

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import GObject, Mapi  # noqa: E402

# Those that pass on what others do, and so have every slot.
PASSING_ON = ('MapiWrapped', 'MapiMessageProxy')
PARENT_SIZE = 2 * ctypes.sizeof(ctypes.c_size_t)  # GTypeInterface

SETTINGS = {
    'sqlite': {},
    'pab': {},
    'smtp': {'host': 'localhost'},
    'maildir': {'path': os.path.join(tap.HOME, 'Maildir')},
    'filing-hook': {'person': 'ada@example.org', 'folder': 'Ada'},
}

gobject = ctypes.CDLL('libgobject-2.0.so.0')
gobject.g_type_children.restype = ctypes.POINTER(ctypes.c_size_t)
gobject.g_type_children.argtypes = [ctypes.c_size_t, ctypes.POINTER(ctypes.c_uint)]
gobject.g_type_name.restype = ctypes.c_char_p
gobject.g_type_name.argtypes = [ctypes.c_size_t]
gobject.g_type_class_ref.restype = ctypes.c_void_p
gobject.g_type_class_ref.argtypes = [ctypes.c_size_t]
gobject.g_type_interface_peek.restype = ctypes.c_void_p
gobject.g_type_interface_peek.argtypes = [ctypes.c_void_p, ctypes.c_size_t]


def derived(gtype):
    """All types below one."""
    count = ctypes.c_uint()
    children = gobject.g_type_children(hash(gtype), ctypes.byref(count))
    for i in range(count.value):
        child = GObject.GType.from_name(gobject.g_type_name(children[i]).decode())
        yield child
        yield from derived(child)


def filled(gtype, interface, n_slots):
    """The positions of the slots that the type does not leave empty."""
    table = gobject.g_type_interface_peek(gobject.g_type_class_ref(hash(gtype)), hash(interface))
    slots = (ctypes.c_void_p * n_slots).from_address(table + PARENT_SIZE)
    return {i for i in range(n_slots) if slots[i]}


def rows(table):
    """The rows of a table, as a list."""
    found = table.query_rows(1000, 0, None)
    return [found.get_row(i) for i in range(found.get_size())]


class Watcher(Mapi.Wrapper):
    """Stands before the providers, and so sees the support objects that they are given."""

    supports = []

    def do_enter(self, call):
        support = call.get_argument('support')
        if support:
            self.supports.append(support)
        return True


class Bare(GObject.Object, Mapi.Progress):
    """Has the first slot and leaves the others out."""

    def do_progress(self, value, count, total):
        return True


class World:
    """A session with all that is shipped; keeps what it has made."""

    def __init__(self):
        for folder in 'cur', 'new', 'tmp':
            os.makedirs(os.path.join(SETTINGS['maildir']['path'], folder))
        self.profile = Mapi.Profiles.new().create('everything')
        self.uids = {}
        for service, settings in SETTINGS.items():
            self.uids[service] = self.profile.add_service(service, None)
            for key, value in settings.items():
                self.profile.configure_service(self.uids[service], key, value)
        self.session = Mapi.Session.logon_profile(self.profile, Mapi.NO_MAIL, None)
        self.session.set_wrapper(Watcher())
        self.made = [*self.of_store(), *self.of_address_book(), *self.of_spooler(),
                     *self.of_session(), *self.of_kit()]

    def close(self):
        self.made.clear()
        Watcher.supports.clear()
        self.session.logoff(0, None)

    def providers_of(self, kind):
        for row in rows(self.session.get_providers()):
            if row.get_long(Mapi.PR_RESOURCE_TYPE, 0) == kind:
                yield Mapi.Uid.new_from_bytes(row.get_bytes(Mapi.PR_PROVIDER_UID))

    def of_store(self):
        store = self.session.open_msg_store(None, Mapi.MDB_WRITE, None)
        folder = store.open_entry(None, None, Mapi.MODIFY, None)
        message = folder.create_message(None, 0, None)
        yield from (store, folder, message, folder.get_contents_table(0, None))
        yield message.create_attach(0, None)
        yield Watcher.supports[0].do_progress_dialog(0)

    def of_address_book(self):
        book, _ = self.session.open_address_book(0, None)
        pab = book.open_entry(book.get_pab(None), None, Mapi.MODIFY, None)
        yield from (book, pab)
        for template in rows(pab.open_property(Mapi.PR_CREATE_TEMPLATES, None, 0, 0, None)):
            yield pab.create_entry(template.get_bytes(Mapi.PR_ENTRYID), 0, None)
        one_off = book.create_one_off('Ada', 'SMTP', 'ada@example.org', 0)
        yield book.open_entry(one_off, None, 0, None)

    def of_spooler(self):
        for uid in self.providers_of(Mapi.TRANSPORT_PROVIDER):
            yield self.session.logon_transport(uid, 0, None)
        for uid in self.providers_of(Mapi.HOOK_PROVIDER):
            yield self.session.logon_hook(uid, 0, None)

    def of_session(self):
        services = self.session.admin_services(0)
        yield from (services, services.admin_providers(self.uids['sqlite'], 0))
        yield self.session.open_profile_section(Mapi.Uid.from_name('MUID_PROFILE_INSTANCE'), 0)

    @staticmethod
    def of_kit():
        empty = Mapi.PropList.new_empty()
        message = Mapi.MemoryMessage.new()
        yield from (Mapi.CallbackControl.new(), Mapi.CallbackSink.new(), Mapi.MimeConverter.new(),
                    Mapi.StatusData.new(empty), message)
        yield Mapi.tnef_open_stream(Mapi.MemoryStream.new(None), 'winmail.dat', Mapi.TNEF_ENCODE,
                                    message, 1)


class Implemented(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.gir = coverage.introspected()
        cls.types = [gtype for gtype in derived(GObject.Object.__gtype__)
                     if not gtype.name.startswith(PASSING_ON)]

    @classmethod
    def tearDownClass(cls):
        cls.world.close()

    def owners(self, ours):
        """{slot name: types that fill it} of one interface."""
        names = self.gir[ours].order
        interface = GObject.GType.from_name(ours)
        found = {name: [] for name in names}
        for gtype in self.types:
            if gtype.is_a(interface):
                for i in filled(gtype, interface, len(names)):
                    found[names[i]].append(gtype.name)
        return found

    def test_every_slot_is_filled(self):
        for interface, (ours, methods) in coverage.documented().items():
            if self.gir[ours].is_class:
                continue
            owners = self.owners(ours)
            for method in methods:
                with self.subTest(f'{interface}::{method.name}'):
                    if method.verdict == 'kept':
                        self.assertTrue(owners[self.gir[ours].slots[method.symbol]])

    def test_every_interface_has_an_object(self):
        for interface, (ours, _) in coverage.documented().items():
            with self.subTest(interface):
                wanted = GObject.GType.from_name(ours)
                self.assertTrue([gtype for gtype in self.types if gtype.is_a(wanted)])

    def test_an_empty_slot_is_seen(self):
        self.assertEqual(filled(Bare.__gtype__, Mapi.Progress.__gtype__, 5), {0})


tap.main()
