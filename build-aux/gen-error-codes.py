#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gen-error-codes.py TABLES OUTPUT: writes mapi-error-codes.h."""

import sys

import mapi_headers
import mapi_tables


def enumerator(c):
    # g-ir-scanner reads a literal above G_MAXINT as unsigned, and Python then refuses the enum.
    high = c.value & mapi_tables.SCODE_ERROR
    return f'  {c.public_name} = 0x{c.value:08x}' + (' - 0x100000000' if high else '')


def enum(name, about, constants):
    lines = ['/**', f' * {name}:']
    lines += [f' * @{c.public_name}: 0x{c.value:08X}' for c in constants]
    lines += [' *'] + [f' * {line}' for line in about] + [' *', ' * Since: 1.0', ' */']
    lines += ['typedef enum', '{'] + [enumerator(c) + ',' for c in constants]
    return lines + [f'}} {name};', '']


def main(tables, output):
    codes = mapi_headers.distinct(list(mapi_tables.status_codes(tables)))
    simple = mapi_tables.simple_mapi_names(tables)
    scodes = [c for c in codes if c.name not in simple]
    errors = [c for c in scodes if c.name.startswith('MAPI_E_')]
    warnings = [c for c in scodes if c.name.startswith('MAPI_W_')]
    results = [c for c in codes if c.name in simple and c.name.startswith('MAPI_E_')]
    others = [c for c in codes if c not in errors + warnings + results]
    lines = enum('MapiError',
                 ['The codes of %MAPI_ERROR: a status code (SCODE) as a signed 32-bit number.'],
                 errors)
    lines += enum('MapiWarning',
                  ['Successes that have something to tell. A method that can answer one hands it',
                   'out beside its result; it is never set as an error.'],
                  warnings)
    lines += enum('MapiSimpleError',
                  ['Results of the Simple MAPI functions. They are small numbers, not status codes,',
                   'and never stand in a #GError.'],
                  results)
    lines += [f'#define {c.public_name} ((gint32) {mapi_tables.signed(c.value)})' for c in others]
    mapi_headers.write_header(output, __file__, lines + [''] + mapi_headers.bare_names(others))


if __name__ == '__main__':
    main(*sys.argv[1:])
