/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-message-class.h"

#include <string.h>

/**
 * mapi_message_class_is_a:
 * @message_class: (nullable): the class of a message; %NULL counts as empty
 * @base: a class, or an empty string for all
 *
 * Tells whether a class is another one or below it: `IPM.Note.Phone` is an `IPM.Note`, and
 * `IPM.Notebook` is none. ASCII letters count the same in both cases. This is how the receive
 * folder of a class is found: it is that of the longest class that covers it (R348).
 *
 * Returns: %TRUE when @message_class is a @base
 *
 * Since: 1.0
 */
gboolean
mapi_message_class_is_a (const char *message_class, const char *base)
{
  const char *special = message_class != NULL ? message_class : "";
  gsize       length;

  g_return_val_if_fail (base != NULL, FALSE);

  length = strlen (base);
  return length == 0 || (g_ascii_strncasecmp (base, special, length) == 0 &&
                         (special[length] == '\0' || special[length] == '.'));
}
