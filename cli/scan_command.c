// SPDX-License-Identifier: Apache-2.0
#include "cli/scan_command.h"

#include "base/text.h"
#include "cli/complain.h"
#include "cli/help.h"
#include "cli/reports.h"
#include "cli/scan_options.h"
#include "cli/scan_run.h"
#include "cli/standard_streams.h"

static struct sink *open_reports(void *arg, const struct scan_request *request,
                                 struct text *error)
{
	(void)arg;
	return reports_open(request, error);
}

static int answer(const struct scan_request *request)
{
	if (request->help)
		help_print();
	else
		version_print();
	return standard_output_finish();
}

static int scan_or_answer(int argc, char **argv, struct scan_request *request)
{
	struct scan_job job = {
		.argc = argc,
		.argv = argv,
		.request = request,
		.open = open_reports,
	};

	if (request->help || request->version)
		return answer(request);
	return scan_run(&job);
}

int scan_command(int argc, char **argv)
{
	struct scan_request request;
	struct text error;
	int code = EXIT_USAGE;

	text_init(&error);
	if (scan_request_parse(argc, argv, &request, &error))
		code = scan_or_answer(argc, argv, &request);
	else
		complain("%s", error.data);
	scan_request_release(&request);
	text_release(&error);
	return code;
}
