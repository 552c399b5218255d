// SPDX-License-Identifier: Apache-2.0
#include "probes/reach.h"

#include "probes/datagrams.h"
#include "probes/own_ports.h"
#include "probes/pending_table.h"
#include "probes/probe_choice.h"
#include "probes/udp_sockets.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

enum {
	/* All attempts of a question leave by the same lane, so that a late
	 * answer to one of them arrives where the next is waited for. */
	LANES = 8,
	/* A TFTP server answers from a port that it picks for the transfer
	 * (RFC 1350 4): on this lane the address alone says whose answer it
	 * is, and it carries no other questions. */
	TFTP_LANE = LANES,
	TFTP_PORT = 69,
	ANY_PORT = 0,

	BATCHES_PER_TURN = 16, /* from one socket, before others have theirs */
	/* More than the largest receive buffer holds: what was there. */
	BATCHES_PER_COLLECT = 1024,

	NO_SLOT = UINT32_MAX,
};

_Static_assert((int)TFTP_LANE < (int)UDP_LANES_MAX, "a lane for each");

struct attempt {
	struct udp_socket *socket; /* NULL: the slot is free */
	struct question question;
	unsigned number;
	bool is_queued;
	uint32_t next; /* in the queue of its socket */
	uint32_t turn; /* tells it from the slot's others */
	uint64_t sent_ns;
};

/* UDP by a few unconnected sockets, which all attempts share. */
struct reach_udp {
	struct reach reach;
	const struct service_db *db;
	reach_done_cb done;
	void *done_arg;
	struct siphash_key secret;
	struct pending_table *pending;
	struct udp_sockets sockets;
	struct datagrams_inbox inbox;
	struct attempt attempts[]; /* by slot */
};

/*
 * In the order an attempt lives:
 *
 *   start -> (queued) -> flush -> (sent) -> hear -> settle -> done
 *                           \-> it could not be sent ---------/
 */
static bool start(struct reach *reach, uint32_t slot,
                  const struct question *question, unsigned attempt,
                  struct reach_result *result);
static void flush(struct reach *reach);
static void on_ready(void *arg, struct udp_socket *socket);
static bool hear(struct reach_udp *ru, struct udp_socket *socket);
static void settle(struct reach_udp *ru, const struct udp_socket *socket,
                   const struct datagram_received *received);
static void collect(struct reach *reach);
static uint32_t repeats(struct reach *reach, uint32_t slot);
static void cancel(struct reach *reach, uint32_t slot);
static void close_reach(struct reach *reach);
static void on_closed(void *arg);

static const struct reach_ops ops = { start,   flush,  collect,
	                              repeats, cancel, close_reach };

struct reach *reach_udp_create(uv_loop_t *loop, const struct service_db *db,
                               uint32_t slots, reach_done_cb done, void *arg)
{
	struct reach_udp *ru =
		calloc(1, sizeof(*ru) + slots * sizeof(ru->attempts[0]));

	if (ru == NULL)
		return NULL;
	ru->reach.ops = &ops;
	ru->db = db;
	ru->done = done;
	ru->done_arg = arg;
	ru->secret = siphash_key_random();
	ru->pending = pending_table_create(slots, ru->secret);
	if (ru->pending == NULL) {
		free(ru);
		return NULL;
	}
	udp_sockets_init(&ru->sockets, loop, on_ready, on_closed, ru);
	return &ru->reach;
}

static unsigned lane_for(const struct reach_udp *ru,
                         const struct question *question)
{
	const uint64_t words[] = { question->address.hi, question->address.lo,
		                   question->port };

	if (question->port == TFTP_PORT)
		return TFTP_LANE;
	return (unsigned)(siphash(&ru->secret, words, 3) % LANES);
}

/* The socket for `question`; NULL with errno set when there is none. */
static struct udp_socket *socket_for(struct reach_udp *ru,
                                     const struct question *question)
{
	unsigned lane = lane_for(ru, question);

	/* The second time, an idle socket is out of the way. */
	for (int i = 0; i < 2; i++) {
		struct udp_socket *socket = udp_sockets_get(
			&ru->sockets, question->address.version, lane);

		if (socket == NULL ||
		    !own_ports_would_hear(&question->address, question->port))
			return socket;
		udp_sockets_tidy(&ru->sockets);
	}
	errno = EADDRINUSE;
	return NULL;
}

