// SPDX-License-Identifier: LGPL-2.1-or-later
// A store and an address book that do wrong what their setting `how` says, when they are looked into.

import GObject from 'gi://GObject';
import Mapi from 'gi://Mapi?version=1.0';
import System from 'system';

const HOW = 0x6600001f;

function goWrong(how) {
    if (how === 'throws')
        throw new TypeError('what it says');
    if (how === 'exits')
        System.exit(3);
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

export const mapi_ms_provider_init = _version =>
    [Mapi.StoreFactory.new(Store.$gtype, 'd1f5b1b0-5d25-4a63-8a4e-1a4d3a6c8f42'), 1 << 16];

export const mapi_ab_provider_init = _version =>
    [Mapi.BookFactory.new(Book.$gtype, '02a1d0f9-4f0b-4c4a-9a4e-7a7d2f3f0b11'), 1 << 16];
