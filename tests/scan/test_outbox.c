// SPDX-License-Identifier: Apache-2.0
#include "scan/outbox.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

enum { POOL = 64, POSTS = 20000 };

/* A worker that posts numbered probes, as many as the pool has free. */
struct poster {
	struct outbox outbox;
	struct probe_pool pool;
	uv_loop_t loop;
	uv_async_t wake;
	uint32_t seen; /* by the main loop, in order */
};

static void reclaim(struct poster *poster)
{
	struct probe_queue returned = outbox_reclaim(&poster->outbox);
	struct probe *probe;

	while ((probe = probe_queue_pop(&returned)) != NULL)
		probe_pool_give(&poster->pool, probe);
}

static void post_all(void *arg)
{
	struct poster *poster = arg;
	struct probe_queue settled = { 0 };
	struct host *hosts = NULL;
	struct text snapshot;
	uint32_t number = 0;

	text_init(&snapshot);
	while (number < POSTS) {
		struct probe *probe = probe_pool_take(&poster->pool);

		if (probe != NULL) {
			probe->attempts = number++;
			probe_queue_push(&settled, probe);
		}
		outbox_post(&poster->outbox, &settled, &hosts, &snapshot);
		reclaim(poster);
	}
}

static void on_wake(uv_async_t *wake)
{
	struct poster *poster = wake->data;
	struct probe_queue settled, done = { 0 };
	struct text snapshot;
	struct host *hosts;
	struct probe *probe;

	outbox_take(&poster->outbox, &settled, &hosts, &snapshot);
	while ((probe = probe_queue_pop(&settled)) != NULL) {
		cr_assert(eq(u32, probe->attempts, poster->seen));
		poster->seen++;
		probe_queue_push(&done, probe);
	}
	outbox_return(&poster->outbox, &done);
	text_release(&snapshot);
	if (poster->seen == POSTS)
		uv_close((uv_handle_t *)wake, NULL);
}

static void poster_init(struct poster *poster)
{
	*poster = (struct poster){ 0 };
	uv_loop_init(&poster->loop);
	uv_async_init(&poster->loop, &poster->wake, on_wake);
	poster->wake.data = poster;
	cr_assert(eq(int, outbox_init(&poster->outbox, &poster->wake), 0));
	cr_assert(probe_pool_init(&poster->pool, POOL));
}

static void poster_release(struct poster *poster)
{
	reclaim(poster);
	cr_expect(eq(u32, poster->pool.used, 0), "a probe is lost");
	probe_pool_release(&poster->pool);
	outbox_release(&poster->outbox);
	uv_run(&poster->loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, uv_loop_close(&poster->loop), 0));
}

Test(outbox, everything_arrives_once_and_in_order)
{
	static struct poster poster;
	uv_thread_t thread;

	poster_init(&poster);
	uv_thread_create(&thread, post_all, &poster);
	uv_run(&poster.loop, UV_RUN_DEFAULT);
	uv_thread_join(&thread);
	cr_expect(eq(u32, poster.seen, POSTS));
	poster_release(&poster);
}

Test(outbox, nothing_passes_a_snapshot_that_was_not_taken)
{
	static struct poster poster;
	struct probe_queue settled = { 0 }, taken;
	struct host *hosts = NULL;
	struct text snapshot, got;

	poster_init(&poster);
	text_init(&snapshot);
	text_append_string(&snapshot, "first");
	cr_expect(outbox_post(&poster.outbox, &settled, &hosts, &snapshot));
	cr_expect(eq(sz, snapshot.len, 0));
	probe_queue_push(&settled, probe_pool_take(&poster.pool));
	cr_expect(
		not(outbox_post(&poster.outbox, &settled, &hosts, &snapshot)));
	cr_expect(ne(ptr, settled.first, NULL));
	outbox_take(&poster.outbox, &taken, &hosts, &got);
	cr_expect(eq(str, got.data, "first"));
	cr_expect(eq(ptr, taken.first, NULL));
	text_release(&got);
	cr_expect(outbox_post(&poster.outbox, &settled, &hosts, &snapshot));
	outbox_take(&poster.outbox, &taken, &hosts, &got);
	cr_expect(ne(ptr, taken.first, NULL));
	outbox_return(&poster.outbox, &taken);
	uv_close((uv_handle_t *)&poster.wake, NULL);
	poster_release(&poster);
}
