// SPDX-License-Identifier: Apache-2.0
#include "identify/ssh_opening.h"

#include "base/count.h"
#include "identify/cookie.h"

#include <assert.h>
#include <string.h>

enum { NAMES_MAX = 3 };

/* A way to exchange keys, by all of its names, and our public value in it.
 * What is behind that value is no secret: nobody goes on from there. */
struct kex_row {
	const char *names[NAMES_MAX];
	const void *value;
	size_t len;
};

#define VALUE(bytes) (bytes), sizeof(bytes) - 1

/* RFC 7748 5: any 32 bytes are a point on curve25519 or on its twist. */
#define CURVE25519 COOKIE_8 COOKIE_8 COOKIE_8 COOKIE_8

/* SEC 2, 2.4.2, 2.5.1 and 2.6.1: the base point, as are those that follow. */
#define NISTP256                                                               \
	"\x04"                                                                 \
	"\x6b\x17\xd1\xf2\xe1\x2c\x42\x47\xf8\xbc\xe6\xe5\x63\xa4\x40\xf2"     \
	"\x77\x03\x7d\x81\x2d\xeb\x33\xa0\xf4\xa1\x39\x45\xd8\x98\xc2\x96"     \
	"\x4f\xe3\x42\xe2\xfe\x1a\x7f\x9b\x8e\xe7\xeb\x4a\x7c\x0f\x9e\x16"     \
	"\x2b\xce\x33\x57\x6b\x31\x5e\xce\xcb\xb6\x40\x68\x37\xbf\x51\xf5"
#define NISTP384                                                               \
	"\x04"                                                                 \
	"\xaa\x87\xca\x22\xbe\x8b\x05\x37\x8e\xb1\xc7\x1e\xf3\x20\xad\x74"     \
	"\x6e\x1d\x3b\x62\x8b\xa7\x9b\x98\x59\xf7\x41\xe0\x82\x54\x2a\x38"     \
	"\x55\x02\xf2\x5d\xbf\x55\x29\x6c\x3a\x54\x5e\x38\x72\x76\x0a\xb7"     \
	"\x36\x17\xde\x4a\x96\x26\x2c\x6f\x5d\x9e\x98\xbf\x92\x92\xdc\x29"     \
	"\xf8\xf4\x1d\xbd\x28\x9a\x14\x7c\xe9\xda\x31\x13\xb5\xf0\xb8\xc0"     \
	"\x0a\x60\xb1\xce\x1d\x7e\x81\x9d\x7a\x43\x1d\x7c\x90\xea\x0e\x5f"
#define NISTP521                                                               \
	"\x04"                                                                 \
	"\x00\xc6\x85\x8e\x06\xb7\x04\x04\xe9\xcd\x9e\x3e\xcb\x66\x23\x95"     \
	"\xb4\x42\x9c\x64\x81\x39\x05\x3f\xb5\x21\xf8\x28\xaf\x60\x6b\x4d"     \
	"\x3d\xba\xa1\x4b\x5e\x77\xef\xe7\x59\x28\xfe\x1d\xc1\x27\xa2\xff"     \
	"\xa8\xde\x33\x48\xb3\xc1\x85\x6a\x42\x9b\xf9\x7e\x7e\x31\xc2\xe5"     \
	"\xbd\x66\x01\x18\x39\x29\x6a\x78\x9a\x3b\xc0\x04\x5c\x8a\x5f\xb4"     \
	"\x2c\x7d\x1b\xd9\x98\xf5\x44\x49\x57\x9b\x44\x68\x17\xaf\xbd\x17"     \
	"\x27\x3e\x66\x2c\x97\xee\x72\x99\x5e\xf4\x26\x40\xc5\x50\xb9\x01"     \
	"\x3f\xad\x07\x61\x35\x3c\x70\x86\xa2\x72\xc2\x40\x88\xbe\x94\x76"     \
	"\x9f\xd1\x66\x50"

/* RFC 2409 6.2, RFC 3526 3: below either prime, and a square modulo both, so
 * that whoever checks finds it in the group. */
#define MODP COOKIE_8 COOKIE_8 COOKIE_8 COOKIE_8 COOKIE_8 COOKIE_8 COOKIE_8

