/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* A message with one recipient for each of two transports, and everything that may happen to it:
 * the client, the store, the spooler's two threads, and the end of the process at any time. The
 * steps of a thread are those of mapi_step(), in the order of the table there; what a step means
 * for the message stands in mail-model.c. */

#define MAIL_TRANSPORTS 2

typedef enum
{
  MAIL_CLIENT_COMPOSES,
  MAIL_CLIENT_SUBMITS, /* SubmitMessage does not return before the commit */
  MAIL_CLIENT_STORED,  /* committed, and the client does not know yet */
  MAIL_CLIENT_TOLD,    /* it has returned: from here on the message must not be lost */
  MAIL_CLIENT_REVOKED, /* AbortSubmit has taken it back */
  MAIL_CLIENT_CRASHED, /* before it was told: it knows nothing */
} MailClient;

/* What there is for one of the transports. */
typedef struct
{
  /* lives on */
  guint8 recorded; /* the store knows that the transport is responsible */
  guint8 copies;   /* that the receiver has */
  guint8 excused;  /* crashes in the window: so many copies may be too many */

  /* gone with the process */
  guint8 step;       /* the last one of the thread; MAPI_N_STEPS for none */
  guint8 store_step; /* the same of the store, when the thread is in FinishedMsg */
  guint8 locked;     /* the thread has locked the message */
  guint8 sent;       /* in this turn the receiver has got it */
  guint8 taken;      /* and the transport has said so */
  guint8 handed;     /* the store has been told, and has not written it yet */
  guint8 unrecorded; /* the store could not be told */
  guint8 done;       /* nothing is left to do for this transport */
  guint8 open;       /* in the window */
} MailPart;

/* Bytes only, so that two are equal when their memory is. */
typedef struct
{
  guint8   client;       /* MailClient */
  guint8   queued;       /* in the store's outgoing queue */
  guint8   preprocesses; /* there is a preprocessor, of the first transport */
  guint8   preprocessed; /* the store knows */
  guint8   settling;     /* which thread holds the item, 0 for none: gone with the process */
  guint8   crashes;      /* that are still to come */
  guint8   refusals;     /* of the store to record, that are still to come */
  MailPart parts[MAIL_TRANSPORTS];
} MailState;

typedef void (*MailFound) (const MailState *next, gpointer data);

void mail_model_begin (MailState *self, gboolean preprocesses, guint crashes, guint refusals);

/* Calls @found with each state that may come next; a crash is none of them, see below. */
void     mail_model_find_next (const MailState *self, MailFound found, gpointer data);
gboolean mail_model_crash (const MailState *self, MailState *after);

/* NULL, or what is wrong with a state, and with one after which nothing happens. */
const char *mail_model_judge (const MailState *self);
const char *mail_model_judge_end (const MailState *self);

G_END_DECLS
