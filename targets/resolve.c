// SPDX-License-Identifier: Apache-2.0
#include "targets/resolve.h"

#include "targets/hostname.h"

#include <ares.h>
#include <assert.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

/*
 * Of c-ares 1.18: it moves only when called, so a timer ticks while look-ups
 * are under way; a request cannot be cancelled alone, so a look-up that was
 * given up stays, reported, until c-ares is done with it; and the channel must
 * not be destroyed inside a callback of its own, so callbacks only take down
 * answers, and all reporting and closing is done by the tick.
 */
enum {
	TICK_MS = 100,
	FIRST_RETRY_MS = 750,
	SHORTEST_RETRY_MS = 250, /* which c-ares 1.34 never goes below */
	TRIES = 6,
};

/* c-ares doubles the wait with each try; 1.34 begins lower with a server that
 * was quick before, and then takes up to half of each wait off again.  It comes
 * back with a timeout of its own before our deadline only when errors have cut
 * waits short. */
_Static_assert(SHORTEST_RETRY_MS *((1 << TRIES) - 1) / 2 > RESOLVE_DEADLINE_MS,
               "silence alone reaches the deadline");

struct lookup {
	STAILQ_ENTRY(lookup) link; /* while it waits */
	struct resolver *resolver;
	resolve_done_cb done;
	void *done_arg;

	char name[HOSTNAME_TEXT_MAX];
	unsigned versions;      /* 0: a reverse look-up */
	struct address address; /* of a reverse look-up */

	uint64_t deadline_ms;
	int requests; /* that c-ares has not called back for */
	bool reported;

	enum resolve_status heaviest;
	struct address *addresses;
	size_t address_count;
	char hostname[HOSTNAME_TEXT_MAX];
};

STAILQ_HEAD(lookup_queue, lookup);
LIST_HEAD(watch_list, watch);

struct resolver {
	uv_loop_t *loop;
	uv_timer_t tick;
	ares_channel hosts_file; /* answers inside the call */
	ares_channel dns;
	struct lookup_queue waiting;
	struct lookup *active[RESOLVE_IN_FLIGHT_MAX];
	size_t active_count;
	bool closing;
	size_t open_handles;
	struct watch_list watches;
};

/* One socket of c-ares. */
struct watch {
	LIST_ENTRY(watch) link;
	struct resolver *resolver;
	uv_poll_t poll;
	ares_socket_t fd;
};

/*
 * In the order a look-up lives:
 *
 *   start -> launch -> on_addresses, on_hostname -> report
 */
static void on_tick(uv_timer_t *tick);
static void launch(struct lookup *lookup);
static void on_hosts_file(void *arg, int status, int timeouts,
                          struct ares_addrinfo *found);
static void on_addresses(void *arg, int status, int timeouts,
                         struct ares_addrinfo *found);
static void on_hostname(void *arg, int status, int timeouts,
                        struct hostent *found);
static void report(struct lookup *lookup);
static void on_socket_state(void *arg, ares_socket_t fd, int readable,
                            int writable);
static void on_socket_event(uv_poll_t *poll, int status, int events);
static void finish(struct resolver *resolver);
static void on_watch_closed(uv_handle_t *handle);
static void on_tick_closed(uv_handle_t *handle);

/* Later versions share a socket among queries, and fail them all when one of
 * them is answered with garbage. */
#ifdef ARES_OPT_UDP_MAX_QUERIES
#define ONE_QUERY_A_SOCKET ARES_OPT_UDP_MAX_QUERIES
#else
#define ONE_QUERY_A_SOCKET 0
#endif

