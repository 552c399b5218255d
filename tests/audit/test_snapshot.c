// SPDX-License-Identifier: Apache-2.0
#include "audit/snapshot.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#define QUESTION "\"address\":\"10.0.0.5\",\"port\":2076,\"protocol\":\"tcp\""
#define OPEN "\"state\":\"open\",\"reason\":\"syn-ack\""

static const char whole[] =
	"{\"record\":\"port\"," QUESTION ",\"hostname\":\"gate.example\"," OPEN
	",\"rtt_ms\":0.296,\"attempts\":1,\"time\":\"2026-11-23T16:05:07.250Z\""
	",\"registry\":{\"status\":\"dormant\",\"name\":\"newlixconfig\","
	"\"description\":\"Newlix JSPConfig\"},\"service\":{\"name\":\"ssh\","
	"\"product\":\"OpenSSH\",\"version\":\"9.2p1\"},\"tls\":{\"sha256\":"
	"\"3fab\"},\"ssh\":{\"host_keys\":[\"ssh-rsa SHA256:b\","
	"\"ssh-ed25519 SHA256:a\"]},\"banner\":\"SSH\\u0000-2.0\\r\\n\","
	"\"verdict\":\"investigate\",\"why\":[\"number-dormant\","
	"\"service-differs\"],\"later\":{\"than\":[\"us\"]}}";

static bool add(struct snapshot *snapshot, const char *json, struct text *error)
{
	return snapshot_add_record(snapshot, json, strlen(json), error);
}

Test(snapshot, reads_a_record)
{
	struct snapshot snapshot = { 0 };
	const struct sighting *sighting;
	struct text error;

	text_init(&error);
	cr_assert(add(&snapshot, whole, &error), "%s", error.data);
	snapshot_sort(&snapshot);
	cr_assert(eq(sz, snapshot.count, 1));
	sighting = &snapshot.sightings[0];
	cr_expect(eq(u64, sighting->address.lo, 0x0a000005));
	cr_expect(eq(u16, sighting->port, 2076));
	cr_expect(eq(int, sighting->protocol, PROTOCOL_TCP));
	cr_expect(eq(int, sighting->outcome.state, PORT_OPEN));
	cr_expect(eq(int, sighting->outcome.reason, REASON_SYN_ACK));
	cr_expect(eq(i64, sighting->time_us, 1795449907250000));
	cr_expect(eq(str, (char *)sighting->hostname, "gate.example"));
	cr_expect(eq(str, (char *)sighting->registry_status, "dormant"));
	cr_expect(eq(str, (char *)sighting->registry_name, "newlixconfig"));
	cr_expect(eq(str, (char *)sighting->service, "ssh"));
	cr_expect(eq(str, (char *)sighting->product, "OpenSSH"));
	cr_expect(eq(str, (char *)sighting->version, "9.2p1"));
	cr_expect(eq(str, (char *)sighting->certificate, "3fab"));
	cr_expect(eq(str, (char *)sighting->host_keys,
	             "ssh-ed25519 SHA256:a, ssh-rsa SHA256:b"));
	cr_expect(eq(str, (char *)sighting->banner, "SSH\xef\xbf\xbd-2.0\r\n"));
	cr_expect(eq(str, (char *)sighting->verdict, "investigate"));
	cr_expect(eq(str, (char *)sighting->why,
	             "number-dormant;service-differs"));
	cr_expect(eq(str, (char *)sighting->record, (char *)whole));
	cr_expect(eq(int,
	             coverage_find(snapshot.coverage, &sighting->address,
	                           PROTOCOL_TCP, 2076)
	                     .asked,
	             ASKED_KNOWN));
	snapshot_release(&snapshot);
	text_release(&error);
}

Test(snapshot, record_is_one_line_whatever_was_read)
{
	struct snapshot snapshot = { 0 };
	struct text error;

	text_init(&error);
	cr_assert(
		add(&snapshot, " {\n" QUESTION ",\r\n\t" OPEN "\n}\n", &error));
	cr_expect(eq(str, (char *)snapshot.sightings[0].record,
	             "{" QUESTION "," OPEN "}"));
	cr_expect(eq(str, (char *)snapshot.sightings[0].service, ""));
	snapshot_release(&snapshot);
	text_release(&error);
}

Test(snapshot, other_states_go_to_the_coverage)
{
	struct snapshot snapshot = { 0 };
	struct address address = { .lo = 0x0a000005, .version = 4 };
	struct answer answer;
	struct text error;

	text_init(&error);
	cr_assert(add(&snapshot,
	              "{" QUESTION ",\"state\":\"closed\",\"reason\":"
	              "\"conn-refused\"}",
	              &error));
	cr_expect(eq(sz, snapshot.count, 0));
	answer = coverage_find(snapshot.coverage, &address, PROTOCOL_TCP, 2076);
	cr_expect(eq(int, answer.asked, ASKED_KNOWN));
	cr_expect(eq(int, answer.outcome.state, PORT_CLOSED));
	snapshot_release(&snapshot);
	text_release(&error);
}

