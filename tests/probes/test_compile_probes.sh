#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Files become one; a line that is wrong stops the build, at its place, and
# leaves no output.
compile=${1:?path of compile_probes}
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2
status=0

# refuses TEXT MESSAGE: as the second of three files.
refuses() {
	printf '%b' "$1" >b.probes
	if "$compile" out a.probes b.probes c.probes 2>said ||
		! grep -qF "$2" said || [ -e out ]; then
		echo "$1: $(cat said)" >&2
		status=1
	fi
	rm -f out
}

cat >a.probes <<'EOT'
# the first
Exclude T:9100
Probe TCP NULL q||
match one m|1|

Probe TCP Get q|GET|
rarity 1
EOT
printf 'Probe TCP NULL q||\nmatch three m|3|' >c.probes

refuses 'Probe TCP NULL q||\n\nmatch two m|(|\n' 'b.probes:3: pattern: '
refuses 'bogus\n' 'b.probes:1: unknown directive: bogus'
refuses 'match two m|2|\n' 'b.probes:1: match stands below a Probe'
refuses '#\nExclude 1\n' 'b.probes:2: a second Exclude'
refuses 'Probe TCP Get q|get|\n' 'b.probes:1: a second probe Get'
refuses '\nProbe TCP Get q|GET|\nrarity 1\n' 'b.probes:3: a second rarity'
refuses 'Probe TCP New q|x|\nfallback Nil\n' 'b.probes:2: no probe Nil'

# What a probe had before comes first, whichever file goes on with it.
printf 'Probe TCP NULL q||\r\n match two m|2|\r\n' >b.probes
cat >wanted <<'EOT'
Exclude T:9100
Probe TCP NULL q||
match one m|1|
match two m|2|
match three m|3|
Probe TCP Get q|GET|
rarity 1
EOT
"$compile" out a.probes b.probes c.probes || status=1
# The bytes of the array are all that is numbers and commas.
for byte in $(sed -n 's/^\t\([0-9, ]*\),$/\1/p' out | tr ',' ' '); do
	printf '%b' "\\0$(printf %o "$byte")"
done >got
if ! cmp wanted got; then
	cat got >&2
	status=1
fi

"$compile" out missing.probes 2>said && status=1
grep -q '^missing.probes: No such file' said || status=1
exit $status