static bool open_channels(struct resolver *resolver, const char *servers)
{
	struct ares_options files_only = { .lookups = "f" };
	struct ares_options options = {
		.timeout = FIRST_RETRY_MS,
		.tries = TRIES,
		.sock_state_cb = on_socket_state,
		.sock_state_cb_data = resolver,
#ifdef ARES_OPT_UDP_MAX_QUERIES
		.udp_max_queries = 1,
#endif
	};

	if (ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS)
		return false;
	if (ares_init_options(&resolver->hosts_file, &files_only,
	                      ARES_OPT_LOOKUPS) != ARES_SUCCESS)
		goto no_hosts_file;
	if (ares_init_options(&resolver->dns, &options,
	                      ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES |
	                              ARES_OPT_SOCK_STATE_CB |
	                              ONE_QUERY_A_SOCKET) != ARES_SUCCESS)
		goto no_dns;
	if (servers != NULL &&
	    ares_set_servers_ports_csv(resolver->dns, servers) != ARES_SUCCESS)
		goto no_servers;
	return true;

no_servers:
	ares_destroy(resolver->dns);
no_dns:
	ares_destroy(resolver->hosts_file);
no_hosts_file:
	ares_library_cleanup();
	return false;
}

struct resolver *resolver_create(uv_loop_t *loop, const char *servers)
{
	struct resolver *resolver = calloc(1, sizeof(*resolver));

	if (resolver == NULL)
		return NULL;
	STAILQ_INIT(&resolver->waiting);
	LIST_INIT(&resolver->watches);
	if (!open_channels(resolver, servers)) {
		free(resolver);
		return NULL;
	}
	resolver->loop = loop;
	uv_timer_init(loop, &resolver->tick);
	resolver->tick.data = resolver;
	resolver->open_handles = 1;
	return resolver;
}

static void tick_soon(struct resolver *resolver)
{
	uv_timer_start(&resolver->tick, on_tick, 0, TICK_MS);
}

void resolver_close(struct resolver *resolver)
{
	resolver->closing = true;
	tick_soon(resolver);
}

static struct lookup *enqueue(struct resolver *resolver, resolve_done_cb done,
                              void *arg)
{
	struct lookup *lookup;

	assert(!resolver->closing);
	lookup = calloc(1, sizeof(*lookup));
	if (lookup == NULL)
		return NULL;
	lookup->resolver = resolver;
	lookup->done = done;
	lookup->done_arg = arg;
	STAILQ_INSERT_TAIL(&resolver->waiting, lookup, link);
	tick_soon(resolver);
	return lookup;
}

bool resolve_start(struct resolver *resolver, const char *name,
                   unsigned versions, resolve_done_cb done, void *arg)
{
	size_t len = strlen(name);
	struct lookup *lookup;

	assert(versions != 0 && len < sizeof(lookup->name));
	lookup = enqueue(resolver, done, arg);
	if (lookup == NULL)
		return false;
	memcpy(lookup->name, name, len + 1);
	lookup->versions = versions;
	return true;
}

bool resolve_reverse_start(struct resolver *resolver,
                           const struct address *address, resolve_done_cb done,
                           void *arg)
{
	struct lookup *lookup = enqueue(resolver, done, arg);

	if (lookup == NULL)
		return false;
	lookup->address = *address;
	return true;
}

static struct lookup *take_waiting(struct resolver *resolver)
{
	struct lookup *lookup = STAILQ_FIRST(&resolver->waiting);

	if (lookup != NULL)
		STAILQ_REMOVE_HEAD(&resolver->waiting, link);
	return lookup;
}

static void launch_waiting(struct resolver *resolver)
{
	struct lookup *lookup;

	while (resolver->active_count < RESOLVE_IN_FLIGHT_MAX &&
	       (lookup = take_waiting(resolver)) != NULL) {
		resolver->active[resolver->active_count++] = lookup;
		launch(lookup);
	}
}

/* Take out an active look-up that can be reported. */
static struct lookup *take_finished(struct resolver *resolver)
{
	for (size_t i = 0; i < resolver->active_count; i++) {
		struct lookup *lookup = resolver->active[i];

		if (lookup->requests == 0 ||
		    uv_now(resolver->loop) >= lookup->deadline_ms) {
			resolver->active[i] =
				resolver->active[--resolver->active_count];
			return lookup;
		}
	}
	return NULL;
}

