/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-copy-private.h"
#include "mapi-flags.h"
#include "mapi-memory-message-private.h"
#include "mapi-prop-list-builder.h"

/**
 * MapiMemoryAttach:
 *
 * An attachment of a #MapiMemoryMessage, which makes it. `PR_ATTACH_DATA_BIN` is opened as a
 * stream, `PR_ATTACH_DATA_OBJ` as the message that is attached.
 *
 * The message has what the attachment was when `SaveChanges` was last called; likewise the
 * attachment has what the message in it was when that was saved.
 *
 * All functions may be called from any thread.
 *
 * Since: 1.0
 */

struct _MapiMemoryAttach
{
  MapiPropData parent_instance;

  guint32            number;
  MapiMemoryMessage *message; /* saved into; NULL for what a message keeps */
  guint64            size;    /* of what a message keeps, with all that lies in it */
  GMutex             lock;
  MapiMemoryMessage *embedded; /* kept, or NULL */
};

static void mapi_memory_attach_prop_init (MapiPropInterface *iface);

static void
mapi_memory_attach_attach_init (MapiAttachInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiMemoryAttach,
                               mapi_memory_attach,
                               MAPI_TYPE_PROP_DATA,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, mapi_memory_attach_prop_init)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_ATTACH,
                                                          mapi_memory_attach_attach_init))

static MapiPropInterface *parent_prop;

static MapiMemoryMessage *
get_embedded (MapiMemoryAttach *self)
{
  MapiMemoryMessage *embedded = NULL;

  g_mutex_lock (&self->lock);
  if (self->embedded != NULL)
    embedded = g_object_ref (self->embedded);
  g_mutex_unlock (&self->lock);
  return embedded;
}

static void
set_embedded (MapiMemoryAttach *self, MapiMemoryMessage *kept)
{
  g_autoptr (MapiMemoryMessage) old = NULL;

  g_mutex_lock (&self->lock);
  old = self->embedded;
  self->embedded = kept != NULL ? g_object_ref (kept) : NULL;
  g_mutex_unlock (&self->lock);
}

static guint64
measure (MapiMemoryAttach *self)
{
  g_autoptr (MapiMemoryMessage) embedded = get_embedded (self);
  guint64 size = mapi_prop_data_measure (MAPI_PROP_DATA (self));

  return embedded != NULL ? size + mapi_memory_message_measure (embedded) : size;
}

static MapiMemoryAttach *
keep (MapiMemoryAttach *self)
{
  MapiMemoryAttach *kept = g_object_new (MAPI_TYPE_MEMORY_ATTACH, NULL);
  g_autoptr (MapiMemoryMessage) embedded = get_embedded (self);

  kept->number = self->number;
  mapi_prop_data_assign (MAPI_PROP_DATA (kept), MAPI_PROP_DATA (self));
  set_embedded (kept, embedded);
  kept->size = measure (kept);
  return kept;
}

static gboolean
mapi_memory_attach_save_changes (MapiProp     *prop,
                                 guint32       flags,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  MapiMemoryAttach *self = MAPI_MEMORY_ATTACH (prop);
  g_autoptr (MapiMemoryAttach) kept = NULL;
  g_autoptr (MapiPropValue) size = NULL;
  g_autoptr (MapiPropList) computed = NULL;

  if (!parent_prop->save_changes (prop, flags, cancellable, error))
    return FALSE;

  size = mapi_prop_value_new_long (MAPI_PR_ATTACH_SIZE, (gint32) MIN (measure (self), G_MAXINT32));
  computed = mapi_prop_list_new_from_value (size);
  mapi_prop_data_compute (MAPI_PROP_DATA (self), computed);

  kept = keep (self);
  mapi_memory_message_put_attach (self->message, kept);
  return TRUE;
}

static MapiPropTagArray *
mapi_memory_attach_get_prop_list (MapiProp     *prop,
                                  guint32       flags,
                                  GCancellable *cancellable,
                                  GError      **error)
{
  MapiPropTagArray *tags = parent_prop->get_prop_list (prop, flags, cancellable, error);
  g_autoptr (MapiMemoryMessage) embedded = get_embedded (MAPI_MEMORY_ATTACH (prop));
  g_autoptr (MapiPropTagArray) own = tags;
  g_autofree guint32 *all = NULL;
  const guint32      *listed;
  gsize               n;

  if (tags == NULL || embedded == NULL)
    return g_steal_pointer (&own);

  listed = mapi_prop_tag_array_get_tags (tags, &n);
  all = g_new (guint32, n + 1);
  for (gsize i = 0; i < n; i++)
    all[i] = listed[i];
  all[n] = MAPI_PR_ATTACH_DATA_OBJ;
  return mapi_prop_tag_array_new (all, n + 1);
}

static GObject *
open_embedded (MapiMemoryAttach *self, guint32 flags, GError **error)
{
  g_autoptr (MapiMemoryMessage) kept = NULL;
  MapiMemoryMessage *message;

  if ((flags & MAPI_MODIFY) != 0 && !mapi_prop_data_check_writable (MAPI_PROP_DATA (self), error))
    return NULL;

  if ((flags & MAPI_CREATE) == 0)
    {
      kept = get_embedded (self);
      if (kept == NULL)
        {
          g_set_error (error,
                       MAPI_ERROR,
                       MAPI_E_NOT_FOUND,
                       "PR_ATTACH_DATA_OBJ: attachment %u holds no message",
                       self->number);
          return NULL;
        }
    }

  message = mapi_memory_message_new_inside (self, kept);
  if ((flags & MAPI_MODIFY) == 0)
    mapi_prop_data_set_obj_access (MAPI_PROP_DATA (message), MAPI_IPROP_READONLY);
  return G_OBJECT (message);
}

