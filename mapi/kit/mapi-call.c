/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-advise-sink.h"
#include "mapi-error.h"
#include "mapi-support.h"
#include "mapi-wrapped-private.h"

/**
 * MapiCall:
 *
 * One call that goes through a #MapiWrapper.
 *
 * Since: 1.0
 */
struct _MapiCall
{
  MapiWrapped *wrapped;
  GObject     *inner; /* that the call is passed on to, and that is behind the wrapped one or
                       * held by `own`; NULL when it is gone */
  const MapiMethod *method;
  guint32          *flags;     /* NULL for a method without, and when the call is over */
  gpointer         *arguments; /* those that the method names; NULL when the call is over */
  GPtrArray        *own;       /* what was made for the arguments */
  gpointer          answer;    /* what is answered, or the address of a number */
  gpointer          note;      /* of the wrapper */
  GDestroyNotify    destroy_note;
  gboolean          skipped;
  GError           *error;
};

G_DEFINE_BOXED_TYPE (MapiCall, mapi_call, mapi_call_ref, mapi_call_unref)

/* A call holds what is made for it, and nothing else: a provider may count on references. */
static gpointer
hold (MapiCall *self, GObject *object)
{
  if (self->own == NULL)
    self->own = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->own, object);
  return object;
}

/* A sink is behind what stands before it only as long as somebody else has it. */
static gpointer
hold_sink (MapiCall *self)
{
  GObject *sink = mapi_wrapped_ref_inner (self->wrapped);

  return sink != NULL ? hold (self, sink) : NULL;
}

MapiCall *
mapi_call_begin (gpointer wrapped, const MapiMethod *method, guint32 *flags, gpointer *arguments)
{
  MapiCall *self = g_atomic_rc_box_new0 (MapiCall);

  self->wrapped = g_object_ref (wrapped);
  if (MAPI_IS_ADVISE_SINK (wrapped))
    self->inner = hold_sink (self);
  else
    self->inner = self->wrapped->inner;
  self->method = method;
  self->flags = flags;
  self->arguments = arguments;
  return self;
}

/**
 * mapi_call_ref:
 * @self: a call
 *
 * Keeps a call. When it is over it knows no arguments any more.
 *
 * Returns: (transfer full): @self
 *
 * Since: 1.0
 */
