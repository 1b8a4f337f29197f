#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""doc/mapi-names.md accounts for every method of methods.tsv, and the GIR has what it calls kept."""

import csv
import os
import pathlib
import re
import unittest
import xml.etree.ElementTree as xml

import tap

ROOT = pathlib.Path(os.environ['MAPI_SOURCE_ROOT'])
BUILD = pathlib.Path(os.environ['MAPI_BUILD_ROOT'])
TABLES = pathlib.Path(os.environ['MAPI_TABLES_DIR'])
GIR = '{http://www.gtk.org/introspection/core/1.0}'
C = '{http://www.gtk.org/introspection/c/1.0}'


def documented():
    """{interface: (our type, [(slot, method, verdict, text)])} as the page says."""
    interfaces, methods = {}, None
    with open(ROOT / 'doc' / 'mapi-names.md', encoding='utf-8') as page:
        for line in page:
            if heading := re.match(r'## (I\w+): (Mapi\w+)', line):
                methods = []
                interfaces[heading[1]] = heading[2], methods
            elif row := re.match(r'\| (\d+) \| (\w+) \| (kept|merged|dropped) \| (.+) \|$', line):
                methods.append((int(row[1]), row[2], row[3], row[4]))
    return interfaces


def facts():
    """{interface: [(slot, method)]} as the table of methods says."""
    interfaces = {}
    with open(TABLES / 'methods.tsv', encoding='utf-8', newline='') as table:
        for row in csv.DictReader(table, delimiter='\t', quoting=csv.QUOTE_NONE):
            own = interfaces.setdefault(row['interface'], [])
            if row['own_slot']:
                own.append((int(row['own_slot']), row['method']))
    return interfaces


def introspected():
    """{type: ({symbol: slot name}, [slot names in order])} as the GIR says."""
    namespace = xml.parse(BUILD / 'mapi' / 'Mapi-1.0.gir').getroot().find(GIR + 'namespace')
    structs = {}
    for record in namespace.iter(GIR + 'record'):
        of = record.get('{http://www.gtk.org/introspection/glib/1.0}is-gtype-struct-for')
        if of:
            fields = [f.get('name') for f in record.findall(GIR + 'field') if f.find(GIR + 'callback')]
            structs['Mapi' + of] = fields
    types = {}
    for interface in namespace.findall(GIR + 'interface'):
        by_name = {m.get('name'): m.get(C + 'identifier') for m in interface.findall(GIR + 'method')}
        slots = {by_name[v.get('invoker')]: v.get('name')
                 for v in interface.findall(GIR + 'virtual-method') if v.get('invoker')}
        name = interface.get(C + 'type')
        types[name] = slots, structs[name]
    for cls in namespace.findall(GIR + 'class'):
        types[cls.get(C + 'type')] = declared(cls)
    return types


def declared(cls):
    """Of a class the methods stand in the header as slots stand in a table."""
    lines = [(int(m.find(GIR + 'source-position').get('line')), m.get(C + 'identifier'))
             for m in cls.findall(GIR + 'method')]
    symbols = [symbol for _, symbol in sorted(lines)]
    return {symbol: symbol for symbol in symbols}, symbols


class Names(unittest.TestCase):
    def test_every_method_has_a_verdict(self):
        table = facts()
        for interface, (_, methods) in documented().items():
            with self.subTest(interface):
                self.assertEqual([(slot, name) for slot, name, _, _ in methods], table[interface])

    def test_what_has_gone_says_why(self):
        for interface, (_, methods) in documented().items():
            for _, name, verdict, text in methods:
                if verdict != 'kept':
                    self.assertGreater(len(text.split()), 3, f'{interface}::{name}')

    def test_what_is_kept_is_there_and_in_order(self):
        gir = introspected()
        for interface, (ours, methods) in documented().items():
            slots, order = gir[ours]
            with self.subTest(interface):
                symbols = [re.match(r'`(\w+)`', text)[1]
                           for _, _, verdict, text in methods if verdict == 'kept']
                for symbol in symbols:
                    self.assertIn(symbol, slots, f'{interface}: {symbol} has no slot')
                kept = [slots[symbol] for symbol in symbols]
                begin = order.index(kept[0]) if kept else 0
                self.assertEqual(kept, order[begin:begin + len(kept)])


tap.main()
