// SPDX-License-Identifier: LGPL-2.1-or-later
// A whole store that mail is sent from and comes into: all of it in one JSON file.

import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import Mapi from 'gi://Mapi?version=1.0';

// Whose entry identifiers are ours. A provider of your own needs a UUID of its own: uuidgen.
const UUID = '525c2e65-c74d-4da4-a6cc-4158558531b7';

// Where gjs-store.service says the setting "file" lies in our section of the profile.
const FILE = 0x6600001f;
const SAFELY = GLib.FileSetContentsFlags.CONSISTENT | GLib.FileSetContentsFlags.DURABLE;

// {folders: {key: {parent, name}}, messages: {folder: {key: message, in base64}}}
const JsonStore = GObject.registerClass(class JsonStore extends Mapi.StoreBackend {
    vfunc_open(settings, _cancellable) {
        this.path = settings.get_string(FILE);
        if (this.path === null)
            throw new GLib.Error(Mapi.Error, Mapi.Error.UNCONFIGURED, 'there is no file');
        this.set_name(this.path);
        this.set_sends(true);
        this.watch(this.path);
        return true;
    }

    read() {
        if (!GLib.file_test(this.path, GLib.FileTest.EXISTS))
            return {folders: {}, messages: {}};
        return JSON.parse(new TextDecoder().decode(GLib.file_get_contents(this.path)[1]));
    }

    // When it returns what is kept must be safe.
    write(kept) {
        GLib.file_set_contents_full(this.path, JSON.stringify(kept), SAFELY, 0o600);
        return true;
    }

    vfunc_list_folder(folder, _cancellable) {
        const {folders, messages} = this.read();
        for (const [key, {parent, name}] of Object.entries(folders)) {
            if (parent === folder)
                this.add_folder(key, name);
        }
        for (const [key, message] of Object.entries(messages[folder] ?? {})) {
            this.add_message(key, null);
            this.set_stamp(key, GLib.compute_checksum_for_string(GLib.ChecksumType.MD5, message, -1));
        }
        return true;
    }

    vfunc_load_message(folder, key, message, cancellable) {
        const text = this.read().messages[folder]?.[key];
        if (text === undefined)
            throw new GLib.Error(Mapi.Error, Mapi.Error.NOT_FOUND, 'there is no such message');
        return message.read_bytes(GLib.Bytes.new(GLib.base64_decode(text)), cancellable);
    }

    vfunc_save_message(folder, key, message, cancellable) {
        const kept = this.read();
        key ??= GLib.uuid_string_random();
        kept.messages[folder] ??= {};
        kept.messages[folder][key] = GLib.base64_encode(message.to_bytes(cancellable).get_data());
        this.write(kept);
        return key;
    }

    vfunc_remove_message(folder, key, _cancellable) {
        const kept = this.read();
        delete kept.messages[folder][key];
        return this.write(kept);
    }

    vfunc_create_folder(parent, name, _cancellable) {
        const kept = this.read();
        const key = GLib.uuid_string_random();
        kept.folders[key] = {parent, name};
        this.write(kept);
        return key;
    }

    vfunc_rename_folder(folder, name, _cancellable) {
        const kept = this.read();
        kept.folders[folder].name = name;
        return this.write(kept);
    }

    vfunc_remove_folder(folder, _cancellable) {
        const kept = this.read();
        delete kept.folders[folder];
        delete kept.messages[folder];
        return this.write(kept);
    }
});

export const mapi_ms_provider_init = _version =>
    [Mapi.StoreFactory.new(JsonStore.$gtype, UUID), 1 << 16];
