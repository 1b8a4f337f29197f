// SPDX-License-Identifier: LGPL-2.1-or-later
// A spooler hook that files mail: what one person has written, or was sent, comes into one folder.

import GObject from 'gi://GObject';
import Mapi from 'gi://Mapi?version=1.0';

// Where gjs-hook.service says the settings lie in our section of the profile.
const PERSON = 0x6600001f;
const FOLDER = 0x6601001f;

const read = (object, tag) => object.get_props(Mapi.PropTagArray.new([tag]), 0, null)[0];

const Filing = GObject.registerClass({
    Implements: [Mapi.SpoolerHook],
}, class Filing extends GObject.Object {
    vfunc_inbound_msg_hook(message, _folder, store, flags, _entryId, _cancellable) {
        const sender = read(message, Mapi.PR_SENDER_EMAIL_ADDRESS);
        const address = sender.get_string(Mapi.PR_SENDER_EMAIL_ADDRESS);
        return [true, flags, this.isPerson(address) ? this.open(store) : null];
    }

    vfunc_outbound_msg_hook(message, _folder, store, flags, _entryId, _cancellable) {
        const rows = message.list_recipients(null);
        const addresses = Array.from({length: rows.get_size()},
            (_, i) => rows.get_row(i).get_string(Mapi.PR_EMAIL_ADDRESS));
        const isTheirs = addresses.some(address => this.isPerson(address));
        return [true, flags, isTheirs ? this.open(store) : null];
    }

    isPerson(address) {
        return address?.toLowerCase() === this.person;
    }

    // The entry identifier of the folder, which is made where there is none yet.
    open(store) {
        const topId = read(store, Mapi.PR_IPM_SUBTREE_ENTRYID).get_bytes(Mapi.PR_IPM_SUBTREE_ENTRYID);
        const top = store.open_entry(topId, null, Mapi.MODIFY, null);
        const folder = top.create_folder(
            Mapi.FOLDER_GENERIC, this.folder, null, Mapi.OPEN_IF_EXISTS, null);
        return read(folder, Mapi.PR_ENTRYID).get_bytes(Mapi.PR_ENTRYID);
    }
});

const Provider = GObject.registerClass({
    Implements: [Mapi.HookProvider],
}, class FilingProvider extends GObject.Object {
    vfunc_hook_logon(support, _flags, _cancellable) {
        const [settings] = support.open_profile_section(null, 0, null).get_props(null, 0, null);
        const hook = new Filing();
        hook.person = settings.get_string(PERSON)?.toLowerCase();
        hook.folder = settings.get_string(FOLDER);
        if (!hook.person || !hook.folder)
            throw new Mapi.Error({code: Mapi.Error.UNCONFIGURED, message: 'a setting is missing'});
        return hook;
    }
});

export const mapi_hook_provider_init = _version => [new Provider(), 1 << 16];
