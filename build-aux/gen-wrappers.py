#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gen-wrappers.py SPI-FOLDER OUTPUT: writes, for each kind of object that a provider gives out or
is given, the type that passes every call on to another object of that kind (see MapiWrapper)."""

import sys

import mapi_headers
from mapi_interfaces import BESIDE, KINDS, kind_of, read_interfaces, shown_type, snake, upper

# What only a wrapper that covers all stands before.
COVERED_BY_FEW = ('Stream', 'AdviseSink', 'Progress', 'Preprocessor')

# What a method does with the object itself, and not with what stands before it.
MEANT_ITSELF = (('Support', 'MakeInvalid'),)

# Which mapi_call_leave_...() an answer goes through, by its type; others are objects or pointers.
LEAVE = {'gboolean': 'boolean', 'guint32': 'number', 'MapiPropList *': 'props',
         'MapiRowSet *': 'rows'}

# What frees an answer that is not handed out.
DESTROY = {'GBytes *': 'g_bytes_unref', 'MapiUid *': 'mapi_uid_free', 'char *': 'g_free'}


def type_of(ctype):
    """The macro of the kind of object that a C type points to."""
    return f'MAPI_TYPE_{upper(kind_of(ctype))}' if kind_of(ctype) else 'G_TYPE_OBJECT'


def is_object(ctype):
    return ctype == 'GObject *' or kind_of(ctype) is not None


def argument(kind, slot, parameter):
    """What is passed on in the place of a parameter."""
    name = parameter.name
    if name == 'error':
        return 'mapi_call_error (call)'
    if not is_object(parameter.type):
        return name
    if (kind, slot.method) in MEANT_ITSELF:
        return f'mapi_call_unwrap (call, {name})'
    return f'mapi_call_pass (call, {name}, {type_of(parameter.type)})'


def leave(slot):
    """The end of a forwarder."""
    answer = slot.answer
    if answer in LEAVE:
        return f'mapi_call_leave_{LEAVE[answer]} (call, answer, error)'
    if is_object(answer):
        return f'mapi_call_leave_object (call, answer, {type_of(answer)}, error)'
    boxed = f'mapi_{snake(answer.removeprefix("Mapi").rstrip(" *"))}_unref'
    destroy = DESTROY.get(answer, boxed)
    return f'mapi_call_leave_pointer (call, answer, (GDestroyNotify) {destroy}, error)'


def after(slot):
    """What becomes of other objects that are given out."""
    for parameter in slot.parameters:
        if parameter.is_object_out:
            yield (f'  mapi_call_pass_out (call, (gpointer *) {parameter.name},'
                   f' {type_of(parameter.type[:-1])});')
        if parameter.type == 'GListModel *':
            yield f'  mapi_call_pass_list (call, {parameter.name});'


def forwarder(interface, slot):
    """The slot that passes the call on."""
    kind, prefix = interface.name, interface.snake
    shown = [p for p in slot.parameters if p.name != 'error']
    parameters = ', '.join([f'Mapi{kind} *self'] + [f'{p.type} {p.name}' for p in slot.parameters])
    arguments = ', '.join(['mapi_call_inner (call)']
                          + [argument(kind, slot, p) for p in slot.parameters])
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
    return lines + [*after(slot), f'  return {leave(slot)};', '}', '']


def iface_init(interface):
    """What fills the table of an interface; GLib calls those of the ones besides itself."""
    table = f'Mapi{interface.name}Interface *iface'
    lines = ['static void']
    if interface.name in BESIDE:
        lines += [f'{interface.snake}_iface_init (gpointer table, gpointer data)', '{',
                  f'  {table} = table;', '']
    else:
        lines += [f'{interface.snake}_iface_init ({table})', '{']
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


def find_kind():
    """The first kind that fits; an object may be of several that have nothing to do with each
    other."""
    lines = ['GType', 'mapi_wrapped_find_kind (gpointer object, GType wanted, gboolean all)', '{']
    for kind in KINDS:
        covered = 'all && ' if kind in COVERED_BY_FEW else ''
        lines += [f'  if ({covered}mapi_wrapped_is (object, MAPI_TYPE_{upper(kind)}, wanted))',
                  f'    return mapi_wrapped_{snake(kind)}_get_type ();']
    return lines + ['  return G_TYPE_NONE;', '}', '']


def find_type():
    """What the object is besides comes on top."""
    lines = ['GType', 'mapi_wrapped_find_type (gpointer object, GType wanted, gboolean all)', '{',
             '  GType type = mapi_wrapped_find_kind (object, wanted, all);', '']
    for kind in BESIDE:
        name = snake(kind)
        lines += ['  if (type != G_TYPE_NONE &&',
                  f'      G_TYPE_CHECK_INSTANCE_TYPE (object, MAPI_TYPE_{upper(kind)}))',
                  f'    type = mapi_wrapped_add_interface (type, "{kind}", MAPI_TYPE_{upper(kind)},'
                  f' {name}_iface_init);']
    return lines + ['  return type;', '}']


def main(folder, output):
    every = {interface.name: interface for interface in read_interfaces(folder)}
    interfaces = [every[kind] for kind in KINDS]
    beside = [every[kind] for kind in BESIDE]
    lines = ['#include "config.h"', '', '#include "mapi-wrapped-private.h"', '']
    lines += [f'#include "mapi-{i.snake.replace("_", "-")}.h"' for i in interfaces + beside] + ['']
    for interface in interfaces:
        lines += declared_type(interface.name)
    for interface in interfaces + beside:
        for slot in interface.slots:
            lines += forwarder(interface, slot)
        lines += iface_init(interface)
    for interface in interfaces:
        lines += wrapped_type(interface)
    mapi_headers.write(output, __file__, lines + find_kind() + find_type())


if __name__ == '__main__':
    main(*sys.argv[1:])
