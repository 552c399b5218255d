// SPDX-License-Identifier: Apache-2.0
#include "identify/ssh_reply.h"

#include "base/count.h"
#include "corpus.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

/* What servers of Debian 12 said to openings; fingerprints by ssh-keygen -l. */
static const struct {
	const char *recording, *software, *comments;
	const char *host_key; /* NULL: none came */
	bool whole;
} recorded[] = {
	{ "openssh-ed25519", "OpenSSH_9.2p1", "Debian-2+deb12u10",
	  "ssh-ed25519 SHA256:+yzoS5cJbmVRAgmnIy28K53O0uSTcA6cY/7T+YHHBBI",
	  true },
	{ "openssh-ecdsa", "OpenSSH_9.2p1", "Debian-2+deb12u10",
	  "ecdsa-sha2-nistp256 "
	  "SHA256:KfR2gX5dfBm1Hit9C2ofClekfOBbfLupBzWszrXdclY",
	  true },
	{ "openssh-rsa", "OpenSSH_9.2p1", "Debian-2+deb12u10",
	  "ssh-rsa SHA256:zx6SXl7fTynGI2Bg+rUZKsMEII9xJ63S6IoRukPlF2A", true },
	{ "openssh-refuses-http", "OpenSSH_9.2p1", "Debian-2+deb12u10", NULL,
	  false },
	{ "dropbear-ed25519", "dropbear_2022.83", "",
	  "ssh-ed25519 SHA256:EVGHDVhJROm3M6cK6dmt0m+nJhRWt3M7QkO4X4Nvue4",
	  true },
	{ "dropbear-group14", "dropbear_2022.83", "",
	  "ssh-ed25519 SHA256:EVGHDVhJROm3M6cK6dmt0m+nJhRWt3M7QkO4X4Nvue4",
	  true },
	{ "tinyssh", "tinyssh_20230101-1", "rEj6pZmL",
	  "ssh-ed25519 SHA256:R5nr4hQa517gv4hEqBkMxGssSRIc5J9f2JI3MoAfhZ4",
	  true },
	{ "tinyssh-nothing-shared", "tinyssh_20230101-1", "RQ3hs35b", NULL,
	  false },
	{ "paramiko-nistp256", "paramiko_2.12.0", "",
	  "ecdsa-sha2-nistp256 "
	  "SHA256:A2Zo1ZHJNBkscjxFqk11yWvUoLmEt34l87UPf95yFJE",
	  true },
	{ "asyncssh", "AsyncSSH_2.10.1", "",
	  "ssh-ed25519 SHA256:+yzoS5cJbmVRAgmnIy28K53O0uSTcA6cY/7T+YHHBBI",
	  true },
	{ "twisted-rsa", "Twisted_22.4.0", "",
	  "ssh-rsa SHA256:dSH8skMw7smo+AInm9t6FLZsvTWUad8JG+3nWFC63mQ", true },
	{ "mod_sftp", "mod_sftp", "",
	  "ecdsa-sha2-nistp256 "
	  "SHA256:A2Zo1ZHJNBkscjxFqk11yWvUoLmEt34l87UPf95yFJE",
	  true },
	{ "mod_sftp-disconnects", "mod_sftp", "", NULL, true },
	{ "erlang", "Erlang/4.15.2", "",
	  "ecdsa-sha2-nistp256 "
	  "SHA256:A2Zo1ZHJNBkscjxFqk11yWvUoLmEt34l87UPf95yFJE",
	  true },
	{ "erlang-disconnects", "Erlang/4.15.2", "", NULL, true },
};

static void expect_text(struct bytes text, const char *wanted, const char *what)
{
	cr_expect(text.len == strlen(wanted) &&
	                  bytes_equal_at(text, 0, wanted, text.len),
	          "%s: %.*s", what, (int)text.len, (const char *)text.data);
}

static size_t count_facts(const struct facts *facts, enum fact_key key)
{
	struct fact fact;
	size_t at = 0, count = 0;

	while (facts_next(facts, &at, &fact))
		count += fact.key == key;
	return count;
}

