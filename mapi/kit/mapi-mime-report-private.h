/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-mime-output-private.h"
#include "mapi-mime-part-private.h"
#include "mapi-mime-source-private.h"
#include "mapi-report.h"

G_BEGIN_DECLS

/*
 * Reports as Internet mail has them: multipart/report (RFC 6522) with a part for machines, about
 * delivery (RFC 3464) or about reading (RFC 8098). MAPI has the same in properties and in rows of
 * recipients.
 */

/* What a report says, on the way in. */
typedef struct
{
  MapiReportKind kind;
  MapiPropList  *props; /* of the message */
  GPtrArray     *rows;  /* whom it is about; NULL for receipts */
  MapiPropList
      *original; /* of the message that it is about; NULL when it does not bring it along */
} MapiMimeReport;

/* Whether a part is for machines. */
gboolean mapi_mime_report_is_part (const MapiMimePart *part);

/* NULL when nobody can make sense of it. */
MapiMimeReport *mapi_mime_report_read (const MapiMimePart *part, const char *data, gsize size);
void            mapi_mime_report_free (MapiMimeReport *self);

/* What the message is that the report is about, from its header fields. */
void
mapi_mime_report_take_original (MapiMimeReport *self, MapiPropList *props, MapiRowSet *recipients);
void mapi_mime_report_take_headers (MapiMimeReport *self, const char *headers, gsize size);

/* What the message that is read gets beside what its own @fields and @text give. */
MapiPropList *
mapi_mime_report_get_props (MapiMimeReport *self, MapiPropList *fields, const char *text);
MapiRowSet *mapi_mime_report_get_rows (MapiMimeReport *self, MapiPropList *fields);

/* On the way out: the kind of report that a message is, and the part for machines of it with its
 * content field. */
MapiReportKind mapi_mime_report_get_kind (MapiPropList *props);
const char    *mapi_mime_report_get_type (MapiReportKind kind);
void           mapi_mime_report_write (MapiMimeOutput *out, const MapiMimeSource *source);

/* Loads what only reports have. Of one about delivery, takes those whom it is about out of the
 * recipients, and leaves those that it goes to. */
gboolean
mapi_mime_report_load_props (MapiMimeSource *source, GCancellable *cancellable, GError **error);
gboolean mapi_mime_report_is_about_delivery (const MapiMimeSource *source);
gboolean mapi_mime_report_load_recipients (MapiMimeSource *source,
                                           GCancellable   *cancellable,
                                           GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiMimeReport, mapi_mime_report_free)

G_END_DECLS
