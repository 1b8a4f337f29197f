#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gen-wrappers.py SPI-FOLDER OUTPUT: writes, for each kind of object that a provider gives out or
is given, the type that passes every call on to another object of that kind (see MapiWrapper)."""

import sys

import mapi_headers
from mapi_interfaces import KINDS, kind_of, read_interfaces, shown_type, snake, upper

# What the support object is given and gives is the provider's and MAPI's own.
OUTERMOST = 'Support'

# Which mapi_call_leave_...() an answer goes through, by its type; others are objects or pointers.
LEAVE = {'gboolean': 'boolean', 'guint32': 'number', 'MapiPropList *': 'props',
         'MapiRowSet *': 'rows'}

# Objects that go through as they are.
PASSED = ('MapiProfSect *', 'MapiProgress *')

# What frees an answer that is not handed out.
DESTROY = {'GBytes *': 'g_bytes_unref', 'MapiUid *': 'mapi_uid_free', 'char *': 'g_free'}


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
    shown = [p for p in slot.parameters if p.name != 'error']
    parameters = ', '.join([f'Mapi{kind} *self'] + [f'{p.type} {p.name}' for p in slot.parameters])
    arguments = ', '.join(['mapi_call_inner (call)']
                          + [argument(kind, p) for p in slot.parameters])
    names = ''.join(f'{{ "{p.shown_type}", "{p.name}", {p.direction} }}, ' for p in shown)
    lines = ['static ' + slot.answer.rstrip(), f'{prefix}_{slot.name} ({parameters})', '{',
             f'  static const MapiMethod method = {{ "Mapi{kind}", "{slot.method}",'
             f' "{shown_type(slot.answer)}", {{ {names}{{ NULL }} }} }};']
    if shown:
        lines.append(f'  gpointer shown[] = {{ {", ".join(p.place for p in shown)} }};')
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
