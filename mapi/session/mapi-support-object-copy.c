/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-copy-private.h"
#include "mapi-flags.h"
#include "mapi-folder-copy-private.h"
#include "mapi-support-object-private.h"

/* Copying for stores that have no better way of their own. */

/* Who gets the messages owes no reports for them, so those that are owed are sent now (R595). A
 * folder that knows no read flags owes none. */
static gboolean
settle_reports (MapiFolder    *source,
                MapiEntryList *messages,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (GError) local = NULL;
  guint32 warning = 0;

  if (mapi_folder_set_read_flags (
          source, messages, NULL, MAPI_GENERATE_RECEIPT_ONLY, cancellable, &warning, &local) ||
      g_error_matches (local, MAPI_ERROR, MAPI_E_NO_SUPPORT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
copy_messages (MapiSupport   *support,
               MapiFolder    *source,
               MapiEntryList *messages,
               MapiFolder    *destination,
               MapiProgress  *progress,
               guint32        flags,
               GCancellable  *cancellable,
               guint32       *warning,
               GError       **error)
{
  return mapi_support_object_offers (MAPI_SUPPORT_OBJECT (support), "CopyMessages", error) &&
         settle_reports (source, messages, cancellable, error) &&
         mapi_folder_copy_messages_to (
             source, messages, destination, progress, flags, cancellable, warning, error);
}

static gboolean
copy_folder (MapiSupport  *support,
             MapiFolder   *source,
             GBytes       *entry_id,
             MapiFolder   *destination,
             const char   *new_folder_name,
             MapiProgress *progress,
             guint32       flags,
             GCancellable *cancellable,
             guint32      *warning,
             GError      **error)
{
  return mapi_support_object_offers (MAPI_SUPPORT_OBJECT (support), "CopyFolder", error) &&
         mapi_folder_copy_folder_to (source,
                                     entry_id,
                                     destination,
                                     new_folder_name,
                                     progress,
                                     flags,
                                     cancellable,
                                     warning,
                                     error);
}

static gboolean
names_tag (MapiPropTagArray *tags, guint32 wanted)
{
  for (guint i = 0; tags != NULL && i < mapi_prop_tag_array_get_size (tags); i++)
    {
      if (mapi_prop_tag_get_id (mapi_prop_tag_array_get_tag (tags, i)) ==
          mapi_prop_tag_get_id (wanted))
        return TRUE;
    }

  return FALSE;
}

/* These calls have no warning: that not everything in a folder was copied is a problem of it. */
static void
add_partial (MapiPropProblemArray **problems, guint32 tag)
{
  MapiPropProblemArray *before = *problems != NULL ? *problems : mapi_prop_problem_array_new ();

  *problems = mapi_prop_problem_array_append (before, 0, tag, (gint32) MAPI_W_PARTIAL_COMPLETION);
  mapi_prop_problem_array_unref (before);
}

static gboolean
copy_in_folder (MapiFolder            *source,
                MapiFolder            *destination,
                gboolean               messages,
                gboolean               subfolders,
                MapiProgress          *progress,
                MapiPropProblemArray **problems,
                GCancellable          *cancellable,
                GError               **error)
{
  guint32 warnings[2] = { 0, 0 };

  if ((messages && !mapi_folder_copy_contents_to (
                       source, destination, progress, cancellable, &warnings[0], error)) ||
      (subfolders && !mapi_folder_copy_subfolders_to (
                         source, destination, progress, cancellable, &warnings[1], error)))
    return FALSE;
  if (warnings[0] != 0)
    add_partial (problems, MAPI_PR_CONTAINER_CONTENTS);
  if (warnings[1] != 0)
    add_partial (problems, MAPI_PR_CONTAINER_HIERARCHY);
  return TRUE;
}

/* Associated messages belong to the folder that made them and stay there. */
static gboolean
copy_folder_to (MapiFolder            *source,
                MapiPropTagArray      *exclude,
                MapiProgress          *progress,
                MapiFolder            *destination,
                guint32                flags,
                MapiPropProblemArray **problems,
                GCancellable          *cancellable,
                GError               **error)
{
  return mapi_copy_props (MAPI_PROP (source),
                          NULL,
                          exclude,
                          MAPI_PROP (destination),
                          flags,
                          problems,
                          cancellable,
                          error) &&
         copy_in_folder (source,
                         destination,
                         !names_tag (exclude, MAPI_PR_CONTAINER_CONTENTS),
                         !names_tag (exclude, MAPI_PR_CONTAINER_HIERARCHY),
                         progress,
                         problems,
                         cancellable,
                         error);
}

static gboolean
copy_message_to (MapiMessage           *source,
                 MapiPropTagArray      *exclude,
                 MapiProgress          *progress,
                 MapiMessage           *destination,
                 guint32                flags,
                 MapiPropProblemArray **problems,
                 GCancellable          *cancellable,
                 GError               **error)
{
  MapiCopy copy = {
    .exclude = exclude, .progress = progress, .flags = flags, .cancellable = cancellable
  };
  gboolean copied = mapi_copy_message (&copy, source, destination, error);

  return mapi_copy_finish (&copy, copied, problems);
}

static gboolean
do_copy_to (MapiSupport           *support,
            MapiProp              *source,
            const char *const     *exclude_interfaces,
            MapiPropTagArray      *exclude_tags,
            MapiProgress          *progress,
            MapiProp              *destination,
            guint32                flags,
            MapiPropProblemArray **problems,
            GCancellable          *cancellable,
            GError               **error)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (support);

  if (!mapi_support_object_offers (self, "DoCopyTo", error))
    return FALSE;
  if (MAPI_IS_MESSAGE (source) && MAPI_IS_MESSAGE (destination))
    return copy_message_to (MAPI_MESSAGE (source),
                            exclude_tags,
                            progress,
                            MAPI_MESSAGE (destination),
                            flags,
                            problems,
                            cancellable,
                            error);
  if (MAPI_IS_FOLDER (source) && MAPI_IS_FOLDER (destination))
    return copy_folder_to (MAPI_FOLDER (source),
                           exclude_tags,
                           progress,
                           MAPI_FOLDER (destination),
                           flags,
                           problems,
                           cancellable,
                           error);

  return mapi_copy_props (
      source, NULL, exclude_tags, destination, flags, problems, cancellable, error);
}

/* All properties of the message, and those of its sub-objects that are not wanted. */
static MapiPropTagArray *
all_but_wanted (MapiProp         *source,
                MapiPropTagArray *wanted,
                GCancellable     *cancellable,
                GError          **error)
{
  static const guint32 objects[] = { MAPI_PR_MESSAGE_RECIPIENTS, MAPI_PR_MESSAGE_ATTACHMENTS };
  g_autoptr (MapiPropTagArray) present = mapi_prop_get_prop_list (source, 0, cancellable, error);
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));

  if (present == NULL)
    return NULL;
  for (guint i = 0; i < mapi_prop_tag_array_get_size (present); i++)
    {
      guint32 tag = mapi_prop_tag_array_get_tag (present, i);

      if (tag != objects[0] && tag != objects[1])
        g_array_append_val (tags, tag);
    }
  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    {
      if (!names_tag (wanted, objects[i]))
        g_array_append_val (tags, objects[i]);
    }

  return mapi_prop_tag_array_new ((const guint32 *) (gpointer) tags->data, tags->len);
}

