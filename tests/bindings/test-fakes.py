#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the test that doc/testing-with-fakes.md shows."""

import os
import pathlib
import re

import tap

PAGE = pathlib.Path(os.environ['MAPI_SOURCE_ROOT']) / 'doc' / 'testing-with-fakes.md'
BLOCK = re.compile(r'^```python\n(.*?)^```$', re.MULTILINE | re.DOTALL)

exec(compile('\n'.join(BLOCK.findall(PAGE.read_text(encoding='utf-8'))), str(PAGE), 'exec'))

if __name__ == '__main__':
    tap.main()
