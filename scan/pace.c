// SPDX-License-Identifier: Apache-2.0
#include "scan/pace.h"

static bool is_limited(const struct pace *pace)
{
	return pace->bucket.interval_ns > 0;
}

int pace_init(struct pace *pace, uint32_t rate)
{
	bucket_init(&pace->bucket, rate);
	return uv_mutex_init(&pace->lock);
}

void pace_release(struct pace *pace)
{
	uv_mutex_destroy(&pace->lock);
}

bool pace_take(struct pace *pace)
{
	bool taken;

	if (!is_limited(pace))
		return true;
	uv_mutex_lock(&pace->lock);
	taken = bucket_take(&pace->bucket, uv_hrtime());
	uv_mutex_unlock(&pace->lock);
	return taken;
}

void pace_return(struct pace *pace)
{
	if (!is_limited(pace))
		return;
	uv_mutex_lock(&pace->lock);
	bucket_return(&pace->bucket);
	uv_mutex_unlock(&pace->lock);
}

void pace_charge(struct pace *pace)
{
	if (!is_limited(pace))
		return;
	uv_mutex_lock(&pace->lock);
	bucket_charge(&pace->bucket, uv_hrtime());
	uv_mutex_unlock(&pace->lock);
}
