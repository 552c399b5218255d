// SPDX-License-Identifier: Apache-2.0
#include "report/fold.h"

#include "base/count.h"
#include "tests/report/sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static struct finding on_host(uint32_t host, enum verdict_label label,
                              const char *hostname)
{
	struct finding finding = sample_finding(SAMPLE_SUSPECT);

	finding.address.lo = 0x0a000000 + host;
	finding.verdict.label = label;
	finding.hostname = hostname;
	return finding;
}

static const struct folded_host *find(const struct fold *fold, uint32_t host)
{
	for (const struct folded_host *at = fold->hosts; at != NULL;
	     at = at->next)
		if (at->address.lo == 0x0a000000 + host)
			return at;
	return NULL;
}

Test(fold, only_open_ports_without_a_service_on_suspect_hosts)
{
	struct finding finding = sample_finding(SAMPLE_SUSPECT);
	struct finding other = finding;

	cr_expect(fold_wants(&finding));
	other.suspect = false;
	cr_expect(not(fold_wants(&other)));
	other = finding;
	other.outcome.state = PORT_CLOSED;
	cr_expect(not(fold_wants(&other)));
	other = finding;
	other.service = sample_finding(SAMPLE_SSH).service;
	cr_expect(not(fold_wants(&other)));
}

Test(fold, each_host_is_counted_by_itself)
{
	const struct finding findings[] = {
		on_host(9, VERDICT_UNCONFIRMED, NULL),
		on_host(5, VERDICT_UNCONFIRMED, NULL),
		on_host(9, VERDICT_INVESTIGATE, "tar.example"),
		on_host(9, VERDICT_UNCONFIRMED, "tar.example"),
	};
	const struct folded_host *five, *nine;
	struct fold fold = { 0 };

	for (size_t i = 0; i < COUNT(findings); i++)
		cr_assert(fold_add(&fold, &findings[i]));
	five = find(&fold, 5);
	nine = find(&fold, 9);
	cr_assert(five != NULL && nine != NULL);
	cr_expect(eq(u32, five->ports, 1));
	cr_expect(eq(int, five->label, VERDICT_UNCONFIRMED));
	cr_expect(eq(ptr, five->hostname, NULL));
	cr_expect(eq(u32, nine->ports, 3));
	cr_expect(eq(int, nine->label, VERDICT_INVESTIGATE));
	cr_expect(eq(str, nine->hostname, "tar.example"));
	fold_release(&fold);
	cr_expect(eq(ptr, fold.hosts, NULL));
}
