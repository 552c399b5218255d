// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/speech.h"

#include <inttypes.h>
#include <stdio.h>

size_t speech_tcp(const struct packet *packet, const struct host *host,
                  enum port_manner manner, enum tcp_say say,
                  char text[ANSWER_TEXT_MAX])
{
	uint32_t mark = world_mark(host, packet->to_port, PROTOCOL_TCP);
	int len;

	if (say == SAY_BANNER)
		len = snprintf(text, ANSWER_TEXT_MAX,
		               "simnet %08" PRIx32 " ready on port %u\r\n",
		               mark, packet->to_port);
	else if (manner == MANNER_SPEAKS_FIRST)
		len = snprintf(text, ANSWER_TEXT_MAX,
		               "simnet %08" PRIx32 " understands nothing\r\n",
		               mark);
	else
		len = snprintf(text, ANSWER_TEXT_MAX,
		               "HTTP/1.1 200 OK\r\n"
		               "Server: simnet\r\n"
		               "Content-Type: text/plain\r\n"
		               "Content-Length: 9\r\n"
		               "Connection: close\r\n"
		               "\r\n"
		               "%08" PRIx32 "\n",
		               mark);
	return (size_t)len;
}

size_t speech_udp(const struct packet *packet, const struct host *host,
                  char text[ANSWER_TEXT_MAX])
{
	uint32_t mark = world_mark(host, packet->to_port, PROTOCOL_UDP);

	return (size_t)snprintf(text, ANSWER_TEXT_MAX, "simnet %08" PRIx32 "\n",
	                        mark);
}
