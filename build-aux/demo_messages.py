# SPDX-License-Identifier: LGPL-2.1-or-later
"""Messages of several kinds for the demonstration: (name, bytes)."""

import email.policy
import random
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from datetime import datetime, timedelta, timezone

POLICY = email.policy.SMTP.clone(max_line_length=200)
BEGIN = datetime(2024, 2, 29, 12, 0, tzinfo=timezone.utc)

CHARSETS = {
    'utf-8': ('Zwölf Boxkämpfer 🥊', 'Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich. 🥊\n'),
    'iso-8859-15': ('Prix en €', "L'œuvre coûte 12 €, le cœur y est.\n"),
    'koi8-r': ('Съешь же ещё', 'Съешь же ещё этих мягких французских булок, да выпей чаю.\n'),
    'iso-2022-jp': ('いろはにほへと', 'いろはにほへと ちりぬるを わかよたれそ つねならむ\n'),
    'windows-1252': ('“Curly” quotes', 'He said “it works” – and it did…\n'),
}


def message(number, subject):
    result = EmailMessage(policy=POLICY)
    result['From'] = 'Anna Absender <anna@mapi.test>'
    result['To'] = 'Bert Empfänger <bert@mapi.test>'
    result['Cc'] = 'carla@mapi.test'
    result['Subject'] = subject
    result['Date'] = format_datetime(BEGIN + timedelta(minutes=number))
    result['Message-ID'] = make_msgid(domain='mapi.test')
    return result


def messages():
    kinds = [plain, alternative, attachments, embedded, large]
    for number, make in enumerate(kinds):
        yield make.__name__, make(number).as_bytes()
    for number, (charset, (subject, body)) in enumerate(CHARSETS.items(), len(kinds)):
        one = message(number, subject)
        one.set_content(body, charset=charset)
        yield charset, one.as_bytes()


def plain(number):
    result = message(number, 'Plain text')
    result.set_content('A line.\n\n.A line that begins with a dot.\nFrom here on nothing happens.\n')
    return result


def alternative(number):
    result = message(number, 'Text and HTML')
    result.set_content('Grüße\n')
    result.add_alternative('<p>Gr&uuml;&szlig;e <b>an alle</b></p>\n', subtype='html')
    return result


def attachments(number):
    result = message(number, 'Two attachments')
    result.set_content('See what is attached.\n')
    result.add_attachment(bytes(range(256)) * 40, maintype='application', subtype='octet-stream',
                          filename='bytes.bin')
    result.add_attachment('Ein Text\n', subtype='plain', filename='Ärger & Größe.txt')
    return result


def embedded(number):
    inner = message(number, 'The message inside – with its own name')
    inner.set_content('Inside.\n')
    inner.add_attachment(b'%PDF-1.4 not really', maintype='application', subtype='pdf', filename='in.pdf')
    result = message(number, 'Fwd: The message inside')
    result.set_content('Outside.\n')
    result.add_attachment(inner)
    return result


def large(number):
    result = message(number, 'Five mebibytes')
    result.set_content('It is large.\n')
    result.add_attachment(random.Random(1).randbytes(5 * 1024 * 1024), maintype='application',
                          subtype='octet-stream', filename='five.bin')
    return result
