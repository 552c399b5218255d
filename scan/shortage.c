// SPDX-License-Identifier: Apache-2.0
#include "scan/shortage.h"

bool shortage_failed(struct shortage *shortage, uint64_t now_ms)
{
	if (!shortage->present)
		*shortage = (struct shortage){
			.present = true,
			.since_ms = now_ms,
			.pause_ms = SHORTAGE_PAUSE_MIN_MS,
		};
	if (now_ms - shortage->since_ms >= SHORTAGE_PATIENCE_MS)
		return false;
	shortage->retry_at_ms = now_ms + shortage->pause_ms;
	shortage->pause_ms *= 2;
	if (shortage->pause_ms > SHORTAGE_PAUSE_MAX_MS)
		shortage->pause_ms = SHORTAGE_PAUSE_MAX_MS;
	return true;
}

void shortage_over(struct shortage *shortage)
{
	*shortage = (struct shortage){ 0 };
}

bool shortage_allows(const struct shortage *shortage, uint64_t now_ms)
{
	return !shortage->present || now_ms >= shortage->retry_at_ms;
}
