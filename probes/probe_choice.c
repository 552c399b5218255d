// SPDX-License-Identifier: Apache-2.0
#include "probes/probe_choice.h"

#include <stdlib.h>

enum { BITS = 64 };

bool probe_choice_init(struct probe_choice *choice, const struct service_db *db,
                       enum protocol protocol, uint16_t port, bool in_tls)
{
	size_t words = service_db_probe_count(db) / BITS + 1;

	*choice = (struct probe_choice){
		.db = db,
		.protocol = protocol,
		.port = port,
		.in_tls = in_tls,
		.chosen = calloc(words, sizeof(*choice->chosen)),
	};
	return choice->chosen != NULL;
}

void probe_choice_release(struct probe_choice *choice)
{
	free(choice->chosen);
	choice->chosen = NULL;
}

static bool is_left(const struct probe_choice *choice,
                    const struct db_probe *probe)
{
	uint64_t bit = UINT64_C(1) << probe->index % BITS;

	return probe->protocol == choice->protocol && probe->payload.len > 0 &&
	       (choice->chosen[probe->index / BITS] & bit) == 0;
}

void probe_choice_strike(struct probe_choice *choice,
                         const struct db_probe *probe)
{
	choice->chosen[probe->index / BITS] |= UINT64_C(1)
	                                       << probe->index % BITS;
}

/* Which probes are looked at: each returns whether `probe` is one. */
typedef bool condition(const struct probe_choice *choice,
                       const struct db_probe *probe, const void *arg);

static bool is_own(const struct probe_choice *choice,
                   const struct db_probe *probe, const void *arg)
{
	(void)arg;
	return db_ports_have(choice->in_tls ? &probe->tls_ports : &probe->ports,
	                     choice->port);
}

static bool is_common(const struct probe_choice *choice,
                      const struct db_probe *probe, const void *arg)
{
	(void)choice;
	return probe->rarity <= *(const uint8_t *)arg;
}

static bool is_telling(const struct probe_choice *choice,
                       const struct db_probe *probe, const void *arg)
{
	return service_db_tells(choice->db, probe, arg);
}

static const struct db_probe *choose(struct probe_choice *choice,
                                     condition *holds, const void *arg)
{
	const struct db_probe *best = NULL;

	for (size_t i = 0; i < service_db_probe_count(choice->db); i++) {
		const struct db_probe *probe = service_db_probe(choice->db, i);

		if (is_left(choice, probe) && holds(choice, probe, arg) &&
		    (best == NULL || probe->rarity < best->rarity))
			best = probe;
	}
	if (best != NULL)
		probe_choice_strike(choice, best);
	return best;
}

const struct db_probe *probe_choice_own(struct probe_choice *choice)
{
	return choose(choice, is_own, NULL);
}

const struct db_probe *probe_choice_common(struct probe_choice *choice,
                                           uint8_t rarity)
{
	return choose(choice, is_common, &rarity);
}

const struct db_probe *probe_choice_telling(struct probe_choice *choice,
                                            const char *service)
{
	return choose(choice, is_telling, service);
}

static bool is_dialect(const struct db_probe *probe, uint16_t port)
{
	return probe->protocol == PROTOCOL_UDP &&
	       db_ports_have(&probe->ports, port);
}

uint32_t probe_choice_dialects(const struct service_db *db, uint16_t port)
{
	uint32_t count = 0;

	for (size_t i = 0; i < service_db_probe_count(db); i++)
		count += is_dialect(service_db_probe(db, i), port);
	return count;
}

const struct db_probe *probe_choice_dialect(const struct service_db *db,
                                            uint16_t port, uint32_t attempt)
{
	uint32_t count = probe_choice_dialects(db, port);
	uint32_t left = count == 0 ? 0 : attempt % count;

	for (size_t i = 0; count > 0 && i < service_db_probe_count(db); i++)
		if (is_dialect(service_db_probe(db, i), port) && left-- == 0)
			return service_db_probe(db, i);
	return NULL;
}
