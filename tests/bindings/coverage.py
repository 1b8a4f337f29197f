# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tables, doc/mapi-names.md and the GIR say of MAPI's interfaces and their methods."""

import csv
import os
import pathlib
import re
import typing
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(os.environ['MAPI_SOURCE_ROOT'])
BUILD = pathlib.Path(os.environ['MAPI_BUILD_ROOT'])
TABLES = pathlib.Path(os.environ['MAPI_TABLES_DIR'])
GIR = '{http://www.gtk.org/introspection/core/1.0}'
C = '{http://www.gtk.org/introspection/c/1.0}'
GLIB = '{http://www.gtk.org/introspection/glib/1.0}'

# All that there is to MAPI for providers, and for clients without windows.
INTERFACES = '''
    IMsgStore IMSProvider IMSLogon IXPProvider IXPLogon IMAPISupport IMAPIProp IMAPIContainer
    IMAPIFolder IMessage IAttach IMAPITable IMAPIStatus IMAPIAdviseSink IMAPIProgress IMAPIControl
    IProfSect IMAPISession IProfAdmin IMsgServiceAdmin IMsgServiceAdmin2 IProviderAdmin IABProvider
    IABLogon IABContainer IAddrBook IMailUser IDistList ISpoolerHook ITableData IPropData
    IMAPIClientShutdown IMAPIProviderShutdown ITnef IConverterSession'''.split()


class Method(typing.NamedTuple):
    """A row of the page."""
    slot: int
    name: str
    verdict: str
    text: str

    @property
    def symbol(self):
        """What the page names first; of a method that is not kept, the slot that stands for it."""
        found = re.match(r'`(mapi_\w+)`', self.text)
        return found and found[1]


def documented():
    """{interface: (our type, [Method])} as the page says."""
    interfaces, methods = {}, None
    with open(ROOT / 'doc' / 'mapi-names.md', encoding='utf-8') as page:
        for line in page:
            if heading := re.match(r'## (I\w+): (Mapi\w+)', line):
                methods = []
                interfaces[heading[1]] = heading[2], methods
            elif row := re.match(r'\| (\d+) \| (\w+) \| (kept|merged|dropped) \| (.+) \|$', line):
                methods.append(Method(int(row[1]), row[2], row[3], row[4]))
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


class Type(typing.NamedTuple):
    """One of ours: what each function calls, and in what order those stand."""
    slots: dict
    order: list
    is_class: bool


def introspected():
    """{type: Type} as the GIR says."""
    namespace = xml.parse(BUILD / 'mapi' / 'Mapi-1.0.gir').getroot().find(GIR + 'namespace')
    structs = {}
    for record in namespace.iter(GIR + 'record'):
        of = record.get(GLIB + 'is-gtype-struct-for')
        if of:
            structs['Mapi' + of] = [f.get('name') for f in record.findall(GIR + 'field')
                                    if f.find(GIR + 'callback')]
    types = {}
    for interface in namespace.findall(GIR + 'interface'):
        by_name = {m.get('name'): m.get(C + 'identifier') for m in interface.findall(GIR + 'method')}
        slots = {by_name[v.get('invoker')]: v.get('name')
                 for v in interface.findall(GIR + 'virtual-method') if v.get('invoker')}
        name = interface.get(C + 'type')
        types[name] = Type(slots, structs[name], False)
    for cls in namespace.findall(GIR + 'class'):
        types[cls.get(C + 'type')] = declared(cls)
    return types


def declared(cls):
    """Of a class the methods stand in the header as slots stand in a table."""
    lines = [(int(m.find(GIR + 'source-position').get('line')), m.get(C + 'identifier'))
             for m in cls.findall(GIR + 'method')]
    symbols = [symbol for _, symbol in sorted(lines)]
    return Type({symbol: symbol for symbol in symbols}, symbols, True)
