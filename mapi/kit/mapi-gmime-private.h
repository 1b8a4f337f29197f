/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gmime/gmime.h>

#include "mapi-late-library-private.h"

G_BEGIN_DECLS

#define MAPI_GMIME_LIBRARY "libgmime-3.0.so.0"

#define MAPI_GMIME_FUNCTIONS(X)                                                                    \
  X (g_mime_charset_iso_to_windows)                                                                \
  X (g_mime_content_disposition_get_parameter)                                                     \
  X (g_mime_content_disposition_is_attachment)                                                     \
  X (g_mime_content_disposition_parse)                                                             \
  X (g_mime_content_encoding_from_string)                                                          \
  X (g_mime_content_encoding_to_string)                                                            \
  X (g_mime_content_type_get_media_subtype)                                                        \
  X (g_mime_content_type_get_media_type)                                                           \
  X (g_mime_content_type_get_parameter)                                                            \
  X (g_mime_content_type_parse)                                                                    \
  X (g_mime_encoding_base64_encode_close)                                                          \
  X (g_mime_encoding_base64_encode_step)                                                           \
  X (g_mime_encoding_init_decode)                                                                  \
  X (g_mime_encoding_outlen)                                                                       \
  X (g_mime_encoding_step)                                                                         \
  X (g_mime_iconv_close)                                                                           \
  X (g_mime_iconv_open)                                                                            \
  X (g_mime_init)                                                                                  \
  X (g_mime_param_list_encode)                                                                     \
  X (g_mime_param_list_get_parameter_at)                                                           \
  X (g_mime_param_list_new)                                                                        \
  X (g_mime_param_list_set_parameter)                                                              \
  X (g_mime_param_set_charset)                                                                     \
  X (g_mime_parser_options_new)                                                                    \
  X (g_mime_parser_options_set_allow_addresses_without_domain)                                     \
  X (g_mime_utils_header_decode_date)                                                              \
  X (g_mime_utils_header_decode_text)                                                              \
  X (g_mime_utils_header_format_date)                                                              \
  X (internet_address_get_name)                                                                    \
  X (internet_address_group_get_members)                                                           \
  X (internet_address_group_get_type)                                                              \
  X (internet_address_list_get_address)                                                            \
  X (internet_address_list_length)                                                                 \
  X (internet_address_list_parse)                                                                  \
  X (internet_address_mailbox_get_addr)

typedef struct
{
  MAPI_GMIME_FUNCTIONS (MAPI_LATE_MEMBER)
} MapiGMime;

/* The functions of GMime, which is loaded and started when they are needed first. */
const MapiGMime *mapi_gmime (void);

/* How to parse addresses. */
GMimeParserOptions *mapi_gmime_get_options (void);

/* GMime has none of its own. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeContentDisposition, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeContentType, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeParamList, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InternetAddressList, g_object_unref)

G_END_DECLS
