// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_BASE_COUNT_H
#define PORTSCAN_BASE_COUNT_H

/* How many elements an array has; not for a pointer to its first. */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
