// SPDX-License-Identifier: Apache-2.0
#include "registry/software.h"

#include "registry/verdict.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Cut the next line off `rest`; "" at the end. */
static const char *next_line(char **rest)
{
	const char *line = strsep(rest, "\n");

	return line != NULL ? line : "";
}

/* What is found lies within the list, and a verdict takes it. */
static void try(const char *list, const char *service, const char *product)
{
	static const struct registry_entry https = { .name = "https",
		                                     .also = "www ipps" };
	struct respondent who = { .evidence = EVIDENCE_SERVICE,
		                  .service = service };
	struct software found = software_find(list, service, product);
	struct verdict verdict = verdict_of_open(&https, &who);
	struct text text;

	assert(found.len == 0 ||
	       (found.name >= list &&
	        found.name + found.len <= list + strlen(list)));
	text_init(&text);
	verdict = verdict_of_known_use(verdict, found);
	verdict_explain(&verdict, &https, service, &text);
	text_release(&text);
}

/* Three lines: the list, the service, the product. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1), *rest = copy;
	const char *list, *service;

	if (copy == NULL)
		return 0;
	memcpy(copy, data, size);
	copy[size] = '\0';
	list = next_line(&rest);
	service = next_line(&rest);
	try(list, service, next_line(&rest));
	free(copy);
	return 0;
}
