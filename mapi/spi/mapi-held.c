/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-held-private.h"

typedef struct
{
  guint n_objects;
  guint n_references;
} Sum;

struct _MapiHeld
{
  GHashTable *sums; /* by the name of the type */
};

MapiHeld *
mapi_held_new (void)
{
  MapiHeld *self = g_new (MapiHeld, 1);

  self->sums = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  return self;
}

void
mapi_held_free (MapiHeld *self)
{
  g_hash_table_unref (self->sums);
  g_free (self);
}

void
mapi_held_add (MapiHeld *self, const char *type, guint n_references)
{
  Sum *sum = g_hash_table_lookup (self->sums, type);

  if (sum == NULL)
    {
      sum = g_new0 (Sum, 1);
      g_hash_table_insert (self->sums, (gpointer) type, sum);
    }
  sum->n_objects++;
  sum->n_references += n_references;
}

char *
mapi_held_describe (MapiHeld *self)
{
  g_autoptr (GList) names =
      g_list_sort (g_hash_table_get_keys (self->sums), (GCompareFunc) g_strcmp0);
  GString *text = g_string_new (NULL);

  for (GList *each = names; each != NULL; each = each->next)
    {
      const Sum *sum = g_hash_table_lookup (self->sums, each->data);

      g_string_append_printf (text,
                              "%s%u %s (references: %u)",
                              text->len > 0 ? ", " : "",
                              sum->n_objects,
                              (const char *) each->data,
                              sum->n_references);
    }
  return g_string_free (text, text->len == 0);
}
