#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""server.py FOLDER: a web server that stores what is posted to it. Its first line is its port.

Each message taken is FOLDER/000001.eml and so on, behind a line that says who it was for. What is
posted to `gone` is refused for good; to `later`, for now; and to `endless` is never answered.
"""

import http.server
import itertools
import pathlib
import sys
import threading

ANSWERS = {'gone': 404, 'later': 503}
TAKEN = 204


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    numbers = itertools.count(1)
    folder = pathlib.Path()

    def do_POST(self):
        mail = self.rfile.read(int(self.headers['Content-Length']))
        name = self.path.rpartition('/')[2]
        if name == 'endless':
            threading.Event().wait()
        status = ANSWERS.get(name, TAKEN)
        if status == TAKEN:
            self.store(name, mail)
        self.answer(status)

    def store(self, name, mail):
        path = self.folder / f'{next(self.numbers):06}.eml'
        token = self.headers.get('Authorization', 'nobody')
        path.write_bytes(f'X-Posted: {name} by {token}\r\n'.encode() + mail)

    def answer(self, status):
        self.send_response(status)
        self.send_header('Content-Length', '0')
        if status == ANSWERS['later']:
            self.send_header('Retry-After', '7')
        self.end_headers()

    def log_message(self, *_):
        """Prints nothing."""


def main():
    Handler.folder = pathlib.Path(sys.argv[1])
    with http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler) as server:
        print(server.server_port, flush=True)
        server.serve_forever()


if __name__ == '__main__':
    main()
