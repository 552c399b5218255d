// SPDX-License-Identifier: Apache-2.0
#include "scan/naming.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

/* What the next sink is given, and whom it was asked about, as text. */
struct journal {
	struct sink sink;
	char text[512];
	struct naming_host *asked[8];
	size_t asked_count;
	bool refuse;
};

static void note(struct journal *journal, const char *what, uint64_t host,
                 const char *hostname, bool given)
{
	size_t len = strlen(journal->text);

	snprintf(journal->text + len, sizeof(journal->text) - len,
	         "%s%s %u %s%s", len > 0 ? "; " : "", what,
	         (unsigned)(host & 0xff), hostname != NULL ? hostname : "-",
	         given ? " (given)" : "");
}

static void on_finding(struct sink *sink, const struct finding *finding)
{
	note((struct journal *)sink,
	     finding->outcome.state == PORT_OPEN ? "open" : "closed",
	     finding->address.lo, finding->hostname, finding->hostname_given);
}

static void on_host(struct sink *sink, const struct host_summary *host)
{
	note((struct journal *)sink, "host", host->address.lo, host->hostname,
	     host->hostname_given);
}

static bool ask(void *arg, const struct address *address,
                struct naming_host *host)
{
	struct journal *journal = arg;

	(void)address;
	if (journal->refuse)
		return false;
	journal->asked[journal->asked_count++] = host;
	return true;
}

static struct journal journal_make(void)
{
	return (struct journal){ .sink = { .finding = on_finding,
		                           .host = on_host } };
}

static struct address v4(uint32_t last)
{
	return (struct address){ .lo = 0x0a000000 + last, .version = 4 };
}

static void send_finding(struct naming *naming, uint32_t host,
                         enum port_state state)
{
	struct finding finding = { .address = v4(host),
		                   .outcome.state = state };

	naming_sink(naming)->finding(naming_sink(naming), &finding);
}

static void send_host(struct naming *naming, uint32_t host)
{
	struct host_summary summary = { .address = v4(host) };

	naming_sink(naming)->host(naming_sink(naming), &summary);
}

Test(naming, without_reverse_dns_all_goes_straight_through)
{
	struct journal journal = journal_make();
	struct naming *naming = naming_create(&journal.sink, NULL, NULL, NULL);

	send_finding(naming, 1, PORT_OPEN);
	send_host(naming, 1);
	cr_expect(naming_is_settled(naming));
	cr_expect(eq(str, journal.text, "open 1 -; host 1 -"));
	naming_free(naming);
}

Test(naming, the_name_the_user_gave_needs_no_question)
{
	struct journal journal = journal_make();
	struct name_map map = { 0 };
	struct address one = v4(1);
	struct naming *naming;

	name_map_add(&map, &one, "given.example");
	name_map_seal(&map);
	naming = naming_create(&journal.sink, &map, ask, &journal);
	send_finding(naming, 1, PORT_OPEN);
	send_finding(naming, 1, PORT_CLOSED);
	send_host(naming, 1);
	cr_expect(eq(sz, journal.asked_count, 0));
	cr_expect(eq(str, journal.text,
	             "open 1 given.example (given); "
	             "closed 1 given.example (given); "
	             "host 1 given.example (given)"));
	naming_free(naming);
	name_map_release(&map);
}

Test(naming, findings_wait_for_their_host_and_hosts_for_everything)
{
	struct journal journal = journal_make();
	struct naming *naming =
		naming_create(&journal.sink, NULL, ask, &journal);

	send_finding(naming, 1, PORT_OPEN);
	send_finding(naming, 2, PORT_CLOSED);
	send_finding(naming, 3, PORT_OPEN);
	send_finding(naming, 1, PORT_OPEN);
	send_host(naming, 1);
	send_host(naming, 2);
	cr_expect(eq(sz, journal.asked_count, 2),
	          "once a host with open ports");
	cr_expect(eq(str, journal.text, "closed 2 -"));
	naming_answer(naming, journal.asked[1], NULL);
	cr_expect(not(naming_is_settled(naming)));
	naming_answer(naming, journal.asked[0], "a.example");
	cr_expect(naming_is_settled(naming));
	cr_expect(eq(str, journal.text,
	             "closed 2 -; open 3 -; open 1 a.example; "
	             "open 1 a.example; host 1 a.example; host 2 -"));
	send_finding(naming, 1, PORT_OPEN);
	cr_expect(eq(sz, journal.asked_count, 2));
	naming_free(naming);
}

Test(naming, a_host_that_cannot_be_asked_stays_nameless)
{
	struct journal journal = journal_make();
	struct naming *naming =
		naming_create(&journal.sink, NULL, ask, &journal);

	journal.refuse = true;
	send_finding(naming, 1, PORT_OPEN);
	cr_expect(naming_is_settled(naming));
	cr_expect(eq(str, journal.text, "open 1 -"));
	naming_free(naming);
}

Test(naming, nobody_is_asked_about_loopback)
{
	struct journal journal = journal_make();
	struct naming *naming =
		naming_create(&journal.sink, NULL, ask, &journal);
	struct finding finding = { .address = { .lo = 0x7f000105,
		                                .version = 4 } };

	naming_sink(naming)->finding(naming_sink(naming), &finding);
	finding.address = (struct address){ .lo = 1, .version = 6 };
	naming_sink(naming)->finding(naming_sink(naming), &finding);
	cr_expect(eq(sz, journal.asked_count, 0));
	naming_free(naming);
}

Test(naming, giving_up_passes_on_what_was_held)
{
	struct journal journal = journal_make();
	struct naming *naming =
		naming_create(&journal.sink, NULL, ask, &journal);

	send_finding(naming, 1, PORT_OPEN);
	send_host(naming, 1);
	naming_give_up(naming);
	cr_expect(eq(str, journal.text, "open 1 -; host 1 -"));
	send_finding(naming, 2, PORT_OPEN);
	cr_expect(eq(str, journal.text, "open 1 -; host 1 -; open 2 -"));
	naming_answer(naming, journal.asked[0], "late.example");
	cr_expect(eq(str, journal.text, "open 1 -; host 1 -; open 2 -"));
	naming_free(naming);
}
