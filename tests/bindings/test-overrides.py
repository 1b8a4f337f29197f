#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the overrides add to Mapi for Python, and the code of the page about providers in Python."""

import datetime
import os
import pathlib
import re
import tempfile
import unittest

import tap

import gi

gi.require_version('Mapi', '1.0')
gi.require_version('GIRepository', '2.0')
from gi.repository import GIRepository, GLib, Mapi  # noqa: E402
from gi.overrides._mapi import slots  # noqa: E402

SOURCE = pathlib.Path(os.environ['MAPI_SOURCE_ROOT'])
NOW = datetime.datetime.now(datetime.timezone.utc)


class Values(unittest.TestCase):
    def test_list(self):
        props = Mapi.props({'PR_SUBJECT': 'a', 0x66000102: b'\0x'}, PR_IMPORTANCE=2)
        self.assertEqual((len(props), props['PR_SUBJECT'], props[Mapi.PR_IMPORTANCE]), (3, 'a', 2))
        self.assertEqual(props[0x66000102], b'\0x')
        self.assertEqual(dict(props.items())[Mapi.PR_SUBJECT], 'a')
        self.assertEqual(props.keys(), list(props))
        self.assertIn('PR_SUBJECT', props)
        self.assertNotIn('PR_BODY', props)
        self.assertEqual(props.get('PR_BODY', 'none'), 'none')
        for key in ('PR_BODY', 'PR_NO_SUCH_THING'):
            with self.assertRaises(KeyError):
                props[key]

    def test_types(self):
        for key, value in (('PR_CREATION_TIME', NOW), ('PR_BODY', ''), ('PR_ENTRYID', b''),
                           ('PR_RTF_IN_SYNC', True), (0x66001003, [1, -2]), (0x6600101f, ['a', 'b']),
                           (0x66001102, [b'1', b'']), (0x66000005, 0.5), (0x66000014, 1 << 40)):
            with self.subTest(key):
                props = Mapi.props({key: value})
                self.assertEqual(props[key], value)
                self.assertEqual(props.values(), [value])
        with self.assertRaises(TypeError):
            Mapi.props(PR_SUBJECT=3)

    def test_rows(self):
        rows = Mapi.rows([Mapi.props(PR_SUBJECT='a'), {'PR_SUBJECT': 'b'}])
        self.assertEqual([row['PR_SUBJECT'] for row in rows], ['a', 'b'])
        self.assertEqual((len(rows), rows[-1]['PR_SUBJECT'], len(rows[:1])), (2, 'b', 1))
        with self.assertRaises(IndexError):
            rows[2]


class Objects(unittest.TestCase):
    def test_message(self):
        message = Mapi.MemoryMessage.new()
        message['PR_SUBJECT'] = 'Hello'
        message.update(PR_BODY='text', PR_IMPORTANCE=1)
        self.assertEqual(message['PR_SUBJECT'], 'Hello')
        self.assertEqual(message.read('PR_BODY', 'PR_IMPORTANCE').values(), ['text', 1])
        del message['PR_SUBJECT']
        self.assertIsNone(message.get('PR_SUBJECT'))
        with self.assertRaises(KeyError):
            message['PR_SUBJECT']

    def test_set_one(self):
        """One call of C sets a property, and what is wrong with it is raised."""
        message = Mapi.MemoryMessage.new()
        for key, value in (('PR_SUBJECT', 'a'), ('PR_IMPORTANCE', 2), ('PR_RTF_IN_SYNC', True),
                           ('PR_CONVERSATION_INDEX', b'\0x'), ('PR_CREATION_TIME', NOW),
                           (0x66001003, [1, -2])):
            with self.subTest(key):
                message[key] = value
                self.assertEqual(message[key], value)
        for key, value, name in (('PR_ENTRYID', b'x', 'COMPUTED'),
                                 ('PR_DISPLAY_TO', 'x', 'COMPUTED')):
            with self.subTest(key), self.assertRaisesRegex(Mapi.MapiError, f'MAPI_E_{name}: {key}'):
                message[key] = value
        for call, value in ((Mapi.Prop.set_long, 1), (Mapi.Prop.set_string, 'x'),
                            (Mapi.Prop.set_boolean, True)):
            with self.assertRaisesRegex(Mapi.MapiError, 'MAPI_E_INVALID_PARAMETER: PR_ENTRYID'):
                call(message, Mapi.PR_ENTRYID, value)
        with self.assertRaises(TypeError):
            message['PR_SUBJECT'] = 5

    def test_table(self):
        data = Mapi.TableData.new(Mapi.TBLTYPE_DYNAMIC, Mapi.PR_ROWID, None)
        for number in range(250):
            data.modify_row(Mapi.props(PR_ROWID=number))
        table = data.get_view(None).select('PR_ROWID')
        self.assertEqual([row['PR_ROWID'] for row in table], list(range(250)))

    def test_session(self):
        admin = Mapi.Profiles.new()
        admin.create('empty')
        with Mapi.Session.logon('empty', Mapi.NO_MAIL, None) as session:
            self.assertEqual([row for row in session.get_providers()], [])
        with self.assertRaises(Mapi.MapiError):
            session.get_providers()


