# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whether two messages say the same to a reader: headers that matter, decoded bodies, attachments."""

import email
import email.header
import email.policy
import email.utils
import re

HEADERS = ('Subject', 'From', 'Sender', 'Reply-To', 'To', 'Cc', 'Date', 'Message-ID', 'In-Reply-To',
           'References')


def decoded(value):
    """A header as text: encoded words decoded, folding undone."""
    parts = email.header.decode_header(re.sub(r'\r?\n(?=[ \t])', '', str(value)))
    text = ''.join(part if isinstance(part, str) else part.decode(charset_of(charset), 'replace')
                   for part, charset in parts)
    return ' '.join(text.split())


def charset_of(name):
    try:
        ''.encode(name or 'utf-8')
        return name or 'utf-8'
    except LookupError:
        return 'latin-1'


def header(message, name):
    value = message.get(name)
    if value is None:
        return None
    text = decoded(value)
    if name == 'Date':
        parsed = email.utils.parsedate_tz(text)
        return email.utils.mktime_tz(parsed) if parsed else text
    if name in ('From', 'Sender', 'Reply-To', 'To', 'Cc'):
        pairs = email.utils.getaddresses([text])
        return [(name_.strip(), address) for name_, address in pairs if address] or text
    return text


def lines(text):
    return '\n'.join(line.rstrip('\r') for line in text.split('\n')).rstrip('\n')


def content(part):
    """What a part says: a text as text, whatever its charset and line ends; anything else as bytes.

    What is not in base64 travels as lines, and their ends are nobody's content.
    """
    data = part.get_payload(decode=True) or b''
    if part.get_content_maintype() == 'text':
        return lines(data.decode(charset_of(part.get_content_charset()), 'replace'))
    if str(part.get('Content-Transfer-Encoding', '')).strip().lower() != 'base64':
        return data.replace(b'\r\n', b'\n')
    return data


def leaves(message):
    """The parts that hold something, in order: (type, file name, content)."""
    for part in message.iter_parts() if message.is_multipart() and hasattr(message, 'iter_parts') \
            else message.get_payload() if message.is_multipart() else [message]:
        if part.get_content_type() == 'message/rfc822' and part.is_multipart():
            yield 'message/rfc822', None, digest(part.get_payload(0))
        elif part.is_multipart():
            yield from leaves(part)
        else:
            name = part.get_filename()
            yield part.get_content_type(), name and decoded(name), content(part)


def digest(message):
    return {name: header(message, name) for name in HEADERS}, list(leaves(message))


def read(data):
    return digest(email.message_from_bytes(data, policy=email.policy.compat32))


def differences_of_digests(sent, received):
    (headers, parts), (headers2, parts2) = sent, received
    found = [f'{name} was {headers[name]!r} and is {headers2[name]!r}' for name in HEADERS
             if headers[name] is not None and headers[name] != headers2[name]]
    if [part[:2] for part in parts] != [part[:2] for part in parts2]:
        found.append(f'parts were {[p[:2] for p in parts]} and are {[p[:2] for p in parts2]}')
    else:
        found += [f'the content of part {number} ({one[0]}, {one[1]}) differs'
                  for number, (one, other) in enumerate(zip(parts, parts2), 1) if one[2] != other[2]]
    return found


def differences(sent, received):
    """Sentences that name what differs between two messages given as bytes; none if they agree."""
    return differences_of_digests(read(sent), read(received))


def take_same(sent, received, same):
    """Takes messages that are the same out of both; what is left of those sent is the answer."""
    left = {}
    for name, one in sent.items():
        found = next((other for other in received if same(one, other)), None)
        if found is None:
            left[name] = one
        else:
            received.remove(found)
    return left


def differences_of_many(sent, received):
    """Sentences for messages in no order: the sent ones as bytes by name, the received as bytes."""
    others = [read(data) for data in received]
    left = {name: read(data) for name, data in sent.items()}
    left = take_same(left, others, lambda one, other: one == other)
    left = take_same(left, others, lambda one, other: not differences_of_digests(one, other))
    for name, one in left.items():
        found = min((differences_of_digests(one, other) for other in others), key=len,
                    default=['it is missing'])
        yield from (f'{name}: {sentence}' for sentence in found)
    if len(sent) != len(received):
        yield f'{len(sent)} messages were sent, and there are {len(received)}'
