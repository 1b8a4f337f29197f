#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gen-flags.py TABLES OUTPUT: writes mapi-flags.h, the flags and other named numbers."""

import sys

import mapi_headers
import mapi_tables


def main(tables, output):
    constants = list(mapi_tables.flags(tables))
    others = [c for source in (mapi_tables.status_codes, mapi_tables.prop_types,
                               mapi_tables.prop_tags) for c in source(tables)]
    mapi_headers.distinct(constants + others)
    lines = [mapi_headers.unsigned_define(c) for c in constants]
    mapi_headers.write_header(output, __file__, lines + [''] + mapi_headers.bare_names(constants))


if __name__ == '__main__':
    main(*sys.argv[1:])
