// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_HTML_STYLE_H
#define PORTSCAN_REPORT_HTML_STYLE_H

#include "base/text.h"

/* Append what stands in the style element of every page. */
void html_style_append(struct text *text);

#endif
