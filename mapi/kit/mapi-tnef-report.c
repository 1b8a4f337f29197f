/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-error.h"
#include "mapi-tnef-report-private.h"

/* Nobody reads more of them, and a damaged stream may have very many. */
#define MOST_PROBLEMS 256

void
mapi_tnef_report_clear (MapiTnefReport *self)
{
  g_clear_pointer (&self->problems, mapi_tnef_problem_array_unref);
  g_clear_error (&self->error);
}

void
mapi_tnef_report_add (
    MapiTnefReport *self, guint32 component, guint32 attribute, guint32 tag, gint32 code)
{
  g_autoptr (MapiTnefProblemArray) shorter = NULL;

  if (self->problems == NULL)
    self->problems = mapi_tnef_problem_array_new ();
  if (mapi_tnef_problem_array_get_size (self->problems) >= MOST_PROBLEMS)
    return;

  shorter = g_steal_pointer (&self->problems);
  self->problems = mapi_tnef_problem_array_append (shorter, component, attribute, tag, code);
}

void
mapi_tnef_report_take (
    MapiTnefReport *self, guint32 component, guint32 attribute, guint32 tag, GError *error)
{
  g_autoptr (GError) taken = error;

  switch (taken->code)
    {
    case MAPI_E_USER_CANCEL:
    case MAPI_E_NOT_ENOUGH_DISK:
    case MAPI_E_DISK_ERROR:
    case MAPI_E_NETWORK_ERROR:
      if (self->error == NULL)
        self->error = g_steal_pointer (&taken);
      break;
    default:
      mapi_tnef_report_add (self, component, attribute, tag, taken->code);
      break;
    }
}

gboolean
mapi_tnef_report_finish (MapiTnefReport        *self,
                         MapiTnefProblemArray **problems,
                         guint32               *warning,
                         GError               **error)
{
  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }

  *warning = self->problems != NULL ? MAPI_W_ERRORS_RETURNED : 0;
  *problems = g_steal_pointer (&self->problems);
  return TRUE;
}
