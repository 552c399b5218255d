// SPDX-License-Identifier: Apache-2.0
#include "audit/change.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Views end where there is no more to say. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

/*
 * A snapshot in short: its open ports, "ADDRESS PROTOCOL PORT WHO" with a
 * semicolon between, where WHO is service/product/version/certificate/keys/why
 * and may end early; and the text of its coverage.  Open ports are added to it.
 */
struct view {
	const char *open;
	const char *coverage;
	enum depth depth;
	bool foreign;
};

static void take_who(struct sighting *sighting, char *who)
{
	const char **const members[] = {
		&sighting->service,   &sighting->product,
		&sighting->version,   &sighting->certificate,
		&sighting->host_keys, &sighting->why,
	};

	for (size_t i = 0; i < COUNT(members); i++)
		*members[i] = who != NULL ? strsep(&who, "/") : "";
}

static void take_sighting(struct snapshot *snapshot, char *item)
{
	char *address, *protocol, *port;
	struct sighting sighting = { 0 };

	item += strspn(item, " ");
	address = strsep(&item, " ");
	protocol = strsep(&item, " ");
	port = strsep(&item, " ");
	cr_assert(address_parse(address, &sighting.address), "%s", address);
	if (strcmp(protocol, "udp") == 0)
		sighting.protocol = PROTOCOL_UDP;
	sighting.port = (uint16_t)atoi(port);
	sighting.outcome = outcome_open(sighting.protocol);
	if (item != NULL && strcmp(item, "?") == 0) {
		sighting.outcome = outcome_no_response(PROTOCOL_UDP);
		item = NULL;
	}
	take_who(&sighting, item);
	cr_assert(snapshot_add(snapshot, &sighting));
	coverage_add(snapshot->coverage, &sighting.address, sighting.protocol,
	             sighting.port, sighting.outcome);
}

static struct snapshot make(const struct view *view)
{
	struct snapshot snapshot = { .depth = view->depth,
		                     .foreign = view->foreign };
	const char *coverage = view->coverage != NULL ? view->coverage : "";
	char *open = strdup(view->open != NULL ? view->open : "");
	char *rest = open, *item;
	struct text error;

	text_init(&error);
	snapshot.coverage = coverage_parse(coverage, strlen(coverage), &error);
	cr_assert(snapshot.coverage != NULL, "%s", error.data);
	while (*open != '\0' && (item = strsep(&rest, ";")) != NULL)
		take_sighting(&snapshot, item);
	snapshot_sort(&snapshot);
	free(open);
	text_release(&error);
	return snapshot;
}

static void describe(struct text *text, const struct change *change)
{
	char address[ADDRESS_TEXT_MAX];

	if (change->kind == CHANGE_NOT_COMPARABLE)
		text_append_string(text, incomparable_name(change->why));
	else
		text_append_string(text, change_kind_name(change->kind));
	text_printf(text, " %s", address_format(&change->address, address));
	if (!change->whole_host)
		text_printf(text, " %s %u", protocol_name(change->protocol),
		            change->port);
	text_append_string(text, ": ");
	change_explain(change, text);
	text_append_char(text, '\n');
}

#define HOST "10.0.0.1 tcp "
#define KEY_A "ssh-ed25519 SHA256:a"
#define KEY_B "ssh-ed25519 SHA256:b"
#define KEY_R "ssh-rsa SHA256:r"

