/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Changes to header blocks that were kept. */

#include "config.h"

#include <string.h>

#include "mapi-mime-writer-private.h"

/* Lines that are no fields stay behind a field; before all of them they would end the headers. */
static gboolean
is_kept (const MapiMimeHeader *header, gboolean is_first, MapiMimeHeaderFunc matches, gpointer user)
{
  if (header->name_size > 0)
    return !matches (header, user);
  return !is_first || *header->line == '\n';
}

void
mapi_mime_block_remove (GString *block, MapiMimeHeaderFunc matches, gpointer user)
{
  g_autoptr (GString) kept = g_string_sized_new (block->len);
  const char    *cursor = block->str;
  MapiMimeHeader header;

  while (mapi_mime_header_next (&cursor, block->str + block->len, &header))
    if (is_kept (&header, kept->len == 0, matches, user))
      g_string_append_len (kept, header.line, header.line_size);
  g_string_truncate (block, 0);
  g_string_append_len (block, kept->str, kept->len);
}

static gboolean
has_empty_line (const GString *block)
{
  return block->len > 0 && block->str[block->len - 1] == '\n' &&
         (block->len == 1 || block->str[block->len - 2] == '\n');
}

/* Puts fields behind those that are there. If the empty line was missing, it no longer is. */
void
mapi_mime_block_append (GString *block, const char *fields)
{
  if (has_empty_line (block))
    g_string_truncate (block, block->len - 1);
  else if (block->len > 0 && block->str[block->len - 1] != '\n')
    g_string_append_c (block, '\n');
  g_string_append (block, fields);
  g_string_append_c (block, '\n');
}

static gboolean
is_coding (const MapiMimeHeader *header, gpointer unused)
{
  return mapi_mime_header_is (header, "Content-Transfer-Encoding");
}

/* Names another transfer encoding than the block did. */
void
mapi_mime_block_set_coding (GString *block, const char *coding)
{
  g_autofree char *field = g_strdup_printf ("Content-Transfer-Encoding: %s\n", coding);

  mapi_mime_block_remove (block, is_coding, NULL);
  mapi_mime_block_append (block, field);
}
