#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gen-prop-tags.py TABLES OUTPUT: writes mapi-prop-tags.h, the property types and tags."""

import sys

import mapi_headers
import mapi_tables


def main(tables, output):
    constants = list(mapi_tables.prop_types(tables)) + list(mapi_tables.prop_tags(tables))
    mapi_headers.distinct(constants)
    lines = [mapi_headers.unsigned_define(c) for c in constants]
    mapi_headers.write_header(output, __file__, lines + [''] + mapi_headers.bare_names(constants))


if __name__ == '__main__':
    main(*sys.argv[1:])
