// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/recognise.h"

#include <ctype.h>
#include <string.h>

/*
 * What a service says first.  `begins` must begin it and `says`, where there
 * is one, must occur behind it.
 */
struct opening {
	const char *service;
	const char *begins;
	const char *says;
};

static const struct opening openings[] = {
	{ "imap", "* OK ", NULL },      /* RFC 3501 7.1 */
	{ "imap", "* PREAUTH ", NULL }, /* RFC 3501 7.1.4 */
	{ "imap", "* BYE ", NULL },     /* RFC 3501 7.1.5 */
	{ "pop3", "+OK ", "POP3" },     /* RFC 1939 4 */
	{ "pop3", "+OK ", "Dovecot" },
	{ "nntp", "200 ", "NNTP" }, /* RFC 3977 5.1 */
	{ "nntp", "200 ", "InterNetNews" },
	{ "nntp", "201 ", "NNTP" },
	{ "nntp", "201 ", "InterNetNews" },
	{ "sieve", "\"IMPLEMENTATION\" ", NULL }, /* RFC 5804 1.7 */
	{ "rsync", "@RSYNCD: ", "\n" },
	{ "svn", "( success ( ", NULL },
	{ "mpd", "OK MPD ", NULL },
	{ "redis", "+PONG\r\n", NULL },
	{ "redis", "-NOAUTH Authentication required.", NULL },
	{ "redis", "-DENIED Redis is running in protected mode", NULL },
	{ "redis", "-ERR wrong number of arguments for 'get' command", NULL },
	{ "memcache", "VERSION ", "\r\n" },
	{ "zookeeper", "Zookeeper version: ", NULL },
	{ "zookeeper", "This ZooKeeper instance is not", NULL },
	{ "zookeeper", "srvr is not executed because", "whitelist" },
	{ "spamd", "SPAMD/", "PONG" },
	{ "distcc", "DONE00000001STAT", NULL },
	{ "beanstalkd", "OK ", "\ncurrent-jobs-urgent: " },
	{ "irc", "NOTICE AUTH :*** ", NULL },
	{ "irc", "ERROR :", NULL },
	{ "xmpp-client", "<?xml ", "jabber:client" },
	{ "xmpp-client", "<stream:stream ", "jabber:client" },
	{ "xmpp-server", "<?xml ", "jabber:server" },
	{ "xmpp-server", "<stream:stream ", "jabber:server" },
};

static const char *name_by_opening(struct bytes said)
{
	for (size_t i = 0; i < COUNT(openings); i++) {
		const struct opening *o = &openings[i];
		size_t len = strlen(o->begins);

		if (bytes_equal_at(said, 0, o->begins, len) &&
		    (o->says == NULL ||
		     bytes_contain(bytes_from(said, len), o->says)))
			return o->service;
	}
	return NULL;
}

/* Whether a line of the reply has the word behind its code, "220-". */
static bool reply_has_word(struct bytes reply, const char *word)
{
	do {
		if (bytes_contain_word(bytes_from(bytes_line(reply), 4), word))
			return true;
	} while (bytes_after(reply, "\n", &reply));
	return false;
}

/*
 * RFC 5321 4.2 and RFC 959 5.4 both greet with 220, and so do others: only
 * the name of the protocol or of a product, as a word by itself, tells.  A
 * host may be called ftp.example.org and serve mail.
 */
static const char *name_by_220(struct bytes said)
{
	bool mail =
		reply_has_word(said, "ESMTP") || reply_has_word(said, "SMTP");
	bool files = reply_has_word(said, "FTP") ||
	             reply_has_word(said, "vsFTPd") ||
	             reply_has_word(said, "ProFTPD") ||
	             reply_has_word(said, "Pure-FTPd") ||
	             reply_has_word(said, "FileZilla");

	if (!bytes_have(said, 0, "220") || mail == files)
		return NULL;
	return mail ? "smtp" : "ftp";
}

/* RFC 1459 2.3.1: ":server NOTICE " or ":server 451 ". */
static bool is_irc(struct bytes said)
{
	struct bytes command;

	if (!bytes_have(said, 0, ":") ||
	    !bytes_after(bytes_line(said), " ", &command))
		return false;
	return bytes_have(command, 0, "NOTICE ") ||
	       bytes_have(command, 0, "451 ") ||
	       bytes_have(command, 0, "PONG ");
}

