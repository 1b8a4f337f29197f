/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MAPI_RTF_HEADER(kind)                                                                      \
  "{\\rtf1\\ansi\\ansicpg1252" kind "\\deff0{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}}\r\n"       \
  "\\uc1\\pard\\plain\\f0\\fs20 "

void mapi_rtf_append_character (GString *rtf, gunichar character);
void mapi_rtf_append_escaped (GString *rtf, const char *text, gsize size);

G_END_DECLS
