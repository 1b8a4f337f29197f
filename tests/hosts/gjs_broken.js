// SPDX-License-Identifier: LGPL-2.1-or-later
// Providers that do wrong what their setting `how` says: a store and an address book when they are
// looked into, a transport when it is to send, a hook when it is shown a message.

import GObject from 'gi://GObject';
import Mapi from 'gi://Mapi?version=1.0';
import System from 'system';

const HOW = 0x6600001f;

function goWrong(how) {
    if (how === 'throws')
        throw new TypeError('what it says');
    if (how === 'exits')
        System.exit(3);
    if (how === 'crashes')
        System.breakpoint(); // SIGTRAP, which ends the process
    for (; how === 'loops';);
    return how === 'tells nothing' ? undefined : true;
}

const Store = GObject.registerClass(class BrokenStore extends Mapi.StoreBackend {
    vfunc_open(settings, _cancellable) {
        this.how = settings.get_string(HOW);
        this.set_name(this.how);
        return true;
    }

    vfunc_list_folder(_folder, _cancellable) {
        return goWrong(this.how);
    }
});

const Book = GObject.registerClass(class BrokenBook extends Mapi.BookBackend {
    vfunc_open(settings, _cancellable) {
        this.how = settings.get_string(HOW);
        this.set_name(this.how);
        return true;
    }

    vfunc_list_people(_cancellable) {
        return goWrong(this.how);
    }
});

const Transport = GObject.registerClass({
    Implements: [Mapi.XpLogon],
}, class BrokenTransport extends Mapi.Transport {
    vfunc_open(settings, _flags, _cancellable) {
        this.how = settings.get_string(HOW);
        return [true, 0];
    }

    vfunc_address_types(_cancellable) {
        return [Mapi.AddressTypes.new(['BROKEN'], null), Mapi.UNICODE];
    }

    vfunc_submit_message(_flags, _message, _cancellable) {
        return goWrong(this.how);
    }
});

const Hook = GObject.registerClass({
    Implements: [Mapi.SpoolerHook],
}, class BrokenHook extends GObject.Object {
    vfunc_outbound_msg_hook(_message, _folder, _store, flags, _entryId, _cancellable) {
        return goWrong(this.how) && [true, flags, null];
    }
});

const HookProvider = GObject.registerClass({
    Implements: [Mapi.HookProvider],
}, class BrokenHookProvider extends GObject.Object {
    vfunc_hook_logon(support, _flags, _cancellable) {
        const [settings] = support.open_profile_section(null, 0, null).get_props(null, 0, null);
        const hook = new Hook();
        hook.how = settings.get_string(HOW);
        return hook;
    }
});

export const mapi_xp_provider_init = _version =>
    [Mapi.TransportFactory.new(Transport.$gtype, 'Broken'), 1 << 16];

export const mapi_hook_provider_init = _version => [new HookProvider(), 1 << 16];

export const mapi_ms_provider_init = _version =>
    [Mapi.StoreFactory.new(Store.$gtype, 'd1f5b1b0-5d25-4a63-8a4e-1a4d3a6c8f42'), 1 << 16];

export const mapi_ab_provider_init = _version =>
    [Mapi.BookFactory.new(Book.$gtype, '02a1d0f9-4f0b-4c4a-9a4e-7a7d2f3f0b11'), 1 << 16];
