// SPDX-License-Identifier: Apache-2.0

/*
 * What ThreadSanitizer asks the programs it is linked to.  The first race
 * ends the program: one that is killed later, as scans of the tests are, would
 * never come to the end where it tells by its status that there was one.
 */
const char *__tsan_default_options(void);

const char *__tsan_default_options(void)
{
	return "halt_on_error=1";
}
