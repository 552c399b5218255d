// SPDX-License-Identifier: Apache-2.0
#include "identify/service.h"

const char *service_via_name(enum service_via via)
{
	switch (via) {
	case SERVICE_VIA_BANNER: return "banner";
	case SERVICE_VIA_PAYLOAD: return "payload";
	case SERVICE_VIA_TLS: return "tls";
	}
	return "";
}

const char *service_confidence_name(enum service_confidence confidence)
{
	switch (confidence) {
	case SERVICE_LIKELY: return "likely";
	case SERVICE_CERTAIN: return "certain";
	}
	return "";
}
