#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Nothing goes between MAPI and a provider that the tracer does not stand before.

Of each kind of object there is one here that has every slot: it notes which objects it is given, and
gives new ones. All methods are called with a tracer in between, and MAPI's table of methods says which
of them hand out objects or take some.
"""

import csv
import json
import os
import re
import unittest

import coverage
import tap

import gi

gi.require_version('Mapi', '1.0')
from gi._gi import Direction  # noqa: E402
from gi.repository import Gio, GLib, GObject, Mapi  # noqa: E402

KINDS = '''MsProvider XpProvider AbProvider HookProvider MsLogon XpLogon AbLogon SpoolerHook MsgStore
    Folder DistList AbContainer Container Message Attach MailUser Status ProfSect AddrBook Prop Table
    Control Support Stream AdviseSink Progress Preprocessor'''.split()
BESIDE = ('StoreCare', 'ProviderShutdown')

# Interfaces of the table that neither a provider has nor is given, and whose they are.
NOT_BETWEEN = {
    'IMAPISession': 'clients call it', 'IMAPIClientShutdown': 'clients call it',
    'IProfAdmin': 'clients call it', 'IMsgServiceAdmin': 'clients call it',
    'IMsgServiceAdmin2': 'clients call it',
    'IProviderAdmin': 'the entry point of a service is given it, before there is a provider',
    'ITnef': 'a tool that whoever wants it makes', 'IConverterSession': 'a tool',
    'ITableData': 'a tool', 'IPropData': 'a tool',
}

# What goes through as it is, and why.
AS_IT_IS = {('Support', 'make_invalid'): 'the object itself is made invalid, not what stands before it'}

# Parameters that are objects, by their types in the table, or by their names where any object will do.
OBJECT = re.compile(r'\bLP(?:UNKNOWN|MDB|MESSAGE|ATTACH|PROFSECT|STREAM|ADRBOOK|\w\wLOGON|SPOOLERHOOK|'
                    r'MAPI(?!ERROR|UID|NAMEID)\w+)\b|\bLPVOID\*? lp+(?:\w+Obj\w*|\w+Folder|Entry)\b')

BYTES = GLib.Bytes.new(b'bytes')
VALUES = {
    'Bytes': lambda: BYTES, 'Uid': Mapi.Uid.new,
    'PropList': Mapi.PropList.new_empty, 'RowSet': lambda: Mapi.RowSet.new([]),
    'PropTagArray': lambda: Mapi.PropTagArray.new([Mapi.PR_SUBJECT]),
    'EntryList': lambda: Mapi.EntryList.new([BYTES]), 'FlagList': lambda: Mapi.FlagList.new([0]),
    'NotificationList': Mapi.NotificationList.new, 'PropProblemArray': Mapi.PropProblemArray.new,
    'AddressTypes': lambda: Mapi.AddressTypes.new(['SMTP'], None),
    'NameIdArray': Mapi.NameIdArray.new,
    'Restriction': lambda: Mapi.Restriction.new_exist(Mapi.PR_SUBJECT),
    'SortOrderSet': lambda: Mapi.SortOrderSet.new(0, 0),
    'Notification': lambda: Mapi.Notification.new_newmail(BYTES, None, 'IPM.Note', 0),
}


def is_object(name):
    return name in (*KINDS, 'Object')


def is_wrapped(thing):
    return thing.__gtype__.name.startswith('MapiWrapped')


class Shape:
    """What a method takes and gives, by the names of types; numbers and texts are 'number', 'text'."""

    def __init__(self, slot):
        self.takes, self.gives = [], [self.describe(slot.get_return_type())]
        for argument in slot.get_arguments():
            what = self.describe(argument.get_type())
            direction = argument.get_direction()
            if direction != Direction.OUT:
                self.takes.append(what)
            if direction != Direction.IN:
                self.gives.append(what)

    @staticmethod
    def describe(info):
        interface = info.get_interface()
        if interface:
            return interface.get_name()
        return {'utf8': 'text', 'array': 'texts', 'gboolean': 'truth'}.get(
            info.get_tag_as_string(), 'number')

    def has_objects(self):
        return any(map(is_object, self.takes + self.gives))


def value_of(what):
    if what in KINDS:
        return make(what)
    if what == 'Object':
        return make('Message')
    plain = {'truth': True, 'text': 'text', 'texts': None, 'number': 1, 'Cancellable': None,
             'ListModel': Gio.ListStore.new(Mapi.Message), 'File': Gio.File.new_for_path('/nowhere')}
    return plain[what] if what in plain else VALUES[what]()


def slot_of(shape, name):
    """What Python has in a slot: it notes what it is given, and gives what the method is to give."""
    def answer(self, *given):
        self.given = given
        self.gave = [value_of(what) for what in shape.gives]
        return self.gave[0] if len(self.gave) == 1 else tuple(self.gave)
    return answer


def slots(kind):
    """{name: Shape} of an interface and those that it needs."""
    info = getattr(Mapi, kind).__info__
    found = {}
    for parent in info.get_prerequisites():
        if parent.get_namespace() == 'Mapi':
            found.update(slots(parent.get_name()))
    return {**found, **{slot.get_name(): Shape(slot) for slot in info.get_vfuncs()}}


def parents(kind):
    info = getattr(Mapi, kind).__info__
    for parent in info.get_prerequisites():
        if parent.get_namespace() == 'Mapi':
            yield from parents(parent.get_name())
    yield getattr(Mapi, kind)


CLASSES = {}


def make(*kinds):
    """An object of these kinds that has every slot."""
    if kinds not in CLASSES:
        bases = dict.fromkeys(parent for kind in kinds for parent in parents(kind))
        body = {f'do_{name}': slot_of(shape, name)
                for kind in kinds for name, shape in slots(kind).items()}
        CLASSES[kinds] = type('Whole' + ''.join(kinds), (GObject.Object, *bases), body)
    return CLASSES[kinds]()


def facts_of_table():
    """(interface, method) of all that hands out objects, or takes some, as the table says."""
    with open(coverage.TABLES / 'methods.tsv', encoding='utf-8', newline='') as table:
        for row in csv.DictReader(table, delimiter='\t', quoting=csv.QUOTE_NONE):
            if row['own_slot'] and OBJECT.search(row['params']):
                yield row['interface'], row['method']


def names_of_methods():
    """{(kind, slot): Microsoft's name} of all that the pages name."""
    types = coverage.introspected()
    return {(ours.removeprefix('Mapi'), types[ours].slots[method.symbol]): method.name
            for ours, methods in coverage.documented().values()
            for method in methods if method.verdict == 'kept'}


class Tracer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.path = os.path.join(tap.HOME, 'calls')
        cls.tracer = Mapi.Tracer.new('whole', f'{cls.path},json')
        cls.names = names_of_methods()
        cls.held = {(kind, name) for kind in KINDS for name, shape in slots(kind).items()
                    if shape.has_objects()}

    def call(self, behind, name, given):
        """Has a method called through the tracer; what it gave."""
        before = self.tracer.wrap(behind)
        method = getattr(before, name.rstrip('_'))
        gave = method(*given)
        return list(gave) if isinstance(gave, tuple) else [gave]

    def hold(self, kind, name, shape, behind):
        """Objects that go in and out, each wrapped as it goes through, and unwrapped as it comes back."""
        objects = [i for i, what in enumerate(shape.takes) if is_object(what)]
        given = [value_of(what) for what in shape.takes]
        gave = self.call(behind, name, given)
        if (kind, name) in AS_IT_IS:
            self.assertEqual([behind.given[i] for i in objects], [given[i] for i in objects])
            return
        for i in objects:
            self.assertTrue(is_wrapped(behind.given[i]), behind.given[i])
            self.assertIs(self.tracer.unwrap(behind.given[i]), given[i])
        pairs = [pair for what, *pair in zip(shape.gives, gave, behind.gave) if is_object(what)]
        for outside, inside in pairs:
            self.assertTrue(is_wrapped(outside), outside)
            self.assertIs(self.tracer.unwrap(outside), inside)
        back = [behind.given[i] if i in objects else each for i, each in enumerate(given)]
        self.call(behind, name, back)
        for i in objects:
            self.assertIs(behind.given[i], given[i])

    def test_every_object(self):
        for kind, name in sorted(self.held):
            with self.subTest(f'{kind}.{name}'):
                self.hold(kind, name, slots(kind)[name], make(kind))

    def test_every_call(self):
        """What is beside other kinds, too, and each call is a line with the same method."""
        for kind in KINDS:
            self.every_call_of(make(kind), kind)
        for kind in BESIDE:
            self.every_call_of(make('MsProvider', kind), kind)

    def every_call_of(self, behind, kind):
        for name, shape in slots(kind).items():
            with self.subTest(f'{kind}.{name}'):
                with open(self.path, encoding='utf-8') as lines:
                    lines.seek(0, os.SEEK_END)
                    self.call(behind, name, [value_of(what) for what in shape.takes])
                    line = json.loads(lines.read().splitlines()[-1])
                name = self.names.get((line['interface'].removeprefix('Mapi'), name),
                                      name.replace('_', ''))
                self.assertEqual(line['method'].lower(), name.lower())
                self.assertNotIn('error', line)
                for member in ('thread', 'usec', 'references', 'service', 'caller'):
                    self.assertIn(member, line)

    def test_every_method_of_the_table(self):
        slot_of_method = {(kind, name): slot for (kind, slot), name in self.names.items()}
        pages = coverage.documented()
        for interface, name in facts_of_table():
            kind = pages[interface][0].removeprefix('Mapi') if interface in pages else None
            if interface not in NOT_BETWEEN and (kind, name) in slot_of_method:
                with self.subTest(f'{interface}::{name}'):
                    self.assertIn((kind, slot_of_method[kind, name]), self.held)

    def test_exceptions_are_needed(self):
        named = {interface for interface, _ in facts_of_table()}
        for interface in NOT_BETWEEN:
            self.assertIn(interface, coverage.INTERFACES)
        self.assertTrue(named & set(NOT_BETWEEN))
        for kind, name in AS_IT_IS:
            self.assertTrue(slots(kind)[name].has_objects())

    def test_who_covers_less(self):
        """What is not covered can be told from what is."""
        for wrapper, wrapped in ((Mapi.Wrapper(), False), (self.tracer, True)):
            attach = Mapi.MemoryMessage.new().create_attach(0, None)[0]
            stream = wrapper.wrap(attach).open_property(
                Mapi.PR_ATTACH_DATA_BIN, None, 0, Mapi.CREATE | Mapi.MODIFY, None)
            self.assertEqual(is_wrapped(stream), wrapped)

    def test_list(self):
        """What a preprocessor makes of a message is its own again on the other side."""
        folder, made = make('Folder'), []

        class Preprocessor(GObject.Object, Mapi.Preprocessor):
            def do_preprocess_message(self, message, folder, outbound, cancellable):
                made.append(folder.create_message(None, 0, None))
                outbound.append(made[0])
                return True, None

        outbound = Gio.ListStore.new(Mapi.Message)
        self.tracer.wrap(Preprocessor()).preprocess_message(make('Message'), folder, outbound, None)
        self.assertTrue(is_wrapped(made[0]))
        self.assertIs(outbound[0], folder.gave[0])

    def lines_of(self, words, use):
        """What a tracer that is made so writes when something is done with it."""
        path = os.path.join(tap.HOME, words.replace(',', '-'))
        use(Mapi.Tracer.new('whole', f'{path},{words}'))
        with open(path, encoding='utf-8') as lines:
            return lines.read()

    def test_secrets(self):
        """Passwords and what is in streams are shown on demand alone."""
        secret = GLib.Bytes.new(b'a secret')

        def use(tracer):
            tracer.wrap(make('Status')).change_password('old secret', 'new secret', 0, None)
            tracer.wrap(make('Stream')).write(secret, None)

        hidden, shown = (self.lines_of(words, use) for words in ('json', 'json,all'))
        for text in 'old secret', 'new secret', secret.get_data().hex():
            self.assertNotIn(text, hidden)
            self.assertIn(text, shown)

    def test_invalid(self):
        """What stands before an object is as valid as that is."""
        inner = Mapi.MemoryMessage.new()
        outer = self.tracer.wrap(inner)
        self.assertTrue(Mapi.object_check_valid(outer))
        Mapi.object_make_invalid(inner)
        with self.assertRaises(Mapi.MapiError):
            Mapi.object_check_valid(outer)

    def test_a_sink_is_nobody_elses(self):
        """Whoever advised keeps the sink, and with it what stands before it."""
        store, sink = make('MsgStore'), Mapi.CallbackSink.new()
        self.tracer.wrap(store).advise(BYTES, 1, sink, None)
        seen = GObject.Object.weak_ref(store.given[2])
        store.given = None
        self.assertIsNotNone(seen())
        del sink
        self.assertIsNone(seen())


if __name__ == '__main__':
    tap.main()
