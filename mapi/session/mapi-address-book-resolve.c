/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-address-book-private.h"
#include "mapi-flags.h"
#include "mapi-one-off.h"
#include "mapi-recipient.h"
#include "mapi-resolve-names.h"

/* Names into recipients: what is an address becomes a one-off, the rest is looked for in the
 * containers of the search path. */

typedef struct
{
  char *name;
  char *type;
  char *address;
} Address;

static void
address_clear (Address *self)
{
  g_free (self->name);
  g_free (self->type);
  g_free (self->address);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Address, address_clear)

static gboolean
is_smtp_address (const char *text)
{
  const char *at = strrchr (text, '@');

  if (at == NULL || at == text || strpbrk (text, " \t\r\n<>()[],;:\"") != NULL)
    return FALSE;
  return at[1] != '\0' && at[1] != '.' && at[strlen (at) - 1] != '.';
}

/* The part of @text between the last @open and an @close at its very end, what stands before it
 * being the name; NULL when it is not written so. */
static char *
take_bracketed (const char *text, char open, char close, char **name)
{
  gsize       length = strlen (text);
  const char *begin = strrchr (text, open);

  if (begin == NULL || length == 0 || text[length - 1] != close)
    return NULL;

  *name = g_strstrip (g_strndup (text, (gsize) (begin - text)));
  return g_strstrip (g_strndup (begin + 1, length - (gsize) (begin - text) - 2));
}

/* NAME[TYPE:ADDRESS] */
static gboolean
parse_typed (const char *text, Address *address)
{
  g_autofree char *name = NULL;
  g_autofree char *inner = take_bracketed (text, '[', ']', &name);
  char            *colon = inner != NULL ? strchr (inner, ':') : NULL;

  if (colon == NULL || colon == inner || colon[1] == '\0')
    return FALSE;

  address->type = g_strndup (inner, (gsize) (colon - inner));
  address->address = g_strdup (colon + 1);
  address->name = g_steal_pointer (&name);
  return TRUE;
}

/* NAME <ADDRESS>, or the address alone. */
static gboolean
parse_smtp (const char *text, Address *address)
{
  g_autofree char *name = NULL;
  g_autofree char *inner = take_bracketed (text, '<', '>', &name);

  if (!is_smtp_address (inner != NULL ? inner : text))
    return FALSE;

  address->type = g_strdup ("SMTP");
  address->address = inner != NULL ? g_steal_pointer (&inner) : g_strdup (text);
  address->name = g_steal_pointer (&name);
  return TRUE;
}

static gboolean
parse_address (const char *text, Address *address)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));

  return parse_typed (trimmed, address) || parse_smtp (trimmed, address);
}

/* The row of a recipient whose name is its address; NULL for another name. */
static MapiPropList *
one_off_row (MapiPropList *row)
{
  const char *name = mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME);
  guint32     type = (guint32) mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, MAPI_TO);
  g_auto (Address) address = { NULL, NULL, NULL };
  g_autoptr (MapiPropList) told = NULL;

  if (name == NULL || !parse_address (name, &address))
    return NULL;
  if (address.name != NULL && *address.name == '\0')
    g_clear_pointer (&address.name, g_free);

  told = mapi_recipient_new (type, address.name, address.type, address.address);
  return told != NULL ? mapi_prop_list_merge (row, told) : NULL;
}

/* Recipients while they are resolved. */
typedef struct
{
  MapiAddressBook *book;
  GPtrArray       *rows;
  GArray          *states;
  GCancellable    *cancellable;
} Work;

