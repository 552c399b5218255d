// SPDX-License-Identifier: Apache-2.0
#include "identify/ssh_opening.h"

#include "base/count.h"
#include "identify/ssh_reply.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/objects.h>
#include <string.h>

enum { LINE = sizeof("SSH-2.0-portscan\r\n") - 1 };

static struct bytes write_opening(enum ssh_kex kex, enum ssh_key key,
                                  uint8_t out[SSH_OPENING_MAX])
{
	struct ssh_opening opening = { .kex = kex, .key = key };

	return (struct bytes){ out, ssh_opening_write(&opening, out) };
}

static size_t number_at(struct bytes bytes, size_t at)
{
	return bytes_number(bytes, at, 4, BIG_ENDIAN_BYTES);
}

/* RFC 4253 6: in blocks of 8 bytes, of which 4 at least are padding. */
static struct bytes expect_packet(struct bytes *from, uint8_t message)
{
	enum { HEADER = 5 };
	size_t len = 4 + number_at(*from, 0);
	struct bytes packet = bytes_first(*from, len);

	cr_assert(le(sz, len, from->len));
	cr_assert(gt(sz, len, HEADER));
	cr_expect(eq(sz, len % 8, 0));
	cr_expect(ge(u8, packet.data[4], 4));
	cr_expect(eq(u8, packet.data[HEADER], message));
	*from = bytes_from(*from, len);
	return bytes_first(bytes_from(packet, HEADER),
	                   len - HEADER - packet.data[4]);
}

Test(ssh_opening, is_a_line_and_two_packets)
{
	for (enum ssh_kex kex = 0; kex < SSH_KEX_COUNT; kex++)
		for (enum ssh_key key = 0; key < SSH_KEY_COUNT; key++) {
			uint8_t out[SSH_OPENING_MAX];
			struct bytes rest = write_opening(kex, key, out), init;

			cr_assert(bytes_have(rest, 0, "SSH-2.0-portscan\r\n"));
			rest = bytes_from(rest, LINE);
			expect_packet(&rest, 20);
			init = expect_packet(&rest, 30);
			cr_expect(eq(sz, number_at(init, 1), init.len - 5));
			cr_expect(eq(sz, rest.len, 0));
		}
}

/* What an opening offers, read as if a server had said it. */
static struct ssh_reply read_opening(enum ssh_kex kex, enum ssh_key key,
                                     uint8_t out[SSH_OPENING_MAX])
{
	struct bytes opening = write_opening(kex, key, out);
	struct ssh_reply reply;

	memcpy(out, "SSH-2.0-anothers\r\n", LINE);
	cr_assert(ssh_reply_read(opening, &reply));
	return reply;
}

static void expect_list(struct bytes list, const char *wanted)
{
	cr_expect(list.len == strlen(wanted) &&
	                  bytes_equal_at(list, 0, wanted, list.len),
	          "%.*s", (int)list.len, (const char *)list.data);
}

Test(ssh_opening, leaves_one_way_to_exchange_keys)
{
	static const char *const ways[SSH_KEX_COUNT] = {
		[SSH_KEX_CURVE25519] =
			"curve25519-sha256,curve25519-sha256@libssh.org",
		[SSH_KEX_NISTP256] = "ecdh-sha2-nistp256",
		[SSH_KEX_NISTP384] = "ecdh-sha2-nistp384",
		[SSH_KEX_NISTP521] = "ecdh-sha2-nistp521",
		[SSH_KEX_GROUP14_SHA256] = "diffie-hellman-group14-sha256",
		[SSH_KEX_GROUP14_SHA1] = "diffie-hellman-group14-sha1",
		[SSH_KEX_GROUP1] = "diffie-hellman-group1-sha1",
	};

	for (enum ssh_kex kex = 0; kex < SSH_KEX_COUNT; kex++) {
		uint8_t out[SSH_OPENING_MAX];
		struct ssh_reply opening = read_opening(kex, SSH_KEY_ANY, out);

		expect_list(opening.lists[SSH_LIST_KEX], ways[kex]);
	}
}

