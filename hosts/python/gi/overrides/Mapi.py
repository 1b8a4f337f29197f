# SPDX-License-Identifier: LGPL-2.1-or-later
"""Mapi as Python expects it to be; PyGObject loads this with `from gi.repository import Mapi`.

- `props['PR_SUBJECT']`, `message['PR_SUBJECT'] = 'Hello'`, `for row in table`, `with session`
- errors are `MapiError`, a `GLib.Error` that knows its name, `MAPI_E_NOT_FOUND` and the like
- an exception in a slot of a provider becomes an error that tells its text and place
- `Transport`, `Store`, `Book` and `Hook` are bases for providers
"""

from . import override
from ._mapi import slots  # noqa: F401  before any class that it watches is derived from
from ._mapi import books, hooks, objects, stores, transports
from ._mapi.errors import MapiError, wait
from ._mapi.values import props, rows

objects.extend()
Transport = override(transports.Transport)
Book = books.Book
Hook = hooks.Hook
Store = stores.Store

__all__ = ['Book', 'Hook', 'MapiError', 'Store', 'Transport', 'props', 'rows', 'wait']
