// SPDX-License-Identifier: LGPL-2.1-or-later
// A transport that does all that is documented, slot by slot: the whole transport of the fixtures, in
// JavaScript. Who a message is for says what becomes of it; files in its folder say what is so.

import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import Mapi from 'gi://Mapi?version=1.0';

const FOLDER = 0x6600001f;
const REMOTE = 0x6605000b;
const PASSWORD = 0x6606001f;

const UNKNOWN = Mapi.DIAG_MAIL_RECIPIENT_UNKNOWN;

const fail = (code, message) => {
    throw new Mapi.Error({code, message: `whole: ${message}`});
};

const read = (object, tag) => object.get_props(Mapi.PropTagArray.new([tag]), 0, null)[0];
const textOf = (object, tag) => read(object, tag).get_string(tag);
const bytesOf = (object, tag) => read(object, tag).get_bytes(tag);
const keyOf = bytes => GLib.base64_encode(bytes.get_data());
const rowsOf = set => Array.from({length: set.get_size()}, (_, i) => set.get_row(i));
const addressOf = row => row.get_string(Mapi.PR_EMAIL_ADDRESS);

const failed = (row, diagnostic, text) => Mapi.recipient_with_failure(row, diagnostic, text);

// The row with another property, the value of one that a row has.
const withValue = (row, value) => row.merge(Mapi.PropList.new_from_value(value));
const withCopy = (row, from, tag, to) => withValue(row, from.lookup(tag).change_tag(to));

// Attaches a picture of the message, which stays in a file, and sends a copy besides.
const Pictures = GObject.registerClass({
    Implements: [Mapi.Preprocessor],
}, class WholePictures extends GObject.Object {
    vfunc_preprocess_message(message, folder, outbound, cancellable) {
        GLib.file_set_contents(this.picture, 'a picture');
        const [attach] = message.create_attach(0, cancellable);
        attach.set_long(Mapi.PR_ATTACH_METHOD, Mapi.ATTACH_BY_REFERENCE);
        attach.set_string(Mapi.PR_ATTACH_LONG_PATHNAME, this.picture);
        attach.save_changes(0, cancellable);
        outbound.append(folder.create_message(null, 0, cancellable));
        const unknown = rowsOf(message.list_recipients(cancellable))
            .filter(row => addressOf(row) === 'never')
            .map(row => failed(row, UNKNOWN, 'cannot be drawn'));
        return [true, unknown.length > 0 ? Mapi.RowSet.new(unknown) : null];
    }

    vfunc_remove_preprocess_info(message, cancellable) {
        return message.delete_attach(0, null, 0, cancellable);
    }
});

