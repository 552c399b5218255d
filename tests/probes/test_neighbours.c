// SPDX-License-Identifier: Apache-2.0
#include "probes/neighbours.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

/* What the kernel sends, put together piece by piece. */
struct dump {
	size_t len;
	union {
		struct nlmsghdr align;
		char bytes[4096];
	};
};

static struct nlmsghdr *begin(struct dump *dump, uint16_t type,
                              const void *body, size_t len)
{
	struct nlmsghdr *header = (struct nlmsghdr *)(dump->bytes + dump->len);

	header->nlmsg_type = type;
	header->nlmsg_len = (uint32_t)NLMSG_LENGTH(len);
	memcpy(NLMSG_DATA(header), body, len);
	dump->len += NLMSG_SPACE(len);
	return header;
}

static void attribute(struct dump *dump, struct nlmsghdr *header, uint16_t type,
                      const void *value, size_t len)
{
	struct rtattr *attribute = (struct rtattr *)(dump->bytes + dump->len);

	attribute->rta_type = type;
	attribute->rta_len = (uint16_t)RTA_LENGTH(len);
	memcpy(RTA_DATA(attribute), value, len);
	dump->len += RTA_SPACE(len);
	header->nlmsg_len += (uint32_t)RTA_SPACE(len);
}

static void neighbour(struct dump *dump, uint16_t state, const char *text,
                      bool has_link_address)
{
	struct address address;
	struct sockaddr_storage sockaddr;
	struct ndmsg entry = { .ndm_state = state };
	struct nlmsghdr *header;

	cr_assert(address_parse(text, &address));
	address_to_sockaddr(&address, 0, &sockaddr);
	entry.ndm_family = (uint8_t)sockaddr.ss_family;
	header = begin(dump, RTM_NEWNEIGH, &entry, sizeof(entry));
	if (address.version == 4)
		attribute(dump, header, NDA_DST,
		          &((struct sockaddr_in *)&sockaddr)->sin_addr, 4);
	else
		attribute(dump, header, NDA_DST,
		          &((struct sockaddr_in6 *)&sockaddr)->sin6_addr, 16);
	if (has_link_address)
		attribute(dump, header, NDA_LLADDR, "\2\0\0\0\0\1", 6);
}

/* The addresses told, one after the other. */
struct told {
	char text[512];
};

static void tell(void *arg, const struct address *address)
{
	struct told *told = arg;
	char text[ADDRESS_TEXT_MAX];

	strcat(strcat(told->text, address_format(address, text)), " ");
}

static const struct {
	const char *what;
	uint16_t state;
	const char *address;
	bool has_link_address;
	bool there;
} entries[] = {
	{ "answered just now", NUD_REACHABLE, "10.0.0.1", true, true },
	{ "answered a while ago", NUD_STALE, "10.0.0.1", true, true },
	{ "about to be asked", NUD_DELAY, "10.0.0.1", true, true },
	{ "being asked again", NUD_PROBE, "10.0.0.1", true, true },
	{ "set by hand", NUD_PERMANENT, "10.0.0.1", true, true },
	{ "of IPv6", NUD_REACHABLE, "2001:db8::1", true, true },
	{ "never answered", NUD_INCOMPLETE, "10.0.0.1", false, false },
	{ "does not answer any more", NUD_FAILED, "10.0.0.1", true, false },
	{ "of a link without addresses", NUD_NOARP, "10.0.0.1", true, false },
	{ "without the address", NUD_REACHABLE, "10.0.0.1", false, false },
};

Test(neighbours, those_with_a_link_address_are_there)
{
	for (size_t i = 0; i < COUNT(entries); i++) {
		struct dump dump = { 0 };
		struct told told = { "" }, expected = { "" };
		struct address address;
		int error = 0;

		neighbour(&dump, entries[i].state, entries[i].address,
		          entries[i].has_link_address);
		cr_expect(not(neighbours_parse(dump.bytes, dump.len, tell,
		                               &told, &error)));
		cr_assert(address_parse(entries[i].address, &address));
		if (entries[i].there)
			tell(&expected, &address);
		cr_expect(eq(str, told.text, expected.text), "%s",
		          entries[i].what);
	}
}

Test(neighbours, a_dump_is_read_to_its_end_and_not_beyond)
{
	struct dump dump = { 0 };
	struct told told = { "" };
	int error = 0;

	neighbour(&dump, NUD_REACHABLE, "10.0.0.1", true);
	neighbour(&dump, NUD_STALE, "2001:db8::2", true);
	begin(&dump, NLMSG_DONE, "\0\0\0\0", 4);
	neighbour(&dump, NUD_REACHABLE, "10.0.0.3", true);
	cr_expect(neighbours_parse(dump.bytes, dump.len, tell, &told, &error));
	cr_expect(eq(str, told.text, "10.0.0.1 2001:db8::2 "));
	cr_expect(eq(int, error, 0));
}

Test(neighbours, the_kernels_refusal_is_an_error)
{
	struct dump dump = { 0 };
	struct told told = { "" };
	struct nlmsgerr refusal = { .error = -EPERM };
	int error = 0;

	begin(&dump, NLMSG_ERROR, &refusal, sizeof(refusal));
	cr_expect(neighbours_parse(dump.bytes, dump.len, tell, &told, &error));
	cr_expect(eq(int, error, EPERM));
}

/* Cut off anywhere, nothing is read that is not there: the sanitizer watches.
 */
Test(neighbours, a_datagram_cut_short_is_harmless)
{
	struct dump dump = { 0 };

	neighbour(&dump, NUD_REACHABLE, "2001:db8::2", true);
	for (size_t len = 0; len < dump.len; len++) {
		struct told told = { "" };
		int error = 0;
		char *copy = malloc(len + 1);

		memcpy(copy, dump.bytes, len);
		cr_expect(
			not(neighbours_parse(copy, len, tell, &told, &error)));
		cr_expect(eq(str, told.text, ""), "%zu bytes", len);
		free(copy);
	}
}

static void count(void *arg, const struct address *address)
{
	unsigned *told = arg;

	cr_expect(address->version == 4 || address->version == 6);
	(*told)++;
}

Test(neighbours, this_machines_tables_can_be_read)
{
	unsigned told = 0;

	cr_expect(eq(int, neighbours_read(count, &told), 0));
}