static void
work_clear (Work *self)
{
  g_ptr_array_unref (self->rows);
  g_array_unref (self->states);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static guint32 *
state_of (const Work *work, guint i)
{
  return &g_array_index (work->states, guint32, i);
}

static gboolean
has_unresolved (const Work *work)
{
  for (guint i = 0; i < work->states->len; i++)
    if (*state_of (work, i) == MAPI_UNRESOLVED)
      return TRUE;
  return FALSE;
}

static void
begin (Work *work, MapiRowSet *recipients)
{
  guint n = mapi_row_set_get_size (recipients);

  work->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  work->states = g_array_sized_new (FALSE, TRUE, sizeof (guint32), n);
  g_array_set_size (work->states, n);
  for (guint i = 0; i < n; i++)
    {
      MapiPropList *row = mapi_row_set_get_row (recipients, i);
      MapiPropList *one_off =
          mapi_prop_list_contains (row, MAPI_PR_ENTRYID) ? NULL : one_off_row (row);

      if (one_off != NULL || mapi_prop_list_contains (row, MAPI_PR_ENTRYID))
        *state_of (work, i) = MAPI_RESOLVED;
      g_ptr_array_add (work->rows, one_off != NULL ? one_off : mapi_prop_list_ref (row));
      mapi_prop_list_unref (row);
    }
}

static MapiRowSet *
rows_of (const Work *work)
{
  return mapi_row_set_new ((MapiPropList **) work->rows->pdata, work->rows->len);
}

static MapiFlagList *
states_of (const Work *work)
{
  return mapi_flag_list_new ((const guint32 *) (gpointer) work->states->data, work->states->len);
}

static MapiRowSet *
call_container (MapiAbContainer *container,
                MapiRowSet      *rows,
                MapiFlagList    *states,
                MapiFlagList   **new_states,
                GCancellable    *cancellable,
                GError         **error)
{
  g_autoptr (GError) local = NULL;
  MapiRowSet *answer = mapi_ab_container_resolve_names (
      container, NULL, 0, rows, states, new_states, cancellable, &local);

  if (answer == NULL && local->code == MAPI_E_NO_SUPPORT)
    return mapi_resolve_names_in (
        MAPI_CONTAINER (container), NULL, rows, states, new_states, cancellable, error);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return answer;
}

/* A container that loses recipients or their states is not believed. */
static gboolean
take_over (Work *work, MapiRowSet *rows, MapiFlagList *states, GError **error)
{
  guint n = work->rows->len;

  if (states == NULL || mapi_row_set_get_size (rows) != n || mapi_flag_list_get_size (states) != n)
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_CALL_FAILED,
                           "ResolveNames: as many recipients and states must come back as went");
      return FALSE;
    }

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      guint32 state = mapi_flag_list_get_flag (states, i);

      if (*state_of (work, i) != MAPI_UNRESOLVED || state > MAPI_RESOLVED ||
          (state == MAPI_RESOLVED && !mapi_prop_list_contains (row, MAPI_PR_ENTRYID)))
        continue;
      *state_of (work, i) = state;
      mapi_prop_list_unref (work->rows->pdata[i]);
      work->rows->pdata[i] =
          state == MAPI_RESOLVED ? mapi_address_book_secure_name (row) : mapi_prop_list_ref (row);
    }

  return TRUE;
}

static gboolean
look_in (Work *work, GBytes *container_id, GError **error)
{
  g_autoptr (MapiAbContainer) container =
      mapi_address_book_open_container (work->book, container_id, 0, work->cancellable, error);
  g_autoptr (MapiRowSet) rows = rows_of (work);
  g_autoptr (MapiFlagList) states = states_of (work);
  g_autoptr (MapiFlagList) new_states = NULL;
  g_autoptr (MapiRowSet) answer = NULL;

  if (container == NULL)
    return FALSE;
  answer = call_container (container, rows, states, &new_states, work->cancellable, error);

  return answer != NULL && take_over (work, answer, new_states, error);
}

static void
note_failure (MapiAddressBook *self, GBytes *container_id, const GError *error)
{
  g_autoptr (MapiSessionLogon) logon = mapi_session_find_ab_logon (self->session, container_id);

  if (logon != NULL && error->code != MAPI_E_USER_CANCEL)
    mapi_session_status_failed (self->session, logon->provider, error);
}

