// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_FACTS_H
#define PORTSCAN_IDENTIFY_FACTS_H

#include "identify/bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What else a service told of itself, in the order it was learned: its TLS, its
 * host keys, the title of its page.  A fact is a key of the table in facts.c
 * and a value; several of one key are a list.
 *
 * Bounded: values are cut at FACT_VALUE_MAX bytes, and what comes after
 * FACTS_MAX bytes in all is dropped.  Values hold what remote hosts chose, so
 * writers escape them.  Out of memory facts are dropped as well.
 */
enum {
	FACT_VALUE_MAX = 512,
	FACTS_MAX = 16384,
};

enum fact_key {
	FACT_TLS_VERSION,  /* "TLSv1.3": spoken in the handshake */
	FACT_TLS_OFFERED,  /* list: each version that the server accepts */
	FACT_TLS_CIPHER,   /* "TLS_AES_256_GCM_SHA384" */
	FACT_TLS_ALPN,     /* "h2" */
	FACT_TLS_STARTTLS, /* flag: within a plain connection */
	FACT_TLS_SUBJECT,  /* "CN=zoo.test, O=Zoo"; of the leaf, as are
	                    * those that follow */
	FACT_TLS_ISSUER,
	FACT_TLS_NAMES,      /* list: subject alternative names, "DNS:…" */
	FACT_TLS_NOT_BEFORE, /* RFC 3339, UTC */
	FACT_TLS_NOT_AFTER,
	FACT_TLS_VALIDITY,     /* "valid", "expired", "not-yet" when seen */
	FACT_TLS_KEY,          /* "RSA 2048", "EC prime256v1" */
	FACT_TLS_SIGNATURE,    /* "RSA-SHA256" */
	FACT_TLS_SERIAL,       /* hexadecimal */
	FACT_TLS_SHA256,       /* fingerprint of the leaf, hexadecimal */
	FACT_TLS_CHAIN,        /* number: certificates sent */
	FACT_TLS_SELF_SIGNED,  /* flag */
	FACT_TLS_NAME_MATCHES, /* flag: the leaf is for the name that was asked;
	                        * unknown where none was */
	FACT_TLS_CLIENT_CERT,  /* flag: the server asks for one */
	FACT_TLS_ALERT,        /* "handshake failure": why there is no more */

	FACT_SSH_PROTOCOL, /* "2.0" */
	FACT_SSH_SOFTWARE, /* "OpenSSH_9.2p1" */
	FACT_SSH_COMMENTS, /* "Debian-2+deb12u10" */
	FACT_SSH_KEX,      /* list, as are those that follow */
	FACT_SSH_HOST_KEY_ALGORITHMS,
	FACT_SSH_CIPHERS, /* server to client */
	FACT_SSH_MACS,
	FACT_SSH_COMPRESSION,
	FACT_SSH_HOST_KEYS, /* "ssh-ed25519 SHA256:…", as ssh-keygen -l does */

	FACT_HTTP_STATUS, /* number */
	FACT_HTTP_SERVER,
	FACT_HTTP_TITLE,
	FACT_HTTP_LOCATION,
	FACT_HTTP_REALM, /* that it wants a login for */
	FACT_HTTP_AUTH,  /* list: "Basic", "Digest", … */
	FACT_HTTP_POWERED_BY,
	FACT_HTTP_GENERATOR,
	FACT_HTTP_CONTENT_TYPE,
	FACT_HTTP_FAVICON,  /* MurmurHash3 of its base64, as search engines of
	                     * such things count: a number, perhaps negative */
	FACT_HTTP_SECURITY, /* list: security header fields that are there */

	FACT_SMB_DIALECT, /* "3.1.1" */
	FACT_SMB_SIGNING, /* "required", "enabled" */
	FACT_SMB_GUID,
	FACT_SMB_COMPUTER,
	FACT_SMB_DOMAIN,
	FACT_SMB_BUILD,     /* "10.0.17763" */
	FACT_NETBIOS_NAMES, /* list: "ZOO<00>" */

	FACT_RDP_SECURITY, /* list: "tls", "credssp", "rdp" */

