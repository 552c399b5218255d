// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_NMAP_SCRIPT_H
#define PORTSCAN_AUDIT_NMAP_SCRIPT_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

enum { NMAP_KEYS_MAX = 8, NMAP_KEY_SIZE = 128 };

/*
 * What nmap's scripts found out of one port that tells who answers: the SSH
 * host keys of ssh-hostkey, the certificate of ssl-cert.  Their fingerprints
 * are made here, for the scripts' own are of older kinds.
 */
struct nmap_script {
	enum nmap_script_kind {
		NMAP_SCRIPT_OTHER,
		NMAP_SCRIPT_HOST_KEY,
		NMAP_SCRIPT_CERTIFICATE,
	} kind;       /* of the script that is being read */
	bool in_elem; /* that matters */
	struct text elem;
	char keys[NMAP_KEYS_MAX][NMAP_KEY_SIZE]; /* "ssh-ed25519 SHA256:…" */
	size_t key_count;
	char certificate[65]; /* SHA-256, hexadecimal; "": none */
};

void nmap_script_init(struct nmap_script *script);
void nmap_script_release(struct nmap_script *script);

/* Another port: forget what was found out. */
void nmap_script_clear(struct nmap_script *script);

/* A <script id="">, an <elem key=""> in it, text, and the end of an <elem>. */
void nmap_script_begin(struct nmap_script *script, const char *id);
void nmap_script_begin_elem(struct nmap_script *script, const char *key);
void nmap_script_text(struct nmap_script *script, const char *bytes,
                      size_t len);
void nmap_script_end_elem(struct nmap_script *script);

/* Append the host keys, sorted, as a sighting has them. */
void nmap_script_append_keys(struct nmap_script *script, struct text *text);

#endif