Test(ssh_opening, offers_all_kinds_of_host_keys_or_one)
{
	static const char *const kinds[SSH_KEY_COUNT] = {
		[SSH_KEY_ANY] = ("ssh-ed25519,ecdsa-sha2-nistp256,"
		                 "ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,"
		                 "rsa-sha2-512,rsa-sha2-256,ssh-rsa,ssh-ed448,"
		                 "ssh-dss"),
		[SSH_KEY_ED25519] = "ssh-ed25519",
		[SSH_KEY_NISTP256] = "ecdsa-sha2-nistp256",
		[SSH_KEY_NISTP384] = "ecdsa-sha2-nistp384",
		[SSH_KEY_NISTP521] = "ecdsa-sha2-nistp521",
		[SSH_KEY_RSA] = "rsa-sha2-512,rsa-sha2-256,ssh-rsa",
		[SSH_KEY_ED448] = "ssh-ed448",
		[SSH_KEY_DSS] = "ssh-dss",
	};

	for (enum ssh_key key = 0; key < SSH_KEY_COUNT; key++) {
		uint8_t out[SSH_OPENING_MAX];
		struct ssh_reply opening =
			read_opening(SSH_KEX_CURVE25519, key, out);

		expect_list(opening.lists[SSH_LIST_HOST_KEYS], kinds[key]);
	}
}

static struct bytes public_value(enum ssh_kex kex, uint8_t out[SSH_OPENING_MAX])
{
	struct bytes rest = write_opening(kex, SSH_KEY_ANY, out);

	rest = bytes_from(rest, LINE);
	expect_packet(&rest, 20);
	return bytes_from(expect_packet(&rest, 30), 5);
}