Test(ssh_reply, reads_what_real_servers_say)
{
	for (size_t i = 0; i < COUNT(recorded); i++) {
		const char *name = recorded[i].recording;
		const char *key = recorded[i].host_key;
		struct facts facts = { 0 };
		struct recording recording;
		struct ssh_reply reply;

		cr_assert(ssh_reply_read(read_recording(name, &recording),
		                         &reply),
		          "%s", name);
		ssh_reply_describe(&reply, &facts);
		expect_text(reply.protocol, "2.0", name);
		expect_text(reply.software, recorded[i].software, name);
		expect_text(reply.comments, recorded[i].comments, name);
		cr_expect(eq(int, reply.whole, recorded[i].whole), "%s", name);
		cr_expect(eq(sz, count_facts(&facts, FACT_SSH_HOST_KEYS),
		             key != NULL),
		          "%s", name);
		cr_expect(key == NULL ||
		                  facts_have(&facts, FACT_SSH_HOST_KEYS, key),
		          "%s", name);
		facts_release(&facts);
	}
}

Test(ssh_reply, lists_are_those_of_the_server)
{
	static const struct {
		enum fact_key key;
		size_t count;
		const char *first, *last;
	} lists[] = {
		{ FACT_SSH_KEX, 9, "curve25519-sha256",
		  "kex-strict-s-v00@openssh.com" },
		{ FACT_SSH_HOST_KEY_ALGORITHMS, 4, "ssh-ed25519", "ssh-rsa" },
		{ FACT_SSH_CIPHERS, 3, "chacha20-poly1305@openssh.com",
		  "aes256-ctr" },
		{ FACT_SSH_MACS, 2, "hmac-sha1", "hmac-sha2-256" },
		{ FACT_SSH_COMPRESSION, 2, "zlib@openssh.com", "none" },
	};
	struct facts facts = { 0 };
	struct recording recording;
	struct ssh_reply reply;

	cr_assert(ssh_reply_read(read_recording("dropbear-ed25519", &recording),
	                         &reply));
	ssh_reply_describe(&reply, &facts);
	for (size_t i = 0; i < COUNT(lists); i++) {
		cr_expect(eq(sz, count_facts(&facts, lists[i].key),
		             lists[i].count),
		          "%zu", i);
		cr_expect(facts_have(&facts, lists[i].key, lists[i].first),
		          "%zu", i);
		cr_expect(facts_have(&facts, lists[i].key, lists[i].last),
		          "%zu", i);
	}
	facts_release(&facts);
}

Test(ssh_reply, connections_to_a_server_make_one_description)
{
	static const char *const names[] = { "openssh-ed25519", "openssh-ecdsa",
		                             "openssh-rsa", "openssh-ecdsa" };
	struct facts facts = { 0 };

	for (size_t i = 0; i < COUNT(names); i++) {
		struct recording recording;
		struct ssh_reply reply;

		cr_assert(ssh_reply_read(read_recording(names[i], &recording),
		                         &reply));
		ssh_reply_describe(&reply, &facts);
	}
	cr_expect(eq(sz, count_facts(&facts, FACT_SSH_HOST_KEYS), 3));
	cr_expect(eq(sz, count_facts(&facts, FACT_SSH_CIPHERS), 6));
	cr_expect(eq(sz, count_facts(&facts, FACT_SSH_PROTOCOL), 1));
	facts_release(&facts);
}

/* In a block of its own, where AddressSanitizer sees a read past the end. */
static struct ssh_reply read_cut(struct bytes said, size_t len,
                                 struct facts *facts)
{
	uint8_t *cut = malloc(len > 0 ? len : 1);
	struct ssh_reply reply;

	memcpy(cut, said.data, len);
	if (ssh_reply_read((struct bytes){ cut, len }, &reply))
		ssh_reply_describe(&reply, facts);
	free(cut);
	return reply;
}

Test(ssh_reply, cut_anywhere_tells_what_is_all_there)
{
	enum { LINE = 41, REPLY_END = 1369 };

	struct recording recording;
	struct bytes said = read_recording("openssh-ed25519", &recording);

	for (size_t len = 0; len <= said.len; len++) {
		struct facts facts = { 0 };
		struct ssh_reply reply = read_cut(said, len, &facts);
		size_t keys = count_facts(&facts, FACT_SSH_HOST_KEYS);

		cr_expect(eq(int, facts.len > 0, len >= LINE), "%zu", len);
		cr_expect(eq(int, keys > 0, reply.whole), "%zu", len);
		cr_expect(eq(int, reply.whole, len >= REPLY_END), "%zu", len);
		facts_release(&facts);
	}
}

