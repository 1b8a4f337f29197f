/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "maildir-outbox.h"

#include "maildir-box.h"

#include <string.h>

typedef struct
{
  const MaildirSettings *settings;
  MapiMessage           *message;
  GPtrArray             *delivered; /* rows */
  GPtrArray             *failed;    /* rows with the reasons */
  char                  *delayed;
} Outbox;

static void
outbox_clear (Outbox *self)
{
  g_ptr_array_unref (self->delivered);
  g_ptr_array_unref (self->failed);
  g_free (self->delayed);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outbox, outbox_clear)

/* An address is the path of a Maildir, or the name of one in the root; a name leads nowhere else.
 */
static char *
find_box (const MaildirSettings *settings, const char *address)
{
  if (address == NULL || address[0] == '\0' || address[0] == '.')
    return NULL;
  if (g_path_is_absolute (address))
    return g_strdup (address);
  if (settings->deliver_root == NULL || strchr (address, '/') != NULL)
    return NULL;
  return g_build_filename (settings->deliver_root, address, NULL);
}

/* Only a mailbox in the root is made; a path must lead to a Maildir already. */
static gboolean
has_box (const MaildirSettings *settings, const char *address, const char *box, GError **error)
{
  if (maildir_box_exists (box))
    return TRUE;
  if (settings->create && !g_path_is_absolute (address))
    return maildir_box_create (box, error);

  g_set_error (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "maildir: there is no Maildir %s", box);
  return FALSE;
}

static gboolean
deliver_to (Outbox *self, const MapiPropList *row, GCancellable *cancellable, GError **error)
{
  const char      *address = mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS);
  g_autofree char *box = find_box (self->settings, address);

  if (box == NULL)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NOT_FOUND,
                   "maildir: “%s” names no mailbox here",
                   address != NULL ? address : "");
      return FALSE;
    }
  return has_box (self->settings, address, box, error) &&
         maildir_box_deliver (box, address, self->message, cancellable, error);
}

/* A mailbox that is not there will not be there later; a full disk may have room then. */
static void
note_failed (Outbox *self, MapiPropList *row, const GError *error)
{
  if (error->code == MAPI_E_NOT_FOUND)
    g_ptr_array_add (
        self->failed,
        mapi_recipient_with_failure (row, MAPI_DIAG_MAIL_RECIPIENT_UNKNOWN, error->message));
  else if (self->delayed == NULL)
    self->delayed = g_strdup (error->message);
}

/* What is delivered is delivered, even when somebody cancels now. */
static gboolean
settle (Outbox *self, MapiTransport *transport, GError **error)
{
  g_autoptr (MapiRowSet) delivered =
      mapi_row_set_new ((MapiPropList **) self->delivered->pdata, self->delivered->len);
  g_autoptr (MapiRowSet) failed =
      mapi_row_set_new ((MapiPropList **) self->failed->pdata, self->failed->len);

  return mapi_transport_settle (transport, self->message, delivered, failed, NULL, error);
}

gboolean
maildir_outbox_send (const MaildirSettings *settings,
                     MapiMessage           *message,
                     MapiTransport         *transport,
                     char                 **delayed,
                     GCancellable          *cancellable,
                     GError               **error)
{
  g_auto (Outbox) self = {
    .settings = settings,
    .message = message,
    .delivered = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref),
    .failed = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref),
  };
  g_autoptr (MapiRowSet) rows = mapi_message_list_open_recipients (message, cancellable, error);

  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GError) local = NULL;

      if (deliver_to (&self, row, cancellable, &local))
        g_ptr_array_add (self.delivered, mapi_prop_list_ref (row));
      else if (g_cancellable_is_cancelled (cancellable) && self.delivered->len == 0)
        {
          g_set_error_literal (error, MAPI_ERROR, MAPI_E_USER_CANCEL, local->message);
          return FALSE;
        }
      else
        note_failed (&self, row, local);
    }
  *delayed = g_steal_pointer (&self.delayed);
  if (self.delivered->len + self.failed->len == 0 && *delayed != NULL)
    {
      g_set_error_literal (error, MAPI_ERROR, MAPI_E_WAIT, *delayed);
      return FALSE;
    }
  return settle (&self, transport, error);
}
