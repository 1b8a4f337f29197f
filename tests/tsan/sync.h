/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the thread sanitizer is told of a GLib that was built without it. README.md says why. */

#pragma once

#include <dlfcn.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* Of the sanitizer's run time; not there in a program that was built without it. */
#pragma weak __tsan_acquire
#pragma weak __tsan_release
#pragma weak __tsan_mutex_destroy
#pragma weak __tsan_mutex_pre_lock
#pragma weak __tsan_mutex_post_lock
#pragma weak __tsan_mutex_pre_unlock
#pragma weak __tsan_mutex_post_unlock
#pragma weak __tsan_read1
#pragma weak __tsan_write1
#pragma weak AnnotateIgnoreReadsBegin
#pragma weak AnnotateIgnoreReadsEnd
#pragma weak AnnotateIgnoreWritesBegin
#pragma weak AnnotateIgnoreWritesEnd
void         __tsan_acquire (void *address);
void         __tsan_release (void *address);
void         __tsan_mutex_destroy (void *address, unsigned flags);
void         __tsan_mutex_pre_lock (void *address, unsigned flags);
void         __tsan_mutex_post_lock (void *address, unsigned flags, int recursion);
int          __tsan_mutex_pre_unlock (void *address, unsigned flags);
void         __tsan_mutex_post_unlock (void *address, unsigned flags);
void         __tsan_read1 (void *address);
void         __tsan_write1 (void *address);
void         AnnotateIgnoreReadsBegin (const char *file, int line);
void         AnnotateIgnoreReadsEnd (const char *file, int line);
void         AnnotateIgnoreWritesBegin (const char *file, int line);
void         AnnotateIgnoreWritesEnd (const char *file, int line);

/* The function of that name in GLib itself. */
#define GLIB(name)                                                                                 \
  ({                                                                                               \
    static __typeof__ (&name) found;                                                               \
    if (found == NULL)                                                                             \
      found = (__typeof__ (&name)) dlsym (RTLD_NEXT, #name);                                       \
    found;                                                                                         \
  })

#define IS_WATCHED (__tsan_acquire != NULL)

/* What one thread does before it gives comes before what another does once it has taken. */
#define GIVE(address)                                                                              \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (IS_WATCHED)                                                                                \
      __tsan_release ((void *) (address));                                                         \
  }                                                                                                \
  G_STMT_END

#define TAKE(address)                                                                              \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (IS_WATCHED)                                                                                \
      __tsan_acquire ((void *) (address));                                                         \
  }                                                                                                \
  G_STMT_END

/* Memory that GLib reads or writes for the caller. */
#define READS(address)                                                                             \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (IS_WATCHED)                                                                                \
      __tsan_read1 ((void *) (address));                                                           \
  }                                                                                                \
  G_STMT_END

#define WRITES(address)                                                                            \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (IS_WATCHED)                                                                                \
      __tsan_write1 ((void *) (address));                                                          \
  }                                                                                                \
  G_STMT_END

/* Around a call whose memory GLib guards by locks within itself, and no caller sees. */
#define HIDE                                                                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (IS_WATCHED)                                                                                \
      {                                                                                            \
        AnnotateIgnoreReadsBegin (__FILE__, __LINE__);                                             \
        AnnotateIgnoreWritesBegin (__FILE__, __LINE__);                                            \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

#define SHOW                                                                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (IS_WATCHED)                                                                                \
      {                                                                                            \
        AnnotateIgnoreWritesEnd (__FILE__, __LINE__);                                              \
        AnnotateIgnoreReadsEnd (__FILE__, __LINE__);                                               \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

G_END_DECLS
