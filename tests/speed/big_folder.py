#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes a store whose receive folder holds many messages.

    big_folder.py SCALE STORE COUNT

The program "scale" makes the store and the first message. The others are copies of that, with a
subject, a sender, a time and a read flag of their own, which SQL makes a hundred times faster than
SaveChanges would.
"""

import sqlite3
import subprocess
import sys

SERIES = 'WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < ?)'

# The subjects are not in the order of the times.
COPY_MESSAGES = f'''{SERIES}
INSERT INTO messages (id, folder, associated, flags, status, size, change, created, modified,
                      delivered, class, subject, normalized, sender)
SELECT id + n, folder, associated, (flags & ~1) | (n % 3 <> 0), status, size, 1, created, modified,
       delivered - n * 10000000, class,
       'Subject ' || (n * 7919 % 1000003), 'Subject ' || (n * 7919 % 1000003),
       'Sender ' || (n * 31 % 1009)
FROM messages, series WHERE id = ?'''

COPY_CONTENTS = f'''{SERIES}
INSERT INTO contents (message, props) SELECT message + n, props FROM contents, series
WHERE message = ?'''

COUNT = '''UPDATE folders SET
  contents = (SELECT count(*) FROM messages WHERE folder = folders.id AND associated = 0),
  unread = (SELECT count(*) FROM messages
            WHERE folder = folders.id AND associated = 0 AND flags & 1 = 0)'''

# Up to which message that was.
COUNTED = '''INSERT OR REPLACE INTO settings (name, value)
SELECT 'counted', max(id) FROM messages'''

COPY_FOLDERS = f'''{SERIES}
INSERT INTO folders (parent, name, type, created, modified, props)
SELECT parent, 'Folder ' || n, type, created, modified, props FROM folders, series
WHERE name = 'Inbox' '''


def make(scale, path, count):
    """A store at @path with @count messages."""
    subprocess.run([scale, path, 'make', '1'], stdout=subprocess.DEVNULL, check=True)
    store = sqlite3.connect(path)
    with store:
        (first,) = store.execute('SELECT max(id) FROM messages').fetchone()
        store.execute(COPY_MESSAGES, (count - 1, first))
        store.execute(COPY_CONTENTS, (count - 1, first))
        store.execute(COUNT)
        store.execute(COUNTED)
    store.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    store.close()


def make_tree(scale, path, count):
    """A store at @path with @count folders beside its Inbox."""
    subprocess.run([scale, path, 'make', '1'], stdout=subprocess.DEVNULL, check=True)
    store = sqlite3.connect(path)
    with store:
        store.execute(COPY_FOLDERS, (count,))
    store.close()


if __name__ == '__main__':
    make(sys.argv[1], sys.argv[2], int(sys.argv[3]))
