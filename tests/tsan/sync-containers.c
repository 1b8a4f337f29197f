/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Containers. Two threads in one of them without a lock are a race, though what they touch is
 * touched by code that the sanitizer has not seen: each call counts as one on a byte of the
 * container. */

#include "sync.h"

/* A function of a container, its first parameter. */
#define CALL(access, result, name, params, args)                                                   \
  result (name) params                                                                             \
  {                                                                                                \
    access (self);                                                                                 \
    return GLIB (name) args;                                                                       \
  }

#define KEY gconstpointer key
#define ENTRY gpointer key, gpointer value

#define TABLE_READS(result, name, params, args) CALL (READS, result, name, params, args)
#define TABLE_WRITES(result, name, params, args) CALL (WRITES, result, name, params, args)

TABLE_READS (gpointer, g_hash_table_lookup, (GHashTable * self, KEY), (self, key))
TABLE_READS (gboolean, g_hash_table_contains, (GHashTable * self, KEY), (self, key))
TABLE_READS (guint, g_hash_table_size, (GHashTable * self), (self))
TABLE_READS (GList *, g_hash_table_get_keys, (GHashTable * self), (self))
TABLE_READS (GList *, g_hash_table_get_values, (GHashTable * self), (self))
TABLE_READS (gboolean,
             g_hash_table_lookup_extended,
             (GHashTable * self, KEY, gpointer *original, gpointer *value),
             (self, key, original, value))
TABLE_WRITES (gboolean, g_hash_table_insert, (GHashTable * self, ENTRY), (self, key, value))
TABLE_WRITES (gboolean, g_hash_table_replace, (GHashTable * self, ENTRY), (self, key, value))
TABLE_WRITES (gboolean, g_hash_table_add, (GHashTable * self, gpointer key), (self, key))
TABLE_WRITES (gboolean, g_hash_table_remove, (GHashTable * self, KEY), (self, key))
TABLE_WRITES (void, g_hash_table_remove_all, (GHashTable * self), (self))
TABLE_WRITES (gboolean, g_hash_table_steal, (GHashTable * self, KEY), (self, key))
TABLE_WRITES (guint,
              g_hash_table_foreach_remove,
              (GHashTable * self, GHRFunc func, gpointer data),
              (self, func, data))

/* An iterator begins with its table. */
gboolean (g_hash_table_iter_next) (GHashTableIter *iter, gpointer *key, gpointer *value)
{
  READS (iter->dummy1);
  return GLIB (g_hash_table_iter_next) (iter, key, value);
}

void (g_hash_table_iter_remove) (GHashTableIter *iter)
{
  WRITES (iter->dummy1);
  GLIB (g_hash_table_iter_remove) (iter);
}

/* Of these the caller reads the length without a call. */
#define LENGTH(self) WRITES (&(self)->len)
#define RESIZES(result, name, params, args) CALL (LENGTH, result, name, params, args)

RESIZES (void, g_ptr_array_add, (GPtrArray * self, gpointer item), (self, item))
RESIZES (void, g_ptr_array_insert, (GPtrArray * self, gint i, gpointer item), (self, i, item))
RESIZES (void, g_ptr_array_set_size, (GPtrArray * self, gint size), (self, size))
RESIZES (gboolean, g_ptr_array_remove, (GPtrArray * self, gpointer item), (self, item))
RESIZES (gboolean, g_ptr_array_remove_fast, (GPtrArray * self, gpointer item), (self, item))
RESIZES (gpointer, g_ptr_array_remove_index, (GPtrArray * self, guint i), (self, i))
RESIZES (gpointer, g_ptr_array_remove_index_fast, (GPtrArray * self, guint i), (self, i))
RESIZES (gpointer, g_ptr_array_steal_index, (GPtrArray * self, guint i), (self, i))
RESIZES (gpointer, g_ptr_array_steal_index_fast, (GPtrArray * self, guint i), (self, i))
RESIZES (void, g_ptr_array_sort, (GPtrArray * self, GCompareFunc func), (self, func))
RESIZES (GArray *,
         g_array_append_vals,
         (GArray * self, gconstpointer data, guint n),
         (self, data, n))
RESIZES (GArray *,
         g_array_insert_vals,
         (GArray * self, guint i, gconstpointer data, guint n),
         (self, i, data, n))
RESIZES (GArray *, g_array_set_size, (GArray * self, guint size), (self, size))
RESIZES (GArray *, g_array_remove_index, (GArray * self, guint i), (self, i))
RESIZES (void, g_array_sort, (GArray * self, GCompareFunc func), (self, func))
RESIZES (GByteArray *,
         g_byte_array_append,
         (GByteArray * self, const guint8 *data, guint n),
         (self, data, n))
RESIZES (GByteArray *, g_byte_array_set_size, (GByteArray * self, guint size), (self, size))
RESIZES (GString *, g_string_append, (GString * self, const char *text), (self, text))
RESIZES (GString *, g_string_truncate, (GString * self, gsize size), (self, size))
RESIZES (GString *,
         g_string_append_len,
         (GString * self, const char *text, gssize length),
         (self, text, length))

#define QUEUE_READS(self) READS (&(self)->length)
#define QUEUE_WRITES(self) WRITES (&(self)->length)

CALL (QUEUE_READS, gboolean, g_queue_is_empty, (GQueue * self), (self))
CALL (QUEUE_READS, gpointer, g_queue_peek_head, (GQueue * self), (self))
CALL (QUEUE_READS, gpointer, g_queue_peek_tail, (GQueue * self), (self))
CALL (QUEUE_READS, guint, g_queue_get_length, (GQueue * self), (self))
CALL (QUEUE_WRITES, void, g_queue_push_head, (GQueue * self, gpointer item), (self, item))
CALL (QUEUE_WRITES, void, g_queue_push_tail, (GQueue * self, gpointer item), (self, item))
CALL (QUEUE_WRITES, gpointer, g_queue_pop_head, (GQueue * self), (self))
CALL (QUEUE_WRITES, gpointer, g_queue_pop_tail, (GQueue * self), (self))
CALL (QUEUE_WRITES, gboolean, g_queue_remove, (GQueue * self, gconstpointer item), (self, item))
