/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A message's text. Strings are kept in Unicode; the forms of the body, PR_BODY, PR_HTML and
 * PR_RTF_COMPRESSED, are brought in step when the message is saved. Forms that are not kept cost
 * nothing here: they are made when somebody asks. */

#include "sqlite-message-private.h"
#include "sqlite-stream.h"

/* Beyond this size in all, forms that are out of date are dropped, to be made when they are asked
 * for. */
#define MOST_IN_MEMORY ((guint64) 16 * 1024 * 1024)

enum
{
  FORM_BODY = 1 << 0,
  FORM_RTF = 1 << 1,
  FORM_HTML = 1 << 2,
};

static const guint32 form_tags[] = { MAPI_PR_BODY, MAPI_PR_RTF_COMPRESSED, MAPI_PR_HTML };

static guint
get_form (guint32 tag)
{
  for (guint i = 0; i < G_N_ELEMENTS (form_tags); i++)
    if (mapi_prop_tag_get_id (tag) == mapi_prop_tag_get_id (form_tags[i]))
      return 1u << i;
  return 0;
}

/* Called with the lock held, as all here is, before the change. */
void
sqlite_message_note_text (SqliteMessage *self, guint32 tag, gboolean removed)
{
  SqliteTextChange *change = &self->text;
  guint             form = get_form (tag);

  if (form == 0)
    return;
  if (change->props == NULL)
    {
      change->props = mapi_prop_list_ref (self->data->props);
      change->large = self->data->large != NULL ? g_bytes_ref (self->data->large) : NULL;
    }
  change->set = removed ? change->set & ~form : change->set | form;
  change->gone = removed ? change->gone | form : change->gone & ~form;
}

void
sqlite_message_forget_text (SqliteMessage *self)
{
  g_clear_pointer (&self->text.props, mapi_prop_list_unref);
  g_clear_pointer (&self->text.large, g_bytes_unref);
  self->text.set = 0;
  self->text.gone = 0;
}

/* Where forms lie. */
typedef struct
{
  MapiPropList *props;
  GBytes       *large;
} Place;

static gint
find_inline (MapiPropList *props, guint i)
{
  return mapi_prop_list_find (props, mapi_prop_tag_change_type (form_tags[i], MAPI_PT_UNSPECIFIED));
}

static guint
list_forms (const Place *place)
{
  guint       forms = 0;
  SqliteLarge large;

  for (guint i = 0; i < G_N_ELEMENTS (form_tags); i++)
    if (find_inline (place->props, i) >= 0 ||
        sqlite_large_find (place->large, form_tags[i], &large))
      forms |= 1u << i;
  return forms;
}

static guint64
measure_large (const Place *place, guint forms)
{
  guint64     size = 0;
  SqliteLarge large;

  for (guint i = 0; i < G_N_ELEMENTS (form_tags); i++)
    if ((forms & 1u << i) != 0 && sqlite_large_find (place->large, form_tags[i], &large))
      size += large.size;
  return size;
}

static MapiPropValue *
load_form (SqliteMessage *self, const Place *place, guint i, GError **error)
{
  SqliteLarge large;
  gint        index = find_inline (place->props, i);

  if (index >= 0)
    return mapi_prop_list_get_value (place->props, (guint) index);
  if (sqlite_large_find (place->large, form_tags[i], &large))
    return sqlite_object_load_large (SQLITE_OBJECT (self), &large, error);
  g_assert_not_reached ();
}

static MapiPropList *
load_forms (SqliteMessage *self, const Place *place, guint forms, GError **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (form_tags); i++)
    {
      g_autoptr (MapiPropValue) value = NULL;

      if ((forms & 1u << i) == 0)
        continue;
      value = load_form (self, place, i, error);
      if (value == NULL)
        return NULL;
      mapi_prop_list_builder_add_value (builder, value);
    }
  return mapi_prop_list_builder_end (builder);
}

static MapiPropTagArray *
new_tags (guint forms)
{
  guint32 tags[G_N_ELEMENTS (form_tags)];
  guint   n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (form_tags); i++)
    if ((forms & 1u << i) != 0)
      tags[n++] = form_tags[i];
  return mapi_prop_tag_array_new (tags, n);
}

