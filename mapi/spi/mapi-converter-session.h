/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-flags.h"
#include "mapi-message.h"
#include "mapi-stream.h"

G_BEGIN_DECLS

#define MAPI_TYPE_CONVERTER_SESSION (mapi_converter_session_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiConverterSession, mapi_converter_session, MAPI, CONVERTER_SESSION, GObject)

struct _MapiConverterSessionInterface
{
  GTypeInterface parent_iface;

  gboolean (*set_adr_book) (MapiConverterSession *self, MapiProp *address_book, GError **error);
  gboolean (*set_encoding) (MapiConverterSession *self, guint32 encoding, GError **error);
  gboolean (*placeholder2) (MapiConverterSession *self, GError **error);
  gboolean (*mime_to_mapi) (MapiConverterSession *self,
                            MapiStream           *stream,
                            MapiMessage          *message,
                            const char           *source_server,
                            guint32               flags,
                            GCancellable         *cancellable,
                            GError              **error);
  gboolean (*mapi_to_mime_stm) (MapiConverterSession *self,
                                MapiMessage          *message,
                                MapiStream           *stream,
                                guint32               flags,
                                GCancellable         *cancellable,
                                GError              **error);
  gboolean (*placeholder5) (MapiConverterSession *self, GError **error);
  gboolean (*placeholder6) (MapiConverterSession *self, GError **error);
  gboolean (*placeholder7) (MapiConverterSession *self, GError **error);
  gboolean (*set_text_wrapping) (MapiConverterSession *self,
                                 gboolean              wrap,
                                 guint32               width,
                                 GError              **error);
  gboolean (*set_save_format) (MapiConverterSession *self, guint32 format, GError **error);
  gboolean (*placeholder10) (MapiConverterSession *self, GError **error);
  gboolean (*set_char_set) (MapiConverterSession *self,
                            gboolean              apply,
                            const char           *charset,
                            guint32               apply_type,
                            GError              **error);
};

MAPI_AVAILABLE_IN_1_0
gboolean mapi_converter_session_set_adr_book (MapiConverterSession *self,
                                              MapiProp             *address_book,
                                              GError              **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_converter_session_set_encoding (MapiConverterSession *self, guint32 encoding, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_converter_session_placeholder2 (MapiConverterSession *self, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_converter_session_mime_to_mapi (MapiConverterSession *self,
                                              MapiStream           *stream,
                                              MapiMessage          *message,
                                              const char           *source_server,
                                              guint32               flags,
                                              GCancellable         *cancellable,
                                              GError              **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_converter_session_mapi_to_mime_stm (MapiConverterSession *self,
                                                  MapiMessage          *message,
                                                  MapiStream           *stream,
                                                  guint32               flags,
                                                  GCancellable         *cancellable,
                                                  GError              **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_converter_session_placeholder5 (MapiConverterSession *self, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_converter_session_placeholder6 (MapiConverterSession *self, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_converter_session_placeholder7 (MapiConverterSession *self, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_converter_session_set_text_wrapping (MapiConverterSession *self,
                                                   gboolean              wrap,
                                                   guint32               width,
                                                   GError              **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_converter_session_set_save_format (MapiConverterSession *self, guint32 format, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_converter_session_placeholder10 (MapiConverterSession *self, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_converter_session_set_char_set (MapiConverterSession *self,
                                              gboolean              apply,
                                              const char           *charset,
                                              guint32               apply_type,
                                              GError              **error);

G_END_DECLS
