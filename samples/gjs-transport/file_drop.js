// SPDX-License-Identifier: LGPL-2.1-or-later
// A whole transport: messages go out as files in FOLDER/out, and files in FOLDER/in come in.

import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import Mapi from 'gi://Mapi?version=1.0';

// Where gjs-transport.service says the setting "folder" lies in our section of the profile.
const FOLDER = 0x6600001f;
const SAFELY = GLib.FileSetContentsFlags.CONSISTENT | GLib.FileSetContentsFlags.DURABLE;

// Mail for recipients of the address type DROP.
const FileDrop = GObject.registerClass({
    Implements: [Mapi.XpLogon],
}, class FileDrop extends Mapi.Transport {
    vfunc_open(settings, _flags, _cancellable) {
        this.folder = settings.get_string(FOLDER);
        if (this.folder === null)
            throw new GLib.Error(Mapi.Error, Mapi.Error.UNCONFIGURED, 'there is no folder');
        return [true, Mapi.LOGON_SP_POLL];
    }

    vfunc_address_types(_cancellable) {
        return [Mapi.AddressTypes.new(['DROP'], null), Mapi.UNICODE];
    }

    // Out. When it returns the message must be safe; until then it stays in the queue.
    vfunc_submit_message(_flags, message, cancellable) {
        const mail = Mapi.mime_write_bytes(message, 0, cancellable);
        const path = GLib.build_filenamev([this.folder, 'out', `${GLib.uuid_string_random()}.eml`]);
        GLib.file_set_contents_full(path, mail.get_data(), SAFELY, 0o600);
        const recipients = message.list_open_recipients(cancellable);
        this.settle(message, recipients, null, cancellable);
        return [true, 0, 0];
    }

    find() {
        const dir = Gio.File.new_for_path(`${this.folder}/in`);
        const names = [...dir.enumerate_children('standard::name', 0, null)].map(i => i.get_name());
        const name = names.find(each => each.endsWith('.eml'));
        return name === undefined ? null : dir.get_child(name);
    }

    vfunc_poll(_cancellable) {
        return [true, this.find() === null ? 0 : 1];
    }

    // In. The file goes only when the message is saved: a crash loses nothing.
    vfunc_start_message(_flags, message, cancellable) {
        const file = this.find();
        if (file !== null) {
            Mapi.mime_read(message, file.read(cancellable), 0, cancellable);
            message.stamp_received(null, null, GLib.get_real_time(), 0, cancellable);
            message.save_changes(0, cancellable);
            file.delete(cancellable);
        }
        return [true, 0];
    }
});

export const mapi_xp_provider_init = _version =>
    [Mapi.TransportFactory.new(FileDrop.$gtype, 'Dropped files'), 1 << 16];
