// SPDX-License-Identifier: Apache-2.0
#include "probes/payload_bytes.h"
#include "probes/recognise.h"

#include <ctype.h>

enum { HEADER = 12 };

/* Whether the message repeats the question of `asked`, letters' case aside. */
static bool repeats_question(struct bytes said, const struct payload *asked)
{
	return bytes_equal_at(said, HEADER,
	                      (const uint8_t *)asked->bytes + HEADER,
	                      asked->len - HEADER);
}

/*
 * RFC 1035 4.1.1: an answer to our id, to a plain query.  A server that could
 * not read the question sends the header alone.
 */
static bool is_answer(struct bytes said)
{
	enum { QR = 0x80, OPCODE = 0x78 };

	return said.len >= HEADER && bytes_have(said, 0, COOKIE_2) &&
	       (said.data[2] & (QR | OPCODE)) == QR;
}

static const char *name_of(struct bytes said)
{
	enum { RCODE = 0x0f };

	if (repeats_question(said, &payload_domain_udp) ||
	    repeats_question(said, &payload_domain_root))
		return "domain";
	if (repeats_question(said, &payload_mdns))
		return "mdns";
	/* RFC 1002 4.2.18: no question, one answer, of type NBSTAT. */
	if (bytes_have(said, 4, "\x00\x00\x00\x01") &&
	    bytes_have(said, HEADER,
	               "\x20"
	               "CKAAAA") &&
	    bytes_have(said, HEADER + 34, "\x00\x21\x00\x01"))
		return "netbios-ns";
	if (said.len == HEADER && (said.data[3] & RCODE) != 0)
		return "domain";
	return NULL;
}

/* The text of the first answer to version.bind; empty when there is none. */
static struct bytes version_text(struct bytes said)
{
	static const struct bytes none = { NULL, 0 };
	struct bytes answer = bytes_from(said, payload_domain_udp.len);
	struct bytes text;

	if (!repeats_question(said, &payload_domain_udp))
		return none;
	if (bytes_have(answer, 0, "\xc0\x0c")) /* 4.1.4: the name, again */
		answer = bytes_from(answer, 2);
	else
		answer = bytes_from(answer, sizeof("\7version\4bind"));
	if (!bytes_have(answer, 0, "\x00\x10\x00\x03"))
		return none;
	text = bytes_from(answer, 10);
	return bytes_first(bytes_from(text, 1),
	                   bytes_number(text, 0, 1, BIG_ENDIAN_BYTES));
}

/* "unbound 1.17.1" names a product, "9.18.33" a version, "none" nothing. */
static void set_version(struct bytes text, struct service *service)
{
	if (text.len == 0)
		return;
	if (isdigit(text.data[0])) {
		service_set_version(service, text);
		return;
	}
	service_set_product_and_version(service, text);
	if (service->version[0] == '\0')
		service_set_product(service, "");
}

bool recognise_domain(struct bytes said, struct service *service)
{
	const char *name;

	if (!is_answer(said))
		return false;
	name = name_of(said);
	if (name == NULL)
		return false;
	service_set_name(service, name);
	set_version(version_text(said), service);
	return true;
}
