/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Python and PyGObject in the process of somebody who need not know of either. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <pygobject.h>
#include <signal.h>

#include "python-interpreter.h"

/* Nothing of the process is Python's: neither its arguments and locale, nor its signals, nor its
 * end. Without "inspect" the exception of sys.exit() would end the process from within a slot. */
static PyStatus
initialize (void)
{
  PyPreConfig preconfig;
  PyConfig    config;
  PyStatus    status;

  PyPreConfig_InitPythonConfig (&preconfig);
  preconfig.parse_argv = 0;
  preconfig.configure_locale = 0;
  preconfig.coerce_c_locale = 0;
  preconfig.utf8_mode = 1;
  status = Py_PreInitialize (&preconfig);
  if (PyStatus_Exception (status))
    return status;

  PyConfig_InitPythonConfig (&config);
  config.parse_argv = 0;
  config.install_signal_handlers = 0;
  config.configure_c_stdio = 0;
  config.buffered_stdio = 0;
  config.inspect = 1;
  status = PyConfig_SetBytesString (&config, &config.program_name, PYTHON_PROGRAM);
  if (!PyStatus_Exception (status))
    status = Py_InitializeFromConfig (&config);
  PyConfig_Clear (&config);
  return status;
}

/* Whatever the exception is, it ends here. */
void
python_interpreter_take_error (const char *call, GError **error)
{
  PyObject   *type = NULL;
  PyObject   *value = NULL;
  PyObject   *traceback = NULL;
  PyObject   *text;
  const char *message;

  if (pyg_gerror_exception_check (error))
    return;

  PyErr_Fetch (&type, &value, &traceback);
  PyErr_NormalizeException (&type, &value, &traceback);
  text = value != NULL ? PyObject_Str (value) : NULL;
  message = text != NULL ? PyUnicode_AsUTF8 (text) : NULL;
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_CALL_FAILED,
               "%s: %s: %s",
               call,
               type != NULL ? ((PyTypeObject *) type)->tp_name : "no exception",
               message != NULL ? message : "");
  Py_XDECREF (text);
  Py_XDECREF (type);
  Py_XDECREF (value);
  Py_XDECREF (traceback);
  PyErr_Clear ();
}

/* What takes errors needs PyGObject itself, so this one is shown. */
static gboolean
import_gobject (GError **error)
{
  PyObject *gi = pygobject_init (3, 42, 0);

  if (gi == NULL)
    {
      PyErr_Print ();
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_NOT_FOUND, "Python needs PyGObject 3.42 or newer");
    }
  Py_XDECREF (gi);
  return gi != NULL;
}

/* The module of signals makes SIGINT Python's when it is first imported. */
static gboolean
import_modules (GError **error)
{
  struct sigaction interrupt;
  PyObject        *signals;
  gboolean         answer;

  sigaction (SIGINT, NULL, &interrupt);
  signals = PyImport_ImportModule ("signal");
  Py_XDECREF (signals);
  answer = import_gobject (error);
  sigaction (SIGINT, &interrupt, NULL);
  return answer;
}

static gboolean
begin (GError **error)
{
  PyStatus status = initialize ();
  gboolean answer;

  if (PyStatus_Exception (status))
    {
      g_set_error (
          error, MAPI_ERROR, MAPI_E_CALL_FAILED, "Python does not start: %s", status.err_msg);
      return FALSE;
    }

  answer = import_modules (error);
  PyEval_SaveThread ();
  return answer;
}

/* The process is Python's already, as when a client in Python opens a store in Python. */
static gboolean
join (GError **error)
{
  PyGILState_STATE state = PyGILState_Ensure ();
  gboolean         answer = import_gobject (error);

  PyGILState_Release (state);
  return answer;
}

/* Starts Python where it does not run yet. */
gboolean
python_interpreter_start (GError **error)
{
  static GMutex   lock;
  static gboolean started;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  if (!started)
    started = Py_IsInitialized () ? join (error) : begin (error);
  return started;
}

/* Python may have forgotten by now which state is this thread's, so PyGILState_Release() would not
 * find it. */
static void
leave_thread (gpointer data)
{
  PyThreadState *state = data;

  if (!Py_IsInitialized ())
    return;

  PyEval_RestoreThread (state);
  PyThreadState_Clear (state);
  PyThreadState_DeleteCurrent ();
}

/* Keeps Python's state of this thread until the thread ends. Otherwise each call would make one and
 * drop it, which costs more than the call. Threads that Python made have theirs. */
void
python_interpreter_enter_thread (void)
{
  static GPrivate threads = G_PRIVATE_INIT (leave_thread);

  if (g_private_get (&threads) != NULL || PyGILState_GetThisThreadState () != NULL)
    return;

  PyGILState_Ensure ();
  g_private_set (&threads, PyEval_SaveThread ());
}
