// SPDX-License-Identifier: Apache-2.0
#include "audit/policy.h"
#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#define TODAY "2026-11-25"
#define WHO " owner ops reason x until "
#define DIGITS                                                                 \
	"00112233445566778899aabbccddeeff00112233445566778899aabbccddee0f"
#define OTHER_DIGITS                                                           \
	"ff112233445566778899aabbccddeeff00112233445566778899aabbccddee0f"
#define ED25519 "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"
#define RSA "SHA256:LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564"
#define STRANGE "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static struct policy policy;
static struct text error;

static void init(void)
{
	text_init(&error);
}

static void release(void)
{
	policy_release(&policy);
	text_release(&error);
}

TestSuite(policy_match, .init = init, .fini = release);

static void parse(const char *text)
{
	policy_release(&policy);
	cr_assert(policy_parse(text, strlen(text), "p", &policy, &error), "%s",
	          error.data);
}

/* 10.0.0.5, where SSH answers on 2076. */
static struct sighting ssh(void)
{
	struct sighting sighting = {
		.protocol = PROTOCOL_TCP,
		.port = 2076,
		.outcome = { PORT_OPEN, REASON_SYN_ACK },
		.hostname = "",
		.registry_status = "dormant",
		.registry_name = "newlixconfig",
		.service = "ssh",
		.product = "OpenSSH",
		.version = "9.2p1",
		.certificate = "",
		.host_keys = "ssh-ed25519 " ED25519 ", ssh-rsa " RSA,
		.banner = "",
		.verdict = "investigate",
		.why = "number-dormant;service-differs",
		.record = "",
	};

	address_parse("10.0.0.5", &sighting.address);
	return sighting;
}

/* Which rule of the policy decided, from 1; 0: none. */
static size_t place(const struct policy_rule *rule)
{
	return rule == NULL ? 0 : (size_t)(rule - policy.rules) + 1;
}

#define APPROVE(rest) "approve 10.0.0.5 tcp/2076 " rest WHO "2027-06-30\n"
#define EXPIRED(rest) "approve 10.0.0.5 tcp/2076 " rest WHO "2026-11-24\n"

Test(policy_match, standing_of_ssh_on_2076)
{
	static const struct {
		const char *policy;
		enum standing standing;
		size_t rule;
	} rows[] = {
		{ "", STANDING_NONE, 0 },
		{ APPROVE(""), STANDING_APPROVED, 1 },
		{ APPROVE("service ssh"), STANDING_APPROVED, 1 },
		{ APPROVE("service ssh host-key " ED25519), STANDING_APPROVED,
		  1 },
		{ APPROVE("host-key " RSA), STANDING_APPROVED, 1 },
		{ "approve 10.0.0.0/24 tcp/- service ssh" WHO "2027-06-30",
		  STANDING_APPROVED, 1 },
		/* On its last day it still holds. */
		{ "approve 10.0.0.5 tcp/2076" WHO TODAY, STANDING_APPROVED, 1 },
		{ EXPIRED(""), STANDING_EXPIRED, 1 },
		{ EXPIRED("service ssh"), STANDING_EXPIRED, 1 },
		/* Another address, port, protocol. */
		{ "approve 10.0.0.6 tcp/2076" WHO "2027-06-30", STANDING_NONE,
		  0 },
		{ "approve 10.0.0.5 tcp/2075,2077" WHO "2027-06-30",
		  STANDING_NONE, 0 },
		{ "approve 10.0.0.5 udp/2076" WHO "2027-06-30", STANDING_NONE,
		  0 },
		/* Something else answers, or what is asked for is unknown. */
		{ APPROVE("service http"), STANDING_DIFFERS, 1 },
		{ APPROVE("service SSH"), STANDING_DIFFERS, 1 },
		{ APPROVE("service -"), STANDING_DIFFERS, 1 },
		{ APPROVE("service ssh host-key " STRANGE), STANDING_DIFFERS,
		  1 },
		{ APPROVE("service ssh certificate " DIGITS), STANDING_DIFFERS,
		  1 },
		{ EXPIRED("service http"), STANDING_DIFFERS, 1 },
		/* The most favourable decides, in any order. */
		{ APPROVE("service http") APPROVE("service ssh"),
		  STANDING_APPROVED, 2 },
		{ EXPIRED("") APPROVE(""), STANDING_APPROVED, 2 },
		{ APPROVE("service http") EXPIRED("service ssh"),
		  STANDING_EXPIRED, 2 },
		{ EXPIRED("service ssh") APPROVE("service http"),
		  STANDING_EXPIRED, 1 },
		{ APPROVE("service http") APPROVE("service ftp"),
		  STANDING_DIFFERS, 1 },
		/* That it has to be open does not approve it. */
		{ "must-be-open 10.0.0.5 tcp/2076 service ssh", STANDING_NONE,
		  0 },
	};
	struct sighting sighting = ssh();

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct policy_rule *rule = NULL;
		enum standing standing;

		parse(rows[i].policy);
		standing = policy_standing(&policy, &sighting, TODAY, &rule);
		cr_expect(eq(str, (char *)standing_name(standing),
		             (char *)standing_name(rows[i].standing)),
		          "row %zu", i);
		cr_expect(eq(sz, place(rule), rows[i].rule), "row %zu", i);
	}
}

Test(policy_match, what_answers_has_to_fit)
{
	static const struct {
		const char *pins;
		const char *service, *certificate, *host_keys;
		bool fits;
	} rows[] = {
		{ "", "", "", "", true },
		{ "", "http", DIGITS, "", true },
		{ "service -", "", "", "", true },
		{ "service -", "http", "", "", false },
		{ "service http", "", "", "", false },
		{ "service http", "http", DIGITS, "", true },
		{ "service http", "http-proxy", "", "", false },
		{ "certificate " DIGITS, "http", DIGITS, "", true },
		{ "certificate " DIGITS, "http", OTHER_DIGITS, "", false },
		{ "certificate " DIGITS, "http", "", "", false },
		{ "service imap certificate " DIGITS, "http", DIGITS, "",
		  false },
		{ "host-key " RSA, "ssh", "", "ssh-rsa " RSA, true },
		{ "host-key " RSA, "ssh", "", "", false },
		{ "host-key " RSA, "ssh", "", "ssh-ed25519 " ED25519, false },
		/* Nothing but a whole fingerprint is one. */
		{ "host-key " RSA, "ssh", "", "ssh-rsa " RSA "A", false },
		{ "host-key " RSA, "ssh", "", "ssh-rsa x" RSA, false },
		{ "host-key " RSA, "ssh", "",
		  "a x" RSA ", b " RSA "x, ssh-rsa " RSA, true },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sighting sighting = ssh();
		char line[512];

		snprintf(line, sizeof(line),
		         "must-be-open 10.0.0.5 tcp/2076 %s", rows[i].pins);
		parse(line);
		sighting.service = rows[i].service;
		sighting.certificate = rows[i].certificate;
		sighting.host_keys = rows[i].host_keys;
		cr_expect(eq(int, policy_rule_fits(&policy.rules[0], &sighting),
		             rows[i].fits),
		          "row %zu", i);
	}
}
