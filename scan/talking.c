// SPDX-License-Identifier: Apache-2.0
#include "scan/worker_state.h"

#include "probes/interviewer.h"
#include "probes/probe_choice.h"

#include <stdlib.h>

/*
 * In the order a talk goes:
 *
 *   open, silent -> begin -> on_told -> go_on (with the next that waits)
 *              \-> (waits with its host) ---^
 */
static void on_told(void *arg, const struct interview_result *result);
static void go_on(struct worker *worker, struct host *host);

enum {
	TALKS_MAX = 16, /* with one host at a time */
	/* Of a host that answers on every port so many tell nothing before
	 * the others are believed to be like them. */
	FRUITLESS_MAX = 32,
};

/* The way back from an interview to its probe. */
struct talk {
	struct worker *worker;
	struct probe *probe;
};

/* Keep what was found; the conduct is what is said of a port that said nothing.
 */
static void keep(struct probe *probe, const struct interview_result *result)
{
	if (result->banner.len > 0 || result->who->service.name[0] != '\0' ||
	    result->conduct == CONDUCT_HUNG_UP || result->heard_out)
		probe_keep_answer(probe, result->banner, result->who,
		                  result->conduct);
}

static struct interview *new_interview(struct worker *worker,
                                       const struct probe *probe)
{
	char buffer[ADDRESS_TEXT_MAX];
	const struct question *question = &probe->question;
	const struct name_map *names = worker->plan.scan.names;
	const char *name =
		names == NULL ? NULL : name_map_find(names, &question->address);
	struct interview_subject subject = {
		.protocol = question->protocol,
		.port = question->port,
		.host = name != NULL
		                ? name
		                : address_format(&question->address, buffer),
		.named = name != NULL,
		.rtt_us = probe->host->rtt.srtt_us,
	};

	return interview_create(&worker->setting, &subject,
	                        uv_now(&worker->loop));
}

static bool is_fruitless(const struct host *host)
{
	return host->suspect && host->fruitless >= FRUITLESS_MAX;
}

/* An open port is heard, unless nobody wants to know. */
static bool is_heard(const struct worker *worker, const struct probe *probe)
{
	return worker->plan.scan.options->talk != TALK_NONE && !probe->canary &&
	       !worker->cancelled && !is_fruitless(probe->host);
}

/* The attempt goes over into a talk, or a talk begins by itself. */
static void take_part(struct worker *worker, struct probe *probe)
{
	if (probe->stage != PROBE_REACHING) {
		worker->in_flight++;
		probe->host->in_flight++;
	}
	probe->stage = PROBE_TALKING;
	probe->host->talks++;
}

static void leave(struct worker *worker, struct probe *probe)
{
	probe->interviewer = NULL;
	probe->host->talks--;
	asking_land(worker, probe);
}

static struct interviewer *start(struct worker *worker, struct probe *probe,
                                 struct interview *interview, int socket)
{
	struct talk *talk = malloc(sizeof(*talk));
	const struct interviewer_plan plan = {
		.loop = &worker->loop,
		.tls = worker->tls,
		.address = &probe->question.address,
		.port = probe->question.port,
		.done = on_told,
		.arg = talk,
	};
	struct interviewer *interviewer = NULL;

	if (talk == NULL || interview == NULL) {
		interview_free(interview);
		if (socket >= 0)
			hang_up(socket);
	} else {
		*talk = (struct talk){ worker, probe };
		interviewer = probe->question.protocol == PROTOCOL_TCP
		                      ? interviewer_start_tcp(&plan, interview,
		                                              socket)
		                      : interviewer_start_udp(&plan, interview);
	}
	if (interviewer == NULL)
		free(talk);
	return interviewer;
}

static void begin(struct worker *worker, struct probe *probe,
                  struct interview *interview, int socket)
{
	take_part(worker, probe);
	probe->interviewer = start(worker, probe, interview, socket);
	if (probe->interviewer != NULL)
		return;
	leave(worker, probe);
	asking_settle(worker, probe);
}

