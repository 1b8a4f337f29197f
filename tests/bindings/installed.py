# SPDX-License-Identifier: LGPL-2.1-or-later
"""The tree as it is installed, for tests of what is built against it."""

import os
import pathlib
import re
import subprocess

SOURCE = pathlib.Path(os.environ['MAPI_SOURCE_ROOT'])
BUILD = pathlib.Path(os.environ['MAPI_BUILD_ROOT'])


def run(*command, **environment):
    done = subprocess.run(command, env={**os.environ, **environment}, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise AssertionError(f'{" ".join(map(str, command))}:\n{done.stdout}')
    return done.stdout


def install(folder):
    """Installs the tree into the folder; answers where pkg-config finds it there."""
    run('meson', 'install', '-C', BUILD, '--no-rebuild', '--destdir', folder)
    pkgconfig = next(folder.rglob('mapi-1.0.pc')).parent
    for file in pkgconfig.glob('*.pc'):
        text = file.read_text(encoding='utf-8')
        prefix = re.search('^prefix=(.*)$', text, re.MULTILINE)[1]
        file.write_text(text.replace(prefix, f'{folder}{prefix}'), encoding='utf-8')
    return pkgconfig
