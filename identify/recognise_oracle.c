// SPDX-License-Identifier: Apache-2.0
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Oracle Net Services: packets of a length, a checksum that nobody fills, a
 * type, and what comes with it. */
enum { ACCEPT = 2, REFUSE = 4, REDIRECT = 5, RESEND = 11, HEADER = 8 };

static bool is_packet(struct bytes said)
{
	return said.len >= HEADER && bytes_have(said, 2, "\x00\x00") &&
	       bytes_have(said, 5, "\x00\x00\x00") &&
	       bytes_number(said, 0, 2, BIG_ENDIAN_BYTES) >= HEADER &&
	       bytes_number(said, 0, 2, BIG_ENDIAN_BYTES) <= said.len;
}

/* "(DESCRIPTION=(TMP=)(VSNNUM=186647552)(ERR=1189)…": five numbers of 8, 4, 8,
 * 4 and 8 bits, 11.2.0.4.0. */
static bool read_number(struct bytes said, struct identity *who)
{
	struct bytes number;
	unsigned long version;
	char text[24];

	if (!bytes_after(said, "(VSNNUM=", &number) ||
	    !bytes_until(number, ')', &number))
		return false;
	copy_printable(text, sizeof(text), number);
	version = strtoul(text, NULL, 10);
	if (version >> 24 == 0 || version > UINT32_MAX)
		return true;
	snprintf(text, sizeof(text), "%lu.%lu.%lu.%lu.%lu", version >> 24,
	         version >> 20 & 0xf, version >> 12 & 0xff, version >> 8 & 0xf,
	         version & 0xff);
	identity_set_version(who,
	                     (struct bytes){ (uint8_t *)text, strlen(text) });
	return true;
}

/* "TNSLSNR for Linux: Version 19.0.0.0.0 - Production" */
static bool read_banner(struct bytes said, struct identity *who)
{
	struct bytes rest, os, version;

	if (!bytes_after(said, "TNSLSNR for ", &rest) ||
	    !take_until(&rest, ':', &os) ||
	    !bytes_after(rest, "Version", &rest) || !bytes_have(rest, 0, " ") ||
	    !take_skip(&rest, 1) || !take_until(&rest, ' ', &version))
		return false;
	copy_printable(who->service.os, sizeof(who->service.os), os);
	identity_set_version(who, version);
	return true;
}

bool recognise_oracle(const struct reply *reply, struct identity *who)
{
	struct bytes said = reply->said;
	bool known = false;

	if (!is_packet(said))
		return false;
	switch (said.data[4]) {
	case ACCEPT: known = read_banner(said, who); break;
	case REFUSE: known = read_number(said, who); break;
	case REDIRECT: known = bytes_contain(said, "(ADDRESS="); break;
	case RESEND: known = said.len == HEADER; break;
	default: break;
	}
	if (!known)
		return false;
	identity_set_name(who, "oracle-tns");
	identity_set_product(who, "Oracle TNS listener");
	return true;
}
