// SPDX-License-Identifier: LGPL-2.1-or-later
// That constants come to JavaScript as they are: with bit 31, negative, and with names in small.

imports.gi.versions.Mapi = '1.0';
const Tap = imports.tap;
const {Mapi} = imports.gi;

Tap.run({
    'tags': () => {
        Tap.equal(Mapi.PR_SUBJECT, 0x0037001F);
        Tap.equal(Mapi.PR_SUBJECT_A, 0x0037001E);
        Tap.equal(Mapi.PR_EMS_AB_MEMBER_A, 0x8009101E);
    },
    'status codes': () => {
        Tap.equal(Mapi.Error.NOT_FOUND, 0x8004010F - 0x100000000);
        Tap.equal(Mapi.Warning.PARTIAL_COMPLETION, 0x00040680);
        Tap.equal(Mapi.E_FAIL, 0x80004005 - 0x100000000);
        Tap.equal(Mapi.error_get_name(Mapi.Error.NO_SUPPORT), 'MAPI_E_NO_SUPPORT');
    },
    'flags': () => {
        Tap.equal(Mapi.MSGFLAG_SUBMIT, 4);
        Tap.equal(Mapi.fnevExtended, 0x80000000);
    },
    'thrown errors': () => {
        try {
            Mapi.Uid.from_name('PS_NOTHING');
        } catch (error) {
            Tap.equal(error.matches(Mapi.Error, Mapi.Error.NOT_FOUND), true);
            return;
        }
        throw new Error('nothing was thrown');
    },
});
