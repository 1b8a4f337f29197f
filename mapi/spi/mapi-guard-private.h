/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"

G_BEGIN_DECLS

/*
 * One call of a provider's slot. The public wrapper is the only caller of a slot; it gives the slot
 * an error of its own, and passes the answer through here, so that whatever a provider does, the
 * caller sees FALSE or NULL if and only if there is a MAPI_ERROR.
 */
typedef struct
{
  gpointer    self;
  const char *method;
  GError    **error;
  GError     *local;
} MapiGuard;

#define MAPI_GUARD_INIT(self, method, error)                                                       \
  {                                                                                                \
    (self), (method), (error), NULL                                                                \
  }

/* How many objects there are that were made invalid; hardly ever any. */
extern gint mapi_guard_n_invalid;

void mapi_guard_make_invalid (GObject *object);
void mapi_guard_make_invalid_because (GObject *object, const char *reason);
/* Why an object is invalid; NULL when it is not. */
const char *mapi_guard_find_reason (gpointer object);
/* @object passes all on to @behind, and is valid as long as that is; it holds @behind. */
void     mapi_guard_set_behind (GObject *object, GObject *behind);
gpointer mapi_guard_get_behind (gpointer object);
void     mapi_guard_refuse (MapiGuard *guard);
gboolean mapi_guard_fail (MapiGuard *guard, gboolean succeeded);
gboolean mapi_guard_type (MapiGuard *guard, gpointer object, GType type);
void
mapi_guard_hand_out (gboolean succeeded, gpointer *out, gpointer value, GDestroyNotify destroy);

static inline gboolean
mapi_guard_is_invalid (const MapiGuard *guard)
{
  return G_UNLIKELY (g_atomic_int_get (&mapi_guard_n_invalid) > 0) &&
         mapi_guard_find_reason (guard->self) != NULL;
}

/* A slot that is left out, and any slot of an invalid object, fails without being called. */
static inline gboolean
mapi_guard_allows (MapiGuard *guard, gboolean has_slot)
{
  if (G_LIKELY (has_slot && !mapi_guard_is_invalid (guard)))
    return TRUE;
  mapi_guard_refuse (guard);
  return FALSE;
}

/*
 * The call itself, to be passed to the function below that fits its answer. IFACE is the middle of
 * the macro MAPI_<IFACE>_GET_IFACE; what follows the slot are its arguments between the object and
 * the error.
 */
#define MAPI_GUARD_CALL(guard, IFACE, slot, ...)                                                   \
  ({                                                                                               \
    __auto_type _iface = MAPI_##IFACE##_GET_IFACE ((guard)->self);                                 \
    mapi_guard_allows ((guard), _iface->slot != NULL)                                              \
        ? _iface->slot ((guard)->self, ##__VA_ARGS__, &(guard)->local)                             \
        : 0;                                                                                       \
  })

static inline gboolean
mapi_guard_boolean (MapiGuard *guard, gboolean answer)
{
  if (G_LIKELY (answer && guard->local == NULL))
    return TRUE;
  return mapi_guard_fail (guard, answer);
}

static inline guint32
mapi_guard_number (MapiGuard *guard, guint32 answer)
{
  return mapi_guard_boolean (guard, answer != 0) ? answer : 0;
}

static inline gpointer
mapi_guard_boxed (MapiGuard *guard, gpointer answer, GDestroyNotify destroy)
{
  if (G_LIKELY (answer != NULL && guard->local == NULL))
    return answer;
  mapi_guard_fail (guard, answer != NULL);
  g_clear_pointer (&answer, destroy);
  return NULL;
}

static inline gpointer
mapi_guard_object (MapiGuard *guard, gpointer answer, GType type)
{
  answer = mapi_guard_boxed (guard, answer, g_object_unref);
  if (answer == NULL || mapi_guard_type (guard, answer, type))
    return answer;
  g_object_unref (answer);
  return NULL;
}

G_END_DECLS
