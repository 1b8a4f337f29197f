#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A message's text from Python: code pages, RTF, HTML, and the forms in step."""

import unittest

import tap

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import GLib, GObject, Mapi  # noqa: E402

RTF = rb'{\rtf1\ansi {\b Hello} caf\'e9}'


def one(value):
    return Mapi.PropList.new_from_value(value)


def text(string):
    return Mapi.PropValue.new_string(Mapi.PR_BODY, string)


class Stream(GObject.Object, Mapi.Stream):
    """A stream that is written in Python."""

    def __init__(self, content=b''):
        super().__init__()
        self.content, self.position = content, 0

    def do_read(self, count, cancellable):
        piece = self.content[self.position:self.position + count]
        self.position += len(piece)
        return GLib.Bytes.new(piece)

    def do_write(self, piece, cancellable):
        self.content += piece.get_data()
        return True

    def do_seek(self, offset, origin):
        self.position = offset
        return True, offset

    def do_set_size(self, size, cancellable):
        self.content = self.content[:size]
        return True


class Text(unittest.TestCase):
    def test_code_pages(self):
        self.assertEqual(Mapi.code_page_get_charset(1251), 'windows-1251')
        self.assertIsNone(Mapi.code_page_get_charset(1))
        self.assertEqual(Mapi.code_page_from_charset('KOI8-R'), 20866)
        self.assertEqual(Mapi.code_page_from_utf8(1251, 'Пр').get_data(), b'\xcf\xf0')
        self.assertEqual(Mapi.code_page_to_utf8(1251, GLib.Bytes.new(b'\xcf\xf0')), 'Пр')
        bytes_ = one(Mapi.PropValue.new_string8(Mapi.PR_SUBJECT_A, GLib.Bytes.new(b'\xc6')))
        tags = Mapi.PropTagArray.new([Mapi.PR_SUBJECT_W])
        selected, missing = Mapi.code_page_select(1251, bytes_, tags)
        self.assertEqual((selected.get_string(Mapi.PR_SUBJECT_W), missing), ('Ж', False))
        self.assertEqual(Mapi.code_page_to_unicode(1251, bytes_).get_string(Mapi.PR_SUBJECT_W), 'Ж')
        with self.assertRaises(GLib.Error) as failure:
            Mapi.code_page_from_utf8(1, 'a')
        self.assertEqual(failure.exception.code, Mapi.Error.UNKNOWN_CPID)

        string8 = Mapi.code_page_convert_value(1252, text('ä'), Mapi.PT_STRING8)
        self.assertEqual(string8.get_tag(), Mapi.PR_BODY_A)
        self.assertEqual(string8.get_bytes().get_data(), b'\xe4')

    def test_compression(self):
        value = Mapi.rtf_compress(GLib.Bytes.new(RTF * 10), 0)
        self.assertLess(value.get_size(), len(RTF) * 3)
        self.assertEqual(Mapi.rtf_decompress(value).get_data(), RTF * 10)
        with self.assertRaises(GLib.Error) as failure:
            Mapi.rtf_decompress(GLib.Bytes.new(b'short'))
        self.assertEqual(failure.exception.code, Mapi.Error.CORRUPT_DATA)

    def test_text(self):
        self.assertEqual(Mapi.rtf_to_text(GLib.Bytes.new(RTF)), 'Hello café')
        self.assertEqual(Mapi.html_to_text('<p>a<p>b'), 'a\r\n\r\nb')
        rtf = Mapi.rtf_from_html('<b>ä</b>')
        self.assertEqual(Mapi.rtf_get_native_body(rtf), Mapi.NATIVE_BODY_TYPE_HTML)
        self.assertEqual(Mapi.rtf_to_html(rtf), '<b>ä</b>')

    def test_stream(self):
        compressed = Stream()
        stream = Mapi.rtf_wrap_stream(compressed, Mapi.MODIFY, None)
        stream.write(GLib.Bytes.new(RTF), None)
        stream.commit(0, None)
        compressed.position = 0
        stream, native = Mapi.rtf_wrap_stream_ex(compressed, Mapi.NATIVE_BODY, 0, None)
        self.assertEqual(native, Mapi.NATIVE_BODY_TYPE_RTF)
        self.assertEqual(stream.read(1000, None).get_data(), RTF)

    def test_forms(self):
        props = one(text('a & b'))
        html = Mapi.body_derive(props, Mapi.PR_HTML)
        self.assertIn(b'a &amp; b', html.get_bytes().get_data())
        before = props.merge(one(html))
        self.assertEqual(Mapi.body_sync(before, one(text('a  &  b\n'))).get_size(), 0)
        changes = Mapi.body_sync(before, one(text('c')))
        self.assertIn(b'c', changes.get_bytes(Mapi.PR_HTML).get_data())
        self.assertTrue(Mapi.body_is_same_text('a b', 'ab'))

    def test_sync(self):
        message = Mapi.MemoryMessage.new()
        message.set_props(one(text('Hello')), None)
        self.assertEqual(Mapi.rtf_sync(message, Mapi.RTF_SYNC_BODY_CHANGED, None), (True, True))
        self.assertEqual(Mapi.rtf_sync(message, Mapi.RTF_SYNC_BODY_CHANGED, None), (True, False))


if __name__ == '__main__':
    tap.main()
