// SPDX-License-Identifier: Apache-2.0
#include "scan/outbox.h"

#include <assert.h>

int outbox_init(struct outbox *outbox, uv_async_t *wake)
{
	*outbox = (struct outbox){ .wake = wake };
	text_init(&outbox->snapshot);
	return uv_mutex_init(&outbox->lock);
}

void outbox_release(struct outbox *outbox)
{
	assert(outbox->settled.first == NULL && outbox->hosts == NULL);
	text_release(&outbox->snapshot);
	uv_mutex_destroy(&outbox->lock);
}

/* Put `from` in front of the older ones. */
static void join_hosts(struct host **to, struct host **from)
{
	struct host **end = from;

	while (*end != NULL)
		end = &(*end)->next;
	*end = *to;
	*to = *from;
	*from = NULL;
}

static void move_text(struct text *to, struct text *from)
{
	*to = *from;
	text_init(from);
}

bool outbox_post(struct outbox *outbox, struct probe_queue *settled,
                 struct host **hosts, struct text *snapshot)
{
	bool posted;

	if (settled->first == NULL && *hosts == NULL && snapshot->len == 0)
		return true;
	uv_mutex_lock(&outbox->lock);
	posted = outbox->snapshot.len == 0;
	if (posted) {
		probe_queue_join(&outbox->settled, settled);
		join_hosts(&outbox->hosts, hosts);
		move_text(&outbox->snapshot, snapshot);
	}
	uv_mutex_unlock(&outbox->lock);
	if (posted)
		uv_async_send(outbox->wake);
	return posted;
}

struct probe_queue outbox_reclaim(struct outbox *outbox)
{
	struct probe_queue returned;

	uv_mutex_lock(&outbox->lock);
	returned = outbox->returned;
	outbox->returned = (struct probe_queue){ 0 };
	uv_mutex_unlock(&outbox->lock);
	return returned;
}

void outbox_take(struct outbox *outbox, struct probe_queue *settled,
                 struct host **hosts, struct text *snapshot)
{
	uv_mutex_lock(&outbox->lock);
	move_text(snapshot, &outbox->snapshot);
	*settled = outbox->settled;
	*hosts = outbox->hosts;
	outbox->settled = (struct probe_queue){ 0 };
	outbox->hosts = NULL;
	uv_mutex_unlock(&outbox->lock);
}

void outbox_return(struct outbox *outbox, struct probe_queue *settled)
{
	uv_mutex_lock(&outbox->lock);
	probe_queue_join(&outbox->returned, settled);
	uv_mutex_unlock(&outbox->lock);
}
