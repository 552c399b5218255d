// SPDX-License-Identifier: Apache-2.0
#include "scan/checkpoint_identity.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static struct checkpoint_identity there, here;
static struct text text;

static void fill(struct checkpoint_identity *identity)
{
	checkpoint_identity_init(identity);
	for (int i = 0; i < CHECKPOINT_ITEM_COUNT; i++)
		checkpoint_identity_set(identity, (enum checkpoint_item)i,
		                        "same");
}

static void init(void)
{
	fill(&there);
	fill(&here);
	text_init(&text);
}

static void release(void)
{
	checkpoint_identity_release(&there);
	checkpoint_identity_release(&here);
	text_release(&text);
}

TestSuite(checkpoint_identity, .init = init, .fini = release);

Test(checkpoint_identity, what_is_equal_does_not_differ)
{
	cr_expect(not(checkpoint_identity_differs(&there, &here, &text)));
	cr_expect(eq(str, text.data, ""));
}

Test(checkpoint_identity, every_item_counts)
{
	for (int i = 0; i < CHECKPOINT_ITEM_COUNT; i++) {
		enum checkpoint_item item = (enum checkpoint_item)i;

		checkpoint_identity_set(&here, item, "other");
		cr_expect(checkpoint_identity_differs(&there, &here, &text),
		          "%s", checkpoint_item_name(item));
		checkpoint_identity_set(&here, item, "same");
	}
}

Test(checkpoint_identity, difference_is_told_with_both_values)
{
	checkpoint_identity_set(&there, CHECKPOINT_TCP, "22,80");
	checkpoint_identity_set(&here, CHECKPOINT_TCP, "22");
	cr_expect(checkpoint_identity_differs(&there, &here, &text));
	cr_expect(eq(str, text.data, "TCP ports differ: 22,80 there, 22 here"));
}

Test(checkpoint_identity, list_that_can_be_read_is_shown)
{
	struct text list;

	text_init(&list);
	checkpoint_identity_set_list(&here, CHECKPOINT_UDP, &list, 0, "ports");
	cr_expect(eq(str, here.of[CHECKPOINT_UDP].data, "none"));
	text_append_string(&list, "53,161");
	checkpoint_identity_set_list(&here, CHECKPOINT_UDP, &list, 2, "ports");
	cr_expect(eq(str, here.of[CHECKPOINT_UDP].data, "53,161"));
	text_release(&list);
}

Test(checkpoint_identity, long_list_is_told_by_its_digest)
{
	struct text list;
	char *first;

	text_init(&list);
	for (int i = 0; i < 200; i++)
		text_printf(&list, "%d,", 1000 + 2 * i);
	checkpoint_identity_set_list(&here, CHECKPOINT_TCP, &list, 200,
	                             "ports");
	first = strdup(here.of[CHECKPOINT_TCP].data);
	cr_expect(eq(ptr, strstr(first, "200 ports (SHA-256 "), first));
	list.data[0]++;
	checkpoint_identity_set_list(&here, CHECKPOINT_TCP, &list, 200,
	                             "ports");
	cr_expect(ne(str, here.of[CHECKPOINT_TCP].data, first));
	free(first);
	text_release(&list);
}

Test(checkpoint_identity, value_without_memory_is_noticed)
{
	cr_expect(not(checkpoint_identity_failed(&here)));
	text.failed = true;
	checkpoint_identity_set_list(&here, CHECKPOINT_TARGETS, &text, 1,
	                             "addresses");
	cr_expect(checkpoint_identity_failed(&here));
}