static const struct {
	const char *json;
	const char *error; /* that it begins with */
} rejected[] = {
	{ "", "not JSON: " },
	{ "{" QUESTION "," OPEN, "not JSON: " },
	{ "{" QUESTION "," OPEN "} x", "not JSON: " },
	{ "{\"port\":1," QUESTION "," OPEN "}", "not JSON: duplicate" },
	{ "[]", "not an object" },
	{ "{" OPEN "}", "address is missing" },
	{ "{\"address\":5}", "address is not a string" },
	{ "{\"address\":\"10.0.0\",\"port\":1,\"protocol\":\"tcp\"," OPEN "}",
	  "not an address: 10.0.0" },
	{ "{\"address\":\"10.0.0.1\\u0000\",\"port\":1,\"protocol\":\"tcp\""
	  "," OPEN "}",
	  "not an address: 10.0.0.1" },
	{ "{\"address\":\"::1\",\"port\":65536,\"protocol\":\"tcp\"," OPEN "}",
	  "port is not a number from 0 to 65535" },
	{ "{\"address\":\"::1\",\"port\":-1,\"protocol\":\"tcp\"," OPEN "}",
	  "port is not a number from 0 to 65535" },
	{ "{\"address\":\"::1\",\"port\":1.0,\"protocol\":\"tcp\"," OPEN "}",
	  "port is not a number from 0 to 65535" },
	{ "{\"address\":\"::1\",\"port\":1,\"protocol\":\"sctp\"," OPEN "}",
	  "protocol is not known: sctp" },
	{ "{" QUESTION "}", "state is missing" },
	{ "{" QUESTION ",\"state\":\"ajar\",\"reason\":\"syn-ack\"}",
	  "state is not known: ajar" },
	{ "{" QUESTION ",\"state\":\"open\",\"reason\":\"kn\\u001bock\"}",
	  "reason is not known: kn\\x1bock" },
	{ "{" QUESTION "," OPEN ",\"time\":\"yesterday\"}",
	  "not a time: yesterday" },
	{ "{" QUESTION "," OPEN ",\"time\":\"2026-02-30T00:00:00.000Z\"}",
	  "not a time: 2026-02-30" },
	{ "{" QUESTION "," OPEN ",\"service\":\"ssh\"}",
	  "service is not an object" },
	{ "{" QUESTION "," OPEN ",\"service\":{\"name\":[]}}",
	  "name is not a string" },
	{ "{" QUESTION "," OPEN ",\"why\":\"x\"}", "why is not an array" },
	{ "{" QUESTION "," OPEN ",\"why\":[1]}",
	  "a list holds what is no string" },
	{ "{" QUESTION "," OPEN ",\"ssh\":{\"host_keys\":{}}}",
	  "host_keys is not an array" },
};

Test(snapshot, rejects_what_is_no_record)
{
	for (size_t i = 0; i < COUNT(rejected); i++) {
		struct snapshot snapshot = { 0 };
		struct text error, coverage;

		text_init(&error);
		text_init(&coverage);
		cr_expect(not(add(&snapshot, rejected[i].json, &error)),
		          "row %zu", i);
		cr_expect(strncmp(error.data, rejected[i].error,
		                  strlen(rejected[i].error)) == 0,
		          "row %zu: %s", i, error.data);
		cr_expect(strchr(error.data, '\n') == NULL, "row %zu", i);
		cr_expect(eq(sz, snapshot.count, 0));
		if (snapshot.coverage != NULL)
			coverage_format(snapshot.coverage, &coverage);
		cr_expect(eq(str, coverage.data, ""), "row %zu", i);
		snapshot_release(&snapshot);
		text_release(&error);
		text_release(&coverage);
	}
}

static struct sighting sighting_at(uint32_t address, enum protocol protocol,
                                   uint16_t port, const char *service)
{
	return (struct sighting){
		.address = { .lo = address, .version = 4 },
		.protocol = protocol,
		.port = port,
		.outcome = { PORT_OPEN, REASON_SYN_ACK },
		.service = service,
	};
}

Test(snapshot, sorts_and_keeps_the_last_of_each_port)
{
	struct snapshot snapshot = { 0 };
	const struct sighting *found;

	for (uint32_t turn = 0; turn < 2; turn++) {
		for (uint32_t i = 0; i < 1000; i++) {
			char service[16];
			struct sighting sighting = sighting_at(
				i * 7919 % 97, (enum protocol)(i % 2),
				(uint16_t)(i % 5), service);

			sprintf(service, "s%u", turn * 1000 + i);
			cr_assert(snapshot_add(&snapshot, &sighting));
		}
		snapshot_sort(&snapshot);
		for (size_t i = 1; i < snapshot.count; i++)
			cr_assert(sighting_compare(&snapshot.sightings[i - 1],
			                           &snapshot.sightings[i]) < 0);
	}
	cr_expect(eq(sz, snapshot.count, 970));
	found = snapshot_find(
		&snapshot,
		&(struct address){ .lo = 7919 * 3 % 97, .version = 4 },
		PROTOCOL_UDP, 3);
	cr_assert(found != NULL);
	cr_expect(eq(str, (char *)found->service, "s1973"));
	cr_expect(snapshot_find(&snapshot,
	                        &(struct address){ .lo = 97, .version = 4 },
	                        PROTOCOL_UDP, 3) == NULL);
	snapshot_release(&snapshot);
}

Test(snapshot, alike_is_who_answers_and_what_was_made_of_it)
{
	struct snapshot snapshot = { 0 };
	struct sighting a = sighting_at(1, PROTOCOL_TCP, 22, "ssh");
	struct sighting b = a;

	a.banner = "one";
	b.banner = "two";
	b.time_us = 5;
	cr_assert(snapshot_add(&snapshot, &a) && snapshot_add(&snapshot, &b));
	b.host_keys = "ssh-rsa SHA256:a";
	cr_assert(snapshot_add(&snapshot, &b));
	cr_expect(sighting_is_alike(&snapshot.sightings[0],
	                            &snapshot.sightings[1]));
	cr_expect(not(sighting_is_alike(&snapshot.sightings[0],
	                                &snapshot.sightings[2])));
	snapshot_release(&snapshot);
}
