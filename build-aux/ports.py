#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Ports for servers of tests. As a program it prints one."""

import random
import socket

# Below those that the system gives to whoever opens a connection.
RANGE = range(12000, 32000)


def free_port():
    """A port on this machine that nobody has, and that nobody is given by chance."""
    while True:
        port = random.choice(RANGE)
        with socket.socket() as server:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                server.bind(('127.0.0.1', port))
            except OSError:
                continue
            return port


if __name__ == '__main__':
    print(free_port())
