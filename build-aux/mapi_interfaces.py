# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads the interfaces of providers from the headers of mapi/spi."""

import pathlib
import re
from typing import NamedTuple

# What is wrapped, special kinds before those they are kinds of; with a kind, what it needs.
KINDS = ('MsProvider', 'XpProvider', 'AbProvider', 'HookProvider', 'MsLogon', 'XpLogon', 'AbLogon',
         'SpoolerHook', 'MsgStore', 'Folder', 'DistList', 'AbContainer', 'Container', 'Message',
         'Attach', 'MailUser', 'Status', 'ProfSect', 'AddrBook', 'Prop', 'Table', 'Control',
         'Support', 'Stream', 'AdviseSink', 'Progress', 'Preprocessor')

# What an object of another kind may be as well.
BESIDE = ('StoreCare', 'ProviderShutdown')

# Numbers as arguments, and as those that are given out.
NUMBERS = ('guint32', 'gint32', 'guint64', 'gint64', 'gboolean')
NUMBERS_OUT = tuple(f'{number} *' for number in NUMBERS)

# Other objects.
OBJECTS = ('GObject', 'GCancellable')

STRUCT = re.compile(r'struct _Mapi(\w+)Interface\s*\{(.*?)\n\};', re.DOTALL)
SLOT = re.compile(r'([\w ]+?[ *]+)\(\*(\w+)\)\s*\(([^;]*)\);')
PARENT = re.compile(r'G_DEFINE_INTERFACE \((\w+), \w+, MAPI_TYPE_(\w+)\)')
NULLABLE = re.compile(r'^ \* @(\w+):[^:]*\(nullable\)', re.MULTILINE)
INOUT = re.compile(r'^ \* @(\w+): \(inout\)', re.MULTILINE)
REQUIRED = re.compile(r'g_return_val_if_fail \((?:(\w+) != NULL|\w+_IS_\w+ \((\w+)\)),')
GUARDED = re.compile(r'^(mapi_\w+) \((?:(?!^\}).)*?MAPI_GUARD_INIT \(self, "(\w+)", error\)',
                     re.DOTALL | re.MULTILINE)


def shown_type(ctype):
    """The name of a type by which its values are shown; objects are all alike."""
    name = ctype.removeprefix('const ').rstrip(' *')
    if ctype == 'const char *const *':
        return 'strv'
    if name == 'char':
        return 'utf8'
    return 'GObject' if kind_of(ctype) or name in OBJECTS else name


def kind_of(ctype):
    """The kind of object that a C type points to."""
    match = re.fullmatch(r'Mapi(\w+) \*', ctype)
    return match[1] if match and match[1] in KINDS else None


class Parameter(NamedTuple):
    type: str
    name: str

    @property
    def object_type(self):
        return kind_of(self.type)

    @property
    def shown_type(self):
        """As what the argument can be looked at."""
        return shown_type(self.type.removesuffix('*').rstrip() if self.is_out else self.type)

    @property
    def is_out(self):
        return self.type.endswith('**') or self.type in NUMBERS_OUT

    @property
    def direction(self):
        """Flags that are given back were given too."""
        if not self.is_out:
            return 'MAPI_ARGUMENT_IN'
        out = 'MAPI_ARGUMENT_OUT'
        return f'MAPI_ARGUMENT_IN | {out}' if self.name == 'flags' else out

    @property
    def place(self):
        """Where the argument can be looked at: numbers by their address."""
        return f'&{self.name}' if self.type in NUMBERS else f'(gpointer) {self.name}'

    @property
    def is_object_out(self):
        return self.type.endswith('**') and kind_of(self.type[:-1]) is not None


class Slot(NamedTuple):
    answer: str
    name: str
    method: str
    parameters: list
    nullable: set
    function: str
    inout: set
    required: set

    @property
    def flags(self):
        """A pointer to the flags of the call."""
        for parameter in self.parameters:
            if parameter.name == 'flags':
                return 'flags' if parameter.type.endswith('*') else '&flags'
        return 'NULL'


class Interface(NamedTuple):
    name: str
    parent: str
    slots: list

    @property
    def snake(self):
        return snake(self.name)


def snake(name):
    return re.sub(r'(?<!^)([A-Z])', r'_\1', name).lower()


def upper(name):
    return snake(name).upper()


def parse_parameter(text):
    text = ' '.join(text.split())
    match = re.fullmatch(r'(.*?)(\w+)', text)
    return Parameter(match[1].strip() if '*' not in match[1] else match[1], match[2])


def parse_function(source, function):
    """What the documentation of a function says of its parameters, and what it insists on: those
    that may be NULL, those that are given and given back, and those that may not be NULL."""
    found = re.search(rf'^ \* {function}:[^\n]*\n(.*?)\*/(.*?)\n\}}', source, re.DOTALL | re.MULTILINE)
    comment, code = found.groups() if found else ('', '')
    required = {a or b for a, b in REQUIRED.findall(code)}
    return set(NULLABLE.findall(comment)), set(INOUT.findall(comment)), required


def parse_slots(body, prefix, source, methods):
    for answer, name, parameters in SLOT.findall(body):
        method = methods.get(f'{prefix}_{name}', ''.join(map(str.capitalize, name.split('_'))))
        function = f'{prefix}_{name.rstrip("_")}'
        nullable, inout, required = parse_function(source, function)
        _, *rest = map(parse_parameter, parameters.split(','))
        yield Slot(answer.strip() if '*' not in answer else answer.lstrip(), name, method, rest,
                   nullable, function, inout, required)


def read_sources(folder, pattern):
    return '\n'.join(path.read_text(encoding='utf-8')
                     for path in sorted(pathlib.Path(folder).glob(pattern)))


def read_interfaces(folder):
    """All interfaces: their slots from the headers, what is known of the slots from the public
    functions, in whichever source those are."""
    source = read_sources(folder, 'mapi-*.c')
    methods = dict(GUARDED.findall(source))
    parents = {name.removeprefix('Mapi'): ''.join(map(str.capitalize, parent.split('_')))
               for name, parent in PARENT.findall(source)}
    for name, body in STRUCT.findall(read_sources(folder, 'mapi-*.h')):
        slots = list(parse_slots(body, f'mapi_{snake(name)}', source, methods))
        yield Interface(name, parents.get(name), slots)
