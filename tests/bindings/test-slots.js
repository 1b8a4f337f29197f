// SPDX-License-Identifier: LGPL-2.1-or-later
// Slots of the smaller interfaces, written in JavaScript and called by way of C: hooks,
// preprocessors, status objects and the spooler's link.

imports.gi.versions.Mapi = '1.0';

const {Gio, GLib, GObject, Mapi} = imports.gi;
const ByteArray = imports.byteArray;
const {run, equal} = imports.tap;

const bytes = text => GLib.Bytes.new(ByteArray.fromString(text));
const text = data => ByteArray.toString(ByteArray.fromGBytes(data));

const Folder = GObject.registerClass({
    Implements: [Mapi.Prop, Mapi.Container, Mapi.Folder],
}, class Folder extends GObject.Object {});

const Store = GObject.registerClass({
    Implements: [Mapi.Prop, Mapi.MsgStore],
}, class Store extends GObject.Object {});

const Support = GObject.registerClass({
    Implements: [Mapi.Support],
}, class Support extends GObject.Object {});

const Hook = GObject.registerClass({
    Implements: [Mapi.SpoolerHook],
}, class Hook extends GObject.Object {
    vfunc_outbound_msg_hook(message, folder, store, flags, entryId, _cancellable) {
        this.given = [folder, store, text(entryId)];
        return [true, flags | Mapi.HOOK_DELETE, null];
    }

    vfunc_inbound_msg_hook(_message, _folder, _store, flags, _entryId, _cancellable) {
        return [true, flags, bytes('there')];
    }
});

const HookProvider = GObject.registerClass({
    Implements: [Mapi.HookProvider],
}, class HookProvider extends GObject.Object {
    vfunc_hook_logon(_support, _flags, _cancellable) {
        return new Hook();
    }
});

function rows(...addresses) {
    return Mapi.RowSet.new(addresses.map(
        address => Mapi.recipient_new(Mapi.TO, null, 'SMTP', address)));
}

const Preprocessor = GObject.registerClass({
    Implements: [Mapi.Preprocessor],
}, class Preprocessor extends GObject.Object {
    vfunc_preprocess_message(_message, _folder, outbound, _cancellable) {
        outbound.append(Mapi.MemoryMessage.new());
        return [true, rows('dead@x')];
    }

    vfunc_remove_preprocess_info(_message, _cancellable) {
        this.cleaned = true;
        return true;
    }
});

const Status = GObject.registerClass({
    Implements: [Mapi.Prop, Mapi.Status],
}, class Status extends GObject.Object {
    vfunc_validate_state(flags, _cancellable) {
        this.validated = flags;
        return true;
    }

    vfunc_flush_queues(target, flags, _cancellable) {
        this.flushed = `${text(target)} ${flags}`;
        return true;
    }

    vfunc_change_password(_old, _new, _flags, _cancellable) {
        throw new GLib.Error(Mapi.error_quark(), Mapi.Error.NO_ACCESS, 'another password');
    }
});

const Link = GObject.registerClass({
    Implements: [Mapi.SpoolerLink],
}, class Link extends GObject.Object {
    vfunc_spooler_notify(_support, _uid, flags, data) {
        this.notified = `${flags} ${text(data)}`;
        return true;
    }

    vfunc_register_preprocessor(_provider, _uid, addressType, preprocessor) {
        this.registered = [addressType, preprocessor];
        return true;
    }

    vfunc_store_logoff_transports(_uid, flags, _cancellable) {
        return [true, flags | Mapi.LOGOFF_COMPLETE];
    }

    vfunc_do_sent_mail(_uid, _message, _cancellable) {
        return [true, true];
    }

    vfunc_open_status_entry(_flags, _cancellable) {
        return new Status();
    }
});

const message = () => Mapi.MemoryMessage.new();

/** The code of the MAPI error that the function throws. */
function codeOf(call) {
    try {
        call();
    } catch (error) {
        if (error.domain !== Mapi.error_quark())
            throw error;
        return error.code;
    }
    throw new Error('nothing failed');
}

run({
    'a hook that deletes': () => {
        const [hook, folder, store] = [new Hook(), new Folder(), new Store()];
        const [done, flags, target] = hook.outbound_msg_hook(
            message(), folder, store, Mapi.HOOK_CANCEL, bytes('here'), null);

        equal(done, true);
        equal(flags, Mapi.HOOK_CANCEL | Mapi.HOOK_DELETE);
        equal(target, null);
        equal(hook.given[0], folder);
        equal(hook.given[1], store);
        equal(hook.given[2], 'here');
    },
    'a hook that redirects': () => {
        const [, flags, target] = new Hook().inbound_msg_hook(
            message(), new Folder(), new Store(), 0, null, null);

        equal(flags, 0);
        equal(text(target), 'there');
    },
    'a provider of hooks': () => {
        const hook = new HookProvider().hook_logon(new Support(), Mapi.HOOK_INBOUND, null);

        equal(hook instanceof Hook, true);
    },
    'a preprocessor': () => {
        const preprocessor = new Preprocessor();
        const outbound = Gio.ListStore.new(Mapi.Message);
        const [done, undeliverable] = preprocessor.preprocess_message(
            message(), new Folder(), outbound, null);

        equal(done, true);
        equal(outbound.get_n_items(), 1);
        equal(undeliverable.get_row(0).get_string(Mapi.PR_EMAIL_ADDRESS), 'dead@x');
        preprocessor.remove_preprocess_info(message(), null);
        equal(preprocessor.cleaned, true);
    },
    'a status object': () => {
        const status = new Status();

        equal(status.validate_state(Mapi.SUPPRESS_UI, null), true);
        equal(status.validated, Mapi.SUPPRESS_UI);
        status.flush_queues(bytes('here'), Mapi.FLUSH_UPLOAD, null);
        equal(status.flushed, `here ${Mapi.FLUSH_UPLOAD}`);
        equal(codeOf(() => status.change_password('a', 'b', 0, null)), Mapi.Error.NO_ACCESS);
        equal(codeOf(() => status.settings_dialog(0, null)), Mapi.Error.NO_SUPPORT);
    },
    'a spooler': () => {
        const [link, uid, preprocessor] = [new Link(), Mapi.Uid.new(), new Preprocessor()];

        link.spooler_notify(new Support(), uid, Mapi.NOTIFY_NEWMAIL, bytes('here'));
        equal(link.notified, `${Mapi.NOTIFY_NEWMAIL} here`);
        link.register_preprocessor(uid, null, 'FAX', preprocessor);
        equal(link.registered[0], 'FAX');
        equal(link.registered[1], preprocessor);
        equal(link.store_logoff_transports(uid, 0, null)[1], Mapi.LOGOFF_COMPLETE);
        equal(link.do_sent_mail(uid, message(), null)[1], true);
        equal(link.open_status_entry(0, null) instanceof Status, true);
    },
});
