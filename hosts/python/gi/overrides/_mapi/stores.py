# SPDX-License-Identifier: LGPL-2.1-or-later
"""A base for stores that show something as folders and messages, for reading."""

import uuid
import weakref

from gi.repository import GLib, GObject

from ...module import get_introspection_module
from .errors import MapiError
from .providers import entry_point, unconfigured
from .values import props, read, tags_of

Mapi = get_introspection_module('Mapi')

# PyGObject makes no type of a class whose module is among its overrides.
MODULE = 'mapi_stores'

# What an entry identifier is of; the key of the folder or message stands behind it.
STORE, FOLDER, MESSAGE = b'S', b'F', b'M'
BETWEEN = '\0'

COLUMNS = ('PR_ENTRYID', 'PR_RECORD_KEY', 'PR_PARENT_ENTRYID', 'PR_STORE_ENTRYID',
           'PR_STORE_RECORD_KEY', 'PR_OBJECT_TYPE')
FOLDER_COLUMNS = ('PR_DISPLAY_NAME', 'PR_FOLDER_TYPE', 'PR_CONTENT_COUNT', 'PR_CONTENT_UNREAD',
                  'PR_SUBFOLDERS', 'PR_DEPTH')
MESSAGE_COLUMNS = ('PR_SUBJECT', 'PR_MESSAGE_CLASS', 'PR_MESSAGE_FLAGS', 'PR_MESSAGE_SIZE',
                   'PR_MESSAGE_DELIVERY_TIME', 'PR_CLIENT_SUBMIT_TIME', 'PR_SENDER_NAME',
                   'PR_SENT_REPRESENTING_NAME', 'PR_DISPLAY_TO', 'PR_DISPLAY_CC', 'PR_IMPORTANCE')


def bytes_of(uid):
    return GLib.Bytes.new(uid.bytes)


def make_table(columns, rows):
    table = Mapi.TableData.new(Mapi.TBLTYPE_DYNAMIC, Mapi.PR_ENTRYID, tags_of(COLUMNS + columns))
    for row in rows:
        table.modify_row(row)
    return table.get_view(None)


def refuse_writing(flags):
    if flags & Mapi.MODIFY:
        raise MapiError('the store is for reading', code=Mapi.Error.NO_ACCESS)


class Folder(Mapi.PropData, Mapi.Container, Mapi.Folder):
    """A folder of a Store: what its key names."""

    __module__ = MODULE

    def do_get_hierarchy_table(self, flags, cancellable):
        deep = bool(flags & Mapi.CONVENIENT_DEPTH)
        return make_table(FOLDER_COLUMNS, self.store.walk(self.key, 1, deep))

    def do_get_contents_table(self, flags, cancellable):
        rows = (self.store.row(self.key, key) for key in self.store.messages(self.key))
        return make_table(MESSAGE_COLUMNS, rows)

    def do_open_entry(self, entry_id, interface_name, flags, cancellable):
        return self.store.open_id(entry_id, flags)


