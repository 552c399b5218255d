# SPDX-License-Identifier: Apache-2.0
# The tables of registry/ are text that people read and edit; a small tool of
# the build turns them into constant data, so the program parses nothing.
add_executable(compile_tables
  registry/compile/compile_aliases.c
  registry/compile/compile_compatible.c
  registry/compile/compile_notes.c
  registry/compile/compile_ranges.c
  registry/compile/compile_registry.c
  registry/compile/literal.c
  registry/compile/main.c
  registry/compile/text_rows.c
  registry/table.c)
target_compile_options(compile_tables PRIVATE ${PORTSCAN_WARNINGS})
target_link_libraries(compile_tables PRIVATE base)

function(portscan_compile_table kind name)
  set(input ${PROJECT_SOURCE_DIR}/registry/${name}.txt)
  set(output ${PROJECT_BINARY_DIR}/registry_${name}.c)
  add_custom_command(OUTPUT ${output}
    COMMAND compile_tables ${kind} ${input} ${output} ${ARGN}
    DEPENDS compile_tables ${input} VERBATIM)
  target_sources(registry PRIVATE ${output})
endfunction()

set(ports ${CMAKE_CURRENT_LIST_DIR}/ports.txt)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${ports})
file(SHA256 ${ports} ports_sha256)
file(STRINGS ${ports} ports_date REGEX "^# date: ")
string(REPLACE "# date: " "" ports_date ${ports_date})
portscan_compile_table(registry ports ${ports_date} ${ports_sha256})
portscan_compile_table(notes dormant dormant_notes)
portscan_compile_table(notes unofficial unofficial_notes)
portscan_compile_table(ranges common)
portscan_compile_table(aliases aliases)
portscan_compile_table(compatible compatible)