/* A container that fails resolves nothing, and its provider's row of the status table says why. */
static gboolean
look_everywhere (Work *work, GError **error)
{
  g_autoptr (MapiRowSet) path = NULL;

  if (!has_unresolved (work))
    return TRUE;
  path = mapi_addr_book_get_search_path (MAPI_ADDR_BOOK (work->book), 0, work->cancellable, error);
  if (path == NULL)
    return FALSE;

  for (guint i = 0; i < mapi_row_set_get_size (path) && has_unresolved (work); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (path, i);
      g_autoptr (GBytes) container_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
      g_autoptr (GError) local = NULL;

      if (!look_in (work, container_id, &local))
        note_failure (work->book, container_id, local);
      if (g_cancellable_set_error_if_cancelled (work->cancellable, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * mapi_address_book_resolve:
 * @self: a #MapiAddressBook
 * @recipients: the recipients; those with PR_ENTRYID are resolved
 * @states: (out) (transfer full) (optional): of each recipient `MAPI_RESOLVED`, `MAPI_AMBIGUOUS` or
 *   `MAPI_UNRESOLVED`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Resolves what can be resolved, as `IAddrBook::ResolveName` does, and tells of the rest instead of
 * failing.
 *
 * Returns: (transfer full): the recipients, as many and in the same order
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_address_book_resolve (MapiAddressBook *self,
                           MapiRowSet      *recipients,
                           MapiFlagList   **states,
                           GCancellable    *cancellable,
                           GError         **error)
{
  g_auto (Work) work = { self, NULL, NULL, cancellable };

  g_return_val_if_fail (MAPI_IS_ADDRESS_BOOK (self), NULL);
  g_return_val_if_fail (recipients != NULL, NULL);

  if (states != NULL)
    *states = NULL;
  begin (&work, recipients);
  if (!mapi_session_check_open (self->session, error) || !look_everywhere (&work, error))
    return NULL;

  if (states != NULL)
    *states = states_of (&work);
  return rows_of (&work);
}

static MapiRowSet *
find_in (MapiAddressBook *self,
         GBytes          *container_id,
         const char      *name,
         GCancellable    *cancellable,
         GError         **error)
{
  g_autoptr (MapiAbContainer) container =
      mapi_address_book_open_container (self, container_id, 0, cancellable, error);
  g_autoptr (MapiTable) table =
      container != NULL
          ? mapi_container_get_contents_table (MAPI_CONTAINER (container), 0, cancellable, error)
          : NULL;

  return table != NULL ? mapi_find_names (table, NULL, name, cancellable, error) : NULL;
}

/**
 * mapi_address_book_find:
 * @self: a #MapiAddressBook
 * @name: a name, or the beginnings of its words
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Finds the entries that a name may stand for: those of the first container of the search path that
 * has any. It is what a user chooses from when the name is ambiguous.
 *
 * Returns: (transfer full): their rows; none when nobody is called so
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_address_book_find (MapiAddressBook *self,
                        const char      *name,
                        GCancellable    *cancellable,
                        GError         **error)
{
  g_autoptr (MapiRowSet) path = NULL;

  g_return_val_if_fail (MAPI_IS_ADDRESS_BOOK (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  path = mapi_addr_book_get_search_path (MAPI_ADDR_BOOK (self), 0, cancellable, error);
  for (guint i = 0; path != NULL && i < mapi_row_set_get_size (path); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (path, i);
      g_autoptr (GBytes) container_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
      g_autoptr (GError) local = NULL;
      g_autoptr (MapiRowSet) found = find_in (self, container_id, name, cancellable, &local);

      if (found != NULL && mapi_row_set_get_size (found) > 0)
        return g_steal_pointer (&found);
      if (local != NULL)
        note_failure (self, container_id, local);
    }

  return path != NULL ? mapi_row_set_new (NULL, 0) : NULL;
}

/* Has the user choose who is meant. */
static gboolean
ask (Work *work, guint i, MapiInteraction *interaction, GError **error)
{
  MapiPropList *row = work->rows->pdata[i];
  const char   *name = mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME);
  g_autoptr (MapiRowSet) candidates =
      mapi_address_book_find (work->book, name, work->cancellable, error);
  g_autoptr (MapiPropList) choice = NULL;
  g_autoptr (MapiPropList) known = NULL;
  g_autoptr (MapiPropList) secure = NULL;

  if (candidates == NULL)
    return FALSE;
  choice = mapi_interaction_choose_entry (
      interaction, MAPI_ADDR_BOOK (work->book), name, candidates, work->cancellable, error);
  if (choice == NULL)
    return FALSE;

  known = mapi_prop_list_without_errors (choice);
  secure = mapi_address_book_secure_name (known);
  work->rows->pdata[i] = mapi_prop_list_merge (row, secure);
  mapi_prop_list_unref (row);
  if (mapi_prop_list_contains (work->rows->pdata[i], MAPI_PR_ENTRYID))
    *state_of (work, i) = MAPI_RESOLVED;
  return TRUE;
}

static gboolean
ask_about_ambiguous (Work *work, GError **error)
{
  g_autoptr (MapiInteraction) interaction = NULL;

  for (guint i = 0; i < work->states->len; i++)
    {
      if (*state_of (work, i) != MAPI_AMBIGUOUS)
        continue;
      if (interaction == NULL)
        interaction = mapi_session_ref_interaction (work->book->session, "ResolveName", error);
      if (interaction == NULL || !ask (work, i, interaction, error))
        return FALSE;
    }

  return TRUE;
}

static char *
names_with (const Work *work, guint32 state)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < work->states->len; i++)
    {
      const char *name = mapi_prop_list_get_string (work->rows->pdata[i], MAPI_PR_DISPLAY_NAME);

      if (*state_of (work, i) == state)
        g_string_append_printf (
            names, "%s'%s'", names->len > 0 ? ", " : "", name != NULL ? name : "");
    }

  return names->len > 0 ? g_string_free (g_steal_pointer (&names), FALSE) : NULL;
}

static gboolean
check_all_resolved (const Work *work, GError **error)
{
  g_autofree char *ambiguous = names_with (work, MAPI_AMBIGUOUS);
  g_autofree char *unresolved = names_with (work, MAPI_UNRESOLVED);

  if (ambiguous != NULL)
    g_set_error (error,
                 MAPI_ERROR,
                 MAPI_E_AMBIGUOUS_RECIP,
                 "several entries of the address book match %s",
                 ambiguous);
  else if (unresolved != NULL)
    g_set_error (
        error, MAPI_ERROR, MAPI_E_NOT_FOUND, "no entry of the address book matches %s", unresolved);
  return ambiguous == NULL && unresolved == NULL;
}

static MapiRowSet *
resolve_name (MapiAddrBook *book,
              guint32       flags,
              const char   *title,
              MapiRowSet   *recipients,
              GCancellable *cancellable,
              GError      **error)
{
  MapiAddressBook *self = MAPI_ADDRESS_BOOK (book);
  g_auto (Work) work = { self, NULL, NULL, cancellable };

  begin (&work, recipients);
  if (!mapi_session_check_open (self->session, error) || !look_everywhere (&work, error))
    return NULL;
  if ((flags & MAPI_DIALOG) != 0 && !ask_about_ambiguous (&work, error))
    return NULL;

  return check_all_resolved (&work, error) ? rows_of (&work) : NULL;
}

void
mapi_address_book_resolve_init (MapiAddrBookInterface *iface)
{
  iface->resolve_name = resolve_name;
  mapi_address_book_prepare_init (iface);
}