MapiCall *
mapi_call_ref (MapiCall *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  MapiCall *self = data;

  mapi_call_set_note (self, NULL, NULL);
  g_clear_pointer (&self->own, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_object_unref (self->wrapped);
}

/**
 * mapi_call_unref:
 * @self: (transfer full): a call
 *
 * Lets go of a call.
 *
 * Since: 1.0
 */
void
mapi_call_unref (MapiCall *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * mapi_call_get_interface_name:
 * @self: a call
 *
 * Tells which interface the method belongs to, such as "MapiMsgStore".
 *
 * Returns: the name
 *
 * Since: 1.0
 */
const char *
mapi_call_get_interface_name (MapiCall *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->method->interface_name;
}

/**
 * mapi_call_get_method:
 * @self: a call
 *
 * Tells which method is called, by Microsoft's name, such as "FinishedMsg".
 *
 * Returns: the name
 *
 * Since: 1.0
 */
const char *
mapi_call_get_method (MapiCall *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->method->method;
}

/**
 * mapi_call_get_object:
 * @self: a call
 *
 * Tells whose method is called.
 *
 * Returns: (transfer none): the object that the call is passed on to
 *
 * Since: 1.0
 */
GObject *
mapi_call_get_object (MapiCall *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->inner;
}

static gpointer
find_argument (MapiCall *self, const char *type, const char *name)
{
  const MapiArgument *argument = self->method->arguments;

  for (guint i = 0; self->arguments != NULL && argument[i].name != NULL; i++)
    if (argument[i].direction == MAPI_ARGUMENT_IN && g_str_equal (argument[i].name, name) &&
        g_str_equal (argument[i].type, type))
      return self->arguments[i];
  return NULL;
}

/**
 * mapi_call_get_argument:
 * @self: a call
 * @name: the name of a parameter, such as "message"
 *
 * Looks at an argument that is an object.
 *
 * Returns: (transfer none) (nullable): the argument; %NULL when the method has none of this name,
 *   when %NULL was given, and when the call is over
 *
 * Since: 1.0
 */
GObject *
mapi_call_get_argument (MapiCall *self, const char *name)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return find_argument (self, "GObject", name);
}

/**
 * mapi_call_get_bytes:
 * @self: a call
 * @name: the name of a parameter, such as "entry_id"
 *
 * Looks at an argument that is a #GBytes.
 *
 * Returns: (transfer full) (nullable): the argument; %NULL when the method has none of this name,
 *   when %NULL was given, and when the call is over
 *
 * Since: 1.0
 */
GBytes *
mapi_call_get_bytes (MapiCall *self, const char *name)
{
  GBytes *argument;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  argument = find_argument (self, "GBytes", name);
  return argument != NULL ? g_bytes_ref (argument) : NULL;
}

/**
 * mapi_call_get_props:
 * @self: a call
 * @name: the name of a parameter, such as "props"
 *
 * Looks at an argument that is a #MapiPropList.
 *
 * Returns: (transfer full) (nullable): the argument; %NULL when the method has none of this name,
 *   when %NULL was given, and when the call is over
 *
 * Since: 1.0
 */
MapiPropList *
mapi_call_get_props (MapiCall *self, const char *name)
{
  MapiPropList *argument;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  argument = find_argument (self, "MapiPropList", name);
  return argument != NULL ? mapi_prop_list_ref (argument) : NULL;
}

/**
 * mapi_call_get_rows:
 * @self: a call
 * @name: the name of a parameter, such as "recipients"
 *
 * Looks at an argument that is a #MapiRowSet.
 *
 * Returns: (transfer full) (nullable): the argument; %NULL when the method has none of this name,
 *   when %NULL was given, and when the call is over
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_call_get_rows (MapiCall *self, const char *name)
{
  MapiRowSet *argument;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  argument = find_argument (self, "MapiRowSet", name);
  return argument != NULL ? mapi_row_set_ref (argument) : NULL;
}

/**
 * mapi_call_get_flags:
 * @self: a call
 *
 * Looks at the flags that are given; in `leave`, where they are given back too, at those.
 *
 * Returns: the flags, 0 for a method without any
 *
 * Since: 1.0
 */
guint32
mapi_call_get_flags (MapiCall *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->flags != NULL ? *self->flags : 0;
}

/**
 * mapi_call_set_flags:
 * @self: a call
 * @flags: the flags
 *
 * Passes on other flags than those that were given; in `leave`, gives back other ones.
 *
 * Since: 1.0
 */
void
mapi_call_set_flags (MapiCall *self, guint32 flags)
{
  g_return_if_fail (self != NULL);

  if (self->flags != NULL)
    *self->flags = flags;
}

/**
 * mapi_call_get_error:
 * @self: a call
 *
 * Tells in `leave` how the call has failed.
 *
 * Returns: (transfer none) (nullable): the error, or %NULL
 *
 * Since: 1.0
 */
const GError *
mapi_call_get_error (MapiCall *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->error;
}

/**
 * mapi_call_skip:
 * @self: a call
 *
 * Keeps a call from being passed on, to be used in `enter`. It succeeds all the same; one that
 * would give out an object fails with %MAPI_E_CALL_FAILED.
 *
 * Since: 1.0
 */
void
mapi_call_skip (MapiCall *self)
{
  g_return_if_fail (self != NULL);

  self->skipped = TRUE;
}

const MapiMethod *
mapi_call_get_details (MapiCall *self)
{
  return self->method;
}

gpointer
mapi_call_peek_argument (MapiCall *self, guint number)
{
  return self->arguments != NULL ? self->arguments[number] : NULL;
}

gpointer
mapi_call_peek_answer (MapiCall *self)
{
  return self->answer;
}

void
mapi_call_set_note (MapiCall *self, gpointer note, GDestroyNotify destroy)
{
  if (self->destroy_note != NULL)
    self->destroy_note (self->note);
  self->note = note;
  self->destroy_note = destroy;
}

gpointer
mapi_call_get_note (MapiCall *self)
{
  return self->note;
}

gboolean
mapi_call_is_of_provider (MapiCall *self)
{
  return self->wrapped->is_given;
}

/* A call to what is gone is nobody's to see. */
gboolean
mapi_call_enter (MapiCall *self)
{
  if (self->inner != NULL)
    return mapi_wrapper_enter (self->wrapped->wrapper, self, &self->error) && !self->skipped;
  g_set_error (&self->error,
               MAPI_ERROR,
               MAPI_E_INVALID_OBJECT,
               "%s: the object is gone",
               self->method->method);
  return FALSE;
}

gpointer
mapi_call_inner (MapiCall *self)
{
  return self->inner;
}

GError **
mapi_call_error (MapiCall *self)
{
  return &self->error;
}

/* What goes to and from the support object goes through as it is, where not all is covered. */
static GObject *
cross (MapiCall *self, gpointer object, GType wanted, gboolean is_given)
{
  MapiWrapper *wrapper = self->wrapped->wrapper;

  return self->wrapped->is_given && !mapi_wrapper_covers_all (wrapper)
             ? g_object_ref (object)
             : mapi_wrapper_cross (wrapper, object, wanted, is_given);
}

gpointer
mapi_call_pass (MapiCall *self, gpointer object, GType wanted)
{
  g_autoptr (GObject) passed = NULL;

  if (object == NULL)
    return NULL;
  passed = cross (self, object, wanted, !self->wrapped->is_given);
  if (passed == object)
    return object;
  if (mapi_call_unwrap (self, object) == passed && !MAPI_IS_ADVISE_SINK (passed))
    return passed;
  return hold (self, g_steal_pointer (&passed));
}

gpointer
mapi_call_unwrap (MapiCall *self, gpointer object)
{
  return object != NULL ? mapi_wrapper_unwrap (self->wrapped->wrapper, object) : NULL;
}

static GObject *
pass_back (MapiCall *self, gpointer object, GType wanted)
{
  return cross (self, object, wanted, self->wrapped->is_given);
}

void
mapi_call_pass_out (MapiCall *self, gpointer *object, GType wanted)
{
  g_autoptr (GObject) inner = *object;

  if (inner != NULL)
    *object = pass_back (self, inner, wanted);
}

void
mapi_call_pass_list (MapiCall *self, GListModel *list)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_object (list, i);
      gpointer passed = pass_back (self, item, G_TYPE_OBJECT);

      g_list_store_splice (G_LIST_STORE (list), i, 1, &passed, 1);
      g_object_unref (passed);
    }
}

