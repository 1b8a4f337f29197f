#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gen-remote.py SPI-FOLDER OUTPUT: writes how the interfaces of providers, and of what they give out
and are given, go to another process and come from there (see mapi-remote-private.h)."""

import re
import sys

import mapi_headers
from mapi_interfaces import read_interfaces, upper

# What goes through, each behind those that it needs.
KINDS = ('ProviderLoader', 'ProviderShutdown', 'StoreCare', 'HookProvider', 'AbProvider', 'MsProvider',
         'XpProvider', 'AbLogon', 'MsLogon', 'XpLogon', 'SpoolerHook', 'Preprocessor', 'Control',
         'Table', 'Stream', 'AdviseSink', 'Progress', 'Support', 'Prop', 'MailUser', 'Attach',
         'Message', 'ProfSect', 'ProviderAdmin', 'Status', 'AddrBook', 'Container', 'AbContainer', 'DistList',
         'Folder', 'MsgStore')

# The values, by the name that the functions that pack them have, and what frees them.
VALUES = {
    'guint32': 'guint32', 'gint32': 'gint32', 'guint64': 'guint64', 'gint64': 'gint64',
    'gboolean': 'gboolean', 'const char *': 'string', 'char *': 'string',
    'const char *const *': 'strv', 'const MapiUid *': 'uid', 'MapiUid *': 'uid',
    'GBytes *': 'bytes', 'GFile *': 'file', 'GListModel *': 'list', 'MapiAddressTypes *': 'address_types',
    'MapiEntryList *': 'entry_list', 'MapiFlagList *': 'flag_list',
    'MapiNameIdArray *': 'name_id_array', 'MapiNotification *': 'notification',
    'MapiNotificationList *': 'notification_list', 'MapiPropList *': 'prop_list',
    'MapiPropProblemArray *': 'prop_problem_array', 'MapiPropTagArray *': 'prop_tag_array',
    'MapiRestriction *': 'restriction', 'MapiRowSet *': 'row_set',
    'MapiSortOrderSet *': 'sort_order_set',
}
NUMBERS = ('guint32', 'gint32', 'guint64', 'gint64', 'gboolean')

# What is given, and may be changed.
CHANGED = ('GListModel *',)

# How a value of a type is held on the stack, where that is not g_autoptr.
HELD = {'string': 'g_autofree char *', 'strv': 'g_auto (GStrv) ', 'bytes': 'g_autoptr (GBytes) ',
        'file': 'g_autoptr (GFile) ', 'list': 'g_autoptr (GListModel) '}

# What frees an answer that turns out to be damaged, where that is not named like its type.
FREE = {'string': 'g_free', 'bytes': 'g_bytes_unref', 'uid': 'mapi_uid_free', 'object': 'g_object_unref'}

# What happens at the side of who called, once it has succeeded.
AFTER = {'mapi_support_spooler_yield': 'mapi_remote_call_after_yield ()',
         'mapi_support_make_invalid': 'mapi_remote_call_after_invalid (object)'}

# What who calls needs to know before the call is over (R277, R325).
EARLY = {'mapi_xp_logon_submit_message': 'message_ref', 'mapi_xp_logon_start_message': 'message_ref'}

PASSED_BY = ('GCancellable *', 'GError **')


def is_out(parameter):
    return parameter.type.endswith('*') and pointee(parameter) is not None


def pointee(parameter):
    """The type that an out parameter points to."""
    inner = parameter.type.removesuffix('*').rstrip() if not parameter.type.endswith('**') \
        else parameter.type[:-1]
    return inner if inner in NUMBERS or (parameter.type.endswith('**') and known(inner)) else None


def is_object(ctype):
    match = re.fullmatch(r'Mapi(\w+) \*', ctype)
    return ctype == 'GObject *' or (match is not None and match[1] in KINDS)


def known(ctype):
    return ctype in VALUES or is_object(ctype)


def wanted(ctype):
    return 'G_TYPE_OBJECT' if ctype == 'GObject *' else f'MAPI_TYPE_{upper(ctype[4:-2])}'


def name_of(ctype):
    return VALUES.get(ctype, 'object')


def read(ctype, reader):
    """The call that unpacks a value."""
    if is_object(ctype):
        return f'mapi_remote_read_object ({reader}, {wanted(ctype)})'
    return f'mapi_remote_read_{name_of(ctype)} ({reader})'


def held(ctype):
    """How a value is declared that is to be freed."""
    if ctype in NUMBERS:
        return f'{ctype} '
    return HELD.get(name_of(ctype), f'g_autoptr ({ctype.removeprefix("const ").rstrip(" *")}) ')


def can_go(slot):
    """Whether all that is passed can be packed."""
    return known(slot.answer) and all(
        p.type in PASSED_BY or is_out(p) or known(p.type) for p in slot.parameters)


def parts(slot):
    """The parameters that go, and those that come back."""
    packed = [p for p in slot.parameters if p.type not in PASSED_BY]
    return ([p for p in packed if not is_out(p) or p.name in slot.inout], [p for p in packed if is_out(p)])


def caller(interface, number, slot):
    """What stands in the slot of a proxy."""
    ins, outs = parts(slot)
    gap = '' if slot.answer.endswith('*') else ' '
    cancellable = next((p.name for p in slot.parameters if p.type == 'GCancellable *'), 'NULL')
    parameters = ', '.join([f'Mapi{interface.name} *self']
                           + [f'{p.type} {p.name}' for p in slot.parameters])
    lines = [f'static {slot.answer}{gap}call_{slot.function} ({parameters})', '{',
             '  g_auto (MapiRemoteCall) call = { 0 };',
             f'  {slot.answer}{gap}answer = 0;', '',
             '  mapi_remote_call_begin (&call, self,'
             f' &mapi_remote_interfaces[{KINDS.index(interface.name)}], {number});']
    if slot.function in EARLY:
        lines.append(f'  call.early = {EARLY[slot.function]};')
    for p in ins:
        ctype, value = (pointee(p), f'*{p.name}') if is_out(p) else (p.type, p.name)
        lines.append(f'  mapi_remote_write_{name_of(ctype)} (&call.out, {value});')
    lines += [f'  if (!mapi_remote_call_perform (&call, {cancellable}, error))', '    {']
    lines += [line for p in outs if pointee(p) in NUMBERS for line in take_out(p)]
    lines += ['      return 0;', '    }']
    if slot.answer == 'gboolean':
        lines.append('  answer = TRUE;')
    else:
        lines.append(f'  answer = {read(slot.answer, "&call.in")};')
        lines.append('  if (answer == 0)\n    call.in.failed = TRUE;')
    for p in outs:
        lines += take_out(p)
    lines += [f'  mapi_remote_read_list_again (&call.in, {p.name});' for p in ins if p.type in CHANGED]
    lines += ['  if (!mapi_remote_call_end (&call, error))', '    {']
    if slot.answer not in NUMBERS:
        name = name_of(slot.answer)
        lines.append(f'      g_clear_pointer (&answer, {FREE.get(name, f"mapi_{name}_unref")});')
    lines += ['      return 0;', '    }']
    if slot.function in AFTER:
        lines.append(f'  {AFTER[slot.function]};')
    return lines + ['  return answer;', '}', '']


def take_out(parameter):
    """Unpacks what comes back, also where nobody wants it."""
    ctype = pointee(parameter)
    if ctype in NUMBERS:
        value = f'{ctype} value = {read(ctype, "&call.in")};'
        return ['  {', f'    {value}', f'    if ({parameter.name} != NULL && !call.in.failed)',
                f'      *{parameter.name} = value;', '  }']
    return ['  {', f'    {held(ctype)}value = {read(ctype, "&call.in")};',
            f'    if ({parameter.name} != NULL)',
            f'      *{parameter.name} = g_steal_pointer (&value);', '  }']


def stub(slot):
    """What unpacks the arguments of a call, and makes it."""
    ins, outs = parts(slot)
    lines = [f'static gboolean stub_{slot.function} (gpointer object, MapiRemoteReader *in,'
             ' MapiRemoteWriter *out, GCancellable *cancellable, GError **error)', '{']
    for p in ins:
        ctype = pointee(p) if is_out(p) else p.type
        lines.append(f'  {held(ctype)}arg_{p.name} = {read(ctype, "in")};')
    for p in outs:
        if p not in ins:
            lines.append(f'  {held(pointee(p))}arg_{p.name} = 0;')
    lines += [f'  {held(slot.answer)}answer = 0;', '']
    for p in ins:
        if p.name in slot.required and not is_out(p):
            lines.append(f'  mapi_remote_reader_require (in, arg_{p.name});')
    lines += ['  if (!mapi_remote_reader_finish (in, error))', '    return FALSE;']
    arguments = ['object'] + [argument(p) for p in slot.parameters]
    if slot.function in EARLY:
        lines.append(f'  mapi_remote_seat_watch (&arg_{EARLY[slot.function]});')
    lines += [f'  answer = {slot.function} ({", ".join(arguments)});', '  if (answer == 0)', '    {']
    lines += [f'      mapi_remote_write_{pointee(p)} (out, arg_{p.name});'
              for p in outs if pointee(p) in NUMBERS]
    lines += ['      return FALSE;', '    }']
    if slot.answer != 'gboolean':
        lines.append(f'  mapi_remote_write_{name_of(slot.answer)} (out, answer);')
    for p in outs:
        lines.append(f'  mapi_remote_write_{name_of(pointee(p))} (out, arg_{p.name});')
    lines += [f'  mapi_remote_write_list (out, arg_{p.name});' for p in ins if p.type in CHANGED]
    return lines + ['  return TRUE;', '}', '']


def argument(parameter):
    if parameter.type in PASSED_BY:
        return parameter.name
    if parameter.type == 'const char *const *':
        return f'(const char *const *) arg_{parameter.name}'
    return f'&arg_{parameter.name}' if is_out(parameter) else f'arg_{parameter.name}'


def method(interface, slot):
    goes = can_go(slot)
    call, answer = (f'call_{slot.function}', f'stub_{slot.function}') if goes else ('NULL', 'NULL')
    return (f'  {{ "{slot.method}", G_STRUCT_OFFSET (Mapi{interface.name}Interface, {slot.name}),'
            f' {call}, {answer} }},')


def methods(interface):
    return [f'static const MapiRemoteMethod {interface.snake}_methods[] = {{',
            *(method(interface, slot) for slot in interface.slots), '  { NULL },', '};', '']


def table(interfaces):
    lines = ['const MapiRemoteInterface mapi_remote_interfaces[] = {']
    for i in interfaces:
        lines.append(f'  {{ "{i.name}", mapi_{i.snake}_get_type, {len(i.slots)},'
                     f' {i.snake}_methods }},')
    return lines + ['  { NULL },', '};']


def main(folder, output):
    every = {interface.name: interface for interface in read_interfaces(folder)}
    interfaces = [every[kind] for kind in KINDS]
    lines = ['#include "config.h"', '', '#include "mapi-remote-call-private.h"',
             '#include "mapi-remote-seat-private.h"', '']
    lines += [f'#include "mapi-{i.snake.replace("_", "-")}.h"' for i in interfaces] + ['']
    for interface in interfaces:
        for number, slot in enumerate(interface.slots):
            if can_go(slot):
                lines += caller(interface, number, slot) + stub(slot)
        lines += methods(interface)
    mapi_headers.write(output, __file__, lines + table(interfaces))


if __name__ == '__main__':
    main(*sys.argv[1:])
