// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_STYLE_H
#define PORTSCAN_REPORT_STYLE_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/* How the report for people looks; the caller knows the terminal. */
struct style {
	bool color;
	size_t width; /* columns; 0: as wide as it gets */
};

enum style_role {
	STYLE_PLAIN,
	STYLE_GOOD,  /* expected */
	STYLE_DOUBT, /* unconfirmed */
	STYLE_ALARM, /* to investigate */
};

/* Put what is appended between the two in the color of `role`. */
void style_begin(struct text *text, const struct style *style,
                 enum style_role role);
void style_end(struct text *text, const struct style *style,
               enum style_role role);

#endif
