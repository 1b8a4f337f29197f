// SPDX-License-Identifier: LGPL-2.1-or-later
// The kit from JavaScript, as a client uses it.

imports.gi.versions.Mapi = '1.0';

const {GLib, GObject, Mapi} = imports.gi;
const ByteArray = imports.byteArray;
const {run, equal} = imports.tap;

const bytes = text => GLib.Bytes.new(ByteArray.fromString(text));
const text = data => ByteArray.toString(ByteArray.fromGBytes(data));

function row(number, subject) {
    const builder = Mapi.PropListBuilder.new();

    builder.add_long(Mapi.PR_ROWID, number);
    builder.add_string(Mapi.PR_SUBJECT, subject);
    return builder.end();
}

function turn() {
    while (GLib.MainContext.default().iteration(false))
        ;
}

const Sink = GObject.registerClass({
    Implements: [Mapi.AdviseSink],
}, class Sink extends GObject.Object {
    _init() {
        super._init();
        this.events = [];
    }

    vfunc_on_notify(notifications) {
        for (let i = 0; i < notifications.get_size(); i++)
            this.events.push(notifications.get_notification(i).get_table_event());
        return true;
    }
});

const Refuser = GObject.registerClass(class Refuser extends Mapi.Wrapper {
    vfunc_enter(call) {
        if (call.get_method() === 'SetProps')
            call.skip();
        return true;
    }
});

run({
    'a table and its notifications': () => {
        const data = Mapi.TableData.new(Mapi.TBLTYPE_DYNAMIC, Mapi.PR_ROWID, null);
        const view = data.get_view(null);
        const sink = new Sink();

        view.advise(Mapi.fnevTableModified, sink);
        data.modify_row(row(1, 'a'));
        data.modify_row(row(1, 'b'));
        turn();
        equal(sink.events.join(), [Mapi.TABLE_ROW_ADDED, Mapi.TABLE_ROW_MODIFIED].join());
        view.set_columns(Mapi.PropTagArray.new([Mapi.PR_SUBJECT]), 0, null);
        equal(view.query_rows(1, 0, null).get_row(0).get_string(Mapi.PR_SUBJECT), 'b');
    },
    'a message': () => {
        const message = Mapi.MemoryMessage.new();
        const [attach] = message.create_attach(0, null).slice(-2);
        const stream = attach.open_property(Mapi.PR_ATTACH_DATA_BIN, null, 0,
            Mapi.CREATE | Mapi.MODIFY, null);

        stream.write(bytes('data'), null);
        stream.commit(0, null);
        attach.save_changes(0, null);
        const opened = message.open_attach(0, null, 0, null);
        const reader = opened.open_property(Mapi.PR_ATTACH_DATA_BIN, null, 0, 0, null);
        equal(text(reader.read(100, null)), 'data');
    },
    'a wrapper': () => {
        const inner = Mapi.MemoryMessage.new();
        const wrapper = new Refuser();
        const message = wrapper.wrap(inner);

        message.set_props(row(1, 'a'), null);
        equal(inner.get_list().contains(Mapi.PR_SUBJECT), false);
        equal(wrapper.unwrap(message), inner);
    },
    'a status object': () => {
        const status = Mapi.StatusData.new(Mapi.PropList.new_empty());
        let seen = -1;

        status.connect('validate-state', (_self, flags) => {
            seen = flags;
            return 0;
        });
        equal(status.validate_state(5, null), true);
        equal(seen, 5);
    },
});