#define SAID(literal)                                                          \
	{                                                                      \
		(const uint8_t *)(literal), sizeof(literal) - 1                \
	}

static const struct {
	struct bytes said;
	const char *protocol, *software, *comments;
	bool whole;
} lines[] = {
	{ SAID("SSH-2.0-OpenSSH_9.2p1\n"), "2.0", "OpenSSH_9.2p1", "", false },
	{ SAID("SSH-2.0-8.49 FlowSsh: Bitvise SSH Server\r\n"), "2.0", "8.49",
	  "FlowSsh: Bitvise SSH Server", false },
	{ SAID("SSH-1.99-Cisco-1.25\n"), "1.99", "Cisco-1.25", "", false },
	{ SAID("SSH-1.5-1.2.27\n"), "1.5", "1.2.27", "", true },
	{ SAID("SSH-2.0--\r\n"), "2.0", "-", "", false },
	{ SAID("SSH-2.0-\r\n"), "2.0", "", "", false },
	/* RFC 4253 4.2: what may come before it */
	{ SAID("Authorised users only\r\n\r\n\tplease\r\nSSH-2.0-x\r\n"), "2.0",
	  "x", "", false },
	{ SAID("Gr\xc3\xbc\xc3\x9f\x65\nSSH-2.0-x\n"), "2.0", "x", "", false },
};

Test(ssh_reply, reads_the_line_that_names_the_server)
{
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct ssh_reply reply;

		cr_assert(ssh_reply_read(lines[i].said, &reply), "%zu", i);
		expect_text(reply.protocol, lines[i].protocol, "protocol");
		expect_text(reply.software, lines[i].software, "software");
		expect_text(reply.comments, lines[i].comments, "comments");
		cr_expect(eq(int, reply.whole, lines[i].whole), "%zu", i);
	}
}

Test(ssh_reply, is_of_no_other_protocol)
{
	static const struct bytes others[] = {
		SAID(""),
		SAID("SSH-2.0-OpenSSH_9.2p1"), /* and perhaps more */
		SAID("SSH-2.0\r\n"),
		SAID("SSH-3.0-x\r\n"),
		SAID("SSH-\r\n"),
		SAID("x SSH-2.0-x\r\n"),
		SAID("a\x00\r\nSSH-2.0-x\r\n"),
		SAID("\x1b[2J\r\nSSH-2.0-x\r\n"),
		SAID("SSH-2.0-portscan\r\n"), /* an echo */
	};

	for (size_t i = 0; i < COUNT(others); i++) {
		struct ssh_reply reply;

		cr_expect(not(ssh_reply_read(others[i], &reply)), "%zu", i);
	}
}

/* Packets that lie. */
static const struct {
	struct bytes said;
	bool whole;
} packets[] = {
	/* longer than any, and than what is there */
	{ SAID("SSH-2.0-x\n\xff\xff\xff\xff\x04\x14"), false },
	{ SAID("SSH-2.0-x\n\x00\x00\x00\x0c\x04\x14"), false },
	/* nothing but padding, and more padding than packet */
	{ SAID("SSH-2.0-x\n\x00\x00\x00\x00"), false },
	{ SAID("SSH-2.0-x\n\x00\x00\x00\x02\x01\x14"), false },
	{ SAID("SSH-2.0-x\n\x00\x00\x00\x03\xff\x14\x00"), false },
	/* a KEXINIT without lists, and one whose first is too long */
	{ SAID("SSH-2.0-x\n\x00\x00\x00\x03\x01\x14\x00"), true },
	{ SAID("SSH-2.0-x\n\x00\x00\x00\x17\x01\x14"
	       "0123456789abcdef\xff\xff\xff\xff\x00"),
	  true },
	/* IGNORE, then DISCONNECT */
	{ SAID("SSH-2.0-x\n\x00\x00\x00\x03\x01\x02\x00"), false },
	{ SAID("SSH-2.0-x\n\x00\x00\x00\x03\x01\x02\x00"
	       "\x00\x00\x00\x03\x01\x01\x00"),
	  true },
	/* a reply without a key, with a cut one, with one of no type */
	{ SAID("SSH-2.0-x\n\x00\x00\x00\x03\x01\x1f\x00"), true },
	{ SAID("SSH-2.0-x\n\x00\x00\x00\x07\x01\x1f\x00\x00\x00\x09\x00"),
	  true },
	{ SAID("SSH-2.0-x\n\x00\x00\x00\x0b\x01\x1f\x00\x00\x00\x04"
	       "\x00\x00\x00\x00\x00"),
	  true },
	{ SAID("SSH-2.0-x\n\x00\x00\x00\x0c\x01\x1f\x00\x00\x00\x05"
	       "\x00\x00\x00\x01 \x00"),
	  true },
};

