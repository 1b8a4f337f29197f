// SPDX-License-Identifier: LGPL-2.1-or-later
// Profiles and the session from JavaScript, as a client uses them.

imports.gi.versions.Mapi = '1.0';

const {GLib, Mapi} = imports.gi;
const {run, equal, HOME} = imports.tap;

const fixtures = GLib.build_filenamev([GLib.getenv('MAPI_BUILD_ROOT'), 'tests', 'fixtures']);
const catalog = Mapi.ServiceCatalog.new([fixtures]);
const admin = Mapi.Profiles.new_in(catalog, HOME, HOME);

/** A session of a fresh profile with one service, for the function. */
function withSession(name, use) {
    const profile = admin.create(name);
    const service = profile.add_service('plain', 'Mine');

    profile.configure_service(service, 'host', 'mail.example');
    const session = Mapi.Session.logon_profile(profile, 0, null);
    use(session, profile, service);
    session.logoff(0, null);
    admin.delete(name);
}

function rows(table) {
    const set = table.query_rows(1000, 0, null);

    return [...Array(set.get_size()).keys()].map(i => set.get_row(i));
}

run({
    'settings of a profile'() {
        withSession('settings', (session, profile, service) => {
            equal(profile.get_setting(service, 'port'), '25');
            profile.configure_service(service, 'password', 'secret');
            equal(profile.has_setting(service, 'password')[1], true);
        });
    },

    'stores are listed and opened'() {
        withSession('stores', session => {
            const [row] = rows(session.get_msg_stores_table(0, null));

            equal(row.get_string(Mapi.PR_DISPLAY_NAME), 'Mine');
            const store = session.open_msg_store(row.get_bytes(Mapi.PR_ENTRYID), 0, null);
            equal(store.open_entry !== undefined, true);
        });
    },

    'an error tells its code'() {
        try {
            admin.open('nobody');
        } catch (error) {
            equal(error.matches(Mapi.error_quark(), Mapi.Error.NOT_FOUND), true);
            return;
        }
        throw new Error('a profile that does not exist was opened');
    },
});