	FACT_LDAP_CONTEXTS, /* list */
	FACT_LDAP_VENDOR,
	FACT_LDAP_VERSIONS, /* list */

	FACT_KERBEROS_REALM,
	FACT_KERBEROS_TIME, /* "20261125034615Z" */

	FACT_DNS_VERSION,   /* version.bind */
	FACT_DNS_ID,        /* id.server or hostname.bind */
	FACT_DNS_RECURSION, /* flag */

	FACT_SNMP_DESCRIPTION, /* sysDescr.0 */
	FACT_SNMP_NAME,        /* sysName.0 */
	FACT_SNMP_VERSIONS,    /* list: "v1", "v2c", "v3" */
	FACT_SNMP_ENGINE,      /* hexadecimal */
	FACT_SNMP_ENTERPRISE,  /* number */
	FACT_SNMP_BOOTS,       /* number: how often its engine was started */

	FACT_NTP_VERSION, /* number */
	FACT_NTP_STRATUM, /* number */
	FACT_NTP_REFERENCE,

	FACT_SQL_PROTOCOL, /* number */
	FACT_SQL_AUTH,     /* list */
	FACT_SQL_TLS,      /* flag: offers it */

	FACT_DEVICE_VENDOR,
	FACT_DEVICE_MODEL,
	FACT_DEVICE_FIRMWARE,
	FACT_DEVICE_SERIAL,

	FACT_APP_PROTOCOL, /* whatever else has a version of its protocol */
	FACT_APP_DETAIL,   /* list: "key: value" */

	/* struct service, where an identity is kept as facts alone. */
	FACT_SERVICE_NAME,
	FACT_SERVICE_PRODUCT,
	FACT_SERVICE_VERSION,
	FACT_SERVICE_EXTRA,
	FACT_SERVICE_HOSTNAME,
	FACT_SERVICE_OS,
	FACT_SERVICE_DEVICE,
	FACT_SERVICE_CPE, /* list */
	FACT_SERVICE_TLS, /* flag */
	FACT_SERVICE_VIA,
	FACT_SERVICE_CONFIDENCE,
};

enum { FACT_KEY_COUNT = FACT_SERVICE_CONFIDENCE + 1 };

enum fact_kind {
	FACT_TEXT,
	FACT_NUMBER, /* decimal, perhaps with a sign */
	FACT_FLAG,   /* "true", "false" */
	FACT_LIST,   /* of texts; every other kind is there once at most */
};

struct fact_row {
	const char *group; /* "tls", "ssh": an object of the record */
	const char *name;  /* "version": a member of it */
	enum fact_kind kind;
};

/* Rows of one group stand together. */
const struct fact_row *fact_row(enum fact_key key);

struct facts {
	uint8_t *bytes; /* encoded; NULL while empty */
	size_t len;
};

void facts_release(struct facts *facts);

/* Add a fact; where the key is no list and known already, the new one is
 * dropped: the first observation stands. */
void facts_add(struct facts *facts, enum fact_key key, struct bytes value);
void facts_add_string(struct facts *facts, enum fact_key key,
                      const char *value);
void facts_add_number(struct facts *facts, enum fact_key key, int64_t value);
void facts_add_flag(struct facts *facts, enum fact_key key, bool value);

/* Add all of `from` that is not there yet. */
void facts_join(struct facts *facts, const struct facts *from);

struct fact {
	enum fact_key key;
	struct bytes value; /* not owned */
};

/* The fact at `*at`, from 0, which is moved behind it; false at the end. */
bool facts_next(const struct facts *facts, size_t *at, struct fact *fact);

/* The first value of `key`; false when it is unknown. */
bool facts_get(const struct facts *facts, enum fact_key key,
               struct bytes *value);

/* Whether `key` has this value among its values. */
bool facts_have(const struct facts *facts, enum fact_key key,
                const char *value);

/* Take over bytes that were facts->bytes once, as read from a file.  False,
 * and `facts` empty, when they are not. */
bool facts_decode(struct facts *facts, const uint8_t *bytes, size_t len);

#endif
