# SPDX-License-Identifier: LGPL-2.1-or-later
"""A whole address book: the people of a CSV file with the columns `name` and `address`."""

import csv
import pathlib

import gi

gi.require_version('Mapi', '1.0')
from gi.repository import Mapi  # noqa: E402

# Where python-address-book.service says the setting "file" lies in our section of the profile.
FILE = 0x6600001f


class CsvBook(Mapi.Book):
    """People who have an address."""

    uid = 'cceee8f9-fcb0-4f6b-a84a-34feeaf34bc6'

    def begin(self, settings):
        self.name = pathlib.Path(settings[FILE])

    def people(self):
        with self.name.open(encoding='utf-8', newline='') as file:
            for person in csv.DictReader(file):
                yield {'PR_DISPLAY_NAME': person['name'], 'PR_EMAIL_ADDRESS': person['address']}


mapi_ab_provider_init = CsvBook.entry_point(version=(1, 0))