/* The last that happens to the arguments. */
static gboolean
leave (MapiCall *self, gpointer answer, gboolean answered, GError **error)
{
  gboolean succeeded = answered || (self->skipped && self->error == NULL);

  self->answer = answered ? answer : NULL;
  if (succeeded)
    succeeded = mapi_wrapper_leave (self->wrapped->wrapper, self, &self->error);
  else if (self->inner != NULL)
    mapi_wrapper_leave (self->wrapped->wrapper, self, NULL);
  self->flags = NULL;
  self->arguments = NULL;
  self->answer = NULL;
  if (self->error != NULL)
    g_propagate_error (error, g_error_copy (self->error));
  return succeeded;
}

gboolean
mapi_call_leave_boolean (MapiCall *self, gboolean answer, GError **error)
{
  return leave (self, &answer, answer, error);
}

guint32
mapi_call_leave_number (MapiCall *self, guint32 answer, GError **error)
{
  return leave (self, &answer, answer != 0, error) ? MAX (answer, 1) : 0;
}

static void
fail_skipped (MapiCall *self)
{
  if (self->skipped && self->error == NULL)
    g_set_error (&self->error,
                 MAPI_ERROR,
                 MAPI_E_CALL_FAILED,
                 "%s: the call was not passed on",
                 self->method->method);
}

gpointer
mapi_call_leave_pointer (MapiCall *self, gpointer answer, GDestroyNotify destroy, GError **error)
{
  fail_skipped (self);
  if (!leave (self, answer, answer != NULL, error))
    g_clear_pointer (&answer, destroy);
  return answer;
}

gpointer
mapi_call_leave_object (MapiCall *self, gpointer answer, GType wanted, GError **error)
{
  g_autoptr (GObject) inner = answer;

  fail_skipped (self);
  return leave (self, inner, inner != NULL, error) ? pass_back (self, inner, wanted) : NULL;
}

MapiPropList *
mapi_call_leave_props (MapiCall *self, MapiPropList *answer, GError **error)
{
  g_autoptr (MapiPropList) props = answer;

  fail_skipped (self);
  return leave (self, props, props != NULL, error)
             ? mapi_wrapper_filter (self->wrapped->wrapper, self->inner, props)
             : NULL;
}

MapiRowSet *
mapi_call_leave_rows (MapiCall *self, MapiRowSet *answer, GError **error)
{
  g_autoptr (MapiRowSet) rows = answer;
  g_autoptr (GPtrArray) filtered =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  fail_skipped (self);
  if (!leave (self, rows, rows != NULL, error))
    return NULL;
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_ptr_array_add (filtered, mapi_wrapper_filter (self->wrapped->wrapper, self->inner, row));
    }
  return mapi_row_set_new ((MapiPropList **) filtered->pdata, filtered->len);
}
