/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ldap-table.h"

/*
 * The contents of a directory. A restriction is asked of the server and then applied to what it
 * sent, so the rows are right as far as the server tells the truth, and there are no more of them
 * than the limit of the profile allows: GetRowCount warns where there would be. Everything else is
 * the work of a table in memory. The server is asked when somebody wants to see rows.
 */

struct _LdapTable
{
  GObject parent_instance;

  LdapDirectory *directory;
  MapiTableData *data;
  MapiTable     *view;

  GMutex           lock;
  MapiRestriction *restriction;
  gboolean         is_filled;
  gboolean         is_cut;
};

static void ldap_table_table_init (MapiTableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LdapTable,
                               ldap_table,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_TABLE, ldap_table_table_init))

static void
ldap_table_finalize (GObject *object)
{
  LdapTable *self = LDAP_TABLE (object);

  g_clear_object (&self->view);
  g_clear_object (&self->data);
  g_clear_object (&self->directory);
  g_clear_pointer (&self->restriction, mapi_restriction_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (ldap_table_parent_class)->finalize (object);
}

static void
ldap_table_class_init (LdapTableClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ldap_table_finalize;
}

static void
ldap_table_init (LdapTable *self)
{
  static const guint32 tags[] = {
    MAPI_PR_ENTRYID,      MAPI_PR_INSTANCE_KEY,  MAPI_PR_RECORD_KEY,   MAPI_PR_DISPLAY_NAME,
    MAPI_PR_ADDRTYPE,     MAPI_PR_EMAIL_ADDRESS, MAPI_PR_SMTP_ADDRESS, MAPI_PR_OBJECT_TYPE,
    MAPI_PR_DISPLAY_TYPE, MAPI_PR_SEARCH_KEY,
  };
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));

  g_mutex_init (&self->lock);
  self->data = mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_INSTANCE_KEY, columns);
  self->view = mapi_table_data_get_view (self->data, NULL);
}

LdapTable *
ldap_table_new (LdapDirectory *directory)
{
  LdapTable *self = g_object_new (LDAP_TYPE_TABLE, NULL);

  self->directory = g_object_ref (directory);
  return self;
}

static gboolean
fill_locked (LdapTable *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiRowSet) rows = NULL;

  if (self->is_filled)
    return ldap_directory_check (self->directory, error);

  rows =
      ldap_directory_search (self->directory, self->restriction, &self->is_cut, cancellable, error);
  if (rows == NULL)
    return FALSE;
  mapi_table_data_delete_rows (self->data, MAPI_TAD_ALL_ROWS, NULL, NULL, NULL);
  /* The cursor was at the end of nothing. */
  self->is_filled =
      mapi_table_data_modify_rows (self->data, rows, error) &&
      mapi_table_seek_row (self->view, MAPI_BOOKMARK_BEGINNING, 0, NULL, cancellable, NULL, error);

  return self->is_filled;
}

static gboolean
fill (LdapTable *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return fill_locked (self, cancellable, error);
}

static gboolean
ldap_table_get_row_count (MapiTable    *table,
                          guint32       flags,
                          guint32      *count,
                          GCancellable *cancellable,
                          guint32      *warning,
                          GError      **error)
{
  LdapTable *self = LDAP_TABLE (table);

  if (!fill (self, cancellable, error) ||
      !mapi_table_get_row_count (self->view, flags, count, cancellable, warning, error))
    return FALSE;
  if (self->is_cut)
    *warning = MAPI_W_APPROX_COUNT;

  return TRUE;
}

static gboolean
ldap_table_restrict (MapiTable       *table,
                     MapiRestriction *restriction,
                     guint32          flags,
                     GCancellable    *cancellable,
                     GError         **error)
{
  LdapTable *self = LDAP_TABLE (table);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (!ldap_directory_check (self->directory, error) ||
      !mapi_table_restrict (self->view, restriction, flags, cancellable, error))
    return FALSE;

  g_clear_pointer (&self->restriction, mapi_restriction_unref);
  self->restriction = restriction != NULL ? mapi_restriction_ref (restriction) : NULL;
  self->is_filled = FALSE;
  return TRUE;
}

