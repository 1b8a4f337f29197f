#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""make-corpus.py FOLDER: writes inputs that the fuzzers begin with, one folder a fuzzer; mail lies in
tests/mail.

What a fuzzer or a user has found is added by hand, with a name that says what it is."""

import pathlib
import struct
import sys

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import GLib, Mapi  # noqa: E402

SUBJECT, IMPORTANCE = Mapi.PR_SUBJECT, Mapi.PR_IMPORTANCE


def string(text, tag=SUBJECT):
    return Mapi.PropValue.new_string(tag, text)


def restrictions():
    leaf = Mapi.Restriction.new_property(Mapi.RELOP_EQ, SUBJECT, string('Message 1'))
    content = Mapi.Restriction.new_content(
        Mapi.FL_SUBSTRING | Mapi.FL_IGNORECASE, SUBJECT, string('mess'))
    deep = leaf
    for _ in range(20):
        deep = Mapi.Restriction.new_not(deep)
    props = Mapi.PropList.new_from_value(string('a comment'))
    yield 'exist', Mapi.Restriction.new_exist(SUBJECT)
    yield 'property', leaf
    yield 'content', content
    yield 'bitmask', Mapi.Restriction.new_bitmask(Mapi.BMR_NEZ, Mapi.PR_MESSAGE_FLAGS, 1)
    yield 'size', Mapi.Restriction.new_size(Mapi.RELOP_GT, SUBJECT, 3)
    yield 'compare', Mapi.Restriction.new_compare_props(Mapi.RELOP_EQ, SUBJECT, Mapi.PR_BODY)
    yield 'count', Mapi.Restriction.new_count(2, leaf)
    yield 'comment', Mapi.Restriction.new_comment(leaf, props)
    yield 'sub', Mapi.Restriction.new_sub(
        Mapi.PR_MESSAGE_RECIPIENTS, Mapi.Restriction.new_exist(Mapi.PR_DISPLAY_NAME))
    yield 'and-or', Mapi.Restriction.new_and(
        [Mapi.Restriction.new_or([leaf, content]), Mapi.Restriction.new_not(content)])
    yield 'deep', deep


def entry_ids():
    uid = Mapi.Uid.new()
    yield 'short-term', Mapi.entry_id_new(0x87000000, uid, b'short')
    yield 'plain', Mapi.entry_id_new(0, uid, b'data')
    yield 'bare', Mapi.entry_id_new(0, uid, b'')
    yield 'store', Mapi.store_entry_id_wrap(
        'mapi-sqlite.so', Mapi.entry_id_new(0, uid, b'\1\0\0\0/srv/mail/store.db\0'))
    yield 'message', Mapi.entry_id_new(0, uid, struct.pack('<IQ', Mapi.OBJECT_MESSAGE, 1))
    yield 'empty', GLib.Bytes.new(b'')
    yield 'cut', GLib.Bytes.new(b'\0\0\0\0aaaaaaa')


def one_offs():
    yield 'internet', Mapi.one_off_new('Ann Example', 'SMTP', 'ann@example.org', Mapi.UNICODE)
    yield 'fax', Mapi.one_off_new('Жук', 'FAX', '+49 30 123456', Mapi.UNICODE)
    yield 'narrow', Mapi.one_off_new('Rene', 'SMTP', 'rene@example.org', 0)
    yield 'empty', Mapi.one_off_new('', 'SMTP', '', Mapi.UNICODE)


def blocks():
    builder = Mapi.PropListBuilder.new()
    builder.add_string(SUBJECT, 'Grüße')
    builder.add_long(IMPORTANCE, 2)
    builder.add_boolean(Mapi.PR_HASATTACH, True)
    builder.add_systime(Mapi.PR_CLIENT_SUBMIT_TIME, 133000000000000000)
    builder.add_binary(Mapi.PR_SEARCH_KEY, GLib.Bytes.new(b'0123456789abcdef'))
    builder.add_value(Mapi.PropValue.new_mv_string(0x6700101f, ['one', 'two', '']))
    builder.add_value(Mapi.PropValue.new_mv_long(0x67011003, [1, -1, 7]))
    props = builder.end()
    row = Mapi.recipient_new(Mapi.TO, 'Bob', 'SMTP', 'bob@example.org')
    yield 'list', props.to_bytes()
    yield 'empty', Mapi.PropList.new_empty().to_bytes()
    yield 'rows', Mapi.RowSet.new([props, row]).to_bytes()
    yield 'no-rows', Mapi.RowSet.new([]).to_bytes()


RTF = (b'{\\rtf1\\ansi\\ansicpg1252\\uc1{\\fonttbl{\\f0\\fswiss Arial;}{\\f1\\fcharset128 Gothic;}}'
       b'\\pard\\f0 Caf\\\'e9 \\u8211\\\'96 {\\b bold}\\par\\f1\\\'93\\\'fa\\f0{\\*\\ignored x}\\bin3 abc}')
FROM_HTML = (b'{\\rtf1\\ansi\\fromhtml1{\\*\\htmltag19 <html>}{\\*\\htmltag64 <p>}\\htmlrtf x\\htmlrtf0 '
             b'Hello{\\*\\htmltag84 &nbsp;}\\htmlrtf\\par\\htmlrtf0{\\*\\htmltag72 </p>}}')


def documents():
    for name, rtf in (('plain', RTF), ('from-html', FROM_HTML), ('repeats', RTF * 20)):
        yield name, GLib.Bytes.new(rtf[:4000])
        yield name + '-compressed', Mapi.rtf_compress(GLib.Bytes.new(rtf[:4000]), 0)
    yield 'stored', Mapi.rtf_compress(GLib.Bytes.new(RTF), Mapi.STORE_UNCOMPRESSED_RTF)


def cards():
    yield 'plain', GLib.Bytes.new(
        b'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Example\r\nN:Example;Ann;;;\r\n'
        b'EMAIL;TYPE=INTERNET,PREF:ann@example.org\r\nTEL;TYPE=work:+49 30 1\r\n'
        b'ADR:;;Way 1;Town;;1;Land\r\nNOTE:a\\, b\\nc\r\n folded\r\nEND:VCARD\r\n')
    yield 'quoted', GLib.Bytes.new(
        b'BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Gr=C3=BC=C3=9Fe\r\n'
        b'PHOTO;ENCODING=BASE64:AAAA\r\n BBBB\r\n\r\nEND:VCARD\r\nBEGIN:VCARD\r\nEND:VCARD\r\n')


def pages():
    yield 'page', GLib.Bytes.new(
        b'<html><head><meta charset="iso-8859-1"><style>p{}</style></head><body><p class=a>Caf\xe9 &ndash;'
        b' <a href="x?a=1&amp;b">w</a><ul><li>1</ul><!-- c --><table><tr><td>a<td>b</table></body>')
    yield 'wide', GLib.Bytes.new('\ufeff<p>wide</p>'.encode('utf-16-le'))


def tnef():
    message = Mapi.MemoryMessage.new()
    message.set_props(Mapi.PropList.new_from_value(string('Subject')), None)
    message.modify_recipients(Mapi.MODRECIP_ADD, Mapi.RowSet.new(
        [Mapi.recipient_new(Mapi.TO, 'Al', 'SMTP', 'a@example.org')]), None)
    stream = Mapi.MemoryStream.new(None)
    writer = Mapi.tnef_open_stream(stream, 'winmail.dat', Mapi.TNEF_ENCODE, message, 1)
    writer.add_props(Mapi.TNEF_PROP_EXCLUDE, 0, None, None)
    writer.finish(0, None)
    yield 'message', stream.get_bytes()


def requests():
    yield 'composed', GLib.Bytes.new(b'Fa@b.test\0ta@b.test\0cc@d.test\0bFAX:1\0sHello\0mA line.\0n\0j\0q\0')
    yield 'input', GLib.Bytes.new(b'ta@b.test\0sHello\0')
    yield 'mail', GLib.Bytes.new(b'f-\0')
    yield 'attached', GLib.Bytes.new(b'ta@b.test\0mx\0anote.txt\0')


SETS = {'restriction': restrictions, 'entry-id': entry_ids, 'one-off': one_offs, 'props': blocks,
        'rtf': documents, 'vcard': cards, 'html': pages, 'tnef': tnef,
        'handover': requests}


def main():
    for name, inputs in SETS.items():
        folder = pathlib.Path(sys.argv[1]) / name
        folder.mkdir(parents=True, exist_ok=True)
        for title, value in inputs():
            data = value.to_bytes() if isinstance(value, Mapi.Restriction) else value
            (folder / title).write_bytes(data.get_data() or b'')


if __name__ == '__main__':
    main()
