// SPDX-License-Identifier: Apache-2.0
#include "scan/host_bits.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

/* All runs as "0-63 70-70". */
static void format_runs(const struct host_bits *bits, char *text, size_t size)
{
	struct host_run run;
	size_t len = 0;

	text[0] = '\0';
	for (uint64_t at = 0; host_bits_run(bits, at, &run); at = run.last + 1)
		len += (size_t)snprintf(text + len, size - len, "%s%u-%u",
		                        len > 0 ? " " : "", (unsigned)run.first,
		                        (unsigned)run.last);
}

static const struct {
	unsigned size;
	unsigned ranges[6]; /* pairs of first and last, ended by 0, 0 */
	const char *runs;
	const char *inverted;
} rows[] = {
	{ 1, { 0 }, "", "0-0" },
	{ 64, { 0 }, "", "0-63" },
	{ 65, { 1, 63 }, "1-63", "0-0 64-64" },
	{ 65, { 64, 64 }, "64-64", "0-63" },
	{ 128, { 1, 127 }, "1-127", "0-0" },
	{ 200,
	  { 3, 3, 60, 70, 199, 199 },
	  "3-3 60-70 199-199",
	  "0-2 4-59 71-198" },
	{ 320, { 64, 255 }, "64-255", "0-63 256-319" },
};

Test(host_bits, tells_what_is_set_in_runs)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct host_bits bits;
		uint64_t set = 0;
		char text[256];

		cr_assert(host_bits_init(&bits, rows[i].size));
		for (size_t j = 0; j < 6 && rows[i].ranges[j + 1] > 0; j += 2)
			for (unsigned place = rows[i].ranges[j];
			     place <= rows[i].ranges[j + 1]; place++, set++)
				host_bits_set(&bits, place);
		format_runs(&bits, text, sizeof(text));
		cr_expect(eq(str, text, (char *)rows[i].runs), "row %zu", i);
		cr_expect(eq(u64, host_bits_count(&bits), set), "row %zu", i);

		host_bits_invert(&bits);
		format_runs(&bits, text, sizeof(text));
		cr_expect(eq(str, text, (char *)rows[i].inverted), "row %zu",
		          i);
		cr_expect(eq(u64, host_bits_count(&bits), rows[i].size - set),
		          "row %zu", i);
		host_bits_release(&bits);
	}
}

Test(host_bits, a_run_counts_from_where_one_looks)
{
	struct host_bits bits;
	struct host_run run;

	cr_assert(host_bits_init(&bits, 100));
	for (uint64_t place = 10; place < 20; place++)
		host_bits_set(&bits, place);
	cr_assert(host_bits_run(&bits, 15, &run));
	cr_expect(eq(u64, run.first, 15));
	cr_expect(eq(u64, run.last, 19));
	cr_expect(not(host_bits_run(&bits, 20, &run)));
	host_bits_release(&bits);
}

Test(host_bits, setting_twice_is_setting_once)
{
	struct host_bits bits;

	cr_assert(host_bits_init(&bits, 70));
	host_bits_set(&bits, 69);
	host_bits_set(&bits, 69);
	cr_expect(host_bits_has(&bits, 69));
	cr_expect(not(host_bits_has(&bits, 68)));
	cr_expect(eq(u64, host_bits_count(&bits), 1));
	host_bits_release(&bits);
}

Test(host_bits, of_no_address_has_no_run)
{
	struct host_bits bits;
	struct host_run run;

	cr_assert(host_bits_init(&bits, 0));
	cr_expect(not(host_bits_run(&bits, 0, &run)));
	host_bits_invert(&bits);
	cr_expect(eq(u64, host_bits_count(&bits), 0));
	host_bits_release(&bits);
}
