#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gen-support-methods.py TABLES OUTPUT: which kind of provider is offered which method."""

import sys

import mapi_headers
import mapi_tables

KINDS = ('address_book', 'store', 'transport')


def entry(row):
    kinds = [f'MAPI_SUPPORT_{kind.upper()}' for kind in KINDS if row[kind] == 'yes']
    if len(kinds) == len(KINDS):
        kinds.append('MAPI_SUPPORT_HOOK')
    return f'  {{ "{row["method"]}", {" | ".join(kinds) or "0"} }},'


def main(tables, output):
    rows = sorted(mapi_tables.read(tables, 'support_methods'), key=lambda row: row['method'])
    lines = ['#include "mapi-support-object-private.h"', '',
             'const MapiSupportMethod mapi_support_methods[] = {', *map(entry, rows), '};',
             'const gsize n_mapi_support_methods = G_N_ELEMENTS (mapi_support_methods);']
    mapi_headers.write(output, __file__, lines)


if __name__ == '__main__':
    main(*sys.argv[1:])
