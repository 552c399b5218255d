// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_HTML_PAGE_H
#define PORTSCAN_REPORT_HTML_PAGE_H

#include "base/text.h"
#include "registry/verdict.h"

#include <stdint.h>

/*
 * What every page of ours has around it: one file that needs no other, whose
 * Content-Security-Policy lets nothing be loaded and nothing run.  It allows
 * the one style element by its hash, so there are no style attributes.
 */

/* Append all up to the first heading, with body and main open. */
void html_page_append_begin(struct text *text, const char *title);

/* How each page ends; append no more behind it. */
#define HTML_PAGE_END "</main>\n</body>\n</html>\n"

/* Append a section with its heading, and end it; `id` and `heading` are our
 * own, and plain. */
void html_page_open_section(struct text *text, const char *id,
                            const char *heading);
void html_page_close_section(struct text *text);

/* Tiles stand in a list: a number, what it counts, and a class for how grave
 * that is, which is that of a badge. */
void html_page_append_tile(struct text *text, const char *class, uint64_t count,
                           const char *label);

/* Append a word that stands out; its class is one of those in html_style.c. */
void html_page_append_badge(struct text *text, const char *class,
                            const char *word);

/* The class of badges and tiles for a verdict, "plain" for none. */
const char *html_page_verdict_class(enum verdict_label label);

#endif
