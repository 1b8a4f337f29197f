#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gen-replay.py SPI-FOLDER OUTPUT: writes, for each method of providers and of what they give out,
the function that calls it with arguments from a trace (see check-replay-calls.h)."""

import sys

import mapi_headers
from mapi_interfaces import BESIDE, KINDS, NUMBERS, NUMBERS_OUT, kind_of, read_interfaces, upper

# The provider calls these itself, or MAPI does by itself.
LEFT_OUT = ('Support', 'AdviseSink', 'Progress', 'Preprocessor', 'ProfSect', 'AddrBook',
            'ProviderShutdown')

# How an argument is read from the trace; what it is then freed by is in its type.
OWNED = {'GBytes *': 'bytes', 'MapiPropList *': 'props', 'MapiRowSet *': 'rows',
         'MapiPropTagArray *': 'tags', 'MapiEntryList *': 'entries',
         'MapiRestriction *': 'restriction', 'MapiSortOrderSet *': 'order',
         'MapiFlagList *': 'flag_list', 'MapiUid *': 'uid', 'MapiAdviseSink *': 'sink'}
PLAIN = {'guint32': 'unsigned', 'gint32': 'signed', 'guint64': 'large', 'gint64': 'large',
         'gboolean': 'boolean'}

# What a trace does not hold; calls with such arguments are not made.
UNKNOWN = ('MapiNameIdArray *', 'MapiNotification *', 'GFile *')

NOTHING = ('MapiProgress *', 'GCancellable *')


def declare(parameter):
    """The variable of a parameter, from the trace where it goes in."""
    ctype, name = parameter.type.removeprefix('const '), parameter.name
    if ctype in NUMBERS_OUT:
        start = f'replay_read_unsigned (replay, "{name}")' if name == 'flags' else '0'
        return f'  {ctype.removesuffix(" *")} {name} = {start};'
    if ctype == 'char **':
        return f'  g_autofree char *{name} = NULL;'
    if ctype.endswith('**'):
        return f'  g_autoptr ({ctype.removesuffix(" **")}) {name} = NULL;'
    if ctype == 'char *const *':
        return f'  g_auto (GStrv) {name} = replay_read_strv (replay, "{name}");'
    if ctype == 'char *':
        return f'  g_autofree char *{name} = replay_read_text (replay, "{name}");'
    if ctype in PLAIN:
        return f'  {ctype} {name} = replay_read_{PLAIN[ctype]} (replay, "{name}");'
    how = OWNED.get(ctype, 'object')
    return f'  g_autoptr ({ctype.removesuffix(" *")}) {name} = replay_read_{how} (replay, "{name}");'


def need(parameter, slot):
    """Keeps the call back when what has to be given is not, or is of another kind."""
    if parameter.is_out or parameter.type in PLAIN:
        return []
    kind = kind_of(parameter.type)
    if kind:
        may_be_missing = str(parameter.name in slot.nullable).upper()
        return [f'  replay_need_object (replay, {parameter.name}, MAPI_TYPE_{upper(kind)},'
                f' {may_be_missing});']
    return [] if parameter.name in slot.nullable else [f'  replay_need (replay, {parameter.name});']


def passed(parameter):
    if parameter.type in NOTHING:
        return 'NULL'
    if parameter.name == 'error':
        return 'error'
    if parameter.type == 'const char *const *':
        return f'(const char *const *) {parameter.name}'
    return f'&{parameter.name}' if parameter.is_out else parameter.name


def answer(slot):
    """The variable of what is answered, and what tells that the call succeeded."""
    if slot.answer in NUMBERS:
        return f'  {slot.answer} answer;', 'answer != 0'
    if slot.answer == 'char *':
        return '  g_autofree char *answer = NULL;', 'answer != NULL'
    return f'  g_autoptr ({slot.answer.removesuffix(" *")}) answer = NULL;', 'answer != NULL'


def is_object(ctype):
    return kind_of(ctype) is not None or ctype == 'GObject *'


def function(interface, slot):
    declared, is_success = answer(slot)
    own = [p for p in slot.parameters if p.type not in NOTHING and p.name != 'error']
    call = f'mapi_{interface.snake}_{slot.name.rstrip("_")}'
    arguments = ', '.join(['object'] + [passed(p) for p in slot.parameters])
    lines = ['static gboolean', f'{interface.snake}_{slot.name} (CheckReplay *replay, gpointer object,'
             ' GError **error)', '{']
    lines += [declare(p) for p in own] + [declared, '']
    lines += [line for p in own for line in need(p, slot)]
    lines += ['  if (replay_lacks (replay))',
                                          '    return FALSE;', f'  answer = {call} ({arguments});']
    if is_object(slot.answer):
        lines.append('  replay_give_object (replay, "answer", answer);')
    lines += [f'  replay_give_object (replay, "{p.name}", {p.name});' for p in own if p.is_object_out]
    if slot.method == 'Advise':
        lines.append('  replay_give_number (replay, answer);')
    return lines + [f'  return {is_success};', '}', '']


def is_possible(slot):
    return not any(p.type in UNKNOWN for p in slot.parameters)


def main(folder, output):
    every = {interface.name: interface for interface in read_interfaces(folder)}
    slots = [(every[kind], slot) for kind in KINDS + BESIDE if kind not in LEFT_OUT
             for slot in every[kind].slots if is_possible(slot)]
    lines = ['#include "config.h"', '', '#include "check-replay-calls.h"', '']
    for interface, slot in slots:
        lines += function(interface, slot)
    lines.append('const ReplayMethod replay_methods[] = {')
    lines += [f'  {{ "Mapi{i.name}", "{slot.method}", mapi_{i.snake}_get_type, {i.snake}_{slot.name} }},'
              for i, slot in slots]
    mapi_headers.write(output, __file__, lines + ['  { NULL },', '};'])


if __name__ == '__main__':
    main(*sys.argv[1:])
