// SPDX-License-Identifier: LGPL-2.1-or-later
//
// mapi-gjs-host.js DESCRIPTOR MODULE: the process of providers in JavaScript, which MAPI starts.

import Gio from 'gi://Gio';
import GObject from 'gi://GObject';
import Mapi from 'gi://Mapi?version=1.0';
import System from 'system';

// What a module exports, by the kind of provider.
const ENTRY_POINTS = {
    [Mapi.AB_PROVIDER]: 'mapi_ab_provider_init',
    [Mapi.STORE_PROVIDER]: 'mapi_ms_provider_init',
    [Mapi.TRANSPORT_PROVIDER]: 'mapi_xp_provider_init',
    [Mapi.HOOK_PROVIDER]: 'mapi_hook_provider_init',
};

const fail = (code, message) => {
    throw new Mapi.Error({code, message});
};

const Loader = GObject.registerClass({
    Implements: [Mapi.ProviderLoader],
}, class Loader extends GObject.Object {
    constructor(path, module, error) {
        super();
        Object.assign(this, {path, module, error});
    }

    // What cannot be imported says so when somebody wants it.
    vfunc_load_provider(path, kind) {
        const name = ENTRY_POINTS[kind];
        if (this.error !== null)
            fail(Mapi.Error.CALL_FAILED, `module ${this.path}: ${this.error}`);
        if (path !== this.path || !(name in this.module))
            fail(Mapi.Error.CALL_FAILED, `module ${path}: ${name}: there is no such entry point`);
        const [provider, version] = this.module[name](Mapi.SPI_VERSION);
        Mapi.spi_version_check(Mapi.SPI_VERSION, version);
        return provider;
    }
});

const [descriptor, path] = ARGV;
let module = {};
let failure = null;
try {
    module = await import(Gio.File.new_for_path(path).get_uri());
} catch (error) {
    failure = error;
}
try {
    Mapi.provider_host_run(new Loader(path, module, failure), Number(descriptor), true);
} catch (error) {
    printerr(error.message);
    System.exit(1);
}
