#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gen-wrappers.py SPI-FOLDER OUTPUT: writes, for each kind of object that a provider gives out or
is given, the type that passes every call on to another object of that kind (see MapiWrapper)."""

import pathlib
import re
import sys
from typing import NamedTuple

import mapi_headers

# What is wrapped, special kinds before those they are kinds of; with a kind, what it needs.
KINDS = ('MsProvider', 'XpProvider', 'AbProvider', 'MsLogon', 'XpLogon', 'AbLogon', 'MsgStore',
         'Folder', 'DistList', 'AbContainer', 'Container', 'Message', 'Attach', 'MailUser',
         'Status', 'Prop', 'Table', 'Control', 'Support')

# What the support object is given and gives is the provider's and MAPI's own.
OUTERMOST = 'Support'

# Which mapi_call_leave_...() an answer goes through, by its type; others are objects or pointers.
LEAVE = {'gboolean': 'boolean', 'guint32': 'number', 'MapiPropList *': 'props',
         'MapiRowSet *': 'rows'}

# Objects that go through as they are.
PASSED = ('MapiProfSect *', 'MapiProgress *')

# Arguments that can be looked at, beside those that are wrapped: objects, and values as they are.
SHOWN = {'GObject *': 'GObject', 'GCancellable *': 'GObject',
         'MapiPreprocessor *': 'GObject', 'MapiAdviseSink *': 'GObject',
         'GBytes *': 'GBytes', 'MapiPropList *': 'MapiPropList', 'MapiRowSet *': 'MapiRowSet'}

# What frees an answer that is not handed out.
DESTROY = {'GBytes *': 'g_bytes_unref', 'MapiUid *': 'mapi_uid_free', 'char *': 'g_free'}

STRUCT = re.compile(r'struct _Mapi(\w+)Interface\s*\{(.*?)\n\};', re.DOTALL)
SLOT = re.compile(r'([\w ]+?[ *]+)\(\*(\w+)\)\s*\(([^;]*)\);')
PARENT = re.compile(r'G_DEFINE_INTERFACE \((\w+), \w+, MAPI_TYPE_(\w+)\)')
GUARDED = re.compile(r'^(mapi_\w+) \(.*?MAPI_GUARD_INIT \(self, "(\w+)", error\)',
                     re.DOTALL | re.MULTILINE)


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
        return 'GObject' if self.object_type else SHOWN.get(self.type)

    @property
    def is_object_out(self):
        return self.type.endswith('**') and kind_of(self.type[:-1]) is not None


class Slot(NamedTuple):
    answer: str
    name: str
    method: str
    parameters: list

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


def parse_slots(body, prefix, methods):
    for answer, name, parameters in SLOT.findall(body):
        method = methods.get(f'{prefix}_{name}', ''.join(map(str.capitalize, name.split('_'))))
        _, *rest = map(parse_parameter, parameters.split(','))
        yield Slot(answer.strip() if '*' not in answer else answer.lstrip(), name, method, rest)


def read_interfaces(folder):
    headers = [(path, path.with_suffix('.c').read_text(encoding='utf-8'))
               for path in sorted(pathlib.Path(folder).glob('mapi-*.h'))
               if path.with_suffix('.c').exists()]
    parents = {name.removeprefix('Mapi'): ''.join(map(str.capitalize, parent.split('_')))
               for _, source in headers for name, parent in PARENT.findall(source)}
    for path, source in headers:
        methods = dict(GUARDED.findall(source))
        for name, body in STRUCT.findall(path.read_text(encoding='utf-8')):
            slots = list(parse_slots(body, f'mapi_{snake(name)}', methods))
            yield Interface(name, parents.get(name), slots)


def argument(kind, parameter):
    """What is passed on in the place of a parameter."""
    if parameter.name == 'error':
        return 'mapi_call_error (call)'
    if kind == OUTERMOST or not parameter.object_type:
        return parameter.name
    way = 'wrap_support' if parameter.object_type == OUTERMOST else 'unwrap'
    return f'mapi_call_{way} (call, {parameter.name})'


def is_object(answer):
    return answer == 'GObject *' or kind_of(answer) is not None


def leave(kind, slot):
    """The end of a forwarder."""
    answer = slot.answer
    if answer in LEAVE:
        return f'mapi_call_leave_{LEAVE[answer]} (call, answer, error)'
    if is_object(answer) and kind != OUTERMOST:
        wanted = f'MAPI_TYPE_{upper(kind_of(answer))}' if kind_of(answer) else 'G_TYPE_OBJECT'
        return f'mapi_call_leave_object (call, answer, {wanted}, error)'
    boxed = f'mapi_{snake(answer.removeprefix("Mapi").rstrip(" *"))}_unref'
    destroy = 'g_object_unref' if is_object(answer) or answer in PASSED else DESTROY.get(answer, boxed)
    return f'mapi_call_leave_pointer (call, answer, (GDestroyNotify) {destroy}, error)'


def forwarder(interface, slot):
    """The slot that passes the call on."""
    kind, prefix = interface.name, interface.snake
    shown = [p for p in slot.parameters if p.shown_type]
    parameters = ', '.join([f'Mapi{kind} *self'] + [f'{p.type} {p.name}' for p in slot.parameters])
    arguments = ', '.join(['mapi_call_inner (call)']
                          + [argument(kind, p) for p in slot.parameters])
    names = ''.join(f'{{ "{p.shown_type}", "{p.name}" }}, ' for p in shown)
    lines = ['static ' + slot.answer.rstrip(), f'{prefix}_{slot.name} ({parameters})', '{',
             f'  static const MapiMethod method = {{ "Mapi{kind}", "{slot.method}",'
             f' {{ {names}{{ NULL }} }} }};']
    if shown:
        lines.append(f'  gpointer shown[] = {{ {", ".join(p.name for p in shown)} }};')
    given = 'shown' if shown else 'NULL'
    lines += [f'  g_autoptr (MapiCall) call = mapi_call_begin (self, &method, {slot.flags}, {given});',
              f'  {slot.answer}{"" if slot.answer.endswith("*") else " "}answer = 0;', '',
              '  if (mapi_call_enter (call))',
              f'    answer = mapi_{prefix}_{slot.name.rstrip("_")} ({arguments});']
    for out in (p for p in slot.parameters if p.is_object_out):
        wanted = upper(kind_of(out.type[:-1]))
        lines.append(f'  mapi_call_wrap_out (call, (gpointer *) {out.name}, MAPI_TYPE_{wanted});')
    return lines + [f'  return {leave(kind, slot)};', '}', '']


def iface_init(interface):
    lines = ['static void',
             f'{interface.snake}_iface_init (Mapi{interface.name}Interface *iface)', '{']
    lines += [f'  iface->{slot.name} = {interface.snake}_{slot.name};' for slot in interface.slots]
    return lines + ['}', '']


def declared_type(kind):
    name = f'MapiWrapped{kind}'
    return [f'typedef MapiWrapped {name};', f'typedef MapiWrappedClass {name}Class;',
            f'static GType mapi_wrapped_{snake(kind)}_get_type (void);']


def wrapped_type(interface):
    """A type for each interface, below that of the interface that it needs: bindings look for the
    methods of each type in one interface."""
    name, prefix = f'MapiWrapped{interface.name}', f'mapi_wrapped_{interface.snake}'
    parent = f'mapi_wrapped_{snake(interface.parent)}_get_type ()' if interface.parent else \
        'MAPI_TYPE_WRAPPED'
    return [f'G_DEFINE_TYPE_WITH_CODE ({name}, {prefix}, {parent},'
            f' G_IMPLEMENT_INTERFACE (MAPI_TYPE_{interface.snake.upper()},'
            f' {interface.snake}_iface_init))',
            'static void', f'{prefix}_class_init ({name}Class *klass)', '{', '}',
            'static void', f'{prefix}_init ({name} *self)', '{', '}', '']


def find_type():
    """The first kind that fits; an object may be of several that have nothing to do with each
    other."""
    lines = ['GType', 'mapi_wrapped_find_type (gpointer object, GType wanted)', '{']
    for kind in KINDS:
        lines += [f'  if (mapi_wrapped_is (object, MAPI_TYPE_{upper(kind)}, wanted))',
                  f'    return mapi_wrapped_{snake(kind)}_get_type ();']
    return lines + ['  return G_TYPE_NONE;', '}']


def main(folder, output):
    every = {interface.name: interface for interface in read_interfaces(folder)}
    interfaces = [every[kind] for kind in KINDS]
    lines = ['#include "config.h"', '', '#include "mapi-wrapped-private.h"', '']
    lines += [f'#include "mapi-{i.snake.replace("_", "-")}.h"' for i in interfaces] + ['']
    for interface in interfaces:
        lines += declared_type(interface.name)
    for interface in interfaces:
        for slot in interface.slots:
            lines += forwarder(interface, slot)
        lines += iface_init(interface) + wrapped_type(interface)
    mapi_headers.write(output, __file__, lines + find_type())


if __name__ == '__main__':
    main(*sys.argv[1:])
