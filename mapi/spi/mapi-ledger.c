/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-ledger-private.h"

#include "mapi-ab-provider.h"
#include "mapi-hook-provider.h"
#include "mapi-ms-provider.h"
#include "mapi-provider-loader.h"
#include "mapi-xp-provider.h"

/* One object, which has it among its data. */
typedef struct
{
  MapiLedger *ledger;
  GObject    *object;
  guint       n_kept;  /* references, by the provider */
  guint       n_stock; /* references there were, before the provider was told to let go */
  GList       link;
} Entry;

struct _MapiLedger
{
  gatomicrefcount ref_count; /* each entry has one */
  GMutex          lock;
  GQueue          entries;
};

gint mapi_ledger_n_entered;

static GQuark
entry_quark (void)
{
  static GQuark quark;

  if (G_UNLIKELY (quark == 0))
    quark = g_quark_from_static_string ("mapi-ledger-entry");
  return quark;
}

MapiLedger *
mapi_ledger_new (void)
{
  MapiLedger *self = g_new0 (MapiLedger, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  return self;
}

MapiLedger *
mapi_ledger_ref (MapiLedger *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mapi_ledger_unref (MapiLedger *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_mutex_clear (&self->lock);
  g_free (self);
}

static guint
count_references (GObject *object)
{
  return (guint) g_atomic_int_get ((gint *) &object->ref_count);
}

/* The object goes. */
static void
strike_out (gpointer data)
{
  Entry *entry = data;

  g_mutex_lock (&entry->ledger->lock);
  g_queue_unlink (&entry->ledger->entries, &entry->link);
  g_mutex_unlock (&entry->ledger->lock);
  g_atomic_int_add (&mapi_ledger_n_entered, -1);
  mapi_ledger_unref (entry->ledger);
  g_free (entry);
}

gboolean
mapi_ledger_excuses (gpointer object)
{
  return MAPI_IS_PROVIDER_LOADER (object) || MAPI_IS_MS_PROVIDER (object) ||
         MAPI_IS_XP_PROVIDER (object) || MAPI_IS_ADDRESS_BOOK_PROVIDER (object) ||
         MAPI_IS_SPOOLER_HOOK_PROVIDER (object);
}

void
mapi_ledger_enter (MapiLedger *self, gpointer object)
{
  Entry *entry;

  if (g_object_get_qdata (object, entry_quark ()) != NULL)
    return;
  entry = g_new0 (Entry, 1);
  entry->ledger = mapi_ledger_ref (self);
  entry->object = object;
  entry->n_kept = count_references (object) - 1;
  entry->n_stock = G_MAXUINT;
  entry->link.data = entry;
  g_atomic_int_inc (&mapi_ledger_n_entered);
  g_mutex_lock (&self->lock);
  g_queue_push_tail_link (&self->entries, &entry->link);
  g_mutex_unlock (&self->lock);
  /* Another thread may have been quicker; whoever has seen its entry may go on to use it. */
  if (!g_object_replace_qdata (object, entry_quark (), NULL, entry, strike_out, NULL))
    strike_out (entry);
}

void
mapi_ledger_inherit (gpointer object, gpointer out)
{
  const Entry *entry = g_object_get_qdata (object, entry_quark ());

  if (entry != NULL)
    mapi_ledger_enter (entry->ledger, out);
}

void
mapi_ledger_take_stock (MapiLedger *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (GList *each = self->entries.head; each != NULL; each = each->next)
    {
      Entry *entry = each->data;

      entry->n_stock = count_references (entry->object);
    }
}

static guint
count_kept (const Entry *entry)
{
  guint n = count_references (entry->object);
  guint n_gone = entry->n_stock != G_MAXUINT && entry->n_stock > n ? entry->n_stock - n : 0;

  return n + n_gone <= entry->n_kept ? n : 0;
}

static guint
count_all (const Entry *entry)
{
  return count_references (entry->object);
}

static void
add_held (MapiLedger *self, MapiHeld *held, guint (*count) (const Entry *entry))
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (GList *each = self->entries.head; each != NULL; each = each->next)
    {
      const Entry *entry = each->data;
      guint        n = mapi_ledger_excuses (entry->object) ? 0 : count (entry);

      if (n > 0)
        mapi_held_add (held, G_OBJECT_TYPE_NAME (entry->object), n);
    }
}

void
mapi_ledger_add_kept (MapiLedger *self, MapiHeld *held)
{
  add_held (self, held, count_kept);
}

void
mapi_ledger_add_all (MapiLedger *self, MapiHeld *held)
{
  add_held (self, held, count_all);
}