Test(ssh_reply, packets_that_lie_tell_nothing)
{
	for (size_t i = 0; i < COUNT(packets); i++) {
		struct facts facts = { 0 };
		struct ssh_reply reply;

		cr_assert(ssh_reply_read(packets[i].said, &reply), "%zu", i);
		ssh_reply_describe(&reply, &facts);
		cr_expect(eq(int, reply.whole, packets[i].whole), "%zu", i);
		cr_expect(eq(sz, count_facts(&facts, FACT_SSH_KEX), 0), "%zu",
		          i);
		cr_expect(eq(sz, count_facts(&facts, FACT_SSH_HOST_KEYS), 0),
		          "%zu", i);
		facts_release(&facts);
	}
}

/* A KEXINIT whose every list is one name again and again. */
static size_t write_kexinit(uint8_t *out, const char *name, size_t times)
{
	size_t list = (strlen(name) + 1) * times - 1;
	size_t packet = 2 + 16 + SSH_LIST_COUNT * (4 + list) + 5;
	uint8_t *at = out + sprintf((char *)out, "SSH-2.0-x\n");

	*at++ = (uint8_t)(packet >> 24);
	*at++ = (uint8_t)(packet >> 16);
	*at++ = (uint8_t)(packet >> 8);
	*at++ = (uint8_t)packet;
	*at++ = 0; /* no padding */
	*at++ = 20;
	at += 16;
	for (size_t i = 0; i < SSH_LIST_COUNT; i++) {
		*at++ = 0;
		*at++ = (uint8_t)(list >> 16);
		*at++ = (uint8_t)(list >> 8);
		*at++ = (uint8_t)list;
		for (size_t j = 0; j < times; j++)
			at += sprintf((char *)at, "%s%s", j > 0 ? "," : "",
			              name);
	}
	return (size_t)(at + 5 - out);
}

Test(ssh_reply, endless_lists_leave_room_for_host_keys)
{
	static const char longest[] = "name-of-64-bytes-name-of-64-bytes-name-"
				      "of-64-bytes-name-of-64-by";
	uint8_t *said = calloc(1, 65536);
	struct facts facts = { 0 };
	struct ssh_reply reply;
	size_t len = write_kexinit(said, longest, 50);

	cr_assert(ssh_reply_read((struct bytes){ said, len }, &reply));
	ssh_reply_describe(&reply, &facts);
	cr_expect(eq(sz, count_facts(&facts, FACT_SSH_COMPRESSION), 40));
	cr_expect(lt(sz, facts.len, FACTS_MAX - 1024));
	facts_release(&facts);
	free(said);
}

Test(ssh_reply, packet_longer_than_any_is_not_read)
{
	uint8_t *said = calloc(1, 65536);
	struct ssh_reply reply;
	size_t len = write_kexinit(said, "name-of-9", 360);

	cr_assert(ssh_reply_read((struct bytes){ said, len }, &reply));
	cr_expect(eq(sz, reply.lists[SSH_LIST_KEX].len, 0));
	free(said);
}

Test(ssh_reply, names_that_are_none_are_left_out)
{
	static const char *const names[] = {
		",,",
		"a b",
		"a\x7f",
		"name-of-65-bytes-name-of-65-bytes-name-of-65-bytes-name-of-65-"
		"byt",
	};

	for (size_t i = 0; i < COUNT(names); i++) {
		uint8_t said[4096] = { 0 };
		struct facts facts = { 0 };
		struct ssh_reply reply;
		size_t len = write_kexinit(said, names[i], 2);

		cr_assert(ssh_reply_read((struct bytes){ said, len }, &reply));
		ssh_reply_describe(&reply, &facts);
		cr_expect(gt(sz, reply.lists[SSH_LIST_KEX].len, 0), "%zu", i);
		cr_expect(eq(sz, count_facts(&facts, FACT_SSH_KEX), 0), "%zu",
		          i);
		facts_release(&facts);
	}
}
