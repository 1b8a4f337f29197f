/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-name-id.h"
#include "mapi-prop-value.h"
#include "mapi-tnef-input-private.h"
#include "mapi-tnef-output-private.h"

G_BEGIN_DECLS

/*
 * One property of attMAPIProps, attAttachment or attRecipTable: its tag, its name if it has one,
 * and its value. [MS-OXTNEF] 2.1.3.4.
 */

/* Values in memory are not larger than this. */
#define MAPI_TNEF_LARGEST_VALUE (256 * 1024 * 1024)

gboolean mapi_tnef_value_read_tag (MapiTnefInput *input, guint32 *tag, MapiNameId **name);

/* How a value lies in the stream. */
typedef enum
{
  MAPI_TNEF_FORM_UNKNOWN, /* so that nobody can tell where it ends */
  MAPI_TNEF_FORM_FIXED,
  MAPI_TNEF_FORM_SIZED, /* a count of values, and each with its size */
} MapiTnefForm;

MapiTnefForm mapi_tnef_value_get_form (guint32 tag);

/* Reads a value whose form is known. Without an answer, @end_is_known tells whether the input
 * stands behind the value all the same. */
MapiPropValue *
mapi_tnef_value_read (MapiTnefInput *input, guint32 tag, guint32 code_page, gboolean *end_is_known);

/* Reads the count and the size of a single value of SIZED form, and what stands behind the data. */
gboolean mapi_tnef_value_begin (MapiTnefInput *input, guint32 *count, guint32 *size);
gboolean mapi_tnef_value_end (MapiTnefInput *input, guint32 count, guint32 size);

void mapi_tnef_value_write_tag (MapiTnefOutput *output, guint32 tag, const MapiNameId *name);
void mapi_tnef_value_write (MapiTnefOutput *output, const MapiPropValue *value);
void mapi_tnef_value_write_text (MapiTnefOutput *output, const char *text);

G_END_DECLS
