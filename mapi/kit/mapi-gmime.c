/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-gmime-private.h"

static gpointer
load (gpointer unused)
{
  static const char *const names[] = { MAPI_GMIME_FUNCTIONS (MAPI_LATE_NAME) };
  static MapiGMime         functions;

  mapi_late_library_load (MAPI_GMIME_LIBRARY, names, G_N_ELEMENTS (names), (gpointer *) &functions);
  functions.g_mime_init ();
  return &functions;
}

const MapiGMime *
mapi_gmime (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load, NULL);
}

static gpointer
make_options (gpointer unused)
{
  GMimeParserOptions *options = mapi_gmime ()->g_mime_parser_options_new ();

  mapi_gmime ()->g_mime_parser_options_set_allow_addresses_without_domain (options, TRUE);
  return options;
}

GMimeParserOptions *
mapi_gmime_get_options (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, make_options, NULL);
}
