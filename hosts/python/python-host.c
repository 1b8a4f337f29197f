/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The language host for Python: what the session calls. What can be said in Python is in
 * gi/overrides/_mapi/host.py. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NO_IMPORT_PYGOBJECT /* python-interpreter.c does */
#include <pygobject.h>

#include "python-interpreter.h"

/* Takes the pair (provider, version) apart; anything else has been refused in Python. */
static GObject *
read_answer (PyObject *answer, guint32 *provider_version)
{
  PyObject    *provider = NULL;
  unsigned int version = 0;

  if (!PyArg_ParseTuple (
          answer, "O!I", pygobject_lookup_class (G_TYPE_OBJECT), &provider, &version))
    return NULL;

  *provider_version = version;
  return g_object_ref (pygobject_get (provider));
}

static GObject *
init_provider (const char *path,
               const char *entry_point,
               guint32     spi_version,
               guint32    *provider_version,
               GError    **error)
{
  PyObject *host = PyImport_ImportModule ("gi.overrides._mapi.host");
  PyObject *answer = NULL;
  GObject  *provider = NULL;

  if (host != NULL)
    answer = PyObject_CallMethod (host,
                                  "init_provider",
                                  "O&sI",
                                  PyUnicode_DecodeFSDefault,
                                  path,
                                  entry_point,
                                  (unsigned int) spi_version);
  if (answer != NULL)
    provider = read_answer (answer, provider_version);
  if (provider == NULL)
    python_interpreter_take_error (entry_point, error);
  Py_XDECREF (answer);
  Py_XDECREF (host);
  return provider;
}

GObject *
mapi_language_host_init_provider (const char *path,
                                  const char *entry_point,
                                  guint32     spi_version,
                                  guint32    *provider_version,
                                  GError    **error)
{
  PyGILState_STATE state;
  GObject         *provider;

  if (!python_interpreter_start (error))
    return NULL;

  state = PyGILState_Ensure ();
  provider = init_provider (path, entry_point, spi_version, provider_version, error);
  PyGILState_Release (state);
  return provider;
}

void
mapi_language_host_enter_thread (void)
{
  python_interpreter_enter_thread ();
}