static void on_tick(uv_timer_t *tick)
{
	struct resolver *resolver = tick->data;
	struct lookup *lookup;

	ares_process_fd(resolver->dns, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
	while (!resolver->closing && (lookup = take_finished(resolver)) != NULL)
		report(lookup);
	if (resolver->closing) {
		finish(resolver);
		return;
	}
	launch_waiting(resolver);
	if (resolver->active_count == 0) {
		uv_timer_stop(tick);
		ares_cancel(resolver->dns); /* all its requests were given up */
	}
}

static void ask(struct lookup *lookup, ares_channel channel, int family,
                ares_addrinfo_callback on_found)
{
	/* Sorting would open a socket for every address.  Told to look at
	 * CARES_HOSTS, c-ares 1.34 looks at nothing else. */
	struct ares_addrinfo_hints hints = {
		.ai_flags =
			ARES_AI_NOSORT |
			(getenv("CARES_HOSTS") != NULL ? ARES_AI_ENVHOSTS : 0),
		.ai_family = family,
	};

	ares_getaddrinfo(channel, lookup->name, NULL, &hints, on_found, lookup);
}

static void launch_forward(struct lookup *lookup)
{
	struct resolver *resolver = lookup->resolver;
	bool ipv4 = lookup->versions & RESOLVE_IPV4;
	bool ipv6 = lookup->versions & RESOLVE_IPV6;

	/* Who names a host in the hosts file means that host and no other:
	 * DNS is not asked for its address of the other version. */
	ask(lookup, resolver->hosts_file,
	    ipv4 && ipv6 ? AF_UNSPEC : (ipv4 ? AF_INET : AF_INET6),
	    on_hosts_file);
	if (lookup->address_count > 0) {
		tick_soon(resolver);
		return;
	}
	/* Two requests, so that silence about one does not hide the other;
	 * either may be answered inside the call. */
	lookup->requests = ipv4 + ipv6;
	if (ipv4)
		ask(lookup, resolver->dns, AF_INET, on_addresses);
	if (ipv6)
		ask(lookup, resolver->dns, AF_INET6, on_addresses);
}

static void launch_reverse(struct lookup *lookup)
{
	struct sockaddr_storage storage;
	const struct sockaddr_in *in = (const struct sockaddr_in *)&storage;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)&storage;

	address_to_sockaddr(&lookup->address, 0, &storage);
	lookup->requests = 1;
	if (storage.ss_family == AF_INET)
		ares_gethostbyaddr(lookup->resolver->dns, &in->sin_addr,
		                   sizeof(in->sin_addr), AF_INET, on_hostname,
		                   lookup);
	else
		ares_gethostbyaddr(lookup->resolver->dns, &in6->sin6_addr,
		                   sizeof(in6->sin6_addr), AF_INET6,
		                   on_hostname, lookup);
}

static void launch(struct lookup *lookup)
{
	lookup->deadline_ms =
		uv_now(lookup->resolver->loop) + RESOLVE_DEADLINE_MS;
	if (lookup->versions != 0)
		launch_forward(lookup);
	else
		launch_reverse(lookup);
}

static enum resolve_status status_of(int ares_status)
{
	switch (ares_status) {
	case ARES_SUCCESS: return RESOLVE_OK;
	case ARES_ENOTFOUND: return RESOLVE_NO_SUCH_NAME;
	case ARES_ENODATA: return RESOLVE_NO_ADDRESS;
	case ARES_ETIMEOUT:
	case ARES_ESERVFAIL:
	case ARES_EREFUSED:
	case ARES_ECONNREFUSED: return RESOLVE_NO_SERVER;
	case ARES_ENOMEM: return RESOLVE_NO_MEMORY;
	case ARES_ECANCELLED:
	case ARES_EDESTRUCTION: return RESOLVE_CANCELLED;
	default: return RESOLVE_BAD_ANSWER;
	}
}

