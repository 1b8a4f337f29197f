/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"

gint mapi_guard_n_invalid;

static GQuark
invalid_quark (void)
{
  return g_quark_from_static_string ("mapi-guard-invalid");
}

static void
forget_invalid (gpointer reason)
{
  g_atomic_int_dec_and_test (&mapi_guard_n_invalid);
}

/* From now on every method of @object fails with MAPI_E_INVALID_OBJECT, for that reason. */
void
mapi_guard_make_invalid_because (GObject *object, const char *reason)
{
  g_atomic_int_inc (&mapi_guard_n_invalid);
  g_object_set_qdata_full (
      object, invalid_quark (), (gpointer) g_intern_string (reason), forget_invalid);
}

/* R509. */
void
mapi_guard_make_invalid (GObject *object)
{
  mapi_guard_make_invalid_because (object, "the object was made invalid");
}

const char *
mapi_guard_find_reason (gpointer object)
{
  return g_object_get_qdata (object, invalid_quark ());
}

static GQuark
behind_quark (void)
{
  return g_quark_from_static_string ("mapi-guard-behind");
}

void
mapi_guard_set_behind (GObject *object, GObject *behind)
{
  g_object_set_qdata (object, behind_quark (), behind);
}

gpointer
mapi_guard_get_behind (gpointer object)
{
  return g_object_get_qdata (object, behind_quark ());
}

/* Where no slot is called: there is none, or the object is no longer to be used. */
GError *
mapi_guard_refuse (gpointer self, const char *method)
{
  const char *type = G_OBJECT_TYPE_NAME (self);

  if (mapi_guard_is_invalid (self))
    return g_error_new (MAPI_ERROR,
                        MAPI_E_INVALID_OBJECT,
                        "%s: %s: %s",
                        type,
                        method,
                        mapi_guard_find_reason (self));
  return g_error_new (MAPI_ERROR, MAPI_E_NO_SUPPORT, "%s does not implement %s", type, method);
}

static void
breach (gpointer self, const char *method, const char *rule, const char *detail, GError **error)
{
  const char *type = G_OBJECT_TYPE_NAME (self);

  g_warning ("%s: %s %s%s", type, method, rule, detail);
  g_set_error (error, MAPI_ERROR, MAPI_E_CALL_FAILED, "%s: %s %s%s", type, method, rule, detail);
}

static gboolean
is_text (const char *message)
{
  return message != NULL && g_utf8_validate (message, -1, NULL);
}

/* What others say may be anything; scripts and properties take text alone. */
static void
pass_on (const GError *cause, GError **error)
{
  g_autofree char *message = g_utf8_make_valid (cause->message != NULL ? cause->message : "", -1);

  g_set_error_literal (error, MAPI_ERROR, mapi_error_from_gerror (cause), message);
}

/*
 * The slow way out: the slot failed, or it broke the rule "failure if and only if error". @local is
 * taken over.
 */
void
mapi_guard_fail (
    gpointer self, const char *method, GError *local, gboolean succeeded, GError **error)
{
  g_autoptr (GError) cause = local;

  if (succeeded)
    breach (self, method, "succeeded and set an error: ", cause->message, error);
  else if (cause == NULL)
    breach (self, method, "failed without an error", "", error);
  else if (cause->domain == MAPI_ERROR && cause->code < 0 && is_text (cause->message))
    g_propagate_error (error, g_steal_pointer (&cause));
  else
    pass_on (cause, error);
}

void
mapi_guard_fail_type (gpointer self, const char *method, gpointer object, GError **error)
{
  breach (self, method, "gave an object of the wrong type: ", G_OBJECT_TYPE_NAME (object), error);
}

/* Gives an owned out value to a caller who wants it and whose call succeeded; drops it otherwise.
 */
void
mapi_guard_hand_out (gboolean succeeded, gpointer *out, gpointer value, GDestroyNotify destroy)
{
  if (out != NULL)
    *out = succeeded ? g_steal_pointer (&value) : NULL;
  g_clear_pointer (&value, destroy);
}