/* RFC 1939 7: a time stamp to sign, "<process.clock@host>". */
static bool is_apop(struct bytes said)
{
	struct bytes stamp = bytes_line(said);

	return bytes_have(said, 0, "+OK ") && bytes_after(stamp, "<", &stamp) &&
	       bytes_after(stamp, "@", &stamp) && bytes_contain(stamp, ">");
}

/* RFC 1413 3.4: the ports we asked about, and what is known of them. */
static bool is_ident(struct bytes said)
{
	struct bytes line = bytes_line(said);

	return (bytes_have(line, 0, "1 , 1") || bytes_have(line, 0, "1, 1") ||
	        bytes_have(line, 0, "1,1")) &&
	       (bytes_contain(line, ": ERROR :") ||
	        bytes_contain(line, ":ERROR:") ||
	        bytes_contain(line, ": USERID :"));
}

/* git's protocol-common: a pkt-line, its length in hexadecimal, that refuses.
 */
static bool is_git(struct bytes said)
{
	for (size_t i = 0; i < 4; i++)
		if (i >= said.len || !isxdigit(said.data[i]))
			return false;
	return bytes_have(said, 4, "ERR ");
}

/* RFC 854 and 855: IAC, WILL to DONT, and an option below 50. */
static bool is_telnet(struct bytes said)
{
	enum { IAC = 255, WILL = 251, DONT = 254, OPTIONS = 50 };

	return said.len >= 3 && said.data[0] == IAC && said.data[1] >= WILL &&
	       said.data[1] <= DONT && said.data[2] < OPTIONS;
}

static const char *name_of_text(struct bytes said)
{
	const char *name = name_by_opening(said);

	if (name == NULL)
		name = name_by_220(said);
	if (name != NULL)
		return name;
	if (is_irc(said))
		return "irc";
	if (is_apop(said))
		return "pop3";
	if (is_ident(said))
		return "ident";
	if (is_git(said))
		return "git";
	if (is_telnet(said))
		return "telnet";
	return NULL;
}

/* A product by the words that announce it; its version may follow them. */
struct announcement {
	const char *service;
	const char *says;
	const char *product;
};

static const struct announcement announcements[] = {
	{ "smtp", "ESMTP Postfix", "Postfix" },
	{ "smtp", "ESMTP Exim", "Exim" },
	{ "smtp", "ESMTP Sendmail", "Sendmail" },
	{ "smtp", "ESMTP OpenSMTPD", "OpenSMTPD" },
	{ "smtp", "Microsoft ESMTP MAIL Service, Version:",
	  "Microsoft ESMTP MAIL Service" },
	{ "ftp", "vsFTPd", "vsFTPd" },
	{ "ftp", "ProFTPD", "ProFTPD" },
	{ "ftp", "Pure-FTPd", "Pure-FTPd" },
	{ "ftp", "FileZilla Server", "FileZilla Server" },
	{ "ftp", "Microsoft FTP Service", "Microsoft FTP Service" },
	{ "pop3", "Dovecot", "Dovecot" },
	{ "imap", "Dovecot", "Dovecot" },
	{ "imap", "Courier-IMAP", "Courier-IMAP" },
	{ "imap", "Cyrus IMAP", "Cyrus IMAP" },
	{ "nntp", "InterNetNews NNRP server INN", "INN" },
	{ "nntp", "InterNetNews server INN", "INN" },
	{ "sieve", "Dovecot Pigeonhole", "Dovecot Pigeonhole" },
	{ "zookeeper", "Zookeeper version:", "ZooKeeper" },
	{ "memcache", "VERSION", "memcached" },
	{ "beanstalkd", "\nversion:", "beanstalkd" },
};

/* "3.8.0-5a02a05" */
static void cut_build(char *version)
{
	version[strcspn(version, "-")] = '\0';
}

static void set_announced(struct bytes said, struct identity *who)
{
	for (size_t i = 0; i < COUNT(announcements); i++) {
		const struct announcement *a = &announcements[i];
		struct bytes rest;

		if (strcmp(who->service.name, a->service) != 0 ||
		    !bytes_after(said, a->says, &rest))
			continue;
		identity_set_product(who, a->product);
		identity_set_next_version(who, rest);
		if (strcmp(a->service, "zookeeper") == 0)
			cut_build(who->service.version);
		return;
	}
}

bool recognise_text(const struct reply *reply, struct identity *who)
{
	struct bytes said = reply->said;
	const char *name = name_of_text(said);

	if (name == NULL)
		return false;
	identity_set_name(who, name);
	set_announced(said, who);
	return true;
}
