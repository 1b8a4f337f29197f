# SPDX-License-Identifier: LGPL-2.1-or-later
"""A base for stores: what there is says the script, all else is done by the kit."""

import contextlib

from ...module import get_introspection_module
from .bases import adopt_parts, entry_point, unconfigured
from .values import List, props

Mapi = get_introspection_module('Mapi')


def open_store(self, settings, cancellable):
    with unconfigured():
        self.begin(settings)
    self.set_name(str(self.name))
    self.set_sends(self.sends)
    return True


def is_text(key):
    """Not the name of a file that is no UTF-8: such a key cannot be told."""
    return not any('\ud800' <= letter <= '\udfff' for letter in key)


def list_folder(self, folder, cancellable):
    for key, name in self.folders(folder):
        if is_text(key):
            self.add_folder(key, name)
    for key in self.messages(folder):
        if is_text(key):
            self.add_message(key, self.make_row(folder, key))
            self.tell_stamp(key)
    return True


def load_message(self, folder, key, message, cancellable):
    self.load(key, message)
    return True


def save_message(self, folder, key, message, cancellable):
    return self.save(folder, key, message)


def remove_message(self, folder, key, cancellable):
    self.remove(key)
    return True


def create_folder(self, parent, name, cancellable):
    return self.create_folder(parent, name)


def rename_folder(self, folder, name, cancellable):
    self.rename_folder(folder, name)
    return True


def remove_folder(self, folder, cancellable):
    self.remove_folder(folder)
    return True


class Store(Mapi.StoreBackend):
    """A store; derive from it and define these. Keys are texts of your own, each for one thing.

    - `uid`: the UUID of the provider, from `uuidgen`
    - `begin(settings)`: takes the settings; one that is missing may be a KeyError. What stores of
      the same provider have to differ in goes into `self.name`
    - `folders(key)`: the folders in a folder, as pairs of key and name; the top has the key ''
    - `messages(key)`: the keys of the messages in a folder
    - `load(key, message)`: fills a message

    For a store that can be written to these, too:

    - `save(folder, key, message)`: keeps a message, and gives its key. That of a new one is None
    - `remove(key)`: drops a message
    - `sends = True`: mail is sent from the store, and comes into it
    - `create_folder(parent, name)`: makes a folder, and gives its key
    - `rename_folder(key, name)`: has people call a folder something else; its key stays
    - `remove_folder(key)`: drops a folder that has become empty
    - `stamp(key)`: what is different when others have changed a message; `watch(path)` in `begin`
      has the store look anew when a file or folder changes
    """

    __module__ = 'mapi_stores'  # PyGObject makes no type of a class whose module is an override

    name = 'Store'
    sends = False

    PARTS = {
        'load': ('do_load_message', load_message),
        'save': ('do_save_message', save_message),
        'remove': ('do_remove_message', remove_message),
        'create_folder': ('do_create_folder', create_folder),
        'rename_folder': ('do_rename_folder', rename_folder),
        'remove_folder': ('do_remove_folder', remove_folder),
    }

    do_open = open_store
    do_list_folder = list_folder

    def __init_subclass__(cls, **keywords):
        adopt_parts(cls, Store.PARTS)
        super().__init_subclass__(**keywords)

    def begin(self, settings):
        """Nothing to set."""

    def folders(self, key):
        """None but the top."""
        return []

    def row(self, folder, key):
        """What a table shows of a message, where that costs less than to load it."""
        return None

    def stamp(self, key):
        """What is different when others have changed a message, such as the time of its file."""
        return None

    def tell_stamp(self, key):
        with contextlib.suppress(FileNotFoundError):  # gone meanwhile
            stamp = self.stamp(key)
            if stamp is not None:
                self.set_stamp(key, str(stamp))

    def make_row(self, folder, key):
        row = self.row(folder, key)
        return row if row is None or isinstance(row, List) else props(row)

    @classmethod
    def entry_point(cls, version):
        """What to call `mapi_ms_provider_init` in a module."""
        return entry_point(lambda: Mapi.StoreFactory.new(cls, cls.uid), version)
