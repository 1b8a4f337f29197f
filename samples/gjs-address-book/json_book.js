// SPDX-License-Identifier: LGPL-2.1-or-later
// A whole address book: the people of a JSON file, a list of objects with a name and an address.

import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import Mapi from 'gi://Mapi?version=1.0';

// Whose entry identifiers are ours. A provider of your own needs a UUID of its own: uuidgen.
const UUID = '6a9e6d1d-2666-4c30-9aa0-77d807fac000';

// Where gjs-address-book.service says the setting "file" lies in our section of the profile.
const FILE = 0x6600001f;

const JsonBook = GObject.registerClass(class JsonBook extends Mapi.BookBackend {
    vfunc_open(settings, _cancellable) {
        this.path = settings.get_string(FILE);
        if (this.path === null)
            throw new GLib.Error(Mapi.Error, Mapi.Error.UNCONFIGURED, 'there is no file');
        this.set_name(this.path);
        return true;
    }

    vfunc_list_people(_cancellable) {
        const [, text] = GLib.file_get_contents(this.path);
        for (const {name, address} of JSON.parse(new TextDecoder().decode(text))) {
            const builder = Mapi.PropListBuilder.new();
            builder.add_string(Mapi.PR_DISPLAY_NAME, name);
            builder.add_string(Mapi.PR_EMAIL_ADDRESS, address);
            this.add_person(address, builder.end());
        }
        return true;
    }
});

export const mapi_ab_provider_init = _version =>
    [Mapi.BookFactory.new(JsonBook.$gtype, UUID), 1 << 16];
