// SPDX-License-Identifier: Apache-2.0
#include "probes/socket_error.h"

#include "targets/address.h"

#include <errno.h>
#include <time.h> /* linux/errqueue.h needs it, and does not say so */

#include <linux/errqueue.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

void socket_error_enable(int fd, int family)
{
	int on = 1;

	if (family == AF_INET)
		setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof(on));
	else
		setsockopt(fd, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof(on));
}

/* In network order, for either family. */
static in_port_t port_of(const struct sockaddr_storage *sockaddr)
{
	return sockaddr->ss_family == AF_INET6
	               ? ((const struct sockaddr_in6 *)sockaddr)->sin6_port
	               : ((const struct sockaddr_in *)sockaddr)->sin_port;
}

static bool is_sockaddr_of(const struct sockaddr_storage *sockaddr,
                           const struct question *question)
{
	struct sockaddr_storage wanted;
	struct address address;

	address_to_sockaddr(&question->address, question->port, &wanted);
	return address_from_sockaddr((const struct sockaddr *)sockaddr,
	                             &address) &&
	       address_equal(&address, &question->address) &&
	       port_of(sockaddr) == port_of(&wanted);
}

/* Was `cmsg` left by an ICMP error?  Then fill `*icmp` from it; `asked` is
 * where the probe went. */
static bool read_icmp(const struct cmsghdr *cmsg, const struct sockaddr *asked,
                      struct icmp_error *icmp)
{
	/* The kernel puts the address of the sender behind the error. */
	struct {
		struct sock_extended_err error;
		struct sockaddr_storage sender;
	} got = { 0 };
	size_t len = cmsg->cmsg_len - CMSG_LEN(0);
	struct address from, to;

	if (!(cmsg->cmsg_level == IPPROTO_IP &&
	      cmsg->cmsg_type == IP_RECVERR) &&
	    !(cmsg->cmsg_level == IPPROTO_IPV6 &&
	      cmsg->cmsg_type == IPV6_RECVERR))
		return false;
	memcpy(&got, CMSG_DATA(cmsg), len < sizeof(got) ? len : sizeof(got));
	if (got.error.ee_origin != SO_EE_ORIGIN_ICMP &&
	    got.error.ee_origin != SO_EE_ORIGIN_ICMP6)
		return false;
	icmp->version = got.error.ee_origin == SO_EE_ORIGIN_ICMP ? 4 : 6;
	icmp->type = got.error.ee_type;
	icmp->code = got.error.ee_code;
	icmp->from_target =
		address_from_sockaddr((struct sockaddr *)&got.sender, &from) &&
		address_from_sockaddr(asked, &to) && address_equal(&from, &to);
	return true;
}

bool socket_error_icmp(struct msghdr *message, struct icmp_error *icmp)
{
	for (struct cmsghdr *cmsg = CMSG_FIRSTHDR(message); cmsg != NULL;
	     cmsg = CMSG_NXTHDR(message, cmsg))
		if (read_icmp(cmsg, message->msg_name, icmp))
			return true;
	return false;
}

/* The oldest error of the socket's queue.  True: there was one; `*icmp` is
 * filled and `*asked` is where its probe went when it is an ICMP error, else
 * `asked->ss_family` is 0. */
static bool next_error(int fd, struct icmp_error *icmp,
                       struct sockaddr_storage *asked)
{
	union {
		struct cmsghdr align;
		char bytes[512];
	} control;
	struct msghdr message = { .msg_name = asked,
		                  .msg_namelen = sizeof(*asked),
		                  .msg_control = &control,
		                  .msg_controllen = sizeof(control) };

	if (recvmsg(fd, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
		return false;
	if (!socket_error_icmp(&message, icmp))
		asked->ss_family = 0;
	return true;
}

struct outcome socket_error_outcome(int fd, const struct question *question,
                                    int error)
{
	struct outcome outcome =
		outcome_from_network_errno(question->protocol, error);
	struct sockaddr_storage asked = { 0 };
	struct icmp_error icmp;

	/* Emptied, so that the socket's next question finds nothing of this
	 * one's; and what is still there of an earlier one is not for us. */
	while (next_error(fd, &icmp, &asked))
		if (is_sockaddr_of(&asked, question))
			outcome = outcome_from_icmp(question->protocol, &icmp);
	return outcome;
}

int socket_error_take(int fd)
{
	int error = 0;
	socklen_t len = sizeof(error);

	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) != 0)
		return errno;
	return error;
}
