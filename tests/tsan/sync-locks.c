/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Locks and conditions. GLib makes them of futexes, which the sanitizer does not know. */

#include "sync.h"

enum
{
  LINKER_INIT = 1 << 0,
  REENTRANT = 1 << 1,
  READ_LOCK = 1 << 3,
  TRY_LOCK = 1 << 4,
  TRY_FAILED = 1 << 5,
};

static void
before_lock (void *lock, unsigned flags)
{
  if (IS_WATCHED)
    __tsan_mutex_pre_lock (lock, flags | LINKER_INIT);
}

static void
after_lock (void *lock, unsigned flags)
{
  if (IS_WATCHED)
    __tsan_mutex_post_lock (lock, flags | LINKER_INIT, 0);
}

static void
before_unlock (void *lock, unsigned flags)
{
  if (IS_WATCHED)
    __tsan_mutex_pre_unlock (lock, flags | LINKER_INIT);
}

static void
after_unlock (void *lock, unsigned flags)
{
  if (IS_WATCHED)
    __tsan_mutex_post_unlock (lock, flags | LINKER_INIT);
}

static void
destroyed (void *lock)
{
  if (IS_WATCHED)
    __tsan_mutex_destroy (lock, LINKER_INIT);
}

/* GLib makes its own locks when they are needed first, in whatever thread that is. */
static void __attribute__ ((constructor)) make_locks (void)
{
  g_error_free (g_error_new_literal (G_FILE_ERROR, 0, ""));
}

#define LOCK(name, type, flags)                                                                    \
  void (name) (type * lock)                                                                        \
  {                                                                                                \
    before_lock (lock, flags);                                                                     \
    GLIB (name) (lock);                                                                            \
    after_lock (lock, flags);                                                                      \
  }

#define TRY(name, type, flags)                                                                     \
  gboolean (name) (type * lock)                                                                    \
  {                                                                                                \
    gboolean locked;                                                                               \
                                                                                                   \
    before_lock (lock, (flags) | TRY_LOCK);                                                        \
    locked = GLIB (name) (lock);                                                                   \
    after_lock (lock, (flags) | TRY_LOCK | (locked ? 0 : TRY_FAILED));                             \
    return locked;                                                                                 \
  }

#define UNLOCK(name, type, flags)                                                                  \
  void (name) (type * lock)                                                                        \
  {                                                                                                \
    before_unlock (lock, flags);                                                                   \
    GLIB (name) (lock);                                                                            \
    after_unlock (lock, flags);                                                                    \
  }

#define CLEAR(name, type)                                                                          \
  void (name) (type * lock)                                                                        \
  {                                                                                                \
    destroyed (lock);                                                                              \
    GLIB (name) (lock);                                                                            \
  }

LOCK (g_mutex_lock, GMutex, 0)
TRY (g_mutex_trylock, GMutex, 0)
UNLOCK (g_mutex_unlock, GMutex, 0)
CLEAR (g_mutex_clear, GMutex)
LOCK (g_rec_mutex_lock, GRecMutex, REENTRANT)
TRY (g_rec_mutex_trylock, GRecMutex, REENTRANT)
UNLOCK (g_rec_mutex_unlock, GRecMutex, REENTRANT)
CLEAR (g_rec_mutex_clear, GRecMutex)
LOCK (g_rw_lock_writer_lock, GRWLock, 0)
TRY (g_rw_lock_writer_trylock, GRWLock, 0)
UNLOCK (g_rw_lock_writer_unlock, GRWLock, 0)
LOCK (g_rw_lock_reader_lock, GRWLock, READ_LOCK)
TRY (g_rw_lock_reader_trylock, GRWLock, READ_LOCK)
UNLOCK (g_rw_lock_reader_unlock, GRWLock, READ_LOCK)
CLEAR (g_rw_lock_clear, GRWLock)

/* Who waits lets go of the mutex, and has it again afterwards. */
static void
before_wait (GMutex *mutex)
{
  before_unlock (mutex, 0);
  after_unlock (mutex, 0);
}

static void
after_wait (GMutex *mutex)
{
  before_lock (mutex, 0);
  after_lock (mutex, 0);
}

void (g_cond_wait) (GCond *cond, GMutex *mutex)
{
  before_wait (mutex);
  GLIB (g_cond_wait) (cond, mutex);
  after_wait (mutex);
}

gboolean (g_cond_wait_until) (GCond *cond, GMutex *mutex, gint64 end_time)
{
  gboolean signalled;

  before_wait (mutex);
  signalled = GLIB (g_cond_wait_until) (cond, mutex, end_time);
  after_wait (mutex);
  return signalled;
}

void (g_bit_lock) (volatile gint *address, gint bit)
{
  GLIB (g_bit_lock) (address, bit);
  TAKE (address);
}

void (g_bit_unlock) (volatile gint *address, gint bit)
{
  GIVE (address);
  GLIB (g_bit_unlock) (address, bit);
}

/* The macros of these look at the location themselves first, with an atomic read that the sanitizer
 * sees, and that takes what is given here. */
gboolean (g_once_init_enter) (volatile void *location)
{
  gboolean first = GLIB (g_once_init_enter) (location);

  if (!first)
    TAKE (location);
  return first;
}

void (g_once_init_leave) (volatile void *location, gsize result)
{
  GIVE (location);
  GLIB (g_once_init_leave) (location, result);
}

gpointer (g_once_impl) (GOnce *once, GThreadFunc func, gpointer data)
{
  gpointer result = GLIB (g_once_impl) (once, func, data);

  GIVE (once);
  TAKE (once);
  return result;
}

/* Data of objects, behind a lock in a bit of the list's address. */
void (g_datalist_id_set_data_full) (GData **list, GQuark key, gpointer data, GDestroyNotify destroy)
{
  GIVE (list);
  GLIB (g_datalist_id_set_data_full) (list, key, data, destroy);
}

gpointer (g_datalist_id_get_data) (GData **list, GQuark key)
{
  gpointer data = GLIB (g_datalist_id_get_data) (list, key);

  TAKE (list);
  return data;
}

/* Who sees that it was cancelled sees what was done before. */
void (g_cancellable_cancel) (GCancellable *cancellable)
{
  GIVE (cancellable);
  GLIB (g_cancellable_cancel) (cancellable);
}

gboolean (g_cancellable_is_cancelled) (GCancellable *cancellable)
{
  gboolean cancelled = GLIB (g_cancellable_is_cancelled) (cancellable);

  if (cancelled)
    TAKE (cancellable);
  return cancelled;
}

gboolean (g_cancellable_set_error_if_cancelled) (GCancellable *cancellable, GError **error)
{
  gboolean cancelled = GLIB (g_cancellable_set_error_if_cancelled) (cancellable, error);

  if (cancelled)
    TAKE (cancellable);
  return cancelled;
}