static void note(struct lookup *lookup, enum resolve_status status)
{
	if (status > lookup->heaviest)
		lookup->heaviest = status;
}

static bool wants(const struct lookup *lookup, const struct address *address)
{
	return lookup->versions &
	       (address->version == 4 ? RESOLVE_IPV4 : RESOLVE_IPV6);
}

/* A DNS message has at most 64 KiB, which bounds the addresses. */
static void keep_addresses(struct lookup *lookup,
                           const struct ares_addrinfo *found)
{
	size_t count = lookup->address_count;
	struct address *addresses;

	for (const struct ares_addrinfo_node *node = found->nodes; node != NULL;
	     node = node->ai_next)
		count++;
	addresses =
		realloc(lookup->addresses, (count + 1) * sizeof(*addresses));
	if (addresses == NULL) {
		note(lookup, RESOLVE_NO_MEMORY);
		return;
	}
	lookup->addresses = addresses;
	for (const struct ares_addrinfo_node *node = found->nodes; node != NULL;
	     node = node->ai_next) {
		struct address *address = &addresses[lookup->address_count];

		if (address_from_sockaddr(node->ai_addr, address) &&
		    wants(lookup, address))
			lookup->address_count++;
	}
}

static void on_hosts_file(void *arg, int status, int timeouts,
                          struct ares_addrinfo *found)
{
	(void)timeouts;
	if (status == ARES_SUCCESS) {
		keep_addresses(arg, found);
		ares_freeaddrinfo(found);
	}
}

static void free_lookup(struct lookup *lookup)
{
	free(lookup->addresses);
	free(lookup);
}

/* One request is over. */
static void count_down(struct lookup *lookup)
{
	if (--lookup->requests > 0)
		return;
	if (lookup->reported)
		free_lookup(lookup);
	else
		tick_soon(lookup->resolver);
}

static void on_addresses(void *arg, int status, int timeouts,
                         struct ares_addrinfo *found)
{
	struct lookup *lookup = arg;

	(void)timeouts;
	note(lookup, status_of(status));
	if (status == ARES_SUCCESS) {
		keep_addresses(lookup, found);
		ares_freeaddrinfo(found);
	}
	count_down(lookup);
}

/* Take the name if it is a host name: whoever owns the address has chosen it.
 */
static enum resolve_status keep_hostname(struct lookup *lookup,
                                         const char *hostname)
{
	size_t error_at;
	size_t len;

	if (hostname == NULL || !hostname_is_valid(hostname, &error_at))
		return RESOLVE_BAD_ANSWER;
	len = strlen(hostname);
	len -= hostname[len - 1] == '.';
	memcpy(lookup->hostname, hostname, len);
	lookup->hostname[len] = '\0';
	return RESOLVE_OK;
}

static void on_hostname(void *arg, int status, int timeouts,
                        struct hostent *found)
{
	struct lookup *lookup = arg;

	(void)timeouts;
	note(lookup, status_of(status));
	if (status == ARES_SUCCESS)
		note(lookup, keep_hostname(lookup, found->h_name));
	count_down(lookup);
}

static struct resolve_result result_of(const struct lookup *lookup)
{
	struct resolve_result result = {
		.status = lookup->heaviest,
		.addresses = lookup->addresses,
		.address_count = lookup->address_count,
	};

	if (lookup->requests > 0 && result.status < RESOLVE_TIMED_OUT)
		result.status = RESOLVE_TIMED_OUT;
	if (lookup->versions == 0) {
		if (result.status == RESOLVE_OK)
			result.hostname = lookup->hostname;
	} else if (result.address_count > 0) {
		result.incomplete = result.status > RESOLVE_NO_ADDRESS;
		result.status = RESOLVE_OK;
	} else if (result.status == RESOLVE_OK) {
		result.status = RESOLVE_NO_ADDRESS;
	}
	return result;
}

