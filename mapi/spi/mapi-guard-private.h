/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"
#include "mapi-ledger-private.h"
#include "mapi-vtable-private.h"

G_BEGIN_DECLS

/*
 * One call of a provider's slot. The public wrapper is the only caller of a slot; it gives the slot
 * an error of its own, and passes the answer through here, so that whatever a provider does, the
 * caller sees FALSE or NULL if and only if there is a MAPI_ERROR. What is not inline is given its
 * members and not its address, so that they stay in registers.
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
const char *mapi_guard_find_reason (gpointer object) MAPI_COLD;
/* @object passes all on to @behind, and is valid as long as that is; it holds @behind. */
void     mapi_guard_set_behind (GObject *object, GObject *behind);
gpointer mapi_guard_get_behind (gpointer object);
GError  *mapi_guard_refuse (gpointer self, const char *method) MAPI_COLD;
void     mapi_guard_fail (
        gpointer self, const char *method, GError *local, gboolean succeeded, GError **error) MAPI_COLD;
void
mapi_guard_fail_type (gpointer self, const char *method, gpointer object, GError **error) MAPI_COLD;
void
mapi_guard_hand_out (gboolean succeeded, gpointer *out, gpointer value, GDestroyNotify destroy);

static inline gboolean
mapi_guard_is_invalid (gpointer self)
{
  return G_UNLIKELY (g_atomic_int_get (&mapi_guard_n_invalid) > 0) &&
         mapi_guard_find_reason (self) != NULL;
}

/* A slot that is left out, and any slot of an invalid object, fails without being called. */
static inline GError *
mapi_guard_check (const MapiGuard *guard, gboolean has_slot)
{
  if (G_UNLIKELY (!has_slot) || mapi_guard_is_invalid (guard->self))
    return mapi_guard_refuse (guard->self, guard->method);
  return NULL;
}

static inline gboolean
mapi_guard_allows (MapiGuard *guard, gboolean has_slot)
{
  guard->local = mapi_guard_check (guard, has_slot);
  return guard->local == NULL;
}

/*
 * The call itself, to be passed to the function below that fits its answer. IFACE is the middle of
 * the macros MAPI_<IFACE>_GET_IFACE and MAPI_TYPE_<IFACE>; what follows the slot are its arguments
 * between the object and the error.
 */
#define MAPI_GUARD_CALL(guard, IFACE, slot, ...)                                                   \
  ({                                                                                               \
    __typeof__ (MAPI_##IFACE##_GET_IFACE (NULL)) _iface =                                          \
        mapi_vtable_find ((guard)->self, MAPI_TYPE_##IFACE);                                       \
    MAPI_GUARD_CALL_SLOT (guard, _iface->slot, ##__VA_ARGS__);                                     \
  })

/* The same where the slot has been found. */
#define MAPI_GUARD_CALL_SLOT(guard, slot, ...)                                                     \
  ({                                                                                               \
    GError *_local = mapi_guard_check ((guard), (slot) != NULL);                                   \
    __auto_type _answer = _local == NULL ? (slot) ((guard)->self, ##__VA_ARGS__, &_local) : 0;     \
                                                                                                   \
    (guard)->local = _local;                                                                       \
    _answer;                                                                                       \
  })

static inline gboolean
mapi_guard_boolean (const MapiGuard *guard, gboolean answer)
{
  if (G_LIKELY (answer) && G_LIKELY (guard->local == NULL))
    return TRUE;
  mapi_guard_fail (guard->self, guard->method, guard->local, answer, guard->error);
  return FALSE;
}

static inline guint32
mapi_guard_number (const MapiGuard *guard, guint32 answer)
{
  return mapi_guard_boolean (guard, answer != 0) ? answer : 0;
}

static inline gpointer
mapi_guard_boxed (const MapiGuard *guard, gpointer answer, GDestroyNotify destroy)
{
  if (mapi_guard_boolean (guard, answer != NULL))
    return answer;
  g_clear_pointer (&answer, destroy);
  return NULL;
}

/* What comes out of a provider stands in its ledger, where there is one. */
static inline void
mapi_guard_note (const MapiGuard *guard, gpointer out)
{
  if (g_atomic_int_get (&mapi_ledger_n_entered) > 0)
    mapi_ledger_inherit (guard->self, out);
}

static inline gpointer
mapi_guard_object (const MapiGuard *guard, gpointer answer, GType type)
{
  answer = mapi_guard_boxed (guard, answer, g_object_unref);
  if (answer == NULL)
    return NULL;
  if (G_UNLIKELY (!g_type_check_instance_is_a (answer, type)))
    {
      mapi_guard_fail_type (guard->self, guard->method, answer, guard->error);
      g_object_unref (answer);
      return NULL;
    }
  mapi_guard_note (guard, answer);
  return answer;
}

G_END_DECLS