static gboolean
copy_message_objects (MapiProp         *source,
                      MapiPropTagArray *tags,
                      MapiProgress     *progress,
                      MapiProp         *destination,
                      GCancellable     *cancellable,
                      GError          **error)
{
  g_autoptr (MapiPropTagArray) exclude = NULL;

  if (!names_tag (tags, MAPI_PR_MESSAGE_RECIPIENTS) &&
      !names_tag (tags, MAPI_PR_MESSAGE_ATTACHMENTS))
    return TRUE;

  exclude = all_but_wanted (source, tags, cancellable, error);
  return exclude != NULL && mapi_message_copy (MAPI_MESSAGE (source),
                                               MAPI_MESSAGE (destination),
                                               exclude,
                                               progress,
                                               cancellable,
                                               error);
}

static gboolean
copy_objects (MapiProp              *source,
              MapiPropTagArray      *tags,
              MapiProgress          *progress,
              MapiProp              *destination,
              MapiPropProblemArray **problems,
              GCancellable          *cancellable,
              GError               **error)
{
  if (MAPI_IS_MESSAGE (source) && MAPI_IS_MESSAGE (destination))
    return copy_message_objects (source, tags, progress, destination, cancellable, error);
  if (MAPI_IS_FOLDER (source) && MAPI_IS_FOLDER (destination))
    return copy_in_folder (MAPI_FOLDER (source),
                           MAPI_FOLDER (destination),
                           names_tag (tags, MAPI_PR_CONTAINER_CONTENTS),
                           names_tag (tags, MAPI_PR_CONTAINER_HIERARCHY),
                           progress,
                           problems,
                           cancellable,
                           error);
  return TRUE;
}

static gboolean
do_copy_props (MapiSupport           *support,
               MapiProp              *source,
               MapiPropTagArray      *tags,
               MapiProgress          *progress,
               MapiProp              *destination,
               guint32                flags,
               MapiPropProblemArray **problems,
               GCancellable          *cancellable,
               GError               **error)
{
  return mapi_support_object_offers (MAPI_SUPPORT_OBJECT (support), "DoCopyProps", error) &&
         mapi_copy_props (source, tags, NULL, destination, flags, problems, cancellable, error) &&
         copy_objects (source, tags, progress, destination, problems, cancellable, error);
}

void
mapi_support_object_copy_init (MapiSupportInterface *iface)
{
  iface->copy_messages = copy_messages;
  iface->copy_folder = copy_folder;
  iface->do_copy_to = do_copy_to;
  iface->do_copy_props = do_copy_props;
}
