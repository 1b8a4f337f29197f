#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gen-names.py TABLES OUTPUT: writes mapi-names.c, the tables that name look-up searches."""

import sys

import mapi_headers
import mapi_tables


def by_name(array, constants):
    lines = [f'const MapiNameEntry {array}[] = {{']
    lines += [f'  {{ "{c.name}", 0x{c.value:08X} }},' for c in constants]
    return lines + ['};', f'const gsize n_{array} = G_N_ELEMENTS ({array});', '']


def by_value(array, constants):
    order = sorted(range(len(constants)), key=lambda i: (constants[i].value, constants[i].rank))
    rows = [order[i:i + 16] for i in range(0, len(order), 16)]
    lines = [f'const guint16 {array}_by_value[] = {{']
    return lines + ['  ' + ', '.join(map(str, row)) + ',' for row in rows] + ['};', '']


def uid_rows(uids):
    lines = ['const MapiUidEntry mapi_uid_names[] = {']
    for name, digits in sorted(uids):
        octets = ', '.join(f'0x{octet:02X}' for octet in bytes.fromhex(digits))
        lines += [f'  {{ "{name}", {{ {{ {octets} }} }} }},']
    return lines + ['};', 'const gsize n_mapi_uid_names = G_N_ELEMENTS (mapi_uid_names);']


def main(tables, output):
    lines = ['#include "mapi-names-private.h"', '']
    for array, source in (('mapi_error_names', mapi_tables.status_codes),
                          ('mapi_prop_tag_names', mapi_tables.prop_tags),
                          ('mapi_prop_type_names', mapi_tables.prop_types)):
        constants = sorted(source(tables))
        lines += by_name(array, constants) + by_value(array, constants)
    lines += by_name('mapi_flag_names', sorted(mapi_tables.flags(tables)))
    mapi_headers.write(output, __file__, lines + uid_rows(mapi_tables.uids(tables)))


if __name__ == '__main__':
    main(*sys.argv[1:])
