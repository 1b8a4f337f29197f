# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads the tables of mapi/tables; what every generator and the tests of the constants share."""

import pathlib
from typing import NamedTuple

# The values of PR_OBJECT_TYPE; MAPI_MESSAGE and its like are GObject's casts here.
OBJECT_TYPES = ('ABCONT', 'ADDRBOOK', 'ATTACH', 'DISTLIST', 'FOLDER', 'FORMINFO', 'MAILUSER',
                'MESSAGE', 'PROFSECT', 'SESSION', 'STATUS', 'STORE')

# Two of Microsoft's names would become one under our prefix.
RENAMED = {'SERVICE_UI_ALWAYS': 'MAPI_MSGSERVICE_UI_ALWAYS',
           **{f'MAPI_{name}': f'MAPI_OBJECT_{name}' for name in OBJECT_TYPES}}

STRING_TYPES = {'A': 0x001E, 'W': 0x001F}
MV_FLAG = 0x1000
SCODE_ERROR = 0x80000000


class Constant(NamedTuple):
    """A named number; among names of one value the smallest rank is the one to show."""
    name: str
    value: int
    rank: tuple = ()

    @property
    def public_name(self):
        """Our name of it."""
        return RENAMED.get(self.name) or (
            self.name if self.name.startswith('MAPI_') else 'MAPI_' + self.name)


def read(folder, table):
    """The rows of a table, as dictionaries."""
    text = (pathlib.Path(folder) / f'{table}.tsv').read_text(encoding='utf-8')
    header, *lines = text.splitlines()
    keys = header.split('\t')
    return [dict(zip(keys, line.split('\t'), strict=True)) for line in lines]


def signed(value):
    """A status code as the signed 32-bit number that a GError carries."""
    return value - (1 << 32) if value & SCODE_ERROR else value


def is_simple_mapi(row):
    return row['header'] == 'MAPI.h'


def status_codes(folder):
    """Every status code; MAPI_E_* and MAPI_W_* rank before the names they share a value with."""
    for row in read(folder, 'errors'):
        if row['value']:
            first = not is_simple_mapi(row) and row['name'].startswith(('MAPI_E_', 'MAPI_W_', 'S_'))
            yield Constant(row['name'], int(row['value'], 16), (not first, row['name']))


def simple_mapi_names(folder):
    """The results of the Simple MAPI functions, small numbers that are no status codes."""
    return {row['name'] for row in read(folder, 'errors') if is_simple_mapi(row)}


def prop_types(folder):
    """The PT_* types, aliases after what they stand for."""
    known = {}
    for row in read(folder, 'types'):
        if row['kind'] == 'proptype' and row['name'].startswith('PT_') and row['value']:
            late = row['type'].startswith('alias') or row['header'] != 'MAPIDefS.h'
            known[row['name']] = Constant(row['name'], int(row['value'], 16), (late, row['name']))
    for row in read(folder, 'flags'):
        if row['group'] == 'property type' and row['name'].startswith('PT_'):
            last = (True, '~' + row['name'])
            known.setdefault(row['name'], Constant(row['name'], int(row['value'], 16), last))
    return list(known.values())


def _variant_type(row, letter, tags):
    """The type of PR_X_A or PR_X_W; where PR_X is an object, PR_X_T tells whether it has several."""
    base = tags.get(row['name'] + '_T', row['tag']) if row['type'] == 'PT_OBJECT' else row['tag']
    return (int(base, 16) & MV_FLAG) | STRING_TYPES[letter]


def _tag_rank(row, suffix):
    name = row['name']
    secondary = bool(row['alias_of']) or name.endswith(('_T', '_O'))
    return bool(suffix), secondary, row['header'] == 'docs-only', not row['canonical'], name


def prop_tags(folder):
    """Every property tag with its _A and _W variants; PR_X before its variants and aliases."""
    rows = [row for row in read(folder, 'proptags') if row['tag']]
    tags = {row['name']: row['tag'] for row in rows}
    for row in rows:
        tag = int(row['tag'], 16)
        yield Constant(row['name'], tag, _tag_rank(row, ''))
        for letter in filter(None, row['variants'].split(',')):
            value = (tag & 0xFFFF0000) | _variant_type(row, letter, tags)
            yield Constant(f"{row['name']}_{letter}", value, _tag_rank(row, letter))


def flags(folder):
    """The named constants that are neither types, tags nor status codes."""
    taken = {c.name for source in (status_codes, prop_types, prop_tags) for c in source(folder)}
    for row in read(folder, 'flags'):
        if row['value'] and row['name'] not in taken:
            yield Constant(row['name'], int(row['value'], 16), (row['name'],))


def uids(folder):
    """(name, 32 hexadecimal digits in memory order) of the identifiers that are not interfaces."""
    for row in read(folder, 'iids'):
        if row['kind'] not in ('interface', 'class'):
            yield row['name'], row['bytes']
