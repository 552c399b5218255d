// SPDX-License-Identifier: Apache-2.0
#include "identify/http2.h"

enum {
	FRAME_HEADER = 9,
	SETTING = 6,
	SETTINGS_MAX = 32, /* there are about ten */
	/* By which gRPC's core offers binary metadata. */
	GRPC_ALLOW_TRUE_BINARY_METADATA = 0xfe03,
};

/* RFC 9113 6.5: the settings of the frame that it begins with, as far as they
 * are there; false when it begins with another. */
static bool read_settings(struct bytes said, struct bytes *settings)
{
	size_t len = bytes_number(said, 0, 3, BIG_ENDIAN_BYTES);

	if (said.len < FRAME_HEADER ||
	    !bytes_have(said, 3, "\x04\x00\x00\x00\x00\x00") ||
	    len % SETTING != 0 || len > (size_t)SETTING * SETTINGS_MAX)
		return false;
	*settings = bytes_first(bytes_from(said, FRAME_HEADER), len);
	return true;
}

static bool has_setting(struct bytes settings, uint32_t wanted)
{
	for (size_t at = 0; at + SETTING <= settings.len; at += SETTING)
		if (bytes_number(settings, at, 2, BIG_ENDIAN_BYTES) == wanted)
			return true;
	return false;
}

bool http2_recognise(struct bytes said, struct identity *who)
{
	struct bytes settings;

	if (!read_settings(said, &settings))
		return false;
	identity_set_name(who,
	                  has_setting(settings, GRPC_ALLOW_TRUE_BINARY_METADATA)
	                          ? "grpc"
	                          : "http");
	facts_add_string(&who->facts, FACT_APP_PROTOCOL, "HTTP/2");
	return true;
}
