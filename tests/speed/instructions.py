# SPDX-License-Identifier: LGPL-2.1-or-later
"""Counting the instructions of a program, which repeat where times do not."""

import os
import pathlib
import re
import subprocess
import tempfile

import tap

TOTAL = re.compile(r'^(?:summary|totals): (\d+)', re.MULTILINE)


def count_instructions(command, *options, home=None):
    """Instructions of a run in all threads: of the whole, unless @options of callgrind say which."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, 'callgrind.out')
        environment = {name: home or folder for name in tap.XDG_NAMES}
        # Meson has malloc fill what it gives.
        environment['MALLOC_PERTURB_'] = '0'
        subprocess.run(['valgrind', '--tool=callgrind', f'--callgrind-out-file={out}', *options,
                        *command],
                       env={**os.environ, **environment}, stdout=subprocess.DEVNULL,
                       stderr=subprocess.PIPE, check=True)
        # The summary is 0 where counting began later.
        return max(int(number) for number in TOTAL.findall(out.read_text(encoding='utf-8')))
