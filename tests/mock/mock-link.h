/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

/* A spooler's link that notes what it is told. */

#define MOCK_TYPE_LINK (mock_link_get_type ())
G_DECLARE_FINAL_TYPE (MockLink, mock_link, MOCK, LINK, GObject)

struct _MockLink
{
  GObject parent_instance;

  guint    n_yields;
  gboolean stop;
  guint32  notices;
  guint    n_reports;
  guint    n_rows;
  guint    n_preprocessors;
  guint    n_completed;
  guint    n_hooked;
  MapiUid  provider;
};

MockLink *mock_link_new (void);
