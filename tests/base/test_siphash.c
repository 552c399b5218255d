// SPDX-License-Identifier: Apache-2.0
#include "base/siphash.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

/* Key and message are the bytes 0, 1, 2, ... as in the paper's appendix; the
 * values are what OpenSSL's SIPHASH makes of them. */
static const struct siphash_key counting = { UINT64_C(0x0706050403020100),
	                                     UINT64_C(0x0f0e0d0c0b0a0908) };
static const uint64_t message[] = { UINT64_C(0x0706050403020100),
	                            UINT64_C(0x0f0e0d0c0b0a0908),
	                            UINT64_C(0x1716151413121110) };
static const uint64_t known[] = {
	UINT64_C(0x726fdb47dd0e0e31),
	UINT64_C(0x93f5f5799a932462),
	UINT64_C(0x3f2acc7f57c29bdb),
	UINT64_C(0xb8ad50c6f649af94),
};

Test(siphash, gives_the_known_values)
{
	for (size_t i = 0; i < COUNT(known); i++)
		cr_expect(eq(u64, siphash(&counting, message, i), known[i]),
		          "%zu words", i);
}

Test(siphash, every_key_is_another)
{
	struct siphash_key a = siphash_key_random(), b = siphash_key_random();

	cr_expect(ne(u64, a.low, b.low));
	cr_expect(ne(u64, siphash(&a, message, 3), siphash(&b, message, 3)));
}
