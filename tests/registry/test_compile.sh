#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A row that is wrong stops the build, at its line, and leaves no output.
compile=${1:?path of compile_tables}
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
status=0

# refuses KIND ROW MESSAGE [ARGUMENTS...]
refuses() {
	kind=$1 row=$2 message=$3
	shift 3
	first='1\ttcp\tassigned'
	case $kind in aliases | compatible) first='1\ttcp' ;; esac
	printf '# a comment\n%b\n%b\n2\ttcp\tassigned\n' "$first" \
		"$row" >"$folder/in"
	if "$compile" "$kind" "$folder/in" "$folder/out" "$@" 2>"$folder/said" ||
		! grep -qF ":3: $message" "$folder/said" || [ -e "$folder/out" ]; then
		echo "$kind: $row: $(cat "$folder/said")" >&2
		status=1
	fi
	rm -f "$folder/out"
}

refuses ranges 'x\ttcp' 'not a port'
refuses ranges '65536\ttcp' 'not a port'
refuses ranges '-1\ttcp' 'not a port'
refuses ranges '9-8\ttcp' 'not a port'
refuses ranges '8-\ttcp' 'not a port'
refuses ranges '8 \ttcp' 'not a port'
refuses ranges '8' 'protocols are'
refuses ranges '8\tsctp' 'protocols are'
refuses ranges '8\ttcp,' 'protocols are'
refuses ranges '8\ttcp\ta\t\tb' 'empty column'
refuses ranges '8\ttcp\ta\tb\tc\td\te\tf' 'too many columns'

refuses registry '8\ttcp\tdormant' 'status is' 2026-01-01 abc
refuses registry '8\ttcp' 'status is' 2026-01-01 abc
refuses registry '49152\ttcp\treserved' 'a dynamic number' 2026-01-01 abc
refuses registry '8\tsctp\treserved' 'protocols are' 2026-01-01 abc
refuses notes '8\ttcp' 'no text' test_notes
refuses notes '8-x\ttcp\ta' 'not a port' test_notes
refuses notes '8\ttcp\ta\tb\tc' 'too many columns' test_notes

refuses aliases 'a' 'a name and a protocol'
refuses aliases 'a\t-' 'a name and a protocol'
refuses aliases 'a\tb\tssl' 'it is inside'
refuses aliases 'a\tb\ttls\tc' 'too many columns'
refuses compatible 'a' 'what answers'
refuses compatible 'a\tb  c' 'one blank'
refuses compatible 'a\tb b' 'listed twice'
refuses compatible 'a\tb\tc' 'too many columns'

# Of which 1/tcp was listed on the line before.
refuses registry '0-1\ttcp,udp\treserved' 'listed twice' 2026-01-01 abc
refuses notes '0-1\ttcp,udp\treserved' 'listed twice' test_notes
refuses aliases '1\tb' 'listed twice'
exit $status