void talking_open(struct worker *worker, struct probe *probe, int socket)
{
	if (!is_heard(worker, probe)) {
		hang_up(socket);
		asking_land(worker, probe);
		asking_settle(worker, probe);
		return;
	}
	if (probe->host->talks < TALKS_MAX) {
		begin(worker, probe, new_interview(worker, probe), socket);
		return;
	}
	/* It connects again when it is its turn. */
	hang_up(socket);
	asking_land(worker, probe);
	probe->stage = PROBE_QUEUED;
	probe_queue_push(&probe->host->queued, probe);
}

/* Every dialect that was sent by now may be what is answered. */
static void recall(struct worker *worker, const struct probe *probe,
                   struct interview *interview, struct bytes said)
{
	static const struct bytes nothing = { NULL, 0 };
	const struct service_db *db = worker->plan.scan.db;
	uint16_t port = probe->question.port;
	uint32_t dialects = probe_choice_dialects(db, port);
	const struct db_probe *sent;

	if (dialects > probe->attempts)
		dialects = probe->attempts;
	for (uint32_t i = dialects; i-- > 0;) {
		sent = probe_choice_dialect(db, port, i);
		if (sent != NULL)
			interview_recall(interview, sent,
			                 i == 0 ? said : nothing);
	}
}

void talking_datagram(struct worker *worker, struct probe *probe,
                      struct bytes said)
{
	struct interview *interview = new_interview(worker, probe);
	struct interview_result result;

	if (interview != NULL)
		recall(worker, probe, interview, said);
	if (interview != NULL && is_heard(worker, probe) &&
	    worker->setting.level == INTERVIEW_FULL) {
		begin(worker, probe, interview, -1);
		return;
	}
	if (interview != NULL) {
		result = interview_result(interview);
		keep(probe, &result);
		interview_free(interview);
	}
	asking_land(worker, probe);
	asking_settle(worker, probe);
}

bool talking_to_silence(struct worker *worker, struct probe *probe)
{
	static const struct bytes nothing = { NULL, 0 };
	struct interview *interview;

	if (probe->question.protocol != PROTOCOL_UDP ||
	    worker->setting.level < INTERVIEW_FULL || !probe->host->answered ||
	    !is_heard(worker, probe))
		return false;
	if (probe->host->talks >= TALKS_MAX) {
		probe->stage = PROBE_QUEUED;
		probe_queue_push(&probe->host->queued, probe);
		return true;
	}
	interview = new_interview(worker, probe);
	if (interview != NULL)
		recall(worker, probe, interview, nothing);
	begin(worker, probe, interview, -1);
	return true;
}

/* What an interview says of a port that had been silent over UDP. */
static void reconsider(struct probe *probe,
                       const struct interview_result *result)
{
	if (probe->question.protocol != PROTOCOL_UDP ||
	    probe->outcome.state == PORT_OPEN)
		return;
	if (result->banner.len > 0)
		probe->outcome = outcome_open(PROTOCOL_UDP);
	else if (result->refused)
		probe->outcome = (struct outcome){ PORT_CLOSED,
			                           REASON_PORT_UNREACHABLE };
}

static void on_told(void *arg, const struct interview_result *result)
{
	struct talk *talk = arg;
	struct worker *worker = talk->worker;
	struct probe *probe = talk->probe;
	struct host *host = probe->host;

	free(talk);
	if (result->who->service.name[0] == '\0')
		host->fruitless++;
	else
		host->fruitless = 0;
	for (uint32_t i = 0; i < result->asked; i++)
		pace_charge(worker->plan.pace);
	reconsider(probe, result);
	if (probe->outcome.state == PORT_OPEN)
		keep(probe, result);
	host->probes++; /* it must not end before go_on() */
	leave(worker, probe);
	asking_settle(worker, probe);
	go_on(worker, host);
	host->probes--;
	hosting_rest(worker, host);
	worker_pump_soon(worker);
}

/* Let the next that waits for its turn have it. */
static void go_on(struct worker *worker, struct host *host)
{
	struct probe *probe;

	while (host->talks < TALKS_MAX &&
	       (probe = probe_queue_pop(&host->queued)) != NULL) {
		probe->stage = PROBE_WAITING;
		if (is_heard(worker, probe) &&
		    probe->question.protocol == PROTOCOL_TCP)
			begin(worker, probe, new_interview(worker, probe), -1);
		else if (!talking_to_silence(worker, probe))
			asking_settle(worker, probe);
	}
}
