// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_LOCK_H
#define PORTSCAN_AUDIT_LOCK_H

#include "base/text.h"

/*
 * That an audit is run by one process at a time.  The kernel holds the lock
 * for us, and lets it go when we are gone, however that came about: no lock is
 * stale.  The file it is on, DATABASE.lock, stays, and says who holds it.
 */
struct lock;

/*
 * Take the lock of the audit `name`, whose history is at `database`; folders
 * are made as needed.  NULL, with one line in `error` that names who holds it,
 * when it is taken, or that says what failed.
 */
struct lock *lock_take(const char *database, const char *name,
                       struct text *error);

/* NULL is fine. */
void lock_release(struct lock *lock);

#endif
