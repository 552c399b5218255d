// SPDX-License-Identifier: Apache-2.0
#include "scan/naming.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

struct held_finding {
	struct held_finding *next;
	struct finding finding;
	uint8_t said[]; /* the banner, then the facts */
};

struct naming_host {
	struct address address; /* first: what the tree compares */
	struct naming_host *next;
	bool answered;
	char *hostname; /* NULL: none */
	struct held_finding *first;
	struct held_finding *last;
};

struct naming {
	struct sink sink;
	struct sink *next;
	const struct name_map *given;
	naming_ask_cb ask;
	void *ask_arg;
	void *tree;                /* of hosts, by address */
	struct naming_host *hosts; /* the same, to free them */
	size_t unanswered;
	struct host_summary *summaries; /* held until nothing else is */
	size_t summary_count;
	bool given_up;
};

static void on_finding(struct sink *sink, const struct finding *finding);
static void on_flush(struct sink *sink);
static void on_host(struct sink *sink, const struct host_summary *summary);

struct naming *naming_create(struct sink *next, const struct name_map *given,
                             naming_ask_cb ask, void *arg)
{
	struct naming *naming = calloc(1, sizeof(*naming));

	if (naming == NULL)
		return NULL;
	naming->sink = (struct sink){ .finding = on_finding,
		                      .flush = on_flush,
		                      .host = on_host };
	naming->next = next;
	naming->given = given;
	naming->ask = ask;
	naming->ask_arg = arg;
	return naming;
}

struct sink *naming_sink(struct naming *naming)
{
	return &naming->sink;
}

bool naming_is_settled(const struct naming *naming)
{
	return naming->unanswered == 0;
}

static int by_address(const void *a, const void *b)
{
	return address_compare(a, b);
}

static struct naming_host *find_host(struct naming *naming,
                                     const struct address *address)
{
	struct naming_host **found = tfind(address, &naming->tree, by_address);

	return found != NULL ? *found : NULL;
}

/* RFC 6303: nobody but this machine can name a loopback address. */
static bool is_loopback(const struct address *address)
{
	return address->version == 4 ? address->lo >> 24 == 127
	                             : address->hi == 0 && address->lo == 1;
}

/* A host that we shall ask about; NULL when it cannot be. */
static struct naming_host *start_asking(struct naming *naming,
                                        const struct address *address)
{
	struct naming_host *host;

	if (naming->ask == NULL || naming->given_up || is_loopback(address))
		return NULL;
	host = calloc(1, sizeof(*host));
	if (host == NULL)
		return NULL;
	host->address = *address;
	if (tsearch(host, &naming->tree, by_address) == NULL) {
		free(host);
		return NULL;
	}
	host->next = naming->hosts;
	naming->hosts = host;
	host->answered = !naming->ask(naming->ask_arg, address, host);
	if (!host->answered)
		naming->unanswered++;
	return host;
}

static const char *given_name(const struct naming *naming,
                              const struct address *address)
{
	return naming->given != NULL ? name_map_find(naming->given, address)
	                             : NULL;
}

static const char *known_name(struct naming *naming,
                              const struct address *address)
{
	const char *given = given_name(naming, address);
	const struct naming_host *host;

	if (given != NULL)
		return given;
	host = find_host(naming, address);
	return host != NULL ? host->hostname : NULL;
}

static void pass_on(struct naming *naming, const struct finding *finding,
                    const char *hostname)
{
	struct finding named = *finding;

	named.hostname = hostname;
	named.hostname_given = given_name(naming, &finding->address) != NULL;
	naming->next->finding(naming->next, &named);
}

/* False when out of memory: then it has to go on without its name. */
static bool hold(struct naming_host *host, const struct finding *finding)
{
	size_t facts_len = finding->facts.len;
	struct held_finding *held =
		malloc(sizeof(*held) + finding->banner_len + facts_len);

	if (held == NULL)
		return false;
	held->next = NULL;
	held->finding = *finding;
	held->finding.banner = held->said;
	held->finding.facts.bytes = held->said + finding->banner_len;
	if (finding->banner_len > 0)
		memcpy(held->said, finding->banner, finding->banner_len);
	if (facts_len > 0)
		memcpy(held->finding.facts.bytes, finding->facts.bytes,
		       facts_len);
	if (host->last == NULL)
		host->first = held;
	else
		host->last->next = held;
	host->last = held;
	return true;
}

static void on_finding(struct sink *sink, const struct finding *finding)
{
	struct naming *naming = (struct naming *)sink;
	const char *name = known_name(naming, &finding->address);
	struct naming_host *host = NULL;

	if (name == NULL && finding->outcome.state == PORT_OPEN) {
		host = find_host(naming, &finding->address);
		if (host == NULL)
			host = start_asking(naming, &finding->address);
	}
	if (host == NULL || host->answered || naming->given_up ||
	    !hold(host, finding))
		pass_on(naming, finding, name);
}

static void on_flush(struct sink *sink)
{
	struct naming *naming = (struct naming *)sink;

	naming->next->flush(naming->next);
}

static void release_findings(struct naming *naming, struct naming_host *host)
{
	while (host->first != NULL) {
		struct held_finding *held = host->first;

		host->first = held->next;
		pass_on(naming, &held->finding, host->hostname);
		free(held);
	}
	host->last = NULL;
}

static void pass_on_host(struct naming *naming,
                         const struct host_summary *summary)
{
	struct host_summary named = *summary;

	named.hostname = known_name(naming, &summary->address);
	named.hostname_given = given_name(naming, &summary->address) != NULL;
	naming->next->host(naming->next, &named);
}

static void on_host(struct sink *sink, const struct host_summary *summary)
{
	struct naming *naming = (struct naming *)sink;
	struct host_summary *more = NULL;

	if (!naming_is_settled(naming) && !naming->given_up)
		more = reallocarray(naming->summaries,
		                    naming->summary_count + 1, sizeof(*more));
	if (more == NULL) {
		pass_on_host(naming, summary);
		return;
	}
	naming->summaries = more;
	naming->summaries[naming->summary_count++] = *summary;
}

static void release_summaries(struct naming *naming)
{
	for (size_t i = 0; i < naming->summary_count; i++)
		pass_on_host(naming, &naming->summaries[i]);
	naming->summary_count = 0;
}

void naming_answer(struct naming *naming, struct naming_host *host,
                   const char *hostname)
{
	naming->unanswered--;
	host->answered = true;
	if (naming->given_up)
		return;
	host->hostname = hostname != NULL ? strdup(hostname) : NULL;
	release_findings(naming, host);
	if (naming->unanswered == 0)
		release_summaries(naming);
}

void naming_give_up(struct naming *naming)
{
	naming->given_up = true;
	for (struct naming_host *host = naming->hosts; host != NULL;
	     host = host->next)
		release_findings(naming, host);
	release_summaries(naming);
}

static void keep_node(void *node)
{
	(void)node; /* the list of hosts owns them */
}

void naming_free(struct naming *naming)
{
	if (naming == NULL)
		return;
	tdestroy(naming->tree, keep_node);
	while (naming->hosts != NULL) {
		struct naming_host *host = naming->hosts;

		naming->hosts = host->next;
		free(host->hostname);
		free(host);
	}
	free(naming->summaries);
	free(naming);
}