static void
drop_forms (SqliteMessage *self, guint forms)
{
  g_autoptr (MapiPropTagArray) tags = new_tags (forms);

  sqlite_large_remove_tags (&self->data->large, tags);
  sqlite_message_set_props (self, mapi_prop_list_without (self->data->props, tags));
}

static gboolean
put_large (SqliteMessage *self, MapiPropValue *value, GError **error)
{
  guint32 tag = mapi_prop_value_get_tag (value);
  g_autoptr (GBytes) bytes = sqlite_value_to_bytes (value);
  g_autoptr (GBytes) before = NULL;
  SqliteLarge large;

  if (!sqlite_stream_store (SQLITE_OBJECT (self), tag, bytes, &large, error))
    return FALSE;
  drop_forms (self, get_form (tag));
  before = self->data->large;
  self->data->large = sqlite_large_add (before, &large);
  return TRUE;
}

static gboolean
put_value (SqliteMessage *self, MapiPropValue *value, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MapiPropList) list = NULL;
  guint form = get_form (mapi_prop_value_get_tag (value));

  if (form != 0)
    bytes = sqlite_value_to_bytes (value);
  if (bytes != NULL && g_bytes_get_size (bytes) > SQLITE_INLINE_MAX)
    return put_large (self, value, error);
  if (form != 0)
    drop_forms (self, form);
  list = mapi_prop_list_new_from_value (value);
  sqlite_message_set_props (self, mapi_prop_list_merge (self->data->props, list));
  return TRUE;
}

static gboolean
put_all (SqliteMessage *self, MapiPropList *list, GError **error)
{
  for (guint i = 0; i < mapi_prop_list_get_size (list); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (list, i);

      if (!put_value (self, value, error))
        return FALSE;
    }
  return TRUE;
}

/* The message as it is, but for its text, which is as it was. */
static MapiPropList *
new_before (SqliteMessage *self, MapiPropList *forms)
{
  g_autoptr (MapiPropTagArray) tags = new_tags (FORM_BODY | FORM_RTF | FORM_HTML);
  g_autoptr (MapiPropList) bare = mapi_prop_list_without (self->data->props, tags);

  return mapi_prop_list_merge (bare, forms);
}

static gboolean
bring_in_step (SqliteMessage *self,
               const Place   *old,
               guint          old_forms,
               const Place   *now,
               guint          set,
               GError       **error)
{
  g_autoptr (MapiPropList) forms = load_forms (self, old, old_forms, error);
  g_autoptr (MapiPropList) changes = forms != NULL ? load_forms (self, now, set, error) : NULL;
  g_autoptr (MapiPropList) before = NULL;
  g_autoptr (MapiPropList) more = NULL;

  if (changes == NULL)
    return FALSE;
  before = new_before (self, forms);
  more = mapi_body_sync (before, changes);
  return put_all (self, more, error);
}

static gboolean
sync_forms (SqliteMessage *self, GError **error)
{
  Place    old = { self->text.props, self->text.large };
  Place    now = { self->data->props, self->data->large };
  guint    now_forms = list_forms (&now);
  guint    set = self->text.set & now_forms;
  gboolean has_both = (now_forms & (FORM_BODY | FORM_RTF)) == (FORM_BODY | FORM_RTF);
  guint    old_forms = list_forms (&old) & ~self->text.gone;
  guint    stale = old_forms & ~set;

  if (set == 0 || (stale == 0 && !has_both))
    return TRUE;
  if (measure_large (&old, old_forms) + measure_large (&now, set) <= MOST_IN_MEMORY)
    return bring_in_step (self, &old, old_forms, &now, set, error);
  drop_forms (self, stale);
  return TRUE;
}

/* What is set as PT_STRING8 is text in the code page that the message has when it is saved. */
static void
read_strings (SqliteMessage *self)
{
  MapiPropList *props = self->data->props;

  self->data->props = mapi_code_page_to_unicode (0, props);
  mapi_prop_list_unref (props);
}

gboolean
sqlite_message_settle_text (SqliteMessage *self, GError **error)
{
  if (self->text.set != 0 && !sync_forms (self, error))
    return FALSE;
  read_strings (self);
  return TRUE;
}