class Errors(unittest.TestCase):
    def test_name(self):
        with self.assertRaises(Mapi.MapiError) as caught:
            Mapi.ProviderModule.open('/nowhere.so')
        self.assertIsInstance(caught.exception, GLib.Error)
        self.assertEqual(caught.exception.name, 'MAPI_E_NOT_FOUND')
        self.assertRegex(str(caught.exception), '^MAPI_E_NOT_FOUND: module /nowhere.so')
        self.assertTrue(caught.exception.matches(Mapi.error_quark(), Mapi.Error.NOT_FOUND))

    def test_others(self):
        with self.assertRaises(GLib.Error) as caught:
            GLib.file_get_contents('/nowhere')
        self.assertNotIsInstance(caught.exception, Mapi.MapiError)

    def test_every_interface_is_watched(self):
        repository = GIRepository.Repository.get_default()
        infos = [repository.get_info('Mapi', n) for n in range(repository.get_n_infos('Mapi'))]
        names = {info.get_name() for info in infos
                 if info.get_type() == GIRepository.InfoType.INTERFACE}
        self.assertEqual(names, set(slots.INTERFACES))


class First(Mapi.PropData):
    def do_get_prop_list(self, flags, cancellable):
        raise ValueError('of the first')


class Second(Mapi.PropData):
    pass


class Slots(unittest.TestCase):
    def test_siblings(self):
        self.assertEqual(Second().get_prop_list(0, None).get_size(), 0)
        with self.assertRaisesRegex(Mapi.MapiError, r'ValueError: of the first \(test-overrides.py'):
            First().get_prop_list(0, None)


class Page(unittest.TestCase):
    def test_code(self):
        page = SOURCE / 'doc' / 'writing-a-provider-in-python.md'
        blocks = re.findall('^```(.*)\n((?:.*\n)*?)```$', page.read_text(encoding='utf-8'), re.MULTILINE)
        self.assertEqual({kind for kind, _ in blocks}, {'ini', 'python'})
        with tempfile.TemporaryDirectory() as folder:
            script = pathlib.Path(folder) / 'greeter.py'
            script.write_text('\n'.join(code for kind, code in blocks if kind == 'python'))
            service = pathlib.Path(folder) / 'greeter.service'
            service.write_text(''.join(code for kind, code in blocks if kind == 'ini'))
            info = Mapi.ServiceInfo.new_from_file(str(service))
            self.assertEqual(info.get_provider(0).get_module_path(), str(script))
            names = {'__name__': 'greeter', '__file__': str(script)}
            exec(compile(script.read_text(), script, 'exec'), names)  # pylint: disable=exec-used
            provider, version = names['mapi_xp_provider_init'](0x00010000)
            self.assertIsInstance(provider, Mapi.XpProvider)
            self.assertEqual(version, 0x00010000)
            self.assert_shows_notes(names)
            self.assert_keeps_letters(names)
            self.assert_knows_the_band(names)

    def assert_keeps_letters(self, names):
        drawer, draft = names['Drawer'](), Mapi.MemoryMessage.new()
        draft['PR_SUBJECT'] = 'Kept'
        key = drawer.save('Outbox', None, draft)
        self.assertEqual(drawer.messages('Outbox'), [key])
        kept = Mapi.MemoryMessage.new()
        drawer.load(key, kept)
        self.assertEqual(kept['PR_SUBJECT'], 'Kept')
        drawer.remove(key)
        self.assertEqual(drawer.messages('Outbox'), [])

    def assert_knows_the_band(self, names):
        provider, _ = names['mapi_ab_provider_init'](0x00010000)
        self.assertIsInstance(provider, Mapi.AbProvider)
        self.assertEqual([person['PR_DISPLAY_NAME'] for person in names['Band']().people()],
                         ['Ann', 'Bob'])

    def assert_shows_notes(self, names):
        provider, _ = names['mapi_ms_provider_init'](0x00010000)
        self.assertIsInstance(provider, Mapi.MsProvider)
        notes = names['Notes']()
        folder, = notes.folders('')
        key, = notes.messages(folder[0])
        message = Mapi.MemoryMessage.new()
        notes.load(key, message)
        self.assertEqual(message['PR_SUBJECT'], 'Buy ink')


if __name__ == '__main__':
    tap.main()
