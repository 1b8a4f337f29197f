# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the language host does in Python: runs a provider's file, and calls its entry points."""

import importlib.util
import pathlib
import sys
import threading

from gi.repository import GObject

from .errors import MapiError, to_error

_modules = {}
_lock = threading.Lock()


def make_name(path):
    """A name for the module that no other has; it is part of the names of its types."""
    stem = ''.join(letter if letter.isalnum() else '_' for letter in pathlib.Path(path).stem)
    name, number = stem, 1
    while f'mapi_provider_{name}' in sys.modules:
        number += 1
        name = f'{stem}_{number}'
    return f'mapi_provider_{name}'


def run(path):
    """Runs the file as a package of its own, so that `from . import other` finds what lies beside."""
    spec = importlib.util.spec_from_file_location(
        make_name(path), path, submodule_search_locations=[str(pathlib.Path(path).parent)])
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[spec.name]
        raise
    return module


def load(path):
    """The module of the file. One that fails is run anew next time: it may have been mended."""
    with _lock:
        if path not in _modules:
            _modules[path] = run(path)
        return _modules[path]


def check(answer):
    if (not isinstance(answer, tuple) or len(answer) != 2 or
            not isinstance(answer[0], GObject.Object) or not isinstance(answer[1], int)):
        raise MapiError(f'gave no pair of a provider and a version, but {answer!r:.60}')
    return answer


def init_provider(path, entry_point, spi_version):
    """Called from C. Raises GLib.Error alone."""
    try:
        init = getattr(load(path), entry_point, None)
        if init is None:
            raise MapiError('the module has no such entry point')
        return check(init(spi_version))
    except BaseException as exception:
        error = to_error(exception, path)
        raise error from exception
