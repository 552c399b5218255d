// SPDX-License-Identifier: Apache-2.0
#include "audit/html_trend.h"

#include "base/count.h"
#include "report/html_page.h"
#include "report/html_text.h"
#include "report/units.h"

#include <inttypes.h>

/* In the units of the drawing, from its upper left corner. */
enum {
	WIDTH = 640,
	HEIGHT = 240,
	LEFT = 64,
	RIGHT = WIDTH - 20,
	TOP = 16,
	BOTTOM = HEIGHT - 40,
};

/* One line of the drawing. */
struct series {
	const char *name;
	const char *class;
	bool square; /* its marks, so that color is not the only sign */
	uint64_t (*value)(const struct trend_point *point);
};

static uint64_t open_ports(const struct trend_point *point)
{
	return point->open;
}

static uint64_t unaccounted(const struct trend_point *point)
{
	return point->unaccounted;
}

static const struct series all_series[] = {
	{ "open ports", "open", false, open_ports },
	{ "not accounted for", "unaccounted", true, unaccounted },
};

struct trend {
	const struct trend_point *points;
	size_t count;
	uint64_t top; /* what the upper end of the axis stands for */
};

/* The next of 2, 4, 6, 8, 10, 20, 40, …: half of each is a number too. */
static uint64_t round_up(uint64_t value)
{
	static const uint64_t steps[] = { 2, 4, 6, 8, 10 };

	for (uint64_t scale = 1; scale < UINT64_MAX / 100; scale *= 10)
		for (size_t i = 0; i < COUNT(steps); i++)
			if (steps[i] * scale >= value)
				return steps[i] * scale;
	return UINT64_MAX;
}

static uint64_t top_of(const struct trend_point *points, size_t count)
{
	uint64_t most = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t s = 0; s < COUNT(all_series); s++) {
			uint64_t value = all_series[s].value(&points[i]);

			if (value > most)
				most = value;
		}
	return round_up(most);
}

static double x_of(const struct trend *trend, size_t i)
{
	if (trend->count == 1)
		return (double)(LEFT + RIGHT) / 2;
	return LEFT +
	       (double)(RIGHT - LEFT) * (double)i / (double)(trend->count - 1);
}

static double y_of(const struct trend *trend, uint64_t value)
{
	return BOTTOM -
	       (double)(BOTTOM - TOP) * (double)value / (double)trend->top;
}

static void append_number(struct text *text, double value)
{
	units_append_decimal(text, value, 1);
}

static void append_tick(const struct trend *trend, uint64_t value,
                        struct text *text)
{
	text_printf(text, "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"",
	            LEFT, RIGHT);
	append_number(text, y_of(trend, value));
	text_append_string(text, "\" y2=\"");
	append_number(text, y_of(trend, value));
	text_printf(text, "\"/><text x=\"%d\" y=\"", LEFT - 8);
	append_number(text, y_of(trend, value) + 5);
	text_printf(text, "\" text-anchor=\"end\">%" PRIu64 "</text>\n", value);
}

/* Below the axis: which run it was. */
static void append_run(const struct trend *trend, size_t i, const char *anchor,
                       struct text *text)
{
	text_append_string(text, "<text x=\"");
	append_number(text, x_of(trend, i));
	text_printf(text,
	            "\" y=\"%d\" text-anchor=\"%s\">run %" PRId64 "</text>\n",
	            BOTTOM + 24, anchor, trend->points[i].run);
}

static void append_axes(const struct trend *trend, struct text *text)
{
	append_tick(trend, 0, text);
	append_tick(trend, trend->top / 2, text);
	append_tick(trend, trend->top, text);
	if (trend->count == 1) {
		append_run(trend, 0, "middle", text);
		return;
	}
	append_run(trend, 0, "start", text);
	append_run(trend, trend->count - 1, "end", text);
}

static void append_line(const struct trend *trend, const struct series *series,
                        struct text *text)
{
	text_printf(text, "<polyline class=\"%s\" points=\"", series->class);
	for (size_t i = 0; i < trend->count; i++) {
		if (i > 0)
			text_append_char(text, ' ');
		append_number(text, x_of(trend, i));
		text_append_char(text, ',');
		append_number(text,
		              y_of(trend, series->value(&trend->points[i])));
	}
	text_append_string(text, "\"/>\n");
}

static void append_square(struct text *text, double x, double y)
{
	text_append_string(text, "<rect width=\"7\" height=\"7\" x=\"");
	append_number(text, x - 3.5);
	text_append_string(text, "\" y=\"");
	append_number(text, y - 3.5);
}

static void append_circle(struct text *text, double x, double y)
{
	text_append_string(text, "<circle r=\"3.5\" cx=\"");
	append_number(text, x);
	text_append_string(text, "\" cy=\"");
	append_number(text, y);
}

