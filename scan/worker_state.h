// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_WORKER_STATE_H
#define PORTSCAN_SCAN_WORKER_STATE_H

#include "base/text.h"
#include "probes/interviewer.h"
#include "probes/reach.h"
#include "scan/host_table.h"
#include "scan/outbox.h"
#include "scan/pace.h"
#include "scan/probe_pool.h"
#include "scan/scan.h"
#include "scan/shortage.h"
#include "scan/spacing.h"
#include "scan/wheel.h"
#include "scan/worker.h"

/* What the files of a worker share: worker.c (its loop), asking.c (the life of
 * a question), talking.c (with an open port), hosting.c (the life of a host),
 * lane.c (its slow lane) and snapshot.c (to go on from later).  Nobody else
 * includes it. */
struct worker {
	struct worker_plan plan;
	uv_thread_t thread;
	uv_loop_t loop;
	uv_timer_t turn;   /* expires deadlines; runs all the time */
	uv_idle_t pumping; /* active while there may be something to start */
	struct reach *reach[PROTOCOL_COUNT];
	atomic_bool cancel;
	struct worker_gauge gauge;

	struct wheel deadlines; /* of probes in flight */
	struct wheel rests;     /* of silent hosts, until they are revisited */
	struct shortage shortage;
	struct probe_pool pool;
	struct host_table hosts;
	struct host *hungry_first, *hungry_last; /* through next_hungry */
	struct host *given_up;     /* silent, to be settled; the same link */
	struct probe_queue unsent; /* kept from leaving by a shortage */

	struct interview_setting setting;
	struct tls_client *tls;

	struct window window; /* over all hosts */
	struct spacing spacing;
	struct loss loss;
	struct rtt rtt; /* over the hosts that were heard */
	uint32_t in_flight;

	uint64_t cursor;         /* the next question of the order */
	uint64_t group;          /* which the cursor is in */
	uint64_t group_hosts[2]; /* still asked, of even and odd groups */

	struct probe_queue settled; /* to be posted */
	struct host *done_hosts;    /* the same */
	struct text snapshot;       /* the same; of scan/checkpoint.h */
	uint64_t snapshot_due_us;
	bool cancelled;
	bool finished;
	struct scan_tally tally;
};

uint64_t worker_now_us(void);

/* Something may have become possible: look, when the loop turns. */
void worker_pump_soon(struct worker *worker);

/* asking.c */

/* Start an attempt of `probe`, which is in no queue. */
void asking_ask(struct worker *worker, struct probe *probe);

/* Nothing came back in time. */
void asking_expired(struct worker *worker, struct probe *probe);

/* reach_done_cb; `arg` is the worker. */
void asking_reached(void *arg, uint32_t slot,
                    const struct reach_result *result);

/* `probe->outcome` is final, and nothing of it is in flight. */
void asking_settle(struct worker *worker, struct probe *probe);

/* `probe` is not to be asked, for discovery did not find its address. */
void asking_skip(struct worker *worker, struct probe *probe);

/* A settled probe is no longer withheld: count it, and send it on its way. */
void asking_deliver(struct worker *worker, struct probe *probe);

/* End whatever stage `probe` is on, for the scan was cancelled. */
void asking_cancel(struct worker *worker, struct probe *probe);

/* The attempt, or the talk after it, is over. */
void asking_land(struct worker *worker, struct probe *probe);

/* talking.c */

/* `probe` is open: hear who is there, on the connection that there is; it
 * lands and is settled in the end. */
void talking_open(struct worker *worker, struct probe *probe, int socket);

/* The same over UDP, where `said` came back. */
void talking_datagram(struct worker *worker, struct probe *probe,
                      struct bytes said);

/* Nothing came back over UDP.  True: other questions may bring something; the
 * probe was taken, and is settled in the end. */
bool talking_to_silence(struct worker *worker, struct probe *probe);

/* hosting.c */

/* The host that `question` is for; NULL when out of memory. */
struct host *hosting_enter(struct worker *worker,
                           const struct question *question);

/* May another attempt be started towards `host`? */
bool hosting_has_room(const struct host *host);

/* A probe of a host that has something to be asked; NULL: none. */
struct probe *hosting_next(struct worker *worker);

/* Room, or something to be asked, may be there now. */
void hosting_feed(struct worker *worker, struct host *host);

/* `probe` was answered by its host. */
void hosting_heard(struct worker *worker, struct probe *probe, uint64_t rtt_us);

/* An attempt of `probe` stayed unanswered.  True: its silence is its
 * address's; the probe was taken and the question is held. */
bool hosting_silent(struct worker *worker, struct probe *probe);

/* All attempts of `probe` stayed unanswered.  True: so has its address, and
 * the question waits until that is certain; the probe was taken. */
bool hosting_doubts(struct worker *worker, struct probe *probe);

/* How many attempts a question of `host` gets. */
uint32_t hosting_attempts(const struct worker *worker, const struct host *host);

/* `probe` is open: does it wait for the canaries of its host? */
bool hosting_withholds(struct worker *worker, struct probe *probe);

/* A canary has its outcome; the probe is taken. */
void hosting_canary(struct worker *worker, struct probe *probe);

/* Something of `host` has ended: perhaps all has. */
void hosting_rest(struct worker *worker, struct host *host);

/* The rest of a silent host is over. */
void hosting_rested(struct worker *worker, struct host *host);

/* The cursor has left the groups before `worker->group`. */
void hosting_close_groups(struct worker *worker);

/* The scan was cancelled: whoever waits for something waits in vain. */
void hosting_stop(struct worker *worker);

/* All that was under way has ended: let go of every host. */
void hosting_end(struct worker *worker);

/* A probe for a question of `host` that has waited in `set`; NULL: none is
 * free. */
struct probe *hosting_revive(struct worker *worker, struct host *host,
                             struct place_set *set, uint32_t attempts);

/* lane.c */

/* In the fast pass: `probe` was answered, an attempt of it was not. */
void lane_note_answer(struct probe *probe);
void lane_note_silence(struct probe *probe);

/* True: `probe` is taken, and its question goes to the lane of its host. */
bool lane_takes(struct worker *worker, struct probe *probe);

bool lane_is_empty(const struct host *host);

/* See whether the next question of the lane is due. */
void lane_step(struct worker *worker, struct host *host);

/* An ask of the lane leaves; could not leave, and is tried again or not; was
 * not answered, true: goes back to the lane; was answered. */
void lane_asks(struct probe *probe);
void lane_held_back(struct probe *probe, bool again);
bool lane_silent(struct worker *worker, struct probe *probe);
void lane_heard(struct probe *probe);

/* snapshot.c */

/* Write down where the worker is. */
void snapshot_take(struct worker *worker);

/* Go on where the plan's checkpoint says.  False when out of memory. */
bool snapshot_resume(struct worker *worker);

#endif
