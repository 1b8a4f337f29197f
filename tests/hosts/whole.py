# SPDX-License-Identifier: LGPL-2.1-or-later
"""A transport that does all that is documented, slot by slot: the whole transport of the fixtures, in
Python. Who a message is for says what becomes of it; files in its folder say what is so."""

import pathlib
import uuid
import weakref

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import Gio, GLib, GObject, Mapi  # noqa: E402

FOLDER = 0x6600001f
REMOTE = 0x6605000b
PASSWORD = 0x6606001f

UNKNOWN = Mapi.DIAG_MAIL_RECIPIENT_UNKNOWN
LOGON_FLAGS = Mapi.LOGON_SP_POLL | Mapi.LOGON_SP_IDLE


def fail(code, text, seconds=0):
    error = Mapi.MapiError(f'whole: {text}', code=code)
    error.seconds = seconds
    return error


class Pictures(GObject.Object, Mapi.Preprocessor):
    """Attaches a picture of the message, which stays in a file, and sends a copy besides."""

    def __init__(self, folder):
        super().__init__()
        self.picture = folder / 'picture'

    def do_preprocess_message(self, message, folder, outbound, cancellable):
        self.picture.write_text('a picture')
        attach, _ = message.create_attach(0, cancellable)
        attach.update(PR_ATTACH_METHOD=Mapi.ATTACH_BY_REFERENCE,
                      PR_ATTACH_LONG_PATHNAME=str(self.picture))
        attach.save_changes(0, cancellable)
        outbound.append(folder.create_message(None, 0, cancellable))
        rows = [row for row in message.list_recipients(cancellable)
                if row['PR_EMAIL_ADDRESS'] == 'never']
        unknown = [Mapi.recipient_with_failure(row, UNKNOWN, 'cannot be drawn') for row in rows]
        return True, Mapi.RowSet.new(unknown) if unknown else None

    def do_remove_preprocess_info(self, message, cancellable):
        return message.delete_attach(0, None, 0, cancellable)