static struct pending_key key_of(const struct udp_socket *socket,
                                 const struct address *address, uint16_t port)
{
	return (struct pending_key){
		.address = *address,
		.socket = socket->id,
		.port = socket->lane == TFTP_LANE ? ANY_PORT : port,
	};
}

static void enqueue(struct reach_udp *ru, uint32_t slot)
{
	struct attempt *attempt = &ru->attempts[slot];
	struct udp_socket *socket = attempt->socket;

	attempt->next = NO_SLOT;
	attempt->is_queued = true;
	if (socket->queued++ == 0)
		socket->queue_first = slot;
	else
		ru->attempts[socket->queue_last].next = slot;
	socket->queue_last = slot;
}

/* Queues are short: what one burst started. */
static void unqueue(struct reach_udp *ru, uint32_t slot)
{
	struct attempt *attempt = &ru->attempts[slot];
	struct udp_socket *socket = attempt->socket;
	uint32_t before = NO_SLOT;

	for (uint32_t i = socket->queue_first; i != slot;
	     i = ru->attempts[i].next)
		before = i;
	if (before == NO_SLOT)
		socket->queue_first = attempt->next;
	else
		ru->attempts[before].next = attempt->next;
	if (socket->queue_last == slot)
		socket->queue_last = before;
	socket->queued--;
	attempt->is_queued = false;
}

static bool start(struct reach *reach, uint32_t slot,
                  const struct question *question, unsigned attempt,
                  struct reach_result *result)
{
	struct reach_udp *ru = (struct reach_udp *)reach;
	struct udp_socket *socket = socket_for(ru, question);
	struct pending_key key;

	if (socket == NULL) {
		*result = (struct reach_result){
			.outcome = outcome_from_local_errno(errno),
			.socket = -1,
		};
		return false;
	}
	assert(ru->attempts[slot].socket == NULL);
	ru->attempts[slot] = (struct attempt){
		.socket = socket,
		.question = *question,
		.number = attempt,
		.turn = ru->attempts[slot].turn + 1,
	};
	socket->pending++;
	key = key_of(socket, &question->address, question->port);
	pending_table_put(ru->pending, slot, &key);
	enqueue(ru, slot);
	return true;
}

/* The attempt is over: its slot is free. */
static void release(struct reach_udp *ru, uint32_t slot)
{
	struct attempt *attempt = &ru->attempts[slot];

	if (attempt->is_queued)
		unqueue(ru, slot);
	pending_table_remove(ru->pending, slot);
	attempt->socket->pending--;
	attempt->socket = NULL;
}

/* What flush() takes from a queue to send in one go. */
struct batch {
	size_t count;
	uint32_t slots[DATAGRAMS_SENT_MAX];
	uint32_t turns[DATAGRAMS_SENT_MAX];
	struct datagram datagrams[DATAGRAMS_SENT_MAX];
};

static struct datagram datagram_for(const struct reach_udp *ru,
                                    const struct attempt *attempt)
{
	const struct question *question = &attempt->question;
	const struct db_probe *dialect = NULL;

	if (ru->db != NULL)
		dialect = probe_choice_dialect(ru->db, question->port,
		                               attempt->number);
	return (struct datagram){
		.to = question->address,
		.port = question->port,
		.bytes = dialect == NULL ? NULL : dialect->payload.data,
		.len = dialect == NULL ? 0 : dialect->payload.len,
	};
}

static void take_batch(struct reach_udp *ru, struct udp_socket *socket,
                       struct batch *batch)
{
	uint64_t now_ns = uv_hrtime();

	batch->count = 0;
	while (socket->queued > 0 && batch->count < DATAGRAMS_SENT_MAX) {
		uint32_t slot = socket->queue_first;
		struct attempt *attempt = &ru->attempts[slot];

		unqueue(ru, slot);
		attempt->sent_ns = now_ns;
		batch->slots[batch->count] = slot;
		batch->turns[batch->count] = attempt->turn;
		batch->datagrams[batch->count++] = datagram_for(ru, attempt);
	}
}

