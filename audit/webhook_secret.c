// SPDX-License-Identifier: Apache-2.0
#include "audit/webhook_secret.h"

#include "base/read_file.h"
#include "report/escape.h"

#include <errno.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_SECRET = 4096 };

static void complain(struct text *problems, const char *path, const char *what)
{
	text_append_string(problems, "webhook secret ");
	escape_terminal(problems, path, strlen(path));
	text_printf(problems, ": %s\n", what);
}

static void drop_line_break(struct text *secret)
{
	if (secret->len > 0 && secret->data[secret->len - 1] == '\n')
		secret->data[--secret->len] = '\0';
	if (secret->len > 0 && secret->data[secret->len - 1] == '\r')
		secret->data[--secret->len] = '\0';
}

bool webhook_secret_read(const char *path, struct text *secret,
                         struct text *problems)
{
	int error = read_file(path, MAX_SECRET, secret);
	struct stat status;

	if (error == 0 && secret->failed)
		error = ENOMEM;
	if (error != 0) {
		complain(problems, path, strerror(error));
		return false;
	}
	drop_line_break(secret);
	if (secret->len == 0) {
		complain(problems, path, "empty");
		return false;
	}
	if (stat(path, &status) == 0 && (status.st_mode & S_IROTH) != 0)
		complain(problems, path,
		         "every user can read it; see chmod 600");
	return true;
}

void webhook_secret_sign(const struct text *secret, const char *timestamp,
                         const struct text *body, struct text *signature)
{
	unsigned char mac[EVP_MAX_MD_SIZE];
	unsigned mac_len = 0;
	struct text message;

	text_init(&message);
	text_printf(&message, "%s.", timestamp);
	text_append(&message, body->data, body->len);
	if (message.failed || HMAC(EVP_sha256(), secret->data, (int)secret->len,
	                           (const unsigned char *)message.data,
	                           message.len, mac, &mac_len) == NULL)
		signature->failed = true;
	text_append_string(signature, "sha256=");
	for (unsigned i = 0; i < mac_len; i++)
		text_printf(signature, "%02x", mac[i]);
	text_release(&message);
}
