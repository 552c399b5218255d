// SPDX-License-Identifier: Apache-2.0
#include "identify/http_challenge.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Of a token, and of a token68 (RFC 9110 5.6.2, 11.2). */
static bool is_token_sign(uint8_t c)
{
	return isalnum(c) || (c != '\0' && strchr("!#$%&'*+-.^_`|~/", c));
}

static struct bytes take_token(struct bytes *rest)
{
	struct bytes token = { rest->data, 0 };

	while (token.len < rest->len && is_token_sign(rest->data[token.len]))
		token.len++;
	*rest = bytes_from(*rest, token.len);
	return token;
}

static void skip(struct bytes *rest, const char *signs)
{
	size_t len = 0;

	while (len < rest->len && rest->data[len] != '\0' &&
	       strchr(signs, rest->data[len]) != NULL)
		len++;
	*rest = bytes_from(*rest, len);
}

/* Up to its quote, escapes as they are. */
static struct bytes take_quoted(struct bytes *rest)
{
	struct bytes value = bytes_from(*rest, 1);
	size_t len = 0;

	while (len < value.len && value.data[len] != '"')
		len += value.data[len] == '\\' ? 2 : 1;
	value = bytes_first(value, len);
	*rest = bytes_from(*rest, value.len + 2);
	return value;
}

/* name=value or name="value"; false, and `list` as it was, where a new
 * challenge begins. */
static bool take_parameter(struct bytes *list, struct bytes *name,
                           struct bytes *value)
{
	struct bytes rest = *list;

	skip(&rest, " \t,");
	*name = take_token(&rest);
	skip(&rest, " \t");
	if (name->len == 0 || !bytes_have(rest, 0, "="))
		return false;
	skip(&rest, "= \t");
	*value = bytes_have(rest, 0, "\"") ? take_quoted(&rest)
	                                   : take_token(&rest);
	*list = rest;
	return true;
}

static bool is_realm(struct bytes name)
{
	return name.len == 5 &&
	       strncasecmp((const char *)name.data, "realm", 5) == 0;
}

bool http_challenge_next(struct bytes *list, struct http_challenge *challenge)
{
	struct bytes name, value;

	skip(list, " \t,");
	*challenge = (struct http_challenge){ .scheme = take_token(list) };
	while (take_parameter(list, &name, &value))
		if (is_realm(name) && challenge->realm.len == 0)
			challenge->realm = value;
	return challenge->scheme.len > 0;
}
