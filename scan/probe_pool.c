// SPDX-License-Identifier: Apache-2.0
#include "scan/probe_pool.h"

#include "scan/finding.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void probe_queue_push(struct probe_queue *queue, struct probe *probe)
{
	probe->next = NULL;
	if (queue->last == NULL)
		queue->first = probe;
	else
		queue->last->next = probe;
	queue->last = probe;
}

void probe_queue_push_front(struct probe_queue *queue, struct probe *probe)
{
	probe->next = queue->first;
	queue->first = probe;
	if (queue->last == NULL)
		queue->last = probe;
}

void probe_queue_join(struct probe_queue *queue, struct probe_queue *from)
{
	if (from->first == NULL)
		return;
	if (queue->last == NULL)
		queue->first = from->first;
	else
		queue->last->next = from->first;
	queue->last = from->last;
	*from = (struct probe_queue){ 0 };
}

struct probe *probe_queue_pop(struct probe_queue *queue)
{
	struct probe *probe = queue->first;

	if (probe == NULL)
		return NULL;
	queue->first = probe->next;
	if (queue->first == NULL)
		queue->last = NULL;
	probe->next = NULL;
	return probe;
}

bool probe_pool_init(struct probe_pool *pool, uint32_t size)
{
	*pool = (struct probe_pool){
		.probes = calloc(size, sizeof(struct probe)),
		.size = size,
	};
	if (pool->probes == NULL)
		return false;
	for (uint32_t i = 0; i < size; i++)
		probe_queue_push(&pool->free, &pool->probes[i]);
	return true;
}

void probe_pool_release(struct probe_pool *pool)
{
	assert(pool->used == 0);
	free(pool->probes);
	*pool = (struct probe_pool){ 0 };
}

struct probe *probe_pool_take(struct probe_pool *pool)
{
	struct probe *probe = probe_queue_pop(&pool->free);

	if (probe != NULL)
		pool->used++;
	return probe;
}

void probe_pool_give(struct probe_pool *pool, struct probe *probe)
{
	probe_drop_answer(probe);
	*probe = (struct probe){ .stage = PROBE_FREE };
	/* The one last used is still in the cache: use it next. */
	probe_queue_push_front(&pool->free, probe);
	pool->used--;
}

uint32_t probe_pool_slot(const struct probe_pool *pool,
                         const struct probe *probe)
{
	return (uint32_t)(probe - pool->probes);
}

void probe_keep_answer(struct probe *probe, struct bytes banner,
                       struct identity *who, enum conduct conduct)
{
	size_t kept = banner.len < BANNER_MAX ? banner.len : BANNER_MAX;
	struct answer *answer = malloc(sizeof(*answer) + kept);

	if (answer == NULL) {
		identity_release(who);
		return; /* judged as not asked */
	}
	answer->who = *who;
	answer->conduct = conduct;
	*who = (struct identity){ 0 };
	answer->banner_len = kept;
	if (kept > 0)
		memcpy(answer->banner, banner.data, kept);
	probe_drop_answer(probe);
	probe->answer = answer;
}

void probe_drop_answer(struct probe *probe)
{
	if (probe->answer == NULL)
		return;
	identity_release(&probe->answer->who);
	free(probe->answer);
	probe->answer = NULL;
}
