#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gen-slots.py MAPI-FOLDER OUTPUT: writes a program that prints where the compiler puts each slot of
the interfaces that providers implement, and how large the structures are that others derive from."""

import pathlib
import re
import sys

import mapi_headers
from mapi_interfaces import STRUCT, SLOT

# Structures that are not opaque: who derives from them has their size in the binary.
CLASS = re.compile(r'^struct _(Mapi\w+Class)\n\{', re.MULTILINE)


def read(folder):
    """The public headers, in order of their names."""
    return [path.read_text(encoding='utf-8') for path in sorted(pathlib.Path(folder).rglob('mapi-*.h'))
            if not path.stem.endswith('-private')
            and 'check' not in path.relative_to(folder).parts]


def main(folder, output):
    lines = ['#include <mapi/mapi.h>', '', '#include <stddef.h>', '#include <stdio.h>', '',
             '#define SLOT(type, slot) printf (#type "\\t" #slot "\\t%zu\\n", offsetof (type, slot))',
             '#define SIZE(type) printf (#type "\\tsize\\t%zu\\n", sizeof (type))', '',
             'int', 'main (void)', '{']
    for header in read(folder):
        for name, body in STRUCT.findall(header):
            lines += [f'  SLOT (Mapi{name}Interface, {slot});' for _, slot, _ in SLOT.findall(body)]
        lines += [f'  SIZE ({name});' for name in CLASS.findall(header)]
    mapi_headers.write(output, __file__, lines + ['  return 0;', '}'])


if __name__ == '__main__':
    main(*sys.argv[1:])
