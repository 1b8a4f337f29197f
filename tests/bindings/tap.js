// SPDX-License-Identifier: LGPL-2.1-or-later
// Runs named functions and prints TAP. A case fails by throwing.

/* exported run, equal */

const System = imports.system;

/** Throws unless the two are the same. */
function equal(actual, expected) {
    if (actual !== expected)
        throw new Error(`got ${actual}, wanted ${expected}`);
}

/** Runs every function of the object; the key is the name of the case. */
function run(cases) {
    const names = Object.keys(cases);
    let failed = 0;

    print(`1..${names.length}`);
    names.forEach((name, index) => {
        try {
            cases[name]();
            print(`ok ${index + 1} - ${name}`);
        } catch (error) {
            failed++;
            print(`not ok ${index + 1} - ${name}`);
            `${error.message}\n${error.stack}`.split('\n').forEach(line => print(`# ${line}`));
        }
    });
    System.exit(failed === 0 ? 0 : 1);
}
