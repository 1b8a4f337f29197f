/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "remote-headers.h"

G_BEGIN_DECLS

/* The status object of the transport, which is also the folder of the headers: a remote viewer
 * opens the row of the status table, and asks the object for MapiFolder. Of a folder it has no more
 * than a viewer needs. @plain is what the transport has without it. */
#define REMOTE_TYPE_FOLDER (remote_folder_get_type ())
G_DECLARE_FINAL_TYPE (RemoteFolder, remote_folder, REMOTE, FOLDER, MapiPropData)

RemoteFolder *remote_folder_new (RemoteHeaders *headers, MapiStatus *plain);

G_END_DECLS