/* Hollow where the run is not complete; with words for who points at it. */
static void append_mark(const struct trend *trend, const struct series *series,
                        size_t i, struct text *text)
{
	const struct trend_point *point = &trend->points[i];
	double x = x_of(trend, i), y = y_of(trend, series->value(point));

	if (series->square)
		append_square(text, x, y);
	else
		append_circle(text, x, y);
	text_printf(text,
	            "\" class=\"%s%s\"><title>run %" PRId64 ": %" PRIu64
	            " %s%s</title></%s>\n",
	            series->class, point->complete ? "" : " hollow", point->run,
	            series->value(point), series->name,
	            point->complete ? "" : "; incomplete",
	            series->square ? "rect" : "circle");
}

static void append_series(const struct trend *trend,
                          const struct series *series, struct text *text)
{
	append_line(trend, series, text);
	for (size_t i = 0; i < trend->count; i++)
		append_mark(trend, series, i, text);
}

static void append_description(const struct trend *trend, struct text *text)
{
	const struct trend_point *first = &trend->points[0];
	const struct trend_point *last = &trend->points[trend->count - 1];

	text_append_string(text, "<title id=\"trend-title\">Open ports, and "
	                         "those not accounted for, run by run</title>\n"
	                         "<desc id=\"trend-desc\">");
	text_printf(text,
	            "Run %" PRId64 ": %" PRIu64 " open, %" PRIu64
	            " not accounted for. Run %" PRId64 ": %" PRIu64
	            " open, %" PRIu64 " not accounted for.</desc>\n",
	            first->run, first->open, first->unaccounted, last->run,
	            last->open, last->unaccounted);
}

static void append_drawing(const struct trend *trend, struct text *text)
{
	text_printf(text,
	            "<svg class=\"trend\" viewBox=\"0 0 %d %d\" role=\"img\" "
	            "aria-labelledby=\"trend-title trend-desc\">\n",
	            WIDTH, HEIGHT);
	append_description(trend, text);
	append_axes(trend, text);
	for (size_t i = 0; i < COUNT(all_series); i++)
		append_series(trend, &all_series[i], text);
	text_append_string(text, "</svg>\n");
}

/* Without names of its own, for the drawing has them. */
static void append_key(const struct series *series, struct text *text)
{
	text_append_string(text, "<li><svg class=\"key\" viewBox=\"0 0 28 12\" "
	                         "aria-hidden=\"true\">");
	text_printf(text,
	            "<line class=\"%s\" x1=\"0\" x2=\"28\" y1=\"6\" "
	            "y2=\"6\"/>",
	            series->class);
	if (series->square)
		append_square(text, 14, 6);
	else
		append_circle(text, 14, 6);
	text_printf(text, "\" class=\"%s\"/></svg> %s</li>\n", series->class,
	            series->name);
}

static void append_legend(const struct trend *trend, struct text *text)
{
	bool incomplete = false;

	text_append_string(text, "<ul class=\"legend\">\n");
	for (size_t i = 0; i < COUNT(all_series); i++)
		append_key(&all_series[i], text);
	for (size_t i = 0; i < trend->count; i++)
		incomplete |= !trend->points[i].complete;
	if (incomplete)
		text_append_string(text, "<li>hollow: the run is incomplete"
		                         "</li>\n");
	text_append_string(text, "</ul>\n");
}

static void append_numbers(const struct trend *trend, struct text *text)
{
	text_append_string(text, "<details><summary>The numbers</summary>\n"
	                         "<table><thead><tr><th scope=\"col\">Run</th>"
	                         "<th scope=\"col\">Started</th>"
	                         "<th scope=\"col\" class=\"number\">Open</th>"
	                         "<th scope=\"col\" class=\"number\">Not "
	                         "accounted for</th></tr></thead>\n<tbody>\n");
	for (size_t i = trend->count; i > 0; i--) {
		const struct trend_point *point = &trend->points[i - 1];

		text_printf(text,
		            "<tr><th scope=\"row\">%" PRId64 "%s</th><td>",
		            point->run, point->complete ? "" : ", incomplete");
		html_text_time(text, point->started_us);
		text_printf(text,
		            "</td><td class=\"number\">%" PRIu64
		            "</td><td class=\"number\">%" PRIu64 "</td></tr>\n",
		            point->open, point->unaccounted);
	}
	text_append_string(text, "</tbody></table></details>\n");
}

void html_trend_append(const struct trend_point *points, size_t count,
                       struct text *text)
{
	struct trend trend = { points, count, top_of(points, count) };

	html_page_open_section(text, "trend", "Trend");
	if (count == 0) {
		html_text_element(text, "p", NULL, "No run was seen yet.");
	} else {
		append_legend(&trend, text);
		append_drawing(&trend, text);
		append_numbers(&trend, text);
	}
	html_page_close_section(text);
}