/* Among the rows of the table, as they are. */
static gboolean
ldap_table_find_row (MapiTable       *table,
                     MapiRestriction *restriction,
                     guint32          origin,
                     guint32          flags,
                     GCancellable    *cancellable,
                     guint32         *warning,
                     GError         **error)
{
  LdapTable *self = LDAP_TABLE (table);

  return fill (self, cancellable, error) &&
         mapi_table_find_row (self->view, restriction, origin, flags, cancellable, warning, error);
}

static guint32
ldap_table_advise (MapiTable *table, guint32 event_mask, MapiAdviseSink *sink, GError **error)
{
  LdapTable *self = LDAP_TABLE (table);

  return mapi_table_advise (self->view, event_mask, sink, error);
}

static gboolean
ldap_table_unadvise (MapiTable *table, guint32 connection, GError **error)
{
  LdapTable *self = LDAP_TABLE (table);

  return mapi_table_unadvise (self->view, connection, error);
}

static gboolean
ldap_table_get_status (MapiTable *table, guint32 *table_status, guint32 *table_type, GError **error)
{
  LdapTable *self = LDAP_TABLE (table);

  return mapi_table_get_status (self->view, table_status, table_type, error);
}

static gboolean
ldap_table_set_columns (MapiTable        *table,
                        MapiPropTagArray *tags,
                        guint32           flags,
                        GCancellable     *cancellable,
                        GError          **error)
{
  LdapTable *self = LDAP_TABLE (table);

  return mapi_table_set_columns (self->view, tags, flags, cancellable, error);
}

static MapiPropTagArray *
ldap_table_query_columns (MapiTable    *table,
                          guint32       flags,
                          GCancellable *cancellable,
                          GError      **error)
{
  LdapTable *self = LDAP_TABLE (table);

  return mapi_table_query_columns (self->view, flags, cancellable, error);
}

static gboolean
ldap_table_seek_row (MapiTable    *table,
                     guint32       origin,
                     gint32        row_count,
                     gint32       *rows_sought,
                     GCancellable *cancellable,
                     guint32      *warning,
                     GError      **error)
{
  LdapTable *self = LDAP_TABLE (table);

  return fill (self, cancellable, error)
             ? mapi_table_seek_row (
                   self->view, origin, row_count, rows_sought, cancellable, warning, error)
             : FALSE;
}

static gboolean
ldap_table_seek_row_approx (MapiTable    *table,
                            guint32       numerator,
                            guint32       denominator,
                            GCancellable *cancellable,
                            GError      **error)
{
  LdapTable *self = LDAP_TABLE (table);

  return fill (self, cancellable, error)
             ? mapi_table_seek_row_approx (self->view, numerator, denominator, cancellable, error)
             : FALSE;
}

static gboolean
ldap_table_query_position (MapiTable    *table,
                           guint32      *row,
                           guint32      *numerator,
                           guint32      *denominator,
                           GCancellable *cancellable,
                           GError      **error)
{
  LdapTable *self = LDAP_TABLE (table);

  return fill (self, cancellable, error)
             ? mapi_table_query_position (
                   self->view, row, numerator, denominator, cancellable, error)
             : FALSE;
}

static guint32
ldap_table_create_bookmark (MapiTable *table, GCancellable *cancellable, GError **error)
{
  LdapTable *self = LDAP_TABLE (table);

  return fill (self, cancellable, error)
             ? mapi_table_create_bookmark (self->view, cancellable, error)
             : 0;
}

static gboolean
ldap_table_free_bookmark (MapiTable *table, guint32 bookmark, GError **error)
{
  LdapTable *self = LDAP_TABLE (table);

  return mapi_table_free_bookmark (self->view, bookmark, error);
}

static gboolean
ldap_table_sort_table (MapiTable        *table,
                       MapiSortOrderSet *order,
                       guint32           flags,
                       GCancellable     *cancellable,
                       GError          **error)
{
  LdapTable *self = LDAP_TABLE (table);

  return mapi_table_sort_table (self->view, order, flags, cancellable, error);
}

static MapiSortOrderSet *
ldap_table_query_sort_order (MapiTable *table, GCancellable *cancellable, GError **error)
{
  LdapTable *self = LDAP_TABLE (table);

  return mapi_table_query_sort_order (self->view, cancellable, error);
}

