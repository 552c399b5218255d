// SPDX-License-Identifier: Apache-2.0
#include "targets/hostname.h"

#include <string.h>

enum { NAME_MAX_LEN = 253, LABEL_MAX_LEN = 63 };

static const char digits[] = "0123456789";
static const char hex_digits[] = "0123456789abcdefABCDEF";
static const char label_characters[] = "abcdefghijklmnopqrstuvwxyz"
				       "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "0123456789-_";

static bool is_number(const char *label, size_t len)
{
	if (strspn(label, digits) == len)
		return true;
	return len >= 2 && label[0] == '0' &&
	       (label[1] == 'x' || label[1] == 'X') &&
	       strspn(label + 2, hex_digits) == len - 2;
}

/* The length of the label; 0 when it is none, with `*wrong` where. */
static size_t read_label(const char *label, const char **wrong)
{
	size_t len = strspn(label, label_characters);

	*wrong = label;
	if (len == 0 || len > LABEL_MAX_LEN || label[0] == '-')
		return 0;
	*wrong = label + len;
	if (label[len] != '.' && label[len] != '\0')
		return 0;
	*wrong = label + len - 1;
	return label[len - 1] == '-' ? 0 : len;
}

bool hostname_is_valid(const char *name, size_t *error_at)
{
	const char *label = name;
	const char *wrong;
	size_t len = read_label(label, &wrong);

	while (len > 0 && label[len] == '.' && label[len + 1] != '\0') {
		label += len + 1;
		len = read_label(label, &wrong);
	}
	if (len > 0) {
		if ((size_t)(label - name) + len <= NAME_MAX_LEN &&
		    !is_number(label, len))
			return true;
		wrong = label;
	}
	*error_at = (size_t)(wrong - name);
	return false;
}
