#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Each folder may include its own headers and those of the folders after it.
cd "${1:?source directory}" || exit 2
status=0

may_include() {
	allowed=$(echo "$*" | tr ' ' '|')
	if grep -nE '^#include "' "$1"/*.[ch] | grep -vE "\"($allowed)/"; then
		echo "$1/ may include only: $*" >&2
		status=1
	fi
}

may_include base
may_include targets base
may_include registry base
may_include identify base
may_include probes targets registry identify base
may_include scan probes targets registry identify base
may_include report scan probes targets registry identify base
may_include audit report scan probes targets registry identify base
may_include cli audit report scan probes targets registry identify base
exit $status