static const struct kex_row kexes[SSH_KEX_COUNT] = {
	[SSH_KEX_CURVE25519] = { { "curve25519-sha256",
	                           "curve25519-sha256@libssh.org" },
	                         VALUE(CURVE25519) },
	[SSH_KEX_NISTP256] = { { "ecdh-sha2-nistp256" }, VALUE(NISTP256) },
	[SSH_KEX_NISTP384] = { { "ecdh-sha2-nistp384" }, VALUE(NISTP384) },
	[SSH_KEX_NISTP521] = { { "ecdh-sha2-nistp521" }, VALUE(NISTP521) },
	[SSH_KEX_GROUP14_SHA256] = { { "diffie-hellman-group14-sha256" },
	                             VALUE(MODP) },
	[SSH_KEX_GROUP14_SHA1] = { { "diffie-hellman-group14-sha1" },
	                           VALUE(MODP) },
	[SSH_KEX_GROUP1] = { { "diffie-hellman-group1-sha1" }, VALUE(MODP) },
};

/* A kind of host key: what it is called, and the algorithms that it signs by
 * (RFC 8332 3). */
struct key_row {
	const char *name;
	const char *algorithms[NAMES_MAX];
};

static const struct key_row keys[SSH_KEY_COUNT] = {
	[SSH_KEY_ED25519] = { "ssh-ed25519", { "ssh-ed25519" } },
	[SSH_KEY_NISTP256] = { "ecdsa-sha2-nistp256",
	                       { "ecdsa-sha2-nistp256" } },
	[SSH_KEY_NISTP384] = { "ecdsa-sha2-nistp384",
	                       { "ecdsa-sha2-nistp384" } },
	[SSH_KEY_NISTP521] = { "ecdsa-sha2-nistp521",
	                       { "ecdsa-sha2-nistp521" } },
	[SSH_KEY_RSA] = { "ssh-rsa",
	                  { "rsa-sha2-512", "rsa-sha2-256", "ssh-rsa" } },
	[SSH_KEY_ED448] = { "ssh-ed448", { "ssh-ed448" } },
	[SSH_KEY_DSS] = { "ssh-dss", { "ssh-dss" } },
};

/* Nothing is ever encrypted: whatever the server may want will do. */
static const char ciphers[] = "aes128-ctr,aes192-ctr,aes256-ctr,"
			      "chacha20-poly1305@openssh.com,"
			      "aes128-gcm@openssh.com,aes256-gcm@openssh.com,"
			      "aes128-cbc,aes192-cbc,aes256-cbc,"
			      "3des-ctr,3des-cbc,blowfish-cbc,arcfour";
static const char macs[] =
	"hmac-sha2-256,hmac-sha2-512,"
	"hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,"
	"umac-64@openssh.com,umac-128@openssh.com,"
	"umac-64-etm@openssh.com,umac-128-etm@openssh.com,"
	"hmac-sha1,hmac-sha1-96,hmac-sha1-etm@openssh.com,hmac-md5";
static const char compressions[] = "none,zlib@openssh.com,zlib";

struct writer {
	uint8_t *out; /* SSH_OPENING_MAX bytes: the tables fit */
	size_t len;
};

static void put(struct writer *w, const void *bytes, size_t len)
{
	assert(len <= SSH_OPENING_MAX - w->len);
	memcpy(w->out + w->len, bytes, len);
	w->len += len;
}

static void put_byte(struct writer *w, uint8_t byte)
{
	put(w, &byte, 1);
}

static void set_number(struct writer *w, size_t at, size_t number)
{
	for (size_t i = 0; i < 4; i++)
		w->out[at + i] = (uint8_t)(number >> (24 - 8 * i));
}

/* RFC 4251 5: a length, whose place this returns, to be set later. */
static size_t put_length(struct writer *w)
{
	put(w, "\0\0\0", 4);
	return w->len - 4;
}

static void put_string(struct writer *w, const void *bytes, size_t len)
{
	set_number(w, put_length(w), len);
	put(w, bytes, len);
}

static void put_list(struct writer *w, const char *names)
{
	put_string(w, names, strlen(names));
}

/* Add the names of a row to the list whose length stands at `list`. */
static void put_names(struct writer *w, size_t list,
                      const char *const names[NAMES_MAX])
{
	for (size_t i = 0; i < NAMES_MAX && names[i] != NULL; i++) {
		if (w->len > list + 4)
			put_byte(w, ',');
		put(w, names[i], strlen(names[i]));
	}
	set_number(w, list, w->len - list - 4);
}

/* RFC 4253 6: its length, which end_packet() sets, and that of its padding. */
static size_t begin_packet(struct writer *w)
{
	size_t packet = put_length(w);

	put_byte(w, 0);
	return packet;
}

