/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-ipm-subtree.h"

#include "mapi-flags.h"
#include "mapi-folder.h"
#include "mapi-prop-list-builder.h"
#include "mapi-prop-tags.h"

/* No property of the store names the Inbox: it is where messages are received. Among what is
 * returned it has the tag that MAPI has for such a thing, PROP_TAG (PT_BINARY, PROP_ID_NULL). */
#define INBOX_TAG ((guint32) MAPI_PT_BINARY)

typedef struct
{
  guint32     valid;
  guint32     tag;
  const char *name;
  gboolean    in_subtree; /* else in the root folder */
  gboolean    always;     /* else with MAPI_FULL_IPM_TREE */
} StandardFolder;

/* The subtree comes before what is in it. */
static const StandardFolder folders[] = {
  { MAPI_FOLDER_IPM_SUBTREE_VALID, MAPI_PR_IPM_SUBTREE_ENTRYID, "IPM Subtree", FALSE, TRUE },
  { MAPI_FOLDER_FINDER_VALID, MAPI_PR_FINDER_ENTRYID, "Search Root", FALSE, TRUE },
  { MAPI_FOLDER_VIEWS_VALID, MAPI_PR_VIEWS_ENTRYID, "Folder Views", FALSE, FALSE },
  { MAPI_FOLDER_COMMON_VIEWS_VALID, MAPI_PR_COMMON_VIEWS_ENTRYID, "Common Views", FALSE, FALSE },
  { MAPI_FOLDER_IPM_WASTEBASKET_VALID,
    MAPI_PR_IPM_WASTEBASKET_ENTRYID,
    "Deleted Items",
    TRUE,
    TRUE },
  { MAPI_FOLDER_IPM_INBOX_VALID, INBOX_TAG, "Inbox", TRUE, FALSE },
  { MAPI_FOLDER_IPM_OUTBOX_VALID, MAPI_PR_IPM_OUTBOX_ENTRYID, "Outbox", TRUE, FALSE },
  { MAPI_FOLDER_IPM_SENTMAIL_VALID, MAPI_PR_IPM_SENTMAIL_ENTRYID, "Sent Items", TRUE, FALSE },
};

typedef struct
{
  MapiMsgStore *store;
  guint32       flags;
  GCancellable *cancellable;
  MapiFolder   *root;    /* once it is needed */
  MapiFolder   *subtree; /* likewise */
  guint32       mask;    /* which folders are there */
  gboolean      changed;
  GBytes       *ids[G_N_ELEMENTS (folders)]; /* NULL for what is not wanted */
} Tree;

static void
tree_clear (Tree *tree)
{
  g_clear_object (&tree->root);
  g_clear_object (&tree->subtree);
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    g_clear_pointer (&tree->ids[i], g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tree, tree_clear)

static GBytes *
find_inbox (const Tree *tree)
{
  return mapi_msg_store_get_receive_folder (tree->store, "IPM", 0, NULL, tree->cancellable, NULL);
}

static gboolean
read_state (Tree *tree, GError **error)
{
  guint32 tags[G_N_ELEMENTS (folders) + 1] = { MAPI_PR_VALID_FOLDER_MASK };
  g_autoptr (MapiPropTagArray) wanted = NULL;
  g_autoptr (MapiPropList) props = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    tags[i + 1] = folders[i].tag != INBOX_TAG ? folders[i].tag : MAPI_PR_ENTRYID;
  wanted = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  props = mapi_prop_get_props (MAPI_PROP (tree->store), wanted, 0, tree->cancellable, NULL, error);
  if (props == NULL)
    return FALSE;
  tree->mask = (guint32) mapi_prop_list_get_long (props, MAPI_PR_VALID_FOLDER_MASK, 0);
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    if ((tree->mask & folders[i].valid) != 0)
      tree->ids[i] = folders[i].tag != INBOX_TAG ? mapi_prop_list_get_bytes (props, folders[i].tag)
                                                 : find_inbox (tree);
  return TRUE;
}

static MapiFolder *
open_folder (const Tree *tree, GBytes *id, GError **error)
{
  g_autoptr (MapiProp) folder =
      mapi_msg_store_open_entry (tree->store, id, NULL, MAPI_MODIFY, tree->cancellable, error);

  if (folder == NULL || MAPI_IS_FOLDER (folder))
    return (MapiFolder *) g_steal_pointer (&folder);
  g_set_error_literal (error, MAPI_ERROR, MAPI_E_INVALID_ENTRYID, "it is no folder");
  return NULL;
}

/* Unless it is asked for, what the store says of itself is believed. */
static gboolean
is_valid (const Tree *tree, guint index)
{
  g_autoptr (MapiFolder) folder = NULL;

  if (tree->ids[index] == NULL || (tree->flags & MAPI_FORCE_CREATE) == 0)
    return tree->ids[index] != NULL;
  folder = open_folder (tree, tree->ids[index], NULL);
  return folder != NULL;
}

static MapiFolder *
get_parent (Tree *tree, const StandardFolder *what, GError **error)
{
  MapiFolder **parent = what->in_subtree ? &tree->subtree : &tree->root;

  if (*parent == NULL)
    *parent = open_folder (tree, what->in_subtree ? tree->ids[0] : NULL, error);
  return *parent;
}

static GBytes *
read_id (MapiFolder *folder, GError **error)
{
  const guint32 tag = MAPI_PR_ENTRYID;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (folder), tags, 0, NULL, NULL, error);
  GBytes *id = props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;

  if (props != NULL && id == NULL)
    g_set_error_literal (error, MAPI_ERROR, MAPI_E_CALL_FAILED, "the new folder has no PR_ENTRYID");
  return id;
}

