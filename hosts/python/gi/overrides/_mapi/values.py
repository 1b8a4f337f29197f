# SPDX-License-Identifier: LGPL-2.1-or-later
"""Properties as Python values, and back."""

import datetime
import functools

from gi.repository import GLib

from ...module import get_introspection_module

Mapi = get_introspection_module('Mapi')
List, Value = Mapi.PropList, Mapi.PropValue

EPOCH = datetime.datetime(1601, 1, 1, tzinfo=datetime.timezone.utc)
MICROSECOND = datetime.timedelta(microseconds=1)
MANY = Mapi.MV_FLAG
TEXT = Mapi.PT_UNICODE


@functools.lru_cache(maxsize=None)
def find_tag(name):
    tag = Mapi.prop_tag_from_name(name)
    if tag == 0:
        raise KeyError(f'there is no property {name}')
    return tag


def tag_of(key):
    """The tag of a name such as 'PR_SUBJECT', or of a tag."""
    return key if isinstance(key, int) else find_tag(key)


def tags_of(keys):
    return Mapi.PropTagArray.new([tag_of(key) for key in keys])


@functools.lru_cache(maxsize=1024)
def tag_alone(key):
    """A tag and the array of just this tag, which nobody changes: to make it costs half a call."""
    return tag_of(key), tags_of([key])


def time_of(filetime):
    return EPOCH + datetime.timedelta(microseconds=filetime // 10)


def filetime_of(time):
    return (time - EPOCH) // MICROSECOND * 10


def data_of(value):
    data = value.get_bytes()
    return data.get_data() if data else b''


def many(get):
    return lambda value: [get(value, index) for index in range(value.get_n_values())]


def bytes_in(value, index):
    return value.get_mv_bytes(index).get_data()


# For each type: how to take the value out, and how to make one.
TYPES = {
    Mapi.PT_NULL: (lambda value: None, lambda tag, _: Value.new_null(tag)),
    Mapi.PT_I2: (Value.get_i2, Value.new_i2),
    Mapi.PT_LONG: (Value.get_long, Value.new_long),
    Mapi.PT_R4: (Value.get_float, Value.new_float),
    Mapi.PT_DOUBLE: (Value.get_double, Value.new_double),
    Mapi.PT_CURRENCY: (Value.get_currency, Value.new_currency),
    Mapi.PT_APPTIME: (Value.get_apptime, Value.new_apptime),
    Mapi.PT_BOOLEAN: (Value.get_boolean, Value.new_boolean),
    Mapi.PT_I8: (Value.get_i8, Value.new_i8),
    Mapi.PT_SYSTIME: (lambda value: time_of(value.get_systime()),
                      lambda tag, time: Value.new_systime(tag, filetime_of(time))),
    Mapi.PT_STRING8: (data_of, lambda tag, data: Value.new_string8(tag, GLib.Bytes.new(data))),
    Mapi.PT_UNICODE: (Value.get_string, Value.new_string),
    Mapi.PT_BINARY: (data_of, lambda tag, data: Value.new_binary(tag, GLib.Bytes.new(data))),
    Mapi.PT_CLSID: (Value.get_clsid, Value.new_clsid),
    MANY | Mapi.PT_I2: (many(Value.get_mv_integer), Value.new_mv_i2),
    MANY | Mapi.PT_LONG: (many(Value.get_mv_integer), Value.new_mv_long),
    MANY | Mapi.PT_I8: (many(Value.get_mv_integer), Value.new_mv_i8),
    MANY | Mapi.PT_R4: (many(Value.get_mv_number), Value.new_mv_float),
    MANY | Mapi.PT_DOUBLE: (many(Value.get_mv_number), Value.new_mv_double),
    MANY | Mapi.PT_UNICODE: (many(Value.get_mv_string), Value.new_mv_string),
    MANY | Mapi.PT_BINARY: (many(bytes_in), lambda tag, values: Value.new_mv_bytes(
        tag, [GLib.Bytes.new(value) for value in values])),
}

# What there is a shorter way for; in each case a property is known to be there.
SHORT = {
    Mapi.PT_LONG: lambda props, tag: props.get_long(tag, 0),
    Mapi.PT_BOOLEAN: lambda props, tag: props.get_boolean(tag, False),
    Mapi.PT_I8: lambda props, tag: props.get_i8(tag, 0),
    Mapi.PT_SYSTIME: lambda props, tag: time_of(props.get_systime(tag, 0)),
    Mapi.PT_BINARY: lambda props, tag: props.get_bytes(tag).get_data() or b'',
}


def read(props, tag):
    """The value of a property that is in the list; a KeyError otherwise."""
    if tag & 0xffff == TEXT:
        text = List.get_string(props, tag)
        if text is not None:
            return text
    if not List.contains(props, tag):
        raise KeyError(tag)
    short = SHORT.get(tag & 0xffff)
    if short is not None:
        return short(props, tag)
    return unpack(props.lookup(tag))


def unpack(value):
    """The Python value of a PropValue; one of a type that Python has nothing for stays what it is."""
    kind = TYPES.get(value.get_tag() & 0xffff)
    return kind[0](value) if kind else value


def pack(key, value):
    """A PropValue of a Python value."""
    tag = tag_of(key)
    if isinstance(value, Value):
        return value
    kind = TYPES.get(tag & 0xffff)
    if kind is None:
        raise TypeError(f'{key}: values of type 0x{tag & 0xffff:04x} cannot be made from Python')
    return kind[1](tag, value)


# What there is a shorter way for to set a property.
SETTERS = {
    Mapi.PT_UNICODE: Mapi.Prop.set_string,
    Mapi.PT_LONG: Mapi.Prop.set_long,
    Mapi.PT_BOOLEAN: Mapi.Prop.set_boolean,
}


def set_packed(prop, tag, value):
    Mapi.Prop.set_value(prop, pack(tag, value))


class Setters(dict):
    """For each name or tag that was asked for, the tag and how a property of its type is set."""

    def __missing__(self, key):
        tag = tag_of(key)
        if len(self) > 1024:
            self.clear()
        self[key] = tag, SETTERS.get(tag & 0xffff, set_packed)
        return self[key]


setters = Setters()


def props(values=(), **named):
    """A property list: `Mapi.props(PR_SUBJECT='Hello')`, `Mapi.props({0x6600001f: '/tmp'})`."""
    builder = Mapi.PropListBuilder.new()
    for key, value in {**dict(values), **named}.items():
        builder.add_value(pack(key, value))
    return builder.end()


def rows(lists):
    """A row set of property lists, or of what `props()` makes them from."""
    return Mapi.RowSet.new([row if isinstance(row, List) else props(row) for row in lists])
