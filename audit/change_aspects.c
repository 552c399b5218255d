// SPDX-License-Identifier: Apache-2.0
#include "audit/change_aspects.h"

#include "identify/in_tls.h"

#include <string.h>

const char *change_aspect_of(const struct sighting *sighting,
                             enum change_aspect aspect)
{
	const char *value = NULL;

	switch (aspect) {
	case ASPECT_SERVICE: value = sighting->service; break;
	case ASPECT_PRODUCT: value = sighting->product; break;
	case ASPECT_VERSION: value = sighting->version; break;
	case ASPECT_CERTIFICATE: value = sighting->certificate; break;
	case ASPECT_HOST_KEY: value = sighting->host_keys; break;
	}
	return value != NULL ? value : "";
}

/* One of "ssh-ed25519 SHA256:…, ssh-rsa SHA256:…". */
struct key {
	const char *at;
	size_t len;
	size_t algorithm_len;
};

/* The key that `*list` begins with, which moves behind it; false at the end. */
static bool next_key(const char **list, struct key *key)
{
	const char *end = strstr(*list, ", ");
	const char *blank;

	if (**list == '\0')
		return false;
	key->at = *list;
	key->len = end != NULL ? (size_t)(end - *list) : strlen(*list);
	blank = memchr(key->at, ' ', key->len);
	key->algorithm_len =
		blank != NULL ? (size_t)(blank - key->at) : key->len;
	*list += key->len + (end != NULL ? 2 : 0);
	return true;
}

static bool has_key(const char *list, const struct key *key)
{
	struct key other;

	while (next_key(&list, &other))
		if (other.len == key->len &&
		    memcmp(other.at, key->at, key->len) == 0)
			return true;
	return false;
}

static bool has_algorithm(const char *list, const struct key *key)
{
	struct key other;

	while (next_key(&list, &other))
		if (other.algorithm_len == key->algorithm_len &&
		    memcmp(other.at, key->at, key->algorithm_len) == 0)
			return true;
	return false;
}

/* Is there a key in `keys` that is not in `others`, which may be known to have
 * another of its algorithm? */
static bool has_other(const char *keys, const char *others, bool same_algorithm)
{
	struct key key;

	while (next_key(&keys, &key))
		if (!has_key(others, &key) &&
		    (!same_algorithm || has_algorithm(others, &key)))
			return true;
	return false;
}

/*
 * A key that is new makes another server.  One that is only missing may not
 * have been asked for, unless none of them is left.
 */
static void compare_keys(struct aspects *aspects, const char *before,
                         const char *after)
{
	if (has_other(after, before, false) || has_other(before, after, true))
		aspects->changed |= ASPECT_HOST_KEY;
	else if (has_other(before, after, false))
		aspects->unknown |= ASPECT_HOST_KEY;
}

/* A name that others may sound like: it contradicts nothing, as in
 * registry/verdict.c. */
static bool is_guess(const struct sighting *sighting)
{
	return sighting->why != NULL &&
	       strstr(sighting->why, "service-likely") != NULL;
}

/* TLS, and what is inside nobody knows. */
static bool is_opaque(const struct sighting *sighting)
{
	const char *service = change_aspect_of(sighting, ASPECT_SERVICE);

	return strcmp(service, "tls") == 0 || strcmp(service, "ssl") == 0;
}

static bool speaks_tls(const struct sighting *sighting)
{
	return *change_aspect_of(sighting, ASPECT_CERTIFICATE) != '\0' ||
	       name_outside_tls(change_aspect_of(sighting, ASPECT_SERVICE)) !=
	               NULL;
}

/* Both name a service, and not the same. */
static bool contradict(const struct sighting *before,
                       const struct sighting *after)
{
	return !is_guess(before) && !is_guess(after) &&
	       !(is_opaque(before) && speaks_tls(after)) &&
	       !(is_opaque(after) && speaks_tls(before));
}

struct aspects change_aspects(const struct sighting *before,
                              const struct sighting *after)
{
	struct aspects aspects = { 0, 0 };

	for (int i = 0; i < CHANGE_ASPECT_COUNT; i++) {
		enum change_aspect aspect = (enum change_aspect)(1 << i);
		const char *then = change_aspect_of(before, aspect);
		const char *now = change_aspect_of(after, aspect);

		if (strcmp(then, now) == 0)
			continue;
		if (*then == '\0' || *now == '\0' ||
		    (aspect == ASPECT_SERVICE && !contradict(before, after)))
			aspects.unknown |= aspect;
		else if (aspect == ASPECT_HOST_KEY)
			compare_keys(&aspects, then, now);
		else
			aspects.changed |= aspect;
	}
	return aspects;
}

void change_append_other_keys(struct text *text, const char *keys,
                              const char *others)
{
	const char *separator = "";
	struct key key;

	while (next_key(&keys, &key)) {
		if (has_key(others, &key))
			continue;
		text_append_string(text, separator);
		text_append(text, key.at, key.len);
		separator = ", ";
	}
}
