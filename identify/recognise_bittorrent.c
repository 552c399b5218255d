// SPDX-License-Identifier: Apache-2.0
#include "identify/cookie.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

#include "base/count.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* BEP 3: a text behind its length in digits and a colon. */
static bool take_text(struct bytes *from, struct bytes *text)
{
	enum { DIGITS = 3 };
	struct bytes rest = *from, digits;
	size_t len = 0;

	if (!take_until(&rest, ':', &digits) || digits.len == 0 ||
	    digits.len > DIGITS)
		return false;
	for (size_t i = 0; i < digits.len; i++) {
		if (!isdigit(digits.data[i]))
			return false;
		len = len * 10 + (size_t)(digits.data[i] - '0');
	}
	if (!take_bytes(&rest, len, text))
		return false;
	*from = rest;
	return true;
}

/* BEP 5: two letters, and a version of two bytes in each client's own way. */
static void set_client(struct bytes client, struct identity *who)
{
	static const struct {
		const char *letters, *product;
	} clients[] = {
		{ "LT", "libtorrent" }, { "lt", "libTorrent (rTorrent)" },
		{ "UT", "uTorrent" },   { "TR", "Transmission" },
		{ "A2", "aria2" },
	};

	for (size_t i = 0; i < COUNT(clients); i++)
		if (bytes_equal_at(client, 0, clients[i].letters, 2))
			identity_set_product(who, clients[i].product);
}

/* BEP 5: what answers our query, which is named ps. */
static bool read_dht(struct bytes said, struct identity *who)
{
	struct bytes version, client;

	if (!bytes_have(said, 0, "d") || !bytes_contain(said, "1:rd2:id20:") ||
	    !bytes_contain(said, "1:t2:" COOKIE_2) ||
	    !bytes_contain(said, "1:y1:re"))
		return false;
	identity_set_name(who, "bittorrent-dht");
	if (bytes_after(said, "1:t2:" COOKIE_2 "1:v", &version) &&
	    take_text(&version, &client))
		set_client(client, who);
	return true;
}

/* BEP 15: connect, our transaction, and a connection's id. */
static bool read_tracker(struct bytes said, struct identity *who)
{
	enum { LENGTH = 16 };

	if (said.len != LENGTH ||
	    !bytes_have(said, 0, "\x00\x00\x00\x00" COOKIE_4))
		return false;
	identity_set_name(who, "bittorrent-tracker");
	return true;
}

bool recognise_bittorrent(const struct reply *reply, struct identity *who)
{
	return read_dht(reply->said, who) || read_tracker(reply->said, who);
}