static void report(struct lookup *lookup)
{
	struct resolve_result result = result_of(lookup);

	lookup->reported = true;
	lookup->done(lookup->done_arg, &result);
	if (lookup->requests == 0)
		free_lookup(lookup);
}

static struct watch *find_watch(const struct resolver *resolver,
                                ares_socket_t fd)
{
	struct watch *watch;

	LIST_FOREACH(watch, &resolver->watches, link)
	if (watch->fd == fd)
		return watch;
	return NULL;
}

/* NULL when out of memory; what is asked over that socket will time out. */
static struct watch *create_watch(struct resolver *resolver, ares_socket_t fd)
{
	struct watch *watch = calloc(1, sizeof(*watch));

	if (watch == NULL)
		return NULL;
	if (uv_poll_init_socket(resolver->loop, &watch->poll, fd) != 0) {
		free(watch);
		return NULL;
	}
	watch->resolver = resolver;
	watch->fd = fd;
	watch->poll.data = watch;
	resolver->open_handles++;
	LIST_INSERT_HEAD(&resolver->watches, watch, link);
	return watch;
}

/* c-ares wants to know when `fd` is ready; neither: it closes `fd` next. */
static void on_socket_state(void *arg, ares_socket_t fd, int readable,
                            int writable)
{
	struct resolver *resolver = arg;
	struct watch *watch = find_watch(resolver, fd);
	int events =
		(readable ? UV_READABLE : 0) | (writable ? UV_WRITABLE : 0);

	if (events != 0) {
		if (watch == NULL)
			watch = create_watch(resolver, fd);
		if (watch != NULL)
			uv_poll_start(&watch->poll, events, on_socket_event);
	} else if (watch != NULL) {
		LIST_REMOVE(watch, link);
		uv_close((uv_handle_t *)&watch->poll, on_watch_closed);
	}
}

static void on_socket_event(uv_poll_t *poll, int status, int events)
{
	struct watch *watch = poll->data;
	ares_socket_t none = ARES_SOCKET_BAD;
	bool failed = status < 0; /* c-ares reads the error off the socket */

	ares_process_fd(watch->resolver->dns,
	                failed || events & UV_READABLE ? watch->fd : none,
	                failed || events & UV_WRITABLE ? watch->fd : none);
}

/* The only way out.  Destroying the channels calls back for every request. */
static void finish(struct resolver *resolver)
{
	struct lookup *lookup;

	ares_destroy(resolver->dns);
	ares_destroy(resolver->hosts_file);
	ares_library_cleanup();
	while (resolver->active_count > 0)
		report(resolver->active[--resolver->active_count]);
	while ((lookup = take_waiting(resolver)) != NULL) {
		lookup->heaviest = RESOLVE_CANCELLED;
		report(lookup);
	}
	uv_close((uv_handle_t *)&resolver->tick, on_tick_closed);
}

static void release(struct resolver *resolver)
{
	if (--resolver->open_handles == 0)
		free(resolver);
}

static void on_watch_closed(uv_handle_t *handle)
{
	struct watch *watch = handle->data;

	release(watch->resolver);
	free(watch);
}

static void on_tick_closed(uv_handle_t *handle)
{
	release(handle->data);
}

const char *resolve_strerror(enum resolve_status status)
{
	switch (status) {
	case RESOLVE_OK: return "ok";
	case RESOLVE_NO_SUCH_NAME: return "no such name";
	case RESOLVE_NO_ADDRESS: return "the name has no such address";
	case RESOLVE_BAD_ANSWER: return "unusable answer from the DNS server";
	case RESOLVE_NO_SERVER:
		return "could not contact DNS servers, or they refused";
	case RESOLVE_TIMED_OUT: return "DNS server did not answer within 3 s";
	case RESOLVE_NO_MEMORY: return "out of memory";
	case RESOLVE_CANCELLED: return "cancelled";
	}
	return "unknown error";
}
