// SPDX-License-Identifier: Apache-2.0
#include "cli/registry_in_use.h"

#include "base/text.h"
#include "cli/complain.h"
#include "registry/store.h"

void registry_in_use_init(struct registry_in_use *in_use)
{
	struct text why;

	text_init(&why);
	in_use->imported = registry_store_load(&why);
	in_use->registry = in_use->imported;
	if (in_use->registry == NULL)
		in_use->registry = registry_shipped();
	if (why.len > 0)
		complain("%s; using the shipped registry", why.data);
	text_release(&why);
}

void registry_in_use_release(struct registry_in_use *in_use)
{
	registry_free(in_use->imported);
	*in_use = (struct registry_in_use){ 0 };
}
