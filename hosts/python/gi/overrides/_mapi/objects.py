# SPDX-License-Identifier: LGPL-2.1-or-later
"""What Python's syntax does with objects of Mapi: subscription, iteration, `with`."""

from ...module import get_introspection_module
from .errors import MapiError
from .values import List, props, read, setters, tag_alone, tag_of, tags_of, unpack

Mapi = get_introspection_module('Mapi')

PAGE = 100


class PropList:
    """A mapping from tags to values; subscription takes names too."""

    def __len__(self):
        return self.get_size()

    def __iter__(self):
        return (self.get_tag(index) for index in range(self.get_size()))

    def __contains__(self, key):
        return List.contains(self, tag_of(key))

    def __getitem__(self, key):
        tag = tag_of(key)
        try:
            return read(self, tag)
        except KeyError:
            raise KeyError(key) from None

    def get(self, key, default=None):
        tag = tag_of(key)
        try:
            return read(self, tag)
        except KeyError:
            return default

    def keys(self):
        return list(self)

    def values(self):
        return [unpack(self.get_value(index)) for index in range(self.get_size())]

    def items(self):
        return list(zip(self.keys(), self.values()))

    def __repr__(self):
        return f'<Mapi.PropList {"; ".join(self.to_string().splitlines())}>'


class PropValue:
    @property
    def value(self):
        return unpack(self)

    def __repr__(self):
        return f'<Mapi.PropValue {self.to_string()}>'


class RowSet:
    def __len__(self):
        return self.get_size()

    def __getitem__(self, index):
        size = self.get_size()
        if isinstance(index, slice):
            return [self.get_row(number) for number in range(*index.indices(size))]
        if not -size <= index < size:
            raise IndexError(index)
        return self.get_row(index % size)

    def __iter__(self):
        return (self.get_row(index) for index in range(self.get_size()))


class Prop:
    """An object's properties: read and written one by one, or some at once."""

    def read(self, *keys):
        """A PropList of these properties, or of all."""
        return self.get_props(tags_of(keys) if keys else None, 0, None)[0]

    def update(self, values=(), **named):
        """Sets several properties at once; raises what the first of the problems is."""
        check(self.set_props(props(values, **named), None))

    def get(self, key, default=None):
        return self.read(key).get(key, default)

    def __getitem__(self, key):
        tag, alone = tag_alone(key)
        try:
            return read(self.get_props(alone, 0, None)[0], tag)
        except KeyError:
            raise KeyError(key) from None

    def __setitem__(self, key, value):
        tag, put = setters[key]
        put(self, tag, value)

    def __delitem__(self, key):
        check(self.delete_props(tags_of([key]), None))


class Table:
    """The rows from where the table stands to its end."""

    def __iter__(self):
        while True:
            page = self.query_rows(PAGE, 0, None)
            yield from page
            if len(page) == 0:
                return

    def select(self, *keys):
        """Sets the columns: `for row in table.select('PR_SUBJECT', 'PR_ENTRYID')`."""
        self.set_columns(tags_of(keys), 0, None)
        return self


class Session:
    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.logoff(0, None)


def check(answer):
    """A slot that sets properties succeeds with a list of those that could not be set."""
    problems = answer[-1] if isinstance(answer, tuple) else answer
    if problems is None or isinstance(problems, bool) or problems.get_size() == 0:
        return
    code = problems.get_code(0)
    raise MapiError(Mapi.prop_tag_to_string(problems.get_tag(0)), code=code)


def extend():
    """Puts the methods of the classes here into those of the same name."""
    for part in (PropList, PropValue, RowSet, Prop, Table, Session):
        for name, member in vars(part).items():
            if name not in ('__dict__', '__weakref__', '__module__', '__doc__'):
                setattr(getattr(Mapi, part.__name__), name, member)
