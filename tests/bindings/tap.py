# SPDX-License-Identifier: LGPL-2.1-or-later
"""unittest that prints TAP: end a test program with `tap.main()`."""

import os
import pathlib
import shutil
import sys
import tempfile
import unittest

XDG_NAMES = ('XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME', 'XDG_CACHE_HOME',
             'XDG_RUNTIME_DIR')


# For cases that need a language: whether this build has what runs it.
_typelib = pathlib.Path(os.environ.get('MAPI_BUILD_ROOT', ''), 'mapi', 'Mapi-1.0.typelib')
_hosts = os.environ.get('MAPI_HOST_PATH', '').split(':')
with_python = unittest.skipUnless(
    any(pathlib.Path(folder, 'mapi-python.so').exists() for folder in _hosts),
    'there is no host for Python')
with_gjs = unittest.skipUnless(shutil.which('gjs') and _typelib.exists(),
                               'gjs is not installed, or nothing is introspected')


class _Result(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.done = 0

    def startTest(self, test):
        super().startTest(test)
        self.remark = ''
        self.before = len(self.failures) + len(self.errors)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.remark = f' # SKIP {reason}'

    def stopTest(self, test):
        super().stopTest(test)
        self.done += 1
        failed = len(self.failures) + len(self.errors) > self.before
        name = test.id().removeprefix('__main__.')
        print(f'{"not ok" if failed else "ok"} {self.done} - {name}{self.remark}')
        for culprit, text in self.failures + self.errors if failed else ():
            if getattr(culprit, 'test_case', culprit) is test:
                for line in text.splitlines():
                    print('#', line)
        sys.stdout.flush()


def make_home():
    """A fresh home for this program; to be called before anything asks GLib for a user's folder."""
    home = tempfile.mkdtemp(prefix='mapi-')
    os.environ['HOME'] = home
    for name in XDG_NAMES:
        os.environ[name] = os.path.join(home, name)
        os.mkdir(os.environ[name], 0o700)
    return home


HOME = make_home()

# Seconds: what does not come by then does not come at all, however busy the machine is.
PATIENCE = 300


def turn_until(done, what):
    """Turns the main context until `done()`; `what` is awaited, for those who read that it is late."""
    from gi.repository import GLib

    late = []
    timer = GLib.timeout_add_seconds(PATIENCE, lambda: late.append(what) or GLib.SOURCE_CONTINUE)
    while not done() and not late:
        GLib.MainContext.default().iteration(True)
    GLib.source_remove(timer)
    if late:
        raise AssertionError(f'{what}: not within {PATIENCE} seconds')


def main():
    """Runs the cases of the main module, or those named on the command line."""
    loader = unittest.TestLoader()
    main_module = sys.modules['__main__']
    names = sys.argv[1:]
    suite = (loader.loadTestsFromNames(names, main_module) if names
             else loader.loadTestsFromModule(main_module))
    print(f'1..{suite.countTestCases()}', flush=True)
    result = _Result()
    try:
        suite.run(result)
    finally:
        shutil.rmtree(HOME, ignore_errors=True)
    for culprit, text in result.errors:
        if not isinstance(culprit, unittest.TestCase):  # in setUpClass and its like
            print('#', text.replace('\n', '\n# '))
    sys.exit(0 if result.wasSuccessful() and result.done else 1)