static gboolean
receive_here (const Tree *tree, GBytes *id, GError **error)
{
  static const char *const classes[] = { "IPM", "REPORT.IPM" };

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (!mapi_msg_store_set_receive_folder (
            tree->store, classes[i], 0, id, tree->cancellable, error))
      return FALSE;
  return TRUE;
}

static gboolean
create_folder (Tree *tree, guint index, GError **error)
{
  const StandardFolder *what = &folders[index];
  MapiFolder           *parent = get_parent (tree, what, error);
  g_autoptr (MapiFolder) folder = parent != NULL ? mapi_folder_create_folder (parent,
                                                                              MAPI_FOLDER_GENERIC,
                                                                              what->name,
                                                                              NULL,
                                                                              MAPI_OPEN_IF_EXISTS,
                                                                              tree->cancellable,
                                                                              error)
                                                 : NULL;

  g_clear_pointer (&tree->ids[index], g_bytes_unref);
  tree->ids[index] = folder != NULL ? read_id (folder, error) : NULL;
  if (tree->ids[index] == NULL ||
      (what->tag == INBOX_TAG && !receive_here (tree, tree->ids[index], error)))
    {
      g_prefix_error (error, "HrValidateIPMSubtree: %s: ", what->name);
      return FALSE;
    }
  tree->mask |= what->valid;
  tree->changed = TRUE;
  return TRUE;
}

static gboolean
complete (Tree *tree, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      gboolean wanted = folders[i].always || (tree->flags & MAPI_FULL_IPM_TREE) != 0;

      if (wanted && !is_valid (tree, i) && !create_folder (tree, i, error))
        return FALSE;
    }
  return TRUE;
}

static MapiPropList *
list_props (const Tree *tree, gboolean with_inbox)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_long (builder, MAPI_PR_VALID_FOLDER_MASK, (gint32) tree->mask);
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    if (tree->ids[i] != NULL && (with_inbox || folders[i].tag != INBOX_TAG))
      mapi_prop_list_builder_add_binary (builder, folders[i].tag, tree->ids[i]);
  return mapi_prop_list_builder_end (builder);
}

/* What the store computes itself it does not let be set, and knows. */
static gboolean
tell_store (const Tree *tree, GError **error)
{
  g_autoptr (MapiPropList) props = list_props (tree, FALSE);

  return mapi_prop_set_props (MAPI_PROP (tree->store), props, NULL, tree->cancellable, error);
}

/**
 * mapi_validate_ipm_subtree:
 * @store: a message store that can be written to
 * @flags: `MAPI_FULL_IPM_TREE` for all standard folders, else the subtree of the user's folders,
 * the root of searches and Deleted Items; `MAPI_FORCE_CREATE` to open those that the store says it
 *   has, and to make those anew that cannot be opened
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Gives a store the standard folders that it lacks (`HrValidateIPMSubtree`,
 * hrvalidateipmsubtree.md), and their entry identifiers and PR_VALID_FOLDER_MASK to the store. A
 * new Inbox receives messages of the classes IPM and REPORT.IPM. A session does so with its default
 * store (R651). What stops it half-way is mended by calling it again. Failures are those of the
 * store, such as %MAPI_E_NO_SUPPORT of one whose folders are given.
 *
 * Returns: (transfer full): PR_VALID_FOLDER_MASK and the entry identifiers of the folders; that of
 *   the Inbox is under the tag 0x00000102, %MAPI_PT_BINARY without an identifier
 *
 * Since: 1.0
 */
MapiPropList *
mapi_validate_ipm_subtree (MapiMsgStore *store,
                           guint32       flags,
                           GCancellable *cancellable,
                           GError      **error)
{
  g_auto (Tree) tree = { .store = store, .flags = flags, .cancellable = cancellable };

  g_return_val_if_fail (MAPI_IS_MSG_STORE (store), NULL);

  if (!read_state (&tree, error) || !complete (&tree, error) ||
      (tree.changed && !tell_store (&tree, error)))
    return NULL;
  return list_props (&tree, TRUE);
}
