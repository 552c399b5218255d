# SPDX-License-Identifier: Apache-2.0
# The services that portscan knows are text that people read and edit; a small
# tool of the build checks it, and makes it constant data.
add_executable(compile_probes probes/compile/main.c probes/compile/merge.c)
target_compile_options(compile_probes PRIVATE ${PORTSCAN_WARNINGS})
target_link_libraries(compile_probes PRIVATE identify)

file(GLOB service_files RELATIVE ${PROJECT_SOURCE_DIR} CONFIGURE_DEPENDS
     ${CMAKE_CURRENT_LIST_DIR}/db/*.probes)
set(services ${PROJECT_BINARY_DIR}/known_services_text.c)
add_custom_command(OUTPUT ${services}
  COMMAND compile_probes ${services} ${service_files}
  DEPENDS compile_probes ${service_files}
  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} VERBATIM)
target_sources(probes PRIVATE ${services})