class Whole(Mapi.Transport):
    # Logging on and off

    def do_open(self, settings, flags, cancellable):
        if settings.get(FOLDER) is None:
            raise fail(Mapi.Error.UNCONFIGURED, 'the setting folder is missing')
        if cancellable is not None and cancellable.is_cancelled():
            raise fail(Mapi.Error.USER_CANCEL, 'the logon was cancelled')
        self.folder = pathlib.Path(settings[FOLDER])
        if not (self.folder / 'out').is_dir():
            raise fail(Mapi.Error.FAILONEPROVIDER, 'there is no folder out')
        self.password = settings.get(PASSWORD)
        self.deferred, self.aborted, self.restarted = set(), set(), set()
        self.reference = self.end_flags = 0
        self.set_display_name('Whole, in Python')
        self.set_identity(Mapi.recipient_new(Mapi.ORIG, 'Me', 'SMTP', 'me@check.invalid'))
        if settings.get(REMOTE, True):
            self.set_remote()
        self.may_ask = not flags & Mapi.LOGON_NO_DIALOG
        self.link(False)
        self.watch()
        return True, LOGON_FLAGS

    def do_address_types(self, cancellable):
        uids = Mapi.UidArray.new().append(Mapi.Uid.new())
        return Mapi.AddressTypes.new(['WHOLE'], uids), Mapi.UNICODE

    def do_logged_on(self, cancellable):
        if self.may_ask and self.has('dialog'):
            fields = Mapi.TableData.new(Mapi.TBLTYPE_SNAPSHOT, Mapi.PR_ROWID, None)
            self.get_support().do_config_propsheet(
                0, 'Whole', fields.get_view(None), Mapi.MemoryMessage.new(), 0, cancellable)
        return self.get_support().register_preprocessor(None, 'WHOLE', Pictures(self.folder), 0)

    def do_transport_logoff(self, flags, cancellable):
        self.monitor.cancel()
        return super().do_transport_logoff(flags, cancellable)

    def do_change_password(self, old, new, cancellable):
        if old != self.password:
            raise fail(Mapi.Error.NO_ACCESS, 'that is not the old password')
        self.password = new
        return True

    # Its world

    def has(self, name):
        return (self.folder / name).exists()

    def link(self, is_linked):
        (self.folder / 'links').write_text(f'{is_linked:d}\n')

    def watch(self):
        """What watches does not hold what it watches for: nobody ends a transport but its last user."""
        changed = weakref.WeakMethod(self.on_changed)
        self.monitor = Gio.File.new_for_path(str(self.folder)).monitor_directory(0, None)
        self.monitor.connect('changed', lambda *_: changed() and changed()())

    def on_changed(self):
        if self.has('released'):
            self.release()
        if self.has('well'):
            self.notice(Mapi.NOTIFY_READYTOSEND)

    def do_hang_up(self):
        self.link(False)

    def notice(self, flags, data=None):
        self.get_support().spooler_notify(flags, data)

    def show(self, bit, is_on):
        self.change_status(bit if is_on else 0, 0 if is_on else bit, None)

    def do_flush_queues(self, target, flags, cancellable):
        self.release()
        self.link(True)
        return super().do_flush_queues(target, flags, cancellable)

    # Out

    def do_submit_message(self, flags, message, cancellable):
        work = self.begin_work(cancellable)
        self.reference += 1
        self.end_flags = 0
        self.show(Mapi.STATUS_OUTBOUND_ACTIVE, True)
        try:
            self.dispatch(flags, message, work)
        except GLib.Error:
            self.show(Mapi.STATUS_OUTBOUND_ACTIVE, False)
            raise
        finally:
            self.end_work(work)
        return True, self.reference, 0

    def do_end_message(self, message_ref, cancellable):
        self.show(Mapi.STATUS_OUTBOUND_ACTIVE, False)
        return True, self.end_flags

    def dispatch(self, flags, message, work):
        rows = list(message.list_open_recipients(work))
        names = {row['PR_EMAIL_ADDRESS'] for row in rows}
        for name, code, text, seconds in (('busy', Mapi.Error.BUSY, 'busy', 0),
                                          ('not-me', Mapi.Error.NOT_ME, 'not mine', 0),
                                          ('down', Mapi.Error.NETWORK_ERROR, 'the line is dead', 45)):
            if name in names:
                raise fail(code, text, seconds)
        fates = {'critical': self.break_down, 'critsec': self.deliver_critically,
                 'endless': self.go_on, 'deferred': self.defer, 'again': self.restart}
        fate = next((fates[name] for name in names if name in fates), self.deliver)
        fate(message, rows, work, flags)

    def deliver(self, message, rows, work, flags):
        kinds = {'later': [], 'never': [], 'members': []}
        done = []
        for row in rows:
            kinds.get(row['PR_EMAIL_ADDRESS'], done).append(row)
        if kinds['later'] and len(kinds['later']) == len(rows):
            raise Mapi.wait(30, 'whole: nobody is at home')
        self.set_sender(message, work)
        self.name(message)
        if done:
            mail = Mapi.mime_write_bytes(message, Mapi.MIME_WRITE_CRLF, work)
            (self.folder / 'out' / f'{uuid.uuid4()}.eml').write_bytes(mail.get_data())
        self.end_flags = Mapi.END_RESEND_LATER if kinds['later'] else 0
        if kinds['members']:
            self.settle_lists(message, kinds['members'], work)
        else:
            failed = [Mapi.recipient_with_failure(row, UNKNOWN, 'nobody lives there')
                      for row in kinds['never']]
            self.settle(message, Mapi.RowSet.new(done), Mapi.RowSet.new(failed), work)

    def name(self, message):
        """What the messaging system calls the message."""
        name = uuid.uuid4().bytes
        message['PR_MESSAGE_SUBMISSION_ID'] = name
        if message.get('PR_CORRELATE'):
            message['PR_CORRELATE_MTSID'] = name

    def settle_lists(self, message, lists, work):
        """One member of each list failed: the report has it, and the list is not to be sent to."""
        failed, members = [], []
        for row in lists:
            marked = row.merge(Mapi.props(PR_DISCRETE_VALUES=True))
            member = Mapi.recipient_new(Mapi.TO, 'Gone', 'WHOLE', 'gone').merge(Mapi.props(
                PR_ORIGINAL_DISPLAY_NAME=row['PR_DISPLAY_NAME'], PR_ORIGINAL_ENTRYID=row['PR_ENTRYID'],
                PR_ORIGINAL_SEARCH_KEY=row['PR_SEARCH_KEY']))
            for each, rows in ((marked, failed), (member, members)):
                rows.append(Mapi.recipient_with_failure(
                    each, Mapi.DIAG_NO_DIAGNOSTIC, 'this member is gone'))
        message.take_responsibility(Mapi.RowSet.new(failed), work)
        self.get_support().status_recips(message, Mapi.RowSet.new(failed + members), work)

    def deliver_critically(self, message, rows, work, flags):
        self.begin_critical_section()
        self.get_support().spooler_yield(0, work)
        self.deliver(message, rows, work, flags)
        self.end_critical_section()

    def go_on(self, message, rows, work, flags):
        for _ in range(1000):
            self.get_support().spooler_yield(0, work)
        raise fail(Mapi.Error.TIMEOUT, 'nobody cancelled')

    def break_down(self, message, rows, work, flags):
        if not self.has('well'):
            self.notice(Mapi.NOTIFY_CRITICAL_ERROR)
            raise fail(Mapi.Error.CALL_FAILED, 'it is broken')
        self.deliver(message, rows, work, flags)

    def restart(self, message, rows, work, flags):
        if message['PR_ENTRYID'] in self.restarted:
            self.deliver(message, rows, work, flags)
        else:
            self.restarted.add(message['PR_ENTRYID'])
            self.end_flags = Mapi.END_RESEND_NOW

    def defer(self, message, rows, work, flags):
        """The message is kept here, and submitted again when it may go."""
        entry_id = message['PR_ENTRYID']
        if entry_id in self.aborted:
            raise fail(Mapi.Error.CANCEL, 'the message is not to be sent any more')
        if flags & Mapi.BEGIN_DEFERRED or self.has('released'):
            self.deferred.discard(entry_id)
            self.deliver(message, rows, work, flags)
        else:
            self.deferred.add(entry_id)
            self.end_flags = Mapi.END_DONT_RESEND

    def release(self):
        for entry_id in self.deferred:
            self.notice(Mapi.NOTIFY_SENTDEFERRED, GLib.Bytes.new(entry_id))

    def do_transport_notify(self, flags, message_ref, entry_id):
        if flags & Mapi.NOTIFY_ABORT_DEFERRED and entry_id is not None:
            self.deferred.discard(entry_id.get_data())
            self.aborted.add(entry_id.get_data())
        return super().do_transport_notify(flags, message_ref, entry_id)

    # In

    def incoming(self):
        return sorted((self.folder / 'in').glob('*.eml'))

    def do_poll(self, cancellable):
        return True, bool(self.incoming())

    def do_start_message(self, flags, message, cancellable):
        work = self.begin_work(cancellable)
        self.reference += 1
        self.show(Mapi.STATUS_INBOUND_ACTIVE, True)
        try:
            for path in self.incoming()[:1]:
                self.fetch(path, message, work)
        finally:
            self.show(Mapi.STATUS_INBOUND_ACTIVE, False)
            self.end_work(work)
        return True, self.reference

    def fetch(self, path, message, work):
        """The file goes when the message is saved, and not before."""
        if path.name == 'broken.eml':
            self.notice(Mapi.NOTIFY_CRITICAL_ERROR)
            raise fail(Mapi.Error.CALL_FAILED, 'the mail cannot be read')
        Mapi.mime_read(message, Gio.File.new_for_path(str(path)).read(), 0, work)
        message.stamp_received('SMTP', 'me@check.invalid', int(path.stat().st_mtime) * 1000000,
                               Mapi.MSGFLAG_ORIGIN_MISC_EXT, work)
        for line in (message.get('PR_TRANSPORT_MESSAGE_HEADERS') or '').splitlines():
            if line.startswith('X-MTS-Identifier: '):
                message['PR_CORRELATE_MTSID'] = line.partition(': ')[2].encode()
        message.save_changes(0, work)
        path.unlink()


mapi_xp_provider_init = Whole.entry_point('Whole', version=(1, 0))