static const struct {
	struct view before, after;
	const char *changes;
} rows[] = {
	/* 0: nothing and nothing */
	{ { 0 }, { 0 }, "" },
	{ { HOST "22 ssh/OpenSSH/9.2p1", NULL, DEPTH_FULL },
	  { HOST "22 ssh/OpenSSH/9.2p1", NULL, DEPTH_FULL },
	  "" },
	/* 2: opened, and who could not know */
	{ { NULL, HOST "closed conn-refused 22\n" },
	  { HOST "22 ssh/OpenSSH/9.2p1" },
	  "opened 10.0.0.1 tcp 22: now open: ssh OpenSSH 9.2p1\n" },
	{ { HOST "80", HOST "filtered no-response 22\n" },
	  { HOST "22; " HOST "80" },
	  "opened 10.0.0.1 tcp 22: now open: not recognised\n" },
	{ { NULL, HOST "shut 22\n" },
	  { HOST "22 ssh" },
	  "opened 10.0.0.1 tcp 22: now open: ssh\n" },
	{ { NULL, HOST "closed conn-refused 23\n" },
	  { HOST "22 ssh" },
	  "not-asked-before 10.0.0.1 tcp 22: open now: ssh; not asked "
	  "before\n" },
	{ { NULL, "10.0.0.1 udp closed port-unreachable 22\n" },
	  { HOST "22 ssh" },
	  "not-asked-before 10.0.0.1 tcp 22: open now: ssh; not asked "
	  "before\n" },
	{ { NULL, "else unknown\n" },
	  { HOST "22 ssh" },
	  "not-recorded 10.0.0.1 tcp 22: open now: ssh; the older file does "
	  "not say what was asked\n" },
	{ { HOST "80", HOST "untested local-emfile 22\n" },
	  { HOST "22 ssh; " HOST "80" },
	  "untested 10.0.0.1 tcp 22: open now: ssh; untested before "
	  "(local-emfile)\n" },
	{ { NULL, HOST "doubtful 22\n" },
	  { HOST "22 ssh" },
	  "untested 10.0.0.1 tcp 22: open now: ssh; untested before\n" },
	{ { NULL, HOST "filtered host-unreachable 22\n" },
	  { HOST "22 ssh" },
	  "unreachable 10.0.0.1 tcp 22: open now: ssh; unreachable before "
	  "(host-unreachable)\n" },
	/* 11: closed, and what is no closing */
	{ { HOST "22 ssh/OpenSSH/9.2p1" },
	  { NULL, HOST "closed conn-refused 22\n" },
	  "closed 10.0.0.1 tcp 22: was ssh OpenSSH 9.2p1, now closed "
	  "(conn-refused)\n" },
	{ { HOST "22" },
	  { NULL, HOST "shut 22\n" },
	  "closed 10.0.0.1 tcp 22: was open, now not open\n" },
	{ { HOST "22 ssh" },
	  { HOST "80", HOST "filtered no-response 22\n" },
	  "closed 10.0.0.1 tcp 22: was ssh, now filtered (no-response)\n"
	  "not-asked-before 10.0.0.1 tcp 80: open now: not recognised; not "
	  "asked before\n" },
	{ { HOST "22 ssh" },
	  { NULL,
	    HOST "closed conn-refused 80\n" HOST "filtered no-response 22\n" },
	  "closed 10.0.0.1 tcp 22: was ssh, now filtered (no-response)\n" },
	{ { HOST "22 ssh" },
	  { NULL, HOST "filtered port-unreachable 22\n" },
	  "closed 10.0.0.1 tcp 22: was ssh, now filtered "
	  "(port-unreachable)\n" },
	{ { HOST "22 ssh" },
	  { 0 },
	  "not-asked-now 10.0.0.1 tcp 22: was ssh; not asked now\n" },
	{ { HOST "22 ssh" },
	  { NULL, "10.0.0.1 tcp untested cancelled 22\n" },
	  "untested 10.0.0.1 tcp 22: was ssh; untested now (cancelled)\n" },
	{ { HOST "22 ssh" },
	  { NULL, "10.0.0.1 tcp untested not-asked 22\n" },
	  "untested 10.0.0.1 tcp 22: was ssh; untested now (not-asked)\n" },
	{ { HOST "22 ssh" },
	  { NULL, "10.0.0.1 tcp filtered net-unreachable 22\n" },
	  "unreachable 10.0.0.1 tcp 22: was ssh; unreachable now "
	  "(net-unreachable)\n" },
	{ { HOST "22 ssh" },
	  { NULL, "10.0.0.1 tcp filtered admin-prohibited 22\n" },
	  "unreachable 10.0.0.1 tcp 22: was ssh; unreachable now "
	  "(admin-prohibited)\n" },
	{ { HOST "22 ssh" },
	  { NULL, "10.0.0.1 tcp filtered icmp-error 22\n" },
	  "unreachable 10.0.0.1 tcp 22: was ssh; unreachable now "
	  "(icmp-error)\n" },
	{ { HOST "22 ssh" },
	  { NULL, "else unknown\n" },
	  "not-recorded 10.0.0.1 tcp 22: was ssh; the newer file does not say "
	  "what was asked\n" },
	/* 23: whole hosts, once */
	{ { HOST "22 ssh; " HOST "80 http" },
	  { NULL, HOST "filtered no-response 22,80\n" },
	  "vanished 10.0.0.1: silent now, answered before\n" },
	{ { HOST "22 ssh; " HOST "80 http; 10.0.0.2 tcp 22 ssh" },
	  { "10.0.0.2 tcp 22 ssh", HOST "untested not-discovered 22,80\n" },
	  "vanished 10.0.0.1: silent now, answered before\n" },
	{ { NULL, HOST "filtered no-response 22,80\n" },
	  { HOST "22 ssh; " HOST "80 http" },
	  "appeared 10.0.0.1: answers now, was silent\n" },
	{ { NULL, HOST "untested not-discovered 22,80\n" },
	  { HOST "22 ssh; " HOST "80 http" },
	  "appeared 10.0.0.1: answers now, was silent\n" },
	{ { HOST "22 ssh; " HOST "80 http" },
	  { NULL,
	    HOST "filtered no-response 22\n" HOST "untested cancelled 80\n" },
	  "closed 10.0.0.1 tcp 22: was ssh, now filtered (no-response)\n"
	  "untested 10.0.0.1 tcp 80: was http; untested now (cancelled)\n" },
	{ { HOST "22 ssh; " HOST "80 http" },
	  { NULL, HOST "filtered no-response 22\n" },
	  "vanished 10.0.0.1: silent now, answered before\n" },
	/* 29: silence where nobody answered before says nothing */
	{ { HOST "80 http" },
	  { NULL, HOST "filtered no-response 22\n" },
	  "not-asked-now 10.0.0.1 tcp 80: was http; not asked now\n" },
	{ { NULL, HOST "filtered no-response 22\n" },
	  { HOST "80 http" },
	  "not-asked-before 10.0.0.1 tcp 80: open now: http; not asked "
	  "before\n" },
	/* 31: what may be open is not open, and answers nothing */
	{ { "10.0.0.1 udp 53 ?" }, { NULL, "10.0.0.1 udp shut 53\n" }, "" },
	{ { "10.0.0.1 udp 53 domain" },
	  { "10.0.0.1 udp 53 ?", HOST "closed conn-refused 1\n" },
	  "closed 10.0.0.1 udp 53: was domain, now open|filtered "
	  "(no-response)\n" },
	{ { "10.0.0.1 udp 53 domain" },
	  { "10.0.0.1 udp 53 ?" },
	  "vanished 10.0.0.1: silent now, answered before\n" },
	{ { "10.0.0.1 udp 53 ?" },
	  { "10.0.0.1 udp 53 domain" },
	  "appeared 10.0.0.1: answers now, was silent\n" },
	{ { "10.0.0.1 udp 53 ?" }, { "10.0.0.1 udp 53 ?" }, "" },
	/* 36: another answers */
	{ { HOST "22 ssh/OpenSSH/9.2p1" },
	  { HOST "22 ssh/OpenSSH/9.3p1" },
	  "changed 10.0.0.1 tcp 22: version 9.2p1 -> 9.3p1\n" },
	{ { HOST "22 ssh/OpenSSH/9.2p1" },
	  { HOST "22 ssh/Dropbear/2022.83" },
	  "changed 10.0.0.1 tcp 22: was ssh OpenSSH 9.2p1, now ssh Dropbear "
	  "2022.83\n" },
	{ { HOST "22 ssh/OpenSSH/9.2p1" },
	  { HOST "22 http" },
	  "changed 10.0.0.1 tcp 22: was ssh OpenSSH 9.2p1, now http\n" },
	{ { HOST "443 http///0123456789abcdef0" },
	  { HOST "443 http///fedcba98765432100" },
	  "changed 10.0.0.1 tcp 443: certificate 0123456789abcdef -> "
	  "fedcba9876543210\n" },
	{ { HOST "443 http/nginx//aa" },
	  { HOST "443 http/Caddy//bb" },
	  "changed 10.0.0.1 tcp 443: was http nginx, now http Caddy, "
	  "certificate aa -> bb\n" },
	/* 41: host keys */
	{ { HOST "22 ssh////" KEY_A ", " KEY_R },
	  { HOST "22 ssh////" KEY_B ", " KEY_R },
	  "changed 10.0.0.1 tcp 22: host key " KEY_A " -> " KEY_B "\n" },
	{ { HOST "22 ssh////" KEY_A },
	  { HOST "22 ssh////" KEY_R },
	  "changed 10.0.0.1 tcp 22: host key " KEY_A " -> " KEY_R "\n" },
	{ { HOST "22 ssh////" KEY_A },
	  { HOST "22 ssh////" KEY_A ", " KEY_R },
	  "changed 10.0.0.1 tcp 22: host key added: " KEY_R "\n" },
	{ { HOST "22 ssh////" KEY_A ", " KEY_R },
	  { HOST "22 ssh////" KEY_R },
	  "less-known 10.0.0.1 tcp 22: was ssh; not known for certain in "
	  "both: host key\n" },
	{ { HOST "22 ssh////" KEY_A },
	  { HOST "22 ssh" },
	  "less-known 10.0.0.1 tcp 22: was ssh; not known for certain in "
	  "both: host key\n" },
	/* 46: what one of them does not know */
	{ { HOST "22 ssh/OpenSSH/9.2p1", NULL, DEPTH_FULL },
	  { HOST "22 ssh", NULL, DEPTH_LIGHT },
	  "less-known 10.0.0.1 tcp 22: was ssh OpenSSH 9.2p1; not known for "
	  "certain in both: product, version\n" },
	{ { HOST "22", NULL, DEPTH_LIGHT },
	  { HOST "22 ssh", NULL, DEPTH_FULL },
	  "less-known 10.0.0.1 tcp 22: was open; not known for certain in "
	  "both: service\n" },
	{ { HOST "22", NULL, DEPTH_FULL },
	  { HOST "22 ssh", NULL, DEPTH_FULL },
	  "less-known 10.0.0.1 tcp 22: was open; not known for certain in "
	  "both: service\n" },
	{ { HOST "22 http", NULL, DEPTH_FULL },
	  { HOST "22 ssh", NULL, DEPTH_LIGHT },
	  "less-known 10.0.0.1 tcp 22: was http; looked at less closely now, "
	  "or by another program\n" },
	{ { HOST "22 http", NULL, DEPTH_LIGHT },
	  { HOST "22 ssh", NULL, DEPTH_FULL },
	  "changed 10.0.0.1 tcp 22: was http, now ssh\n" },
	{ { HOST "22 ssh/OpenSSH/9.2p1" },
	  { HOST "22 ssh//9.3p1" },
	  "changed 10.0.0.1 tcp 22: version 9.2p1 -> 9.3p1\n" },
	{ { HOST "22" }, { HOST "22" }, "" },
	{ { HOST "22 ssh/OpenSSH/9.2p1 Debian 2//" KEY_A, NULL, DEPTH_FULL,
	    true },
	  { HOST "22 ssh/OpenSSH/9.2p1//" KEY_B, NULL, DEPTH_FULL },
	  "changed 10.0.0.1 tcp 22: host key " KEY_A " -> " KEY_B "\n" },
	{ { HOST "22 ssh/OpenSSH/9.2p1", NULL, DEPTH_FULL },
	  { HOST "22 ssh/OpenSSH/9.2p1 Debian 2", NULL, DEPTH_FULL, true },
	  "less-known 10.0.0.1 tcp 22: was ssh OpenSSH 9.2p1; looked at less "
	  "closely now, or by another program\n" },
	/* 55: a likely name, and TLS that hides who is inside, contradict
	 * nothing */
	{ { HOST "21 ftp/////service-likely" },
	  { HOST "21 smtp" },
	  "less-known 10.0.0.1 tcp 21: was ftp; not known for certain in "
	  "both: service\n" },
	{ { HOST "443 tls///aa" },
	  { HOST "443 https///aa" },
	  "less-known 10.0.0.1 tcp 443: was tls; not known for certain in "
	  "both: service\n" },
	{ { HOST "443 redis///aa" },
	  { HOST "443 tls///aa" },
	  "less-known 10.0.0.1 tcp 443: was redis; not known for certain in "
	  "both: service\n" },
	{ { HOST "443 ssh" },
	  { HOST "443 tls///aa" },
	  "changed 10.0.0.1 tcp 443: was ssh, now tls\n" },
	/* 59: by kind, then address, protocol and port */
	{ { "10.0.0.9 tcp 22 ssh; 10.0.0.10 udp 53 domain; ::1 tcp 1 a",
	    "10.0.0.2 tcp shut 80\n10.0.0.10 tcp shut 79-80\n"
	    "10.0.0.10 udp shut 80\n" },
	  { "10.0.0.10 udp 80 x; 10.0.0.10 tcp 80 x; 10.0.0.10 tcp 79 x; "
	    "10.0.0.2 tcp 80 x; ::1 tcp 1 b",
	    "10.0.0.9 tcp filtered no-response 22\n"
	    "10.0.0.10 udp closed port-unreachable 53\n" },
	  "opened 10.0.0.2 tcp 80: now open: x\n"
	  "opened 10.0.0.10 tcp 79: now open: x\n"
	  "opened 10.0.0.10 tcp 80: now open: x\n"
	  "opened 10.0.0.10 udp 80: now open: x\n"
	  "closed 10.0.0.10 udp 53: was domain, now closed "
	  "(port-unreachable)\n"
	  "changed ::1 tcp 1: was a, now b\n"
	  "vanished 10.0.0.9: silent now, answered before\n" },
};