Test(ssh_opening, points_are_on_their_curves)
{
	static const struct {
		enum ssh_kex kex;
		int curve;
	} rows[] = {
		{ SSH_KEX_NISTP256, NID_X9_62_prime256v1 },
		{ SSH_KEX_NISTP384, NID_secp384r1 },
		{ SSH_KEX_NISTP521, NID_secp521r1 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		EC_GROUP *curve = EC_GROUP_new_by_curve_name(rows[i].curve);
		EC_POINT *point = EC_POINT_new(curve);
		uint8_t out[SSH_OPENING_MAX];
		struct bytes value = public_value(rows[i].kex, out);

		cr_expect(eq(int,
		             EC_POINT_oct2point(curve, point, value.data,
		                                value.len, NULL),
		             1),
		          "%zu", i);
		EC_POINT_free(point);
		EC_GROUP_free(curve);
	}
}

/* Is it below the prime, positive as an mpint, and of the subgroup of large
 * order: a square, so that its power of (p - 1) / 2 is 1? */
static void expect_in_group(BIGNUM *prime, struct bytes value)
{
	BIGNUM *number = BN_bin2bn(value.data, (int)value.len, NULL);
	BIGNUM *half = BN_new(), *power = BN_new();
	BN_CTX *context = BN_CTX_new();

	cr_expect(lt(u8, value.data[0], 0x80));
	cr_expect(lt(int, BN_cmp(number, prime), 0));
	cr_assert(BN_rshift1(half, prime));
	cr_assert(BN_mod_exp(power, number, half, prime, context));
	cr_expect(BN_is_one(power));
	BN_CTX_free(context);
	BN_free(power);
	BN_free(half);
	BN_free(number);
	BN_free(prime);
}

Test(ssh_opening, numbers_are_in_their_groups)
{
	uint8_t out[SSH_OPENING_MAX];

	expect_in_group(BN_get_rfc3526_prime_2048(NULL),
	                public_value(SSH_KEX_GROUP14_SHA256, out));
	expect_in_group(BN_get_rfc3526_prime_2048(NULL),
	                public_value(SSH_KEX_GROUP14_SHA1, out));
	expect_in_group(BN_get_rfc2409_prime_1024(NULL),
	                public_value(SSH_KEX_GROUP1, out));
}

static void add_words(struct facts *facts, enum fact_key key, const char *words)
{
	while (*words != '\0') {
		size_t len = strcspn(words, ",");

		facts_add(facts, key,
		          (struct bytes){ (const uint8_t *)words, len });
		words += len + (words[len] == ',');
	}
}

#define CURVE "sntrup761x25519-sha512,curve25519-sha256@libssh.org"

static const struct {
	const char *kex, *algorithms, *known;
	bool next; /* and then: */
	enum ssh_kex with;
	enum ssh_key key;
} rows[] = {
	{ CURVE, "ssh-ed25519,rsa-sha2-512,rsa-sha2-256",
	  "ssh-ed25519 SHA256:x", true, SSH_KEX_CURVE25519, SSH_KEY_RSA },
	{ CURVE, "ssh-rsa,ssh-ed25519", "ssh-ed25519 SHA256:x", true,
	  SSH_KEX_CURVE25519, SSH_KEY_RSA },
	{ CURVE, "ecdsa-sha2-nistp521", "", true, SSH_KEX_CURVE25519,
	  SSH_KEY_NISTP521 },
	{ CURVE, "ssh-ed25519,ssh-dss", "ssh-ed25519 SHA256:x", true,
	  SSH_KEX_CURVE25519, SSH_KEY_DSS },
	/* signs in three ways, and is one key */
	{ CURVE, "rsa-sha2-512,rsa-sha2-256,ssh-rsa", "ssh-rsa SHA256:x",
	  .next = false },
	/* another way to exchange keys: nothing is known yet */
	{ "diffie-hellman-group14-sha1,ecdh-sha2-nistp256", "ssh-rsa", "", true,
	  SSH_KEX_NISTP256, SSH_KEY_RSA },
	{ "ecdh-sha2-nistp521,ecdh-sha2-nistp384", "ssh-rsa", "", true,
	  SSH_KEX_NISTP384, SSH_KEY_RSA },
	{ "diffie-hellman-group14-sha1,diffie-hellman-group14-sha256",
	  "ssh-rsa", "", true, SSH_KEX_GROUP14_SHA256, SSH_KEY_RSA },
	{ "diffie-hellman-group1-sha1", "ssh-dss", "", true, SSH_KEX_GROUP1,
	  SSH_KEY_DSS },
	/* none of ours, none at all */
	{ "diffie-hellman-group-exchange-sha256", "ssh-rsa", "",
	  .next = false },
	{ CURVE, "ssh-ed25519-cert-v01@openssh.com", "", .next = false },
	{ CURVE, "", "", .next = false },
	{ "", "ssh-rsa", "", .next = false },
	{ "", "", "", .next = false },
};

Test(ssh_opening, next_asks_for_a_key_that_is_not_known)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct ssh_opening opening = { .key = SSH_KEY_ANY };
		struct facts facts = { 0 };

		add_words(&facts, FACT_SSH_KEX, rows[i].kex);
		add_words(&facts, FACT_SSH_HOST_KEY_ALGORITHMS,
		          rows[i].algorithms);
		add_words(&facts, FACT_SSH_HOST_KEYS, rows[i].known);
		cr_expect(eq(int, ssh_opening_next(&opening, &facts),
		             rows[i].next),
		          "%zu", i);
		cr_expect(eq(int, opening.kex, rows[i].with), "%zu", i);
		cr_expect(eq(int, opening.key, rows[i].key), "%zu", i);
		facts_release(&facts);
	}
}

Test(ssh_opening, asks_for_each_key_once_though_it_does_not_come)
{
	struct ssh_opening opening = { .key = SSH_KEY_ANY };
	struct facts facts = { 0 };

	add_words(&facts, FACT_SSH_KEX, CURVE);
	add_words(&facts, FACT_SSH_HOST_KEY_ALGORITHMS,
	          "ssh-dss,ssh-rsa,ssh-ed25519");
	cr_assert(ssh_opening_next(&opening, &facts));
	cr_expect(eq(int, opening.key, SSH_KEY_ED25519));
	cr_assert(ssh_opening_next(&opening, &facts));
	cr_expect(eq(int, opening.key, SSH_KEY_RSA));
	cr_assert(ssh_opening_next(&opening, &facts));
	cr_expect(eq(int, opening.key, SSH_KEY_DSS));
	cr_expect(not(ssh_opening_next(&opening, &facts)));
	facts_release(&facts);
}
