// SPDX-License-Identifier: Apache-2.0
#include "probes/proc_net.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct proc_net_socket socket;
	uint64_t inode;

	if (proc_net_parse((const char *)data, size, &socket) &&
	    socket.local.version != 4 && socket.local.version != 6)
		__builtin_trap();
	proc_net_parse_link((const char *)data, size, &inode);
	return 0;
}
