# SPDX-License-Identifier: LGPL-2.1-or-later
"""A base for transports: what is alike for all is done here."""

from ...module import get_introspection_module
from .bases import adopt_parts, entry_point, inherit_slots, unconfigured
from .values import rows

Mapi = get_introspection_module('Mapi')


# What mapi_recipient_with_failure() adds to a row, and a row of the message has not.
REASON = Mapi.PR_NDR_REASON_CODE


def open_transport(self, settings, flags, cancellable):
    with unconfigured():
        self.begin(settings)
    return True, Mapi.LOGON_SP_POLL if hasattr(self, 'waiting') else 0


def tell_address_types(self, cancellable):
    return Mapi.AddressTypes.new(list(self.address_types), None), Mapi.UNICODE


def rows_of(answer):
    try:
        return rows(answer)
    except (TypeError, ValueError, KeyError):
        raise TypeError(f'send() gave {answer!r:.60}, and no rows of recipients') from None


def submit_message(self, flags, message, cancellable):
    recipients = message.list_open_recipients(cancellable)
    answer = self.send(message, recipients)
    if answer is None:
        self.settle(message, recipients, None, cancellable)
    else:
        known = rows_of(answer)
        self.settle(message, rows(row for row in known if REASON not in row),
                    rows(row for row in known if REASON in row), cancellable)
    return True, 0, 0


def poll(self, cancellable):
    return True, bool(self.waiting())


def start_message(self, flags, message, cancellable):
    self.receive(message)
    return True, 0


class Transport(Mapi.Transport):
    """A transport; derive from it and define some of these, or any of the slots `do_*` themselves:

    - `address_types`: whose recipients it takes, such as `['FAX']`
    - `begin(settings)`: takes the settings; one that is missing may be a KeyError
    - `send(message, recipients)`: sends the message. When it returns the message must be safe. May
      give the rows of those recipients that are done, where that are not all; one that will never
      work is among them as `Mapi.recipient_with_failure(row, diagnostic, text)`
    - `waiting()`: tells whether there is mail to fetch
    - `receive(message)`: fills and saves the message, and removes it where it came from
    """

    __module__ = 'gi.overrides.Mapi'  # PyGObject tells overrides by it

    PARTS = {
        'address_types': ('do_address_types', tell_address_types),
        'begin': ('do_open', open_transport),
        'send': ('do_submit_message', submit_message),
        'waiting': ('do_poll', poll),
        'receive': ('do_start_message', start_message),
    }

    def __init_subclass__(cls, **keywords):
        adopt_parts(cls, Transport.PARTS)
        super().__init_subclass__(**keywords)

    @property
    def settings(self):
        return self.get_settings()

    @classmethod
    def entry_point(cls, display_name, version):
        """What to call `mapi_xp_provider_init` in a module."""
        return entry_point(lambda: Mapi.TransportFactory.new(cls, display_name), version)


inherit_slots(Transport, Mapi.XpLogon)
