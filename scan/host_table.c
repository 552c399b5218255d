// SPDX-License-Identifier: Apache-2.0
#include "scan/host_table.h"

#include <stdlib.h>

enum { BUCKETS_INITIAL = 256 };

bool host_table_init(struct host_table *table)
{
	*table = (struct host_table){
		.buckets = calloc(BUCKETS_INITIAL, sizeof(struct host *)),
		.bucket_count = BUCKETS_INITIAL,
	};
	return table->buckets != NULL;
}

void host_table_release(struct host_table *table)
{
	for (size_t i = 0; i < table->bucket_count; i++)
		while (table->buckets[i] != NULL) {
			struct host *host = table->buckets[i];

			table->buckets[i] = host->next;
			host_free(host);
		}
	free(table->buckets);
	*table = (struct host_table){ 0 };
}

/* Neighbouring addresses go to distant buckets; the targets are our user's
 * choice, so nobody can pick them to collide. */
static size_t hash(const struct address *address)
{
	uint64_t x = address->lo ^ (address->hi * UINT64_C(0x9e3779b97f4a7c15));

	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (size_t)(x ^ (x >> 31));
}

static struct host **bucket_of(const struct host_table *table,
                               const struct address *address)
{
	return &table->buckets[hash(address) & (table->bucket_count - 1)];
}

/* Failing to grow only makes the chains longer. */
static void grow(struct host_table *table)
{
	struct host_table bigger = {
		.buckets =
			calloc(table->bucket_count * 2, sizeof(struct host *)),
		.bucket_count = table->bucket_count * 2,
		.count = table->count,
	};

	if (bigger.buckets == NULL)
		return;
	for (size_t i = 0; i < table->bucket_count; i++)
		while (table->buckets[i] != NULL) {
			struct host *host = table->buckets[i];
			struct host **bucket =
				bucket_of(&bigger, &host->address);

			table->buckets[i] = host->next;
			host->next = *bucket;
			*bucket = host;
		}
	free(table->buckets);
	*table = bigger;
}

struct host *host_table_get(struct host_table *table,
                            const struct address *address)
{
	struct host **bucket = bucket_of(table, address);
	struct host *host;

	for (host = *bucket; host != NULL; host = host->next)
		if (address_equal(&host->address, address))
			return host;
	host = calloc(1, sizeof(*host));
	if (host == NULL)
		return NULL;
	if (table->count >= table->bucket_count) {
		grow(table);
		bucket = bucket_of(table, address);
	}
	host->address = *address;
	host->next = *bucket;
	*bucket = host;
	table->count++;
	return host;
}

void host_table_remove(struct host_table *table, struct host *host)
{
	struct host **link = bucket_of(table, &host->address);

	while (*link != host)
		link = &(*link)->next;
	*link = host->next;
	host->next = NULL;
	table->count--;
}

void host_free(struct host *host)
{
	place_set_release(&host->parked);
	place_set_release(&host->held);
	place_set_release(&host->tried);
	if (host->lane != NULL)
		place_set_release(&host->lane->fresh);
	free(host->lane);
	free(host);
}

void host_table_each(struct host_table *table,
                     void (*visit)(void *arg, struct host *host), void *arg)
{
	struct host *next;

	for (size_t i = 0; i < table->bucket_count; i++)
		for (struct host *host = table->buckets[i]; host != NULL;
		     host = next) {
			next = host->next;
			visit(arg, host);
		}
}
