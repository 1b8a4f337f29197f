#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds every constant of the GIR against the tables, which are read without the generators."""

import csv
import os
import pathlib
import unittest

import tap

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import Mapi  # noqa: E402

TABLES = pathlib.Path(os.environ['MAPI_TABLES_DIR'])


def rows(table, column):
    with open(TABLES / f'{table}.tsv', encoding='utf-8', newline='') as file:
        reader = csv.DictReader(file, delimiter='\t', quoting=csv.QUOTE_NONE)
        return [(row['name'], int(row[column], 16), row) for row in reader if row[column]]


def signed(value):
    return int.from_bytes(value.to_bytes(4, 'little'), 'little', signed=True)


def constant(name):
    """The constant of Mapi that Microsoft calls `name`; None where there is none."""
    return getattr(Mapi, name.removeprefix('MAPI_'), None)


class Constants(unittest.TestCase):
    def hold(self, name, actual, wanted):
        with self.subTest(name):
            self.assertIsNotNone(actual, f'{name} is missing')
            self.assertEqual(int(actual), wanted, f'{name} is {int(actual):#x}, not {wanted:#x}')

    def test_errors(self):
        for name, value, row in rows('errors', 'value'):
            enum = Mapi.SimpleError if row['header'] == 'MAPI.h' else Mapi.Error
            if name.startswith('MAPI_E_'):
                actual = getattr(enum, name.removeprefix('MAPI_E_'), None)
            elif name.startswith('MAPI_W_'):
                actual = getattr(Mapi.Warning, name.removeprefix('MAPI_W_'), None)
            else:
                actual = constant(name)
            self.hold(name, actual, signed(value))

    def test_tags(self):
        for name, value, row in rows('proptags', 'tag'):
            self.hold(name, constant(name), value)
            self.assertEqual(value >> 16, int(row['id'], 16), name)

    def test_variants(self):
        for name, value, row in rows('proptags', 'tag'):
            if row['type'] == 'PT_OBJECT' or not row['variants']:
                continue
            for letter in row['variants'].split(','):
                string = {'A': 0x1E, 'W': 0x1F}[letter] | (value & 0x1000)
                variant = f'{name}_{letter}'
                self.hold(variant, constant(variant), (value & 0xFFFF0000) | string)

    def test_types(self):
        for name, value, row in rows('types', 'value'):
            if row['kind'] == 'proptype':
                self.hold(name, constant(name), value)

    def test_flags(self):
        renamed = {'SERVICE_UI_ALWAYS': 'MSGSERVICE_UI_ALWAYS',
                   'MAPI_SERVICE_UI_ALWAYS': 'SERVICE_UI_ALWAYS'}
        for name, value, row in rows('flags', 'value'):
            if row['group'] == 'object type (PR_OBJECT_TYPE)':
                renamed[name] = name.replace('MAPI_', 'OBJECT_')
            self.hold(name, constant(renamed.get(name, name)), value)

    def test_uids(self):
        for name, _, row in rows('iids', 'bytes'):
            if row['kind'] not in ('interface', 'class'):
                uid = Mapi.Uid.from_name(name)
                self.assertEqual(uid.to_bytes().get_data().hex().upper(), row['bytes'], name)


if __name__ == '__main__':
    tap.main()