static void expect_changes(size_t row)
{
	struct snapshot before = make(&rows[row].before);
	struct snapshot after = make(&rows[row].after);
	struct change_list changes;
	struct text text;

	text_init(&text);
	cr_assert(change_list_make(&changes, &before, &after));
	for (size_t i = 0; i < changes.count; i++)
		describe(&text, &changes.items[i]);
	cr_expect(eq(str, text.data, (char *)rows[row].changes), "row %zu",
	          row);
	change_list_release(&changes);
	text_release(&text);
	snapshot_release(&before);
	snapshot_release(&after);
}

Test(change, tells_what_became_different_and_what_cannot_be_told)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_changes(i);
}

/* Nothing is opened or closed between two views of the same, whatever they
 * are; and what one direction opens the other closes. */
Test(change, is_the_same_backwards)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct snapshot before = make(&rows[i].before);
		struct snapshot after = make(&rows[i].after);
		struct change_list there, back, none;

		cr_assert(change_list_make(&there, &before, &after));
		cr_assert(change_list_make(&back, &after, &before));
		cr_assert(change_list_make(&none, &after, &after));
		cr_expect(eq(sz, none.count, 0), "row %zu", i);
		cr_expect(eq(sz, change_list_count(&there, CHANGE_OPENED),
		             change_list_count(&back, CHANGE_CLOSED)),
		          "row %zu", i);
		cr_expect(eq(sz, change_list_count(&there, CHANGE_VANISHED),
		             change_list_count(&back, CHANGE_APPEARED)),
		          "row %zu", i);
		cr_expect(eq(sz, there.count, back.count), "row %zu", i);
		change_list_release(&there);
		change_list_release(&back);
		change_list_release(&none);
		snapshot_release(&before);
		snapshot_release(&after);
	}
}
