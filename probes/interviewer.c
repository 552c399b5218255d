// SPDX-License-Identifier: Apache-2.0
#include "probes/interviewer.h"

void interviewer_cancel(struct interviewer *interviewer)
{
	interviewer->cancel(interviewer);
}