class Store(Mapi.PropData, Mapi.MsgStore):
    """A store for reading; derive from it and define these. Keys are texts of your own.

    - `uid`: the UUID of the provider, from `uuidgen`
    - `begin(settings)`: takes the settings; one that is missing may be a KeyError. What stores of
      the same provider have to differ in goes into `self.name`
    - `folders(key)`: the folders in a folder, as pairs of key and name; the top has the key ''
    - `messages(key)`: the keys of the messages in a folder
    - `load(key, message)`: fills a message
    """

    __module__ = MODULE

    name = 'Store'

    def begin(self, settings):
        """Nothing to set."""

    def folders(self, key):
        """None but the top."""
        return []

    @classmethod
    def entry_point(cls, version):
        """What to call `mapi_ms_provider_init` in a module."""
        return entry_point(lambda: Provider(cls), version)

    def open(self, support):
        """What a logon makes of a new object. To keep the support object is to be logged on."""
        settings = support.open_profile_section(None, 0, None).get_props(None, 0, None)[0]
        with unconfigured():
            self.begin(settings)
        self.own = uuid.uuid5(uuid.UUID(self.uid), str(self.name))
        self.own_uid = Mapi.Uid.new_from_bytes(bytes_of(self.own))
        support.set_provider_uid(self.own_uid, 0)
        support.modify_status_row(props(
            PR_DISPLAY_NAME=str(self.name), PR_STATUS_CODE=Mapi.STATUS_AVAILABLE), 0, None)
        self.support = support
        self.set_list(self.describe())
        self.set_obj_access(Mapi.IPROP_READONLY)

    def close(self):
        self.support = None

    def describe(self):
        return props(PR_DISPLAY_NAME=str(self.name), PR_OBJECT_TYPE=Mapi.OBJECT_STORE,
                     PR_MDB_PROVIDER=uuid.UUID(self.uid).bytes, PR_RECORD_KEY=self.own.bytes,
                     PR_ENTRYID=self.make_id(STORE), PR_STORE_ENTRYID=self.make_id(STORE),
                     PR_IPM_SUBTREE_ENTRYID=self.make_id(FOLDER),
                     PR_VALID_FOLDER_MASK=Mapi.FOLDER_IPM_SUBTREE_VALID,
                     PR_STORE_SUPPORT_MASK=Mapi.STORE_READONLY | Mapi.STORE_ENTRYID_UNIQUE |
                     Mapi.STORE_ATTACH_OK | Mapi.STORE_UNICODE_OK)

    def make_id(self, kind, *keys):
        data = kind + BETWEEN.join(keys).encode('utf-8', 'surrogateescape')
        return Mapi.entry_id_new(0, self.own_uid, data).get_data()

    def read_id(self, entry_id):
        """The kind of the entry, and its keys."""
        if entry_id is None or entry_id.get_size() == 0:
            return FOLDER, ['']
        if not Mapi.entry_id_has_uid(entry_id, self.own_uid):
            raise MapiError('the entry identifier is of another store',
                            code=Mapi.Error.INVALID_ENTRYID)
        data = Mapi.entry_id_get_data(entry_id).get_data() or b''
        return data[:1], data[1:].decode('utf-8', 'surrogateescape').split(BETWEEN)

    def common(self, object_type, entry_id, parent):
        """The properties that folders and messages have for being in the store."""
        return dict(PR_OBJECT_TYPE=object_type, PR_ENTRYID=entry_id, PR_RECORD_KEY=entry_id,
                    PR_PARENT_ENTRYID=parent, PR_STORE_ENTRYID=self.make_id(STORE),
                    PR_STORE_RECORD_KEY=self.own.bytes, PR_ACCESS=Mapi.ACCESS_READ,
                    PR_ACCESS_LEVEL=0)

    def folder_props(self, key, name, parent, depth=0):
        below = next(iter(self.folders(key)), None)
        return props(self.common(Mapi.OBJECT_FOLDER, self.make_id(FOLDER, key),
                                 self.make_id(FOLDER, parent)),
                     PR_DISPLAY_NAME=name, PR_SUBFOLDERS=below is not None, PR_DEPTH=depth,
                     PR_FOLDER_TYPE=Mapi.FOLDER_GENERIC if key else Mapi.FOLDER_ROOT,
                     PR_CONTENT_COUNT=len(list(self.messages(key))), PR_CONTENT_UNREAD=0)

    def walk(self, parent, depth, deep):
        """The rows of the folders in a folder, and of those in them."""
        for key, name in self.folders(parent):
            yield self.folder_props(key, name, parent, depth)
            if deep:
                yield from self.walk(key, depth + 1, deep)

    def find_folder(self, key, within=''):
        """Where a folder is: its name, and the key of the one that it lies in."""
        if key == '':
            return str(self.name), ''
        for child, name in self.folders(within):
            if child == key:
                return name, within
            found = self.find_folder(key, child)
            if found is not None:
                return found
        if within == '':
            raise MapiError(f'there is no folder {key}', code=Mapi.Error.NOT_FOUND)
        return None

    def open_folder(self, key):
        name, parent = self.find_folder(key)
        folder = Folder()
        folder.store, folder.key = self, key
        folder.set_list(self.folder_props(key, name, parent))
        folder.set_obj_access(Mapi.IPROP_READONLY)
        return folder

    def open_message(self, folder, key):
        message = Mapi.MemoryMessage.new()
        self.load(key, message)
        flags = message.get('PR_MESSAGE_FLAGS', 0) & ~Mapi.MSGFLAG_UNSENT | Mapi.MSGFLAG_READ
        own = props(self.common(Mapi.OBJECT_MESSAGE, self.make_id(MESSAGE, folder, key),
                                self.make_id(FOLDER, folder)),
                    PR_MESSAGE_FLAGS=flags)
        message.set_list(message.get_list().merge(own))
        message.set_obj_access(Mapi.IPROP_READONLY | Mapi.IPROP_CLEAN)
        return message

    def row(self, folder, key):
        """What a table shows of a message. Define it anew where that costs less than to load it."""
        found = self.open_message(folder, key).read(*COLUMNS + MESSAGE_COLUMNS)
        return props({tag: read(found, tag) for tag in found
                      if tag & 0xffff != Mapi.PT_ERROR})

    def open_id(self, entry_id, flags):
        if self.support is None:
            raise MapiError('the store is logged off', code=Mapi.Error.INVALID_OBJECT)
        refuse_writing(flags)
        kind, keys = self.read_id(entry_id)
        if kind == STORE:
            return self
        if kind == FOLDER:
            return self.open_folder(*keys)
        if kind == MESSAGE and len(keys) == 2:
            return self.open_message(*keys)
        raise MapiError('the entry identifier is damaged', code=Mapi.Error.INVALID_ENTRYID)

    def do_open_entry(self, entry_id, interface_name, flags, cancellable):
        return self.open_id(entry_id, flags)

    def do_compare_entry_ids(self, one, other, flags):
        return True, one.equal(other)

    def do_store_logoff(self, flags, cancellable):
        return True, flags


class Logon(GObject.Object, Mapi.MsLogon):
    """What MAPI itself talks to. It ends with its store, and so does not hold it."""

    __module__ = MODULE

    def find_store(self):
        store = self.store()
        if store is None:
            raise MapiError('the store is closed', code=Mapi.Error.INVALID_OBJECT)
        return store

    def do_logoff(self, flags, cancellable):
        store = self.store()
        if store is not None:
            store.close()
        return True, flags

    def do_open_entry(self, entry_id, interface_name, flags, cancellable):
        return self.find_store().open_id(entry_id, flags)

    def do_compare_entry_ids(self, one, other, flags):
        return True, one.equal(other)


class Provider(GObject.Object, Mapi.MsProvider):
    """What the entry point gives."""

    __module__ = MODULE

    def __init__(self, kind):
        super().__init__()
        self.kind = kind

    def do_logon(self, support, profile, entry_id, flags, interface_name, cancellable):
        store, logon = self.kind(), Logon()
        store.open(support)
        logon.store = weakref.ref(store)
        return store, None, logon

    def do_compare_store_ids(self, one, other, flags):
        return True, one.equal(other)

    def do_shutdown(self, flags):
        return True, flags