static void end_packet(struct writer *w, size_t packet)
{
	enum { BLOCK = 8, PADDING_MIN = 4 };
	size_t padding = BLOCK - (w->len - packet) % BLOCK;

	if (padding < PADDING_MIN)
		padding += BLOCK;
	w->out[packet + 4] = (uint8_t)padding;
	while (padding-- > 0)
		put_byte(w, 0);
	set_number(w, packet, w->len - packet - 4);
}

static void put_host_keys(struct writer *w, enum ssh_key key)
{
	size_t list = put_length(w);

	if (key != SSH_KEY_ANY) {
		put_names(w, list, keys[key].algorithms);
		return;
	}
	for (size_t i = SSH_KEY_ANY + 1; i < SSH_KEY_COUNT; i++)
		put_names(w, list, keys[i].algorithms);
}

static void put_both_ways(struct writer *w, const char *names)
{
	put_list(w, names);
	put_list(w, names);
}

/* RFC 4253 7.1 */
static void put_kexinit(struct writer *w, const struct ssh_opening *opening)
{
	enum { SSH_MSG_KEXINIT = 20 };
	size_t packet = begin_packet(w);

	put_byte(w, SSH_MSG_KEXINIT);
	put(w, COOKIE_8 COOKIE_8, 16);
	put_names(w, put_length(w), kexes[opening->kex].names);
	put_host_keys(w, opening->key);
	put_both_ways(w, ciphers);
	put_both_ways(w, macs);
	put_both_ways(w, compressions);
	put_both_ways(w, "");
	put_byte(w, 0); /* what follows is no guess: there is but one way */
	put(w, "\0\0\0", 4);
	end_packet(w, packet);
}

/* RFC 4253 8, RFC 5656 4: the same message, whose value is a string in one and
 * a positive number in the other. */
static void put_kex_init(struct writer *w, const struct kex_row *kex)
{
	enum { SSH_MSG_KEXDH_INIT = 30 };
	size_t packet = begin_packet(w);

	put_byte(w, SSH_MSG_KEXDH_INIT);
	put_string(w, kex->value, kex->len);
	end_packet(w, packet);
}

size_t ssh_opening_write(const struct ssh_opening *opening,
                         uint8_t out[SSH_OPENING_MAX])
{
	static const char line[] = "SSH-2.0-" COOKIE_8 "\r\n";
	struct writer w = { out, 0 };

	put(&w, line, strlen(line));
	put_kexinit(&w, opening);
	put_kex_init(&w, &kexes[opening->kex]);
	return w.len;
}

static bool any_is_listed(const struct facts *known, enum fact_key list,
                          const char *const names[NAMES_MAX])
{
	for (size_t i = 0; i < NAMES_MAX && names[i] != NULL; i++)
		if (facts_have(known, list, names[i]))
			return true;
	return false;
}

/* The first way that the server has; SSH_KEX_COUNT: it has none of ours. */
static enum ssh_kex shared_kex(const struct facts *known)
{
	enum ssh_kex kex = SSH_KEX_CURVE25519;

	while (kex < SSH_KEX_COUNT &&
	       !any_is_listed(known, FACT_SSH_KEX, kexes[kex].names))
		kex++;
	return kex;
}

/* "ssh-rsa SHA256:…" */
static bool is_known(const struct facts *known, const char *name)
{
	size_t len = strlen(name);
	struct fact fact;
	size_t at = 0;

	while (facts_next(known, &at, &fact))
		if (fact.key == FACT_SSH_HOST_KEYS &&
		    bytes_equal_at(fact.value, 0, name, len) &&
		    bytes_have(fact.value, len, " "))
			return true;
	return false;
}

/* A kind of key that is worth a connection; SSH_KEY_ANY: none is. */
static enum ssh_key missing_key(const struct facts *known, unsigned asked)
{
	for (enum ssh_key key = SSH_KEY_ANY + 1; key < SSH_KEY_COUNT; key++)
		if (!(asked & 1u << key) && !is_known(known, keys[key].name) &&
		    any_is_listed(known, FACT_SSH_HOST_KEY_ALGORITHMS,
		                  keys[key].algorithms))
			return key;
	return SSH_KEY_ANY;
}

bool ssh_opening_next(struct ssh_opening *opening, const struct facts *known)
{
	enum ssh_kex kex = shared_kex(known);
	enum ssh_key key = missing_key(known, opening->asked);

	if (kex == SSH_KEX_COUNT || key == SSH_KEY_ANY)
		return false;
	opening->kex = kex;
	opening->key = key;
	opening->asked |= 1u << key;
	return true;
}
