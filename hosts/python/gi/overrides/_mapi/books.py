# SPDX-License-Identifier: LGPL-2.1-or-later
"""A base for address books: who is there says the script, all else is done by the kit."""

from ...module import get_introspection_module
from .bases import entry_point, unconfigured
from .values import props

Mapi = get_introspection_module('Mapi')


def open_book(self, settings, cancellable):
    with unconfigured():
        self.begin(settings)
    self.set_name(str(self.name))
    return True


def list_people(self, cancellable):
    for values in self.people():
        person = props(values)
        self.add_person(person['PR_EMAIL_ADDRESS'], person)
    return True


class Book(Mapi.BookBackend):
    """An address book of one list of people, for reading; derive from it and define these.

    - `uid`: the UUID of the provider, from `uuidgen`
    - `begin(settings)`: takes the settings; one that is missing may be a KeyError. What address
      books of the same provider have to differ in goes into `self.name`
    - `people()`: the people, as mappings of what is known of each: PR_EMAIL_ADDRESS, which no two
      share, and PR_DISPLAY_NAME, PR_ADDRTYPE where that is not SMTP, PR_BUSINESS_TELEPHONE_NUMBER …
    """

    __module__ = 'mapi_books'  # PyGObject makes no type of a class whose module is an override

    name = 'Address book'

    do_open = open_book
    do_list_people = list_people

    def begin(self, settings):
        """Nothing to set."""

    @classmethod
    def entry_point(cls, version):
        """What to call `mapi_ab_provider_init` in a module."""
        return entry_point(lambda: Mapi.BookFactory.new(cls, cls.uid), version)