static MapiRowSet *
ldap_table_query_rows (
    MapiTable *table, gint32 row_count, guint32 flags, GCancellable *cancellable, GError **error)
{
  LdapTable *self = LDAP_TABLE (table);

  return fill (self, cancellable, error)
             ? mapi_table_query_rows (self->view, row_count, flags, cancellable, error)
             : NULL;
}

static gboolean
ldap_table_abort (MapiTable *table, GError **error)
{
  LdapTable *self = LDAP_TABLE (table);

  return mapi_table_abort (self->view, error);
}

static MapiRowSet *
ldap_table_expand_row (MapiTable    *table,
                       GBytes       *instance_key,
                       guint32       row_count,
                       guint32       flags,
                       guint32      *more_rows,
                       GCancellable *cancellable,
                       GError      **error)
{
  LdapTable *self = LDAP_TABLE (table);

  return fill (self, cancellable, error)
             ? mapi_table_expand_row (
                   self->view, instance_key, row_count, flags, more_rows, cancellable, error)
             : NULL;
}

static gboolean
ldap_table_collapse_row (MapiTable    *table,
                         GBytes       *instance_key,
                         guint32       flags,
                         guint32      *row_count,
                         GCancellable *cancellable,
                         GError      **error)
{
  LdapTable *self = LDAP_TABLE (table);

  return fill (self, cancellable, error)
             ? mapi_table_collapse_row (
                   self->view, instance_key, flags, row_count, cancellable, error)
             : FALSE;
}

static gboolean
ldap_table_wait_for_completion (MapiTable    *table,
                                guint32       flags,
                                guint32       timeout,
                                guint32      *table_status,
                                GCancellable *cancellable,
                                GError      **error)
{
  LdapTable *self = LDAP_TABLE (table);

  return mapi_table_wait_for_completion (
      self->view, flags, timeout, table_status, cancellable, error);
}

static GBytes *
ldap_table_get_collapse_state (MapiTable    *table,
                               guint32       flags,
                               GBytes       *instance_key,
                               GCancellable *cancellable,
                               GError      **error)
{
  LdapTable *self = LDAP_TABLE (table);

  return fill (self, cancellable, error)
             ? mapi_table_get_collapse_state (self->view, flags, instance_key, cancellable, error)
             : NULL;
}

static gboolean
ldap_table_set_collapse_state (MapiTable    *table,
                               guint32       flags,
                               GBytes       *collapse_state,
                               guint32      *bookmark,
                               GCancellable *cancellable,
                               GError      **error)
{
  LdapTable *self = LDAP_TABLE (table);

  return fill (self, cancellable, error)
             ? mapi_table_set_collapse_state (
                   self->view, flags, collapse_state, bookmark, cancellable, error)
             : FALSE;
}

static void
ldap_table_table_init (MapiTableInterface *iface)
{
  iface->advise = ldap_table_advise;
  iface->unadvise = ldap_table_unadvise;
  iface->get_status = ldap_table_get_status;
  iface->set_columns = ldap_table_set_columns;
  iface->query_columns = ldap_table_query_columns;
  iface->get_row_count = ldap_table_get_row_count;
  iface->seek_row = ldap_table_seek_row;
  iface->seek_row_approx = ldap_table_seek_row_approx;
  iface->query_position = ldap_table_query_position;
  iface->find_row = ldap_table_find_row;
  iface->restrict_ = ldap_table_restrict;
  iface->create_bookmark = ldap_table_create_bookmark;
  iface->free_bookmark = ldap_table_free_bookmark;
  iface->sort_table = ldap_table_sort_table;
  iface->query_sort_order = ldap_table_query_sort_order;
  iface->query_rows = ldap_table_query_rows;
  iface->abort = ldap_table_abort;
  iface->expand_row = ldap_table_expand_row;
  iface->collapse_row = ldap_table_collapse_row;
  iface->wait_for_completion = ldap_table_wait_for_completion;
  iface->get_collapse_state = ldap_table_get_collapse_state;
  iface->set_collapse_state = ldap_table_set_collapse_state;
}
