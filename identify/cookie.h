// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_COOKIE_H
#define PORTSCAN_IDENTIFY_COOKIE_H

/*
 * Identifiers, cookies and time stamps that a probe may choose spell "portscan"
 * or a part of it: an answer that repeats them answers us, and whoever finds
 * them in a capture knows whom to ask.
 */
#define COOKIE_2 "ps"
#define COOKIE_4 "port"
#define COOKIE_8 "portscan"

#endif
