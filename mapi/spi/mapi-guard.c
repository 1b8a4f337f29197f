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
void
mapi_guard_refuse (MapiGuard *guard)
{
  const char *type = G_OBJECT_TYPE_NAME (guard->self);

  if (mapi_guard_is_invalid (guard))
    g_set_error (&guard->local,
                 MAPI_ERROR,
                 MAPI_E_INVALID_OBJECT,
                 "%s: %s: %s",
                 type,
                 guard->method,
                 mapi_guard_find_reason (guard->self));
  else
    g_set_error (&guard->local,
                 MAPI_ERROR,
                 MAPI_E_NO_SUPPORT,
                 "%s does not implement %s",
                 type,
                 guard->method);
}

static void
mapi_guard_breach (MapiGuard *guard, const char *breach, const char *detail)
{
  g_warning ("%s: %s %s%s", G_OBJECT_TYPE_NAME (guard->self), guard->method, breach, detail);
  g_set_error (guard->error,
               MAPI_ERROR,
               MAPI_E_CALL_FAILED,
               "%s: %s %s%s",
               G_OBJECT_TYPE_NAME (guard->self),
               guard->method,
               breach,
               detail);
}

static gboolean
is_text (const char *message)
{
  return message != NULL && g_utf8_validate (message, -1, NULL);
}

/* What others say may be anything; scripts and properties take text alone. */
static void
pass_on (MapiGuard *guard, const GError *cause)
{
  g_autofree char *message = g_utf8_make_valid (cause->message != NULL ? cause->message : "", -1);

  g_set_error_literal (guard->error, MAPI_ERROR, mapi_error_from_gerror (cause), message);
}

/* The slow way out: the slot failed, or it broke the rule "failure if and only if error". */
gboolean
mapi_guard_fail (MapiGuard *guard, gboolean succeeded)
{
  g_autoptr (GError) local = g_steal_pointer (&guard->local);

  if (succeeded)
    mapi_guard_breach (guard, "succeeded and set an error: ", local->message);
  else if (local == NULL)
    mapi_guard_breach (guard, "failed without an error", "");
  else if (local->domain == MAPI_ERROR && local->code < 0 && is_text (local->message))
    g_propagate_error (guard->error, g_steal_pointer (&local));
  else
    pass_on (guard, local);

  return FALSE;
}

gboolean
mapi_guard_type (MapiGuard *guard, gpointer object, GType type)
{
  if (G_LIKELY (g_type_check_instance_is_a (object, type)))
    return TRUE;

  mapi_guard_breach (guard, "gave an object of the wrong type: ", G_OBJECT_TYPE_NAME (object));
  return FALSE;
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