static GObject *
mapi_memory_attach_open_property (MapiProp     *prop,
                                  guint32       tag,
                                  const char   *interface_name,
                                  guint32       interface_options,
                                  guint32       flags,
                                  GCancellable *cancellable,
                                  GError      **error)
{
  if (tag != MAPI_PR_ATTACH_DATA_OBJ)
    return parent_prop->open_property (
        prop, tag, interface_name, interface_options, flags, cancellable, error);
  if (!mapi_memory_check_interface (interface_name, "MapiMessage", error))
    return NULL;
  return open_embedded (MAPI_MEMORY_ATTACH (prop), flags, error);
}

static gboolean
mapi_memory_attach_set_props (MapiProp              *prop,
                              MapiPropList          *props,
                              MapiPropProblemArray **problems,
                              GCancellable          *cancellable,
                              GError               **error)
{
  return mapi_memory_set_props (prop, parent_prop, props, problems, cancellable, error);
}

static gboolean
mapi_memory_attach_delete_props (MapiProp              *prop,
                                 MapiPropTagArray      *tags,
                                 MapiPropProblemArray **problems,
                                 GCancellable          *cancellable,
                                 GError               **error)
{
  if (!parent_prop->delete_props (prop, tags, problems, cancellable, error))
    return FALSE;
  if (mapi_prop_tag_array_contains (tags, MAPI_PR_ATTACH_DATA_OBJ))
    set_embedded (MAPI_MEMORY_ATTACH (prop), NULL);
  return TRUE;
}

static gboolean
mapi_memory_attach_copy_to (MapiProp              *prop,
                            const char *const     *exclude_interfaces,
                            MapiPropTagArray      *exclude_tags,
                            MapiProgress          *progress,
                            MapiProp              *destination,
                            guint32                flags,
                            MapiPropProblemArray **problems,
                            GCancellable          *cancellable,
                            GError               **error)
{
  MapiCopy copy = { .exclude = exclude_tags, .flags = flags, .cancellable = cancellable };
  gboolean copied;

  if (!MAPI_IS_ATTACH (destination))
    return mapi_copy_props (
        prop, NULL, exclude_tags, destination, flags, problems, cancellable, error);

  copied = mapi_copy_attach (&copy, MAPI_ATTACH (prop), MAPI_ATTACH (destination), error);
  return mapi_copy_finish (&copy, copied, problems);
}

static void
mapi_memory_attach_prop_init (MapiPropInterface *iface)
{
  parent_prop = g_type_interface_peek_parent (iface);
  iface->save_changes = mapi_memory_attach_save_changes;
  iface->get_prop_list = mapi_memory_attach_get_prop_list;
  iface->open_property = mapi_memory_attach_open_property;
  iface->set_props = mapi_memory_attach_set_props;
  iface->delete_props = mapi_memory_attach_delete_props;
  iface->copy_to = mapi_memory_attach_copy_to;
}

static void
mapi_memory_attach_finalize (GObject *object)
{
  MapiMemoryAttach *self = MAPI_MEMORY_ATTACH (object);

  g_clear_object (&self->message);
  g_clear_object (&self->embedded);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (mapi_memory_attach_parent_class)->finalize (object);
}

static void
mapi_memory_attach_class_init (MapiMemoryAttachClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_memory_attach_finalize;
}

static void
mapi_memory_attach_init (MapiMemoryAttach *self)
{
  g_mutex_init (&self->lock);
}

static MapiPropList *
make_first_props (guint32 number)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  guint32 key = GUINT32_TO_LE (number);

  mapi_prop_list_builder_add_long (builder, MAPI_PR_ATTACH_NUM, (gint32) number);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_RECORD_KEY, &key, sizeof key);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_ATTACH);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RENDERING_POSITION, -1);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ATTACH_SIZE, 0);
  return mapi_prop_list_builder_end (builder);
}

MapiMemoryAttach *
mapi_memory_attach_new_inside (MapiMemoryMessage *message, guint32 number, MapiMemoryAttach *kept)
{
  MapiMemoryAttach *self = g_object_new (MAPI_TYPE_MEMORY_ATTACH, NULL);
  g_autoptr (MapiNameMap) names = mapi_prop_data_get_names (MAPI_PROP_DATA (message));

  self->number = number;
  self->message = g_object_ref (message);
  mapi_prop_data_set_names (MAPI_PROP_DATA (self), names);
  if (kept != NULL)
    {
      g_autoptr (MapiMemoryMessage) embedded = get_embedded (kept);

      mapi_prop_data_assign (MAPI_PROP_DATA (self), MAPI_PROP_DATA (kept));
      set_embedded (self, embedded);
    }
  else
    {
      g_autoptr (MapiPropList) props = make_first_props (number);

      mapi_prop_data_compute (MAPI_PROP_DATA (self), props);
    }
  return self;
}

void
mapi_memory_attach_put_message (MapiMemoryAttach *self, MapiMemoryMessage *kept)
{
  set_embedded (self, kept);
  mapi_prop_data_mark_dirty (MAPI_PROP_DATA (self));
}

guint32
mapi_memory_attach_get_number (MapiMemoryAttach *self)
{
  return self->number;
}

/* Its row in the attachment table: all but the data. */
MapiPropList *
mapi_memory_attach_make_row (MapiMemoryAttach *self)
{
  static const guint32 data = MAPI_PR_ATTACH_DATA_BIN;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&data, 1);
  g_autoptr (MapiPropList) props = mapi_prop_data_get_list (MAPI_PROP_DATA (self));

  return mapi_prop_list_without (props, tags);
}

/* Of one that a message keeps: nothing changes there any more, so that nobody has to go down into
 * messages in messages to know how large they are. */
guint64
mapi_memory_attach_get_kept_size (MapiMemoryAttach *self)
{
  return self->size;
}