const Whole = GObject.registerClass({
    Implements: [Mapi.XpLogon],
}, class Whole extends Mapi.Transport {
    // Logging on and off

    vfunc_open(settings, flags, cancellable) {
        this.folder = settings.get_string(FOLDER);
        if (this.folder === null)
            fail(Mapi.Error.UNCONFIGURED, 'the setting folder is missing');
        if (cancellable?.is_cancelled())
            fail(Mapi.Error.USER_CANCEL, 'the logon was cancelled');
        if (!this.has('out'))
            fail(Mapi.Error.FAILONEPROVIDER, 'there is no folder out');
        this.password = settings.get_string(PASSWORD);
        [this.deferred, this.aborted, this.restarted] = [new Map(), new Set(), new Set()];
        this.reference = this.endFlags = 0;
        this.mayAsk = (flags & Mapi.LOGON_NO_DIALOG) === 0;
        this.set_display_name('Whole, in JavaScript');
        this.set_identity(Mapi.recipient_new(Mapi.ORIG, 'Me', 'SMTP', 'me@check.invalid'));
        if (settings.get_boolean(REMOTE, true))
            this.set_remote();
        this.link(false);
        this.monitor = Gio.File.new_for_path(this.folder).monitor_directory(0, null);
        this.monitor.connect('changed', () => this.change());
        return [true, Mapi.LOGON_SP_POLL | Mapi.LOGON_SP_IDLE];
    }

    vfunc_address_types(_cancellable) {
        const uids = Mapi.UidArray.new().append(Mapi.Uid.new());
        return [Mapi.AddressTypes.new(['WHOLE'], uids), Mapi.UNICODE];
    }

    vfunc_logged_on(cancellable) {
        const support = this.get_support();
        if (this.mayAsk && this.has('dialog')) {
            const fields = Mapi.TableData.new(Mapi.TBLTYPE_SNAPSHOT, Mapi.PR_ROWID, null);
            support.do_config_propsheet(
                0, 'Whole', fields.get_view(null), Mapi.MemoryMessage.new(), 0, cancellable);
        }
        const pictures = new Pictures();
        pictures.picture = `${this.folder}/picture`;
        return support.register_preprocessor(null, 'WHOLE', pictures, 0);
    }

    vfunc_transport_logoff(flags, cancellable) {
        this.monitor.cancel();
        return super.vfunc_transport_logoff(flags, cancellable);
    }

    vfunc_change_password(oldPassword, newPassword, _cancellable) {
        if (oldPassword !== this.password)
            fail(Mapi.Error.NO_ACCESS, 'that is not the old password');
        this.password = newPassword;
        return true;
    }

    // Its world

    has(name) {
        return GLib.file_test(`${this.folder}/${name}`, GLib.FileTest.EXISTS);
    }

    link(isLinked) {
        GLib.file_set_contents(`${this.folder}/links`, isLinked ? '1\n' : '0\n');
    }

    vfunc_hang_up() {
        this.link(false);
    }

    change() {
        if (this.has('released'))
            this.release();
        if (this.has('well'))
            this.notice(Mapi.NOTIFY_READYTOSEND);
    }

    notice(flags, data = null) {
        this.get_support()?.spooler_notify(flags, data);
    }

    show(bit, isOn) {
        this.change_status(isOn ? bit : 0, isOn ? 0 : bit, null);
    }

    vfunc_flush_queues(target, flags, cancellable) {
        this.release();
        this.link(true);
        return super.vfunc_flush_queues(target, flags, cancellable);
    }

    // Out

    vfunc_submit_message(flags, message, cancellable) {
        const work = this.begin_work(cancellable);
        this.reference++;
        this.endFlags = 0;
        this.show(Mapi.STATUS_OUTBOUND_ACTIVE, true);
        try {
            this.dispatch(flags, message, work);
        } catch (error) {
            this.show(Mapi.STATUS_OUTBOUND_ACTIVE, false);
            throw error;
        } finally {
            this.end_work(work);
        }
        return [true, this.reference, 0];
    }

    vfunc_end_message(_messageRef, _cancellable) {
        this.show(Mapi.STATUS_OUTBOUND_ACTIVE, false);
        return [true, this.endFlags];
    }

    dispatch(flags, message, work) {
        const rows = rowsOf(message.list_open_recipients(work));
        const names = new Set(rows.map(addressOf));
        if (names.has('busy'))
            fail(Mapi.Error.BUSY, 'busy');
        if (names.has('not-me'))
            fail(Mapi.Error.NOT_ME, 'not mine');
        if (names.has('down')) {
            this.set_return_parm(45);
            fail(Mapi.Error.NETWORK_ERROR, 'the line is dead');
        }
        const fates = {
            critical: this.breakDown, critsec: this.deliverCritically,
            endless: this.goOn, deferred: this.defer, again: this.restart,
        };
        const name = Object.keys(fates).find(each => names.has(each));
        (fates[name] ?? this.deliver).call(this, message, rows, work, flags);
    }

    deliver(message, rows, work) {
        const to = name => rows.filter(row => addressOf(row) === name);
        const [later, never, lists] = ['later', 'never', 'members'].map(to);
        const done = rows.filter(row => ![...later, ...never, ...lists].includes(row));
        if (later.length > 0 && later.length === rows.length) {
            this.set_return_parm(30);
            fail(Mapi.Error.WAIT, 'nobody is at home');
        }
        this.set_sender(message, work);
        this.name(message);
        if (done.length > 0) {
            const mail = Mapi.mime_write_bytes(message, Mapi.MIME_WRITE_CRLF, work);
            const path = `${this.folder}/out/${GLib.uuid_string_random()}.eml`;
            GLib.file_set_contents(path, mail.get_data());
        }
        this.endFlags = later.length > 0 ? Mapi.END_RESEND_LATER : 0;
        const failures = never.map(row => failed(row, UNKNOWN, 'nobody lives there'));
        if (lists.length > 0)
            this.settleLists(message, lists, work);
        else
            this.settle(message, Mapi.RowSet.new(done), Mapi.RowSet.new(failures), work);
    }

    // What the messaging system calls the message.
    name(message) {
        const name = new GLib.Bytes(new TextEncoder().encode(GLib.uuid_string_random()));
        message.set_bytes(Mapi.PR_MESSAGE_SUBMISSION_ID, name);
        if (read(message, Mapi.PR_CORRELATE).get_boolean(Mapi.PR_CORRELATE, false))
            message.set_bytes(Mapi.PR_CORRELATE_MTSID, name);
    }

    // One member of each list failed: the report has it, and the list is not to be sent to.
    settleLists(message, lists, work) {
        const text = 'this member is gone';
        const discrete = Mapi.PropValue.new_boolean(Mapi.PR_DISCRETE_VALUES, true);
        const failures = lists.map(
            row => failed(withValue(row, discrete), Mapi.DIAG_NO_DIAGNOSTIC, text));
        const members = lists.map(row => {
            let member = Mapi.recipient_new(Mapi.TO, 'Gone', 'WHOLE', 'gone');
            member = withCopy(member, row, Mapi.PR_DISPLAY_NAME, Mapi.PR_ORIGINAL_DISPLAY_NAME);
            member = withCopy(member, row, Mapi.PR_ENTRYID, Mapi.PR_ORIGINAL_ENTRYID);
            member = withCopy(member, row, Mapi.PR_SEARCH_KEY, Mapi.PR_ORIGINAL_SEARCH_KEY);
            return failed(member, Mapi.DIAG_NO_DIAGNOSTIC, text);
        });
        message.take_responsibility(Mapi.RowSet.new(failures), work);
        this.get_support().status_recips(message, Mapi.RowSet.new([...failures, ...members]), work);
    }

    deliverCritically(message, rows, work) {
        this.begin_critical_section();
        this.get_support().spooler_yield(0, work);
        this.deliver(message, rows, work);
        this.end_critical_section();
    }

    goOn(_message, _rows, work) {
        for (let i = 0; i < 1000; i++)
            this.get_support().spooler_yield(0, work);
        fail(Mapi.Error.TIMEOUT, 'nobody cancelled');
    }

    breakDown(message, rows, work) {
        if (!this.has('well')) {
            this.notice(Mapi.NOTIFY_CRITICAL_ERROR);
            fail(Mapi.Error.CALL_FAILED, 'it is broken');
        }
        this.deliver(message, rows, work);
    }

    restart(message, rows, work) {
        const key = keyOf(bytesOf(message, Mapi.PR_ENTRYID));
        if (this.restarted.has(key)) {
            this.deliver(message, rows, work);
        } else {
            this.restarted.add(key);
            this.endFlags = Mapi.END_RESEND_NOW;
        }
    }

    // The message is kept here, and submitted again when it may go.
    defer(message, rows, work, flags) {
        const entryId = bytesOf(message, Mapi.PR_ENTRYID);
        const key = keyOf(entryId);
        if (this.aborted.has(key))
            fail(Mapi.Error.CANCEL, 'the message is not to be sent any more');
        if ((flags & Mapi.BEGIN_DEFERRED) !== 0 || this.has('released')) {
            this.deferred.delete(key);
            this.deliver(message, rows, work);
        } else {
            this.deferred.set(key, entryId);
            this.endFlags = Mapi.END_DONT_RESEND;
        }
    }

    release() {
        for (const entryId of this.deferred.values())
            this.notice(Mapi.NOTIFY_SENTDEFERRED, entryId);
    }

    vfunc_transport_notify(flags, messageRef, entryId) {
        if ((flags & Mapi.NOTIFY_ABORT_DEFERRED) !== 0 && entryId !== null) {
            this.deferred.delete(keyOf(entryId));
            this.aborted.add(keyOf(entryId));
        }
        return super.vfunc_transport_notify(flags, messageRef, entryId);
    }

    // In

    incoming() {
        const folder = Gio.File.new_for_path(`${this.folder}/in`);
        return [...folder.enumerate_children('standard::name', 0, null)]
            .map(info => info.get_name()).filter(name => name.endsWith('.eml')).sort()
            .map(name => folder.get_child(name));
    }

    vfunc_poll(_cancellable) {
        return [true, this.incoming().length > 0 ? 1 : 0];
    }

    vfunc_start_message(_flags, message, cancellable) {
        const work = this.begin_work(cancellable);
        this.reference++;
        this.show(Mapi.STATUS_INBOUND_ACTIVE, true);
        try {
            this.incoming().slice(0, 1).forEach(file => this.fetch(file, message, work));
        } finally {
            this.show(Mapi.STATUS_INBOUND_ACTIVE, false);
            this.end_work(work);
        }
        return [true, this.reference];
    }

    // The file goes when the message is saved, and not before.
    fetch(file, message, work) {
        if (file.get_basename() === 'broken.eml') {
            this.notice(Mapi.NOTIFY_CRITICAL_ERROR);
            fail(Mapi.Error.CALL_FAILED, 'the mail cannot be read');
        }
        const info = file.query_info('time::modified', 0, work);
        const seconds = info.get_attribute_uint64('time::modified');
        Mapi.mime_read(message, file.read(work), 0, work);
        message.stamp_received('SMTP', 'me@check.invalid', seconds * 1000000,
            Mapi.MSGFLAG_ORIGIN_MISC_EXT, work);
        const headers = textOf(message, Mapi.PR_TRANSPORT_MESSAGE_HEADERS) ?? '';
        const name = headers.match(/^X-MTS-Identifier: (.*?)\r?$/m)?.[1];
        if (name !== undefined) {
            message.set_bytes(Mapi.PR_CORRELATE_MTSID,
                new GLib.Bytes(new TextEncoder().encode(name)));
        }
        message.save_changes(0, work);
        file.delete(work);
    }
});

export const mapi_xp_provider_init = _version =>
    [Mapi.TransportFactory.new(Whole.$gtype, 'Whole'), 1 << 16];
