// SPDX-License-Identifier: Apache-2.0
#include "audit/nmap_script.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Keys and certificates are far smaller. */
enum { ELEM_MAX = 65536 };

enum { DIGEST_SIZE = 32, TYPE_MAX = 64 };

void nmap_script_init(struct nmap_script *script)
{
	*script = (struct nmap_script){ .kind = NMAP_SCRIPT_OTHER };
	text_init(&script->elem);
}

void nmap_script_release(struct nmap_script *script)
{
	text_release(&script->elem);
}

void nmap_script_clear(struct nmap_script *script)
{
	script->kind = NMAP_SCRIPT_OTHER;
	script->in_elem = false;
	script->key_count = 0;
	script->certificate[0] = '\0';
}

void nmap_script_begin(struct nmap_script *script, const char *id)
{
	script->kind = NMAP_SCRIPT_OTHER;
	if (strcmp(id, "ssh-hostkey") == 0)
		script->kind = NMAP_SCRIPT_HOST_KEY;
	else if (strcmp(id, "ssl-cert") == 0)
		script->kind = NMAP_SCRIPT_CERTIFICATE;
}

/* The elem that holds what a script is read for. */
static const char *key_of(enum nmap_script_kind kind)
{
	switch (kind) {
	case NMAP_SCRIPT_HOST_KEY: return "key";
	case NMAP_SCRIPT_CERTIFICATE: return "pem";
	case NMAP_SCRIPT_OTHER: return NULL;
	}
	return NULL;
}

void nmap_script_begin_elem(struct nmap_script *script, const char *key)
{
	const char *wanted = key_of(script->kind);

	script->in_elem = wanted != NULL && strcmp(key, wanted) == 0;
	text_clear(&script->elem);
}

void nmap_script_text(struct nmap_script *script, const char *bytes, size_t len)
{
	if (!script->in_elem)
		return;
	if (script->elem.len + len > ELEM_MAX)
		script->in_elem = false;
	else
		text_append(&script->elem, bytes, len);
}

static bool digest(const void *bytes, size_t len, uint8_t sha256[DIGEST_SIZE])
{
	return EVP_Digest(bytes, len, sha256, NULL, EVP_sha256(), NULL) == 1;
}

/* The name that a public key begins with (RFC 4253 6.6); "" when it is none. */
static void read_type(const uint8_t *blob, size_t len, char type[TYPE_MAX])
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-@._";
	size_t type_len = 0;

	if (len > 4 && blob[0] == 0 && blob[1] == 0 && blob[2] == 0)
		type_len = blob[3];
	if (type_len >= TYPE_MAX || type_len > len - 4)
		type_len = 0;
	memcpy(type, blob + 4, type_len);
	type[type_len] = '\0';
	if (strspn(type, allowed) != type_len)
		type[0] = '\0';
}

static void add_key(struct nmap_script *script, const uint8_t *blob, size_t len)
{
	char *key = script->keys[script->key_count];
	uint8_t sha256[DIGEST_SIZE], base64[48];
	char type[TYPE_MAX];

	read_type(blob, len, type);
	if (type[0] == '\0' || !digest(blob, len, sha256))
		return;
	EVP_EncodeBlock(base64, sha256, DIGEST_SIZE);
	base64[43] = '\0'; /* in place of the padding */
	snprintf(key, NMAP_KEY_SIZE, "%s SHA256:%s", type,
	         (const char *)base64);
	script->key_count++;
}

/* EVP_DecodeBlock() counts the padding as zeros. */
static size_t padding_of(const struct text *base64)
{
	size_t padding = 0;

	while (padding < 2 && padding < base64->len &&
	       base64->data[base64->len - 1 - padding] == '=')
		padding++;
	return padding;
}

static void take_key(struct nmap_script *script)
{
	const struct text *base64 = &script->elem;
	uint8_t *blob;
	int len;

	if (script->key_count == NMAP_KEYS_MAX || base64->len == 0)
		return;
	blob = malloc(base64->len);
	if (blob == NULL)
		return;
	len = EVP_DecodeBlock(blob, (const uint8_t *)base64->data,
	                      (int)base64->len);
	if (len > 4)
		add_key(script, blob, (size_t)len - padding_of(base64));
	free(blob);
}

static void take_certificate(struct nmap_script *script)
{
	BIO *bio = BIO_new_mem_buf(script->elem.data, (int)script->elem.len);
	char *name = NULL, *header = NULL;
	uint8_t *der = NULL, sha256[DIGEST_SIZE];
	long len;

	if (bio != NULL && PEM_read_bio(bio, &name, &header, &der, &len) == 1 &&
	    strcmp(name, "CERTIFICATE") == 0 &&
	    digest(der, (size_t)len, sha256))
		for (size_t i = 0; i < DIGEST_SIZE; i++)
			snprintf(script->certificate + 2 * i, 3, "%02x",
			         sha256[i]);
	OPENSSL_free(name);
	OPENSSL_free(header);
	OPENSSL_free(der);
	BIO_free(bio);
}

void nmap_script_end_elem(struct nmap_script *script)
{
	if (!script->in_elem)
		return;
	script->in_elem = false;
	switch (script->kind) {
	case NMAP_SCRIPT_HOST_KEY: take_key(script); break;
	case NMAP_SCRIPT_CERTIFICATE: take_certificate(script); break;
	case NMAP_SCRIPT_OTHER: break;
	}
}

static int compare_keys(const void *a, const void *b)
{
	return strcmp(a, b);
}

void nmap_script_append_keys(struct nmap_script *script, struct text *text)
{
	qsort(script->keys, script->key_count, NMAP_KEY_SIZE, compare_keys);
	for (size_t i = 0; i < script->key_count; i++)
		text_printf(text, "%s%s", i > 0 ? ", " : "", script->keys[i]);
}
