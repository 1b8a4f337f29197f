// SPDX-License-Identifier: LGPL-2.1-or-later
//
// client ADDRESS: a mail program in small.
//
// Logs on to the default profile, lists its folders, writes a message to ADDRESS (`TYPE:ADDRESS`),
// drives the spooler, and shows the first message that arrives. Set MAPI_PROFILE for another profile.

Mapi.PropTagArray properties (uint32[] tags) {
    return new Mapi.PropTagArray (tags);
}

// A folder that the store names in a property of its own.
Mapi.Prop open_folder (Mapi.MsgStore store, uint32 tag) throws Error {
    var names = store.get_props (properties ({ tag }), 0, null, null);
    return store.open_entry (names.get_bytes (tag), null, Mapi.MODIFY);
}

void list_folders (Mapi.MsgStore store) throws Error {
    var top = (Mapi.Container) open_folder (store, Mapi.PR_IPM_SUBTREE_ENTRYID);
    var table = top.get_hierarchy_table (0);
    table.set_columns (properties ({ Mapi.PR_DISPLAY_NAME, Mapi.PR_CONTENT_COUNT }), 0);

    Mapi.RowSet page;
    while ((page = table.query_rows (100, 0)).get_size () > 0)
        for (uint index = 0; index < page.get_size (); index++) {
            var row = page.get_row (index);
            print ("%-20s %d messages\n", row.get_string (Mapi.PR_DISPLAY_NAME),
                   row.get_long (Mapi.PR_CONTENT_COUNT, 0));
        }
}

void submit (Mapi.MsgStore store, string recipient) throws Error {
    string[] parts = recipient.split (":", 2);
    var outbox = (Mapi.Folder) open_folder (store, Mapi.PR_IPM_OUTBOX_ENTRYID);
    var message = outbox.create_message (null, 0);
    var builder = new Mapi.PropListBuilder ();
    builder.add_string (Mapi.PR_SUBJECT, "Hello from Vala");
    builder.add_string (Mapi.PR_BODY, "Written by a program.\n");
    builder.add_boolean (Mapi.PR_DELETE_AFTER_SUBMIT, true);
    message.set_props (builder.end (), null);
    var to = Mapi.recipient_new (Mapi.TO, parts[1], parts[0], parts[1]);
    message.modify_recipients (Mapi.MODRECIP_ADD, new Mapi.RowSet ({ to }));
    message.submit_message (0);
}

void show (Mapi.MsgStore store, Bytes entry_id) throws Error {
    var message = store.open_entry (entry_id, null, 0);
    var said = message.get_props (properties ({ Mapi.PR_SUBJECT, Mapi.PR_BODY }), 0, null, null);
    print ("received: %s\n", said.get_string (Mapi.PR_SUBJECT));
    print ("%s\n", said.get_string (Mapi.PR_BODY));
}

void run (string recipient) throws Error {
    var loop = new MainLoop ();
    var session = Mapi.Session.logon (Environment.get_variable ("MAPI_PROFILE"), 0);
    var store = session.open_msg_store (null, Mapi.MDB_WRITE);
    list_folders (store);

    // Whoever advises keeps the sink: the store holds it weakly.
    Mapi.Notification? arrived = null;
    var sink = new Mapi.CallbackSink ();
    sink.received.connect (news => {
        arrived = news.get_notification (0);
        loop.quit ();
    });
    store.advise (null, Mapi.fnevNewMail, sink);

    var spooler = new Mapi.Spooler.for_session (session);
    spooler.event.connect ((text, fields) => print ("  %s\n", text));
    spooler.start ();
    submit (store, recipient);
    Timeout.add_seconds (60, () => {
        loop.quit ();
        return Source.REMOVE;
    });
    loop.run ();
    spooler.stop ();

    if (arrived == null)
        throw new Mapi.Error.TIMEOUT ("Nothing arrived within a minute.");
    show (store, arrived.get_entry_id ());
}

int main (string[] arguments) {
    if (arguments.length != 2 || !(":" in arguments[1])) {
        printerr ("usage: client TYPE:ADDRESS\n");
        return 2;
    }
    try {
        run (arguments[1]);
    } catch (Error error) {
        printerr ("client: %s\n", error.message);
        return 1;
    }
    return 0;
}
