// SPDX-License-Identifier: Apache-2.0
#include <stdlib.h>

/*
 * Criterion shares memory with the tests it runs, at an address that it draws
 * with rand_r(): 0x200000000000 and the low 22 bits of the draw times 2^24.
 * ThreadSanitizer needs nearly all of that range for itself and refuses, so
 * that no test runs.  From 0x550000000000 to the lowest address of a program,
 * 0x555555554000, it lets memory be: draw from there.
 */
enum { FIRST = 0x350000, LAST = 0x355000 };

int rand_r(unsigned int *seed)
{
	*seed = *seed * 69069U + 1U;
	return FIRST + (int)(*seed >> 8) % (LAST - FIRST);
}
