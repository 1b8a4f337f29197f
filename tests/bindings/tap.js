// SPDX-License-Identifier: LGPL-2.1-or-later
// Runs named functions and prints TAP; a case fails by throwing. The program gets a fresh home,
// which must be made before anything asks GLib for a folder of the user: import this first.

/* exported run, equal, HOME */

const {GLib} = imports.gi;
const System = imports.system;

const XDG_NAMES = ['XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME', 'XDG_CACHE_HOME',
    'XDG_RUNTIME_DIR'];

var HOME = makeHome();

function makeHome() {
    const home = GLib.Dir.make_tmp('mapi-XXXXXX');
    GLib.setenv('HOME', home, true);
    XDG_NAMES.forEach(name => {
        const path = GLib.build_filenamev([home, name]);
        GLib.mkdir_with_parents(path, 0o700);
        GLib.setenv(name, path, true);
    });
    return home;
}

/** Throws unless the two are the same. */
function equal(actual, expected) {
    if (actual !== expected)
        throw new Error(`got ${actual}, wanted ${expected}`);
}

function passes(number, name, test) {
    try {
        test();
        print(`ok ${number} - ${name}`);
        return true;
    } catch (error) {
        print(`not ok ${number} - ${name}`);
        `${error.message}\n${error.stack}`.split('\n').forEach(line => print(`# ${line}`));
        return false;
    }
}

/** Runs every function of the object; the key is the name of the case. */
function run(cases) {
    const names = Object.keys(cases);
    print(`1..${names.length}`);
    const failed = names.filter((name, index) => !passes(index + 1, name, cases[name]));
    GLib.spawn_sync(null, ['rm', '-rf', '--', HOME], null, GLib.SpawnFlags.SEARCH_PATH, null);
    System.exit(failed.length === 0 ? 0 : 1);
}
