/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* What a message store is, without anything that makes it one: folders, messages and properties in
 * memory. A test does to it what it does to a store, and compares. */

typedef struct _MockModelFolder MockModelFolder;

/* Properties by identifier. */
typedef GHashTable MockModelProps;

typedef struct _MockModelMessage MockModelMessage;

typedef struct
{
  guint32           number;
  MockModelProps   *props;
  MockModelMessage *embedded; /* nullable */
} MockModelAttachment;

typedef struct
{
  char   *name;
  guint32 type;
} MockModelRecipient;

struct _MockModelMessage
{
  MockModelFolder *folder;
  GBytes          *entry_id;
  gint32           number; /* MOCK_MODEL_NUMBER, no other message has it */
  guint32          flags;
  guint32          status;
  gboolean         associated;
  gboolean         queued;
  GBytes          *sent_folder; /* where it goes once it is sent; nullable */
  gboolean         discard;     /* it is deleted once it is sent */
  MockModelProps  *props;
  GPtrArray       *recipients;  /* of MockModelRecipient */
  GPtrArray       *attachments; /* of MockModelAttachment, by number */
};

struct _MockModelFolder
{
  GBytes          *entry_id;
  char            *name;
  MockModelFolder *parent;
  MockModelProps  *props;
  GPtrArray       *folders;  /* of MockModelFolder */
  GPtrArray       *messages; /* of MockModelMessage */
};

/* The property that tells messages apart, whatever identifiers the store gives them. */
#define MOCK_MODEL_NUMBER ((guint32) 0x67f00003)

MockModelProps *mock_model_props_new (void);
MockModelProps *mock_model_props_copy (MockModelProps *self);
/* Takes @value over. */
void          mock_model_props_set (MockModelProps *self, MapiPropValue *value);
void          mock_model_props_remove (MockModelProps *self, guint32 tag);
MapiPropList *mock_model_props_to_list (MockModelProps *self);

MockModelAttachment *mock_model_attachment_new (guint32 number);
MockModelRecipient  *mock_model_recipient_new (const char *name, guint32 type);

/* A message is owned by its folder, a folder by its parent. */
MockModelMessage *mock_model_message_new (gint32 number, gboolean associated);
MockModelMessage *mock_model_message_copy (MockModelMessage *self, gint32 number);
void              mock_model_message_free (MockModelMessage *self);
/* What a table knows of it. */
MapiPropList        *mock_model_message_to_row (MockModelMessage *self);
MockModelAttachment *mock_model_message_find_attachment (MockModelMessage *self, guint32 number);

MockModelFolder *mock_model_folder_new (const char *name);
void             mock_model_folder_free (MockModelFolder *self);
void             mock_model_folder_add_folder (MockModelFolder *self, MockModelFolder *child);
void             mock_model_folder_add_message (MockModelFolder *self, MockModelMessage *message);
void             mock_model_folder_steal (MockModelFolder *self);
MockModelFolder *mock_model_folder_find (MockModelFolder *self, const char *name);
gboolean         mock_model_folder_is_inside (MockModelFolder *self, MockModelFolder *other);
guint            mock_model_folder_count (MockModelFolder *self, gboolean associated);
guint            mock_model_folder_count_unread (MockModelFolder *self);
gboolean         mock_model_folder_has_queued (MockModelFolder *self);
/* The folder itself or one below it; NULL where there is none. */
MockModelFolder *mock_model_folder_find_id (MockModelFolder *self, GBytes *entry_id);
/* Appends the folder and all below it, or their messages. */
void mock_model_folder_list (MockModelFolder *self, GPtrArray *folders);

G_END_DECLS
