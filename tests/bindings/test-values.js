// SPDX-License-Identifier: LGPL-2.1-or-later
// The core values from JavaScript: every shape of argument and result that they have.

imports.gi.versions.Mapi = '1.0';

const {GLib, Mapi} = imports.gi;
const ByteArray = imports.byteArray;
const System = imports.system;
const {run, equal} = imports.tap;

const named = (number, type) => Mapi.prop_tag_new(0x8000 + number, type);
const bytes = text => GLib.Bytes.new(ByteArray.fromString(text));
const text = data => ByteArray.toString(ByteArray.fromGBytes(data));

function note() {
    const builder = Mapi.PropListBuilder.new();

    builder.add_string(Mapi.PR_SUBJECT, 'Grüße');
    builder.add_long(Mapi.PR_MESSAGE_FLAGS, 5);
    builder.add_binary(Mapi.PR_ENTRYID, bytes('id'));
    return builder.end();
}

/** Throws unless the function does, with that code of MapiError. */
function fails(code, run_) {
    try {
        run_();
    } catch (error) {
        if (error.matches(Mapi.error_quark(), code))
            return;
        throw error;
    }
    throw new Error('nothing was thrown');
}

run({
    'single values': () => {
        const uid = Mapi.Uid.new();

        equal(Mapi.PropValue.new_long(Mapi.PR_MESSAGE_FLAGS, -2).get_long(), -2);
        equal(Mapi.PropValue.new_string(Mapi.PR_SUBJECT, 'ß').get_string(), 'ß');
        equal(Mapi.PropValue.new_string(Mapi.PR_SUBJECT, 'ß').get_clsid(), null);
        equal(Mapi.PropValue.new_clsid(named(1, Mapi.PT_CLSID), uid).get_clsid().equal(uid), true);
    },
    'arrays': () => {
        const longs = Mapi.PropValue.new_mv_long(named(1, Mapi.PT_MV_LONG), [1, -2]);
        const strings = Mapi.PropValue.new_mv_string(named(1, Mapi.PT_MV_UNICODE), ['a', 'ß']);
        const binaries = Mapi.PropValue.new_mv_bytes(named(1, Mapi.PT_MV_BINARY),
            [bytes('x'), bytes('yz')]);

        equal(longs.get_mv_integer(1), -2);
        equal(strings.get_mv_string(1), 'ß');
        equal(text(binaries.get_mv_bytes(1)), 'yz');
    },
    'lists': () => {
        const row = note();
        const [selected, missing] = row.select(Mapi.PropTagArray.new([Mapi.PR_BODY]));

        equal(row.get_string(Mapi.PR_SUBJECT), 'Grüße');
        equal(text(row.get_bytes(Mapi.PR_ENTRYID)), 'id');
        equal(missing, true);
        equal(selected.get_error(Mapi.PR_BODY), Mapi.Error.NOT_FOUND);
        equal(Mapi.PropList.new_from_bytes(row.to_bytes()).equal(row), true);
        fails(Mapi.Error.CORRUPT_DATA, () => Mapi.PropList.new_from_bytes(bytes('nothing')));
    },
    'rows': () => {
        const rows = Mapi.RowSet.new([note()]).append(note());

        equal(Mapi.RowSet.new_from_bytes(rows.to_bytes()).get_size(), 2);
        equal(rows.get_row(1).get_long(Mapi.PR_MESSAGE_FLAGS, 0), 5);
        equal(rows.get_row(2), null);
    },
    'restrictions': () => {
        const tree = Mapi.Restriction.new_or([
            Mapi.Restriction.new_exist(Mapi.PR_BODY),
            Mapi.Restriction.new_bitmask(Mapi.BMR_NEZ, Mapi.PR_MESSAGE_FLAGS, 4),
        ]);

        equal(tree.matches(note()), true);
        equal(tree.get_child(1).get_number(), 4);
    },
    'one-off entry identifiers': () => {
        const id = Mapi.one_off_new('Ann', 'SMTP', 'ann@example.org', Mapi.ONE_OFF_UNICODE);

        equal(Mapi.one_off_parse(id).slice(0, 4).join(), 'true,Ann,SMTP,ann@example.org');
    },
    'borrowed values outlive their owners': () => {
        const uid = Mapi.Uid.new();
        let array = Mapi.UidArray.new().append(uid);
        const borrowed = array.get_uid(0);

        array = null;
        System.gc();
        equal(borrowed.to_string(), uid.to_string());
    },
    'containers': () => {
        equal(Mapi.AddressTypes.new(['SMTP'], null).handles('SMTP'), true);
        equal(Mapi.EntryList.new([bytes('a')]).get_size(), 1);
        equal(Mapi.NotificationList.new().append(
            Mapi.Notification.new_extended(1, null)).get_size(), 1);
    },
});
