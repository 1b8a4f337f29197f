/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-gmime-private.h"

static gpointer
init_once (gpointer unused)
{
  GMimeParserOptions *options;

  g_mime_init ();
  options = g_mime_parser_options_new ();
  g_mime_parser_options_set_allow_addresses_without_domain (options, TRUE);

  return options;
}

/* Starts GMime when it is needed first, and answers how to parse. Every way into the conversion
 * calls it. */
GMimeParserOptions *
mapi_mime_init (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, init_once, NULL);
}
