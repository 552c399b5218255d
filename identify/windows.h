// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_WINDOWS_H
#define PORTSCAN_IDENTIFY_WINDOWS_H

#include <stdint.h>

/*
 * The releases of Windows that call themselves by these numbers, as in
 * 10.0.17763: "Windows 10 1809 or Server 2019".  NULL when none does.
 */
const char *windows_release(uint8_t major, uint8_t minor, uint16_t build);

#endif