/* `done` may have cancelled others of the batch, and used their slots anew. */
static void settle_unsent(struct reach_udp *ru, const struct batch *batch)
{
	for (size_t i = 0; i < batch->count; i++) {
		uint32_t slot = batch->slots[i];
		const struct attempt *attempt = &ru->attempts[slot];
		struct reach_result result = { .socket = -1 };

		if (batch->datagrams[i].error == 0 || attempt->socket == NULL ||
		    attempt->turn != batch->turns[i])
			continue;
		result.outcome =
			outcome_from_local_errno(batch->datagrams[i].error);
		release(ru, slot);
		ru->done(ru->done_arg, slot, &result);
	}
}

static void send_queued(struct reach_udp *ru, struct udp_socket *socket)
{
	uint32_t left = socket->queued;
	struct batch batch;

	while (left > 0 && socket->queued > 0) {
		take_batch(ru, socket, &batch);
		left -= left < batch.count ? left : (uint32_t)batch.count;
		datagrams_send(socket->fd, batch.datagrams, batch.count);
		settle_unsent(ru, &batch);
	}
}

static void flush(struct reach *reach)
{
	struct reach_udp *ru = (struct reach_udp *)reach;

	udp_sockets_tidy(&ru->sockets);
	for (struct udp_socket *socket = ru->sockets.first; socket != NULL;
	     socket = socket->next)
		send_queued(ru, socket);
}

static void on_ready(void *arg, struct udp_socket *socket)
{
	for (int i = 0; i < BATCHES_PER_TURN && hear(arg, socket); i++)
		continue;
}

/* One batch of answers and one of ICMP errors; false: there were none. */
static bool hear(struct reach_udp *ru, struct udp_socket *socket)
{
	struct datagrams_inbox *inbox = &ru->inbox;
	size_t count;
	bool heard = datagrams_receive(socket->fd, inbox, &count);

	for (size_t i = 0; i < count; i++)
		settle(ru, socket, &inbox->received[i]);
	heard |= datagrams_receive_icmp(socket->fd, inbox, &count);
	for (size_t i = 0; i < count; i++)
		settle(ru, socket, &inbox->received[i]);
	return heard;
}

/* What nobody asked for, or not any more, matches no attempt. */
static void settle(struct reach_udp *ru, const struct udp_socket *socket,
                   const struct datagram_received *received)
{
	struct pending_key key =
		key_of(socket, &received->address, received->port);
	struct reach_result result = { .socket = -1 };
	const struct attempt *attempt;
	uint32_t slot;

	if (!pending_table_find(ru->pending, &key, &slot))
		return;
	attempt = &ru->attempts[slot];
	if (received->bytes == NULL) {
		result.outcome =
			outcome_from_icmp(PROTOCOL_UDP, &received->icmp);
	} else {
		result.outcome = outcome_open(PROTOCOL_UDP);
		result.response = received->bytes;
		result.response_len = received->len;
	}
	/* After a repeat nobody knows which attempt was answered. */
	if (outcome_is_from_target(result.outcome) && attempt->number == 0 &&
	    !attempt->is_queued)
		result.rtt_us = (uv_hrtime() - attempt->sent_ns) / 1000 + 1;
	release(ru, slot);
	ru->done(ru->done_arg, slot, &result);
}

static void collect(struct reach *reach)
{
	struct reach_udp *ru = (struct reach_udp *)reach;

	udp_sockets_tidy(&ru->sockets);
	for (struct udp_socket *socket = ru->sockets.first; socket != NULL;
	     socket = socket->next) {
		for (int i = 0; i < BATCHES_PER_COLLECT &&
		                socket->pending > 0 && hear(ru, socket);
		     i++)
			continue;
	}
}

/* UDP leaves repeating to us. */
static uint32_t repeats(struct reach *reach, uint32_t slot)
{
	(void)reach;
	(void)slot;
	return 0;
}

static void cancel(struct reach *reach, uint32_t slot)
{
	struct reach_udp *ru = (struct reach_udp *)reach;

	assert(ru->attempts[slot].socket != NULL);
	release(ru, slot);
}

static void close_reach(struct reach *reach)
{
	struct reach_udp *ru = (struct reach_udp *)reach;

	udp_sockets_close(&ru->sockets);
}

static void on_closed(void *arg)
{
	struct reach_udp *ru = arg;

	pending_table_free(ru->pending);
	free(ru);
}
