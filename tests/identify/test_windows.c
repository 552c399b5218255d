// SPDX-License-Identifier: Apache-2.0
#include "identify/windows.h"

#include "identify/service.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

Test(windows, releases_are_known_by_their_numbers)
{
	cr_expect(eq(str, (char *)windows_release(10, 0, 17763),
	             "Windows 10 1809 or Server 2019"));
	cr_expect(eq(str, (char *)windows_release(6, 1, 7601),
	             "Windows 7 SP1 or Server 2008 R2 SP1"));
	cr_expect(eq(str, (char *)windows_release(10, 0, 20348),
	             "Windows Server 2022"));
}

Test(windows, numbers_of_no_release_have_no_name)
{
	cr_expect(eq(ptr, (char *)windows_release(6, 1, 0), NULL));
	cr_expect(eq(ptr, (char *)windows_release(10, 1, 17763), NULL));
	cr_expect(eq(ptr, (char *)windows_release(6, 0, 17763), NULL));
	cr_expect(eq(ptr, (char *)windows_release(255, 255, 65535), NULL));
}

Test(windows, names_fit_a_service)
{
	struct service service;

	for (unsigned build = 0; build <= UINT16_MAX; build++) {
		const char *name = windows_release(10, 0, (uint16_t)build);

		cr_expect(name == NULL || strlen(name) < sizeof(service.os),
		          "%s", name);
	}
}
