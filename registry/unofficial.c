// SPDX-License-Identifier: Apache-2.0
#include "registry/unofficial.h"

#include "registry/port_notes.h"

const char *unofficial_use(enum protocol protocol, uint16_t port)
{
	const struct port_note *note =
		port_notes_find(&unofficial_notes, protocol, port);

	return note == NULL ? NULL : note->text;
}

struct software unofficial_software(enum protocol protocol, uint16_t port,
                                    const char *service, const char *product)
{
	const char *list = unofficial_use(protocol, port);

	if (list == NULL)
		return (struct software){ 0 };
	return software_find(list, service, product);
}

const char *unofficial_remark(enum protocol protocol, uint16_t port)
{
	const struct port_note *note =
		port_notes_find(&unofficial_notes, protocol, port);

	return note == NULL ? NULL : note->remark;
}
