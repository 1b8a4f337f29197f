#!/usr/bin/env gjs
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// client.js ADDRESS: a mail program in small.
//
// Logs on to the default profile, lists its folders, writes a message to ADDRESS (`TYPE:ADDRESS`), drives
// the spooler, and shows the first message that arrives. Set MAPI_PROFILE for another profile.

imports.gi.versions.Mapi = '1.0';
imports.gi.versions.MapiSpooler = '1.0';
const {GLib, Mapi, MapiSpooler} = imports.gi;

const properties = (...tags) => Mapi.PropTagArray.new(tags);

// The rows of a table, with these columns.
function* rows(table, ...tags) {
    table.set_columns(properties(...tags), 0, null);
    for (;;) {
        const page = table.query_rows(100, 0, null);
        if (page.get_size() === 0)
            return;
        for (let index = 0; index < page.get_size(); index++)
            yield page.get_row(index);
    }
}

// A folder that the store names in a property of its own.
function openFolder(store, tag) {
    const [names] = store.get_props(properties(tag), 0, null);
    return store.open_entry(names.get_bytes(tag), null, Mapi.MODIFY, null);
}

function listFolders(store) {
    const top = openFolder(store, Mapi.PR_IPM_SUBTREE_ENTRYID);
    // Of an object whose class it does not know, gjs offers the methods of one interface only:
    // those of a folder, not those of the container that it is as well.
    const table = Mapi.Container.prototype.get_hierarchy_table.call(top, 0, null);
    for (const row of rows(table, Mapi.PR_DISPLAY_NAME, Mapi.PR_CONTENT_COUNT)) {
        const name = row.get_string(Mapi.PR_DISPLAY_NAME);
        print(`${name.padEnd(20)} ${row.get_long(Mapi.PR_CONTENT_COUNT, 0)} messages`);
    }
}

function submit(store, recipient) {
    const [type, address] = recipient.split(/:(.*)/s);
    const message = openFolder(store, Mapi.PR_IPM_OUTBOX_ENTRYID).create_message(null, 0, null);
    const builder = Mapi.PropListBuilder.new();
    builder.add_string(Mapi.PR_SUBJECT, 'Hello from JavaScript');
    builder.add_string(Mapi.PR_BODY, 'Written by a program.\n');
    builder.add_boolean(Mapi.PR_DELETE_AFTER_SUBMIT, true);
    message.set_props(builder.end(), null);
    const to = Mapi.recipient_new(Mapi.TO, address, type, address);
    message.modify_recipients(Mapi.MODRECIP_ADD, Mapi.RowSet.new([to]), null);
    message.submit_message(0, null);
}

function show(store, entryId) {
    const message = store.open_entry(entryId, null, 0, null);
    const [said] = message.get_props(properties(Mapi.PR_SUBJECT, Mapi.PR_BODY), 0, null);
    print(`received: ${said.get_string(Mapi.PR_SUBJECT)}`);
    print(said.get_string(Mapi.PR_BODY));
}

function main(recipient) {
    const loop = GLib.MainLoop.new(null, false);
    const session = Mapi.Session.logon(GLib.getenv('MAPI_PROFILE'), 0, null);
    const store = session.open_msg_store(null, Mapi.MDB_WRITE, null);
    listFolders(store);

    // Whoever advises keeps the sink: the store holds it weakly.
    let arrived = null;
    const sink = Mapi.CallbackSink.new();
    sink.connect('received', (_sink, news) => {
        arrived = news.get_notification(0);
        loop.quit();
    });
    store.advise(null, Mapi.fnevNewMail, sink, null);

    const spooler = MapiSpooler.Spooler.new_for_session(session);
    spooler.connect('event', (_spooler, text) => print(`  ${text}`));
    spooler.start(null);
    submit(store, recipient);
    GLib.timeout_add_seconds(GLib.PRIORITY_DEFAULT, 60, () => loop.quit());
    loop.run();
    spooler.stop();

    if (arrived === null)
        throw new Error('Nothing arrived within a minute.');
    show(store, arrived.get_entry_id());
}

if (ARGV.length === 1)
    main(ARGV[0]);
else
    printerr('usage: client.js TYPE:ADDRESS');
