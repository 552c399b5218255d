// SPDX-License-Identifier: Apache-2.0
#include "identify/smb_reply.h"

/* RFC 1002 4.3.1: types of message. */
enum {
	SESSION_MESSAGE = 0x00,
	POSITIVE_RESPONSE = 0x82,
	NEGATIVE_RESPONSE = 0x83,
	RETARGET_RESPONSE = 0x84,
	KEEP_ALIVE = 0x85,
};

enum {
	GUID = 16,
	STATUS_SUCCESS = 0,
	STATUS_MORE_PROCESSING_REQUIRED = (int)0xc0000016,
};

static uint32_t number(struct bytes bytes, size_t at, size_t width)
{
	return bytes_number(bytes, at, width, LITTLE_ENDIAN_BYTES);
}

/* RFC 1002 4.3.1: take the type and the bytes of a message that is all there.
 */
static bool take_frame(struct bytes *from, uint8_t *type, struct bytes *message)
{
	enum { HEADER = 4 };
	size_t len = bytes_number(*from, 1, 3, BIG_ENDIAN_BYTES);

	if (from->len < HEADER || len > from->len - HEADER)
		return false;
	*type = from->data[0];
	*message = bytes_first(bytes_from(*from, HEADER), len);
	*from = bytes_from(*from, HEADER + len);
	return true;
}

static void set_signing(struct smb_reply *reply, bool enabled, bool required)
{
	reply->signing = required  ? SMB_SIGNING_REQUIRED
	                 : enabled ? SMB_SIGNING_ENABLED
	                           : SMB_SIGNING_DISABLED;
}

/* What `at` and the two bytes behind it point to, from the header on. */
static struct bytes pointed_at(struct bytes message, size_t at)
{
	return bytes_first(bytes_from(message, number(message, at, 2)),
	                   number(message, at + 2, 2));
}

/* [MS-SMB2] 2.2.4 */
static void read_smb2_negotiate(struct bytes message, struct smb_reply *reply)
{
	enum {
		SECURITY_MODE = 66,
		DIALECT = 68,
		SERVER_GUID = 72,
		TOKEN = 120,
		LEAST = 128,
		ENABLED = 1,
		REQUIRED = 2,
		WILDCARD = 0x02ff,
	};
	uint32_t mode = number(message, SECURITY_MODE, 2);
	uint32_t dialect = number(message, DIALECT, 2);

	if (message.len < LEAST)
		return;
	set_signing(reply, mode & ENABLED, mode & REQUIRED);
	reply->guid = bytes_first(bytes_from(message, SERVER_GUID), GUID);
	reply->token = pointed_at(message, TOKEN);
	reply->stage =
		dialect == WILDCARD ? SMB_STAGE_WILDCARD : SMB_STAGE_NEGOTIATED;
	if (dialect != WILDCARD)
		reply->smb2 = (uint16_t)dialect;
}

static void read_challenge(struct bytes message, struct smb_reply *reply)
{
	ntlm_challenge_read(message, &reply->challenge);
	reply->stage = SMB_STAGE_CHALLENGED;
}

/* 2.2.1.2 */
static void read_smb2(struct bytes message, struct smb_reply *reply)
{
	enum {
		STATUS = 8,
		COMMAND = 12,
		MESSAGE_ID = 24,
		NEGOTIATE = 0,
		SESSION_SETUP = 1,
	};
	uint32_t status = number(message, STATUS, 4);
	uint32_t command = number(message, COMMAND, 2);

	reply->answered = (uint8_t)number(message, MESSAGE_ID, 1);
	if (command == NEGOTIATE && status == STATUS_SUCCESS)
		read_smb2_negotiate(message, reply);
	else if (command == SESSION_SETUP &&
	         status == (uint32_t)STATUS_MORE_PROCESSING_REQUIRED)
		read_challenge(message, reply);
}

/* [MS-CIFS] 2.2.4.52.2, [MS-SMB] 2.2.4.5.2: where the dialect is NT LM 0.12,
 * the only one of SMB1 that we offer. */
static void read_smb1_negotiate(struct bytes message, struct smb_reply *reply)
{
	enum {
		WORDS = 32,
		DIALECT = 33,
		SECURITY_MODE = 35,
		CAPABILITIES = 52,
		DATA = 69,
		ENABLED = 4,
		REQUIRED = 8,
	};
	uint32_t mode = number(message, SECURITY_MODE, 1);

	if (message.len < DATA || message.data[WORDS] != 17 ||
	    number(message, DIALECT, 2) != 0)
		return;
	set_signing(reply, mode & ENABLED, mode & REQUIRED);
	reply->smb1 = true;
	if (!(number(message, CAPABILITIES, 4) & 0x80000000))
		return; /* no extended security: the next step is a login */
	reply->guid = bytes_first(bytes_from(message, DATA), GUID);
	reply->token = bytes_from(message, DATA + GUID);
	reply->stage = SMB_STAGE_NEGOTIATED;
}

/* What two NULs end, in units of two bytes. */
static struct bytes take_unicode(struct bytes *from)
{
	size_t len = 0;
	struct bytes string;

	while (len + 2 <= from->len && number(*from, len, 2) != 0)
		len += 2;
	string = bytes_first(*from, len);
	*from = bytes_from(*from, len + 2);
	return string;
}

/* [MS-SMB] 2.2.4.6.2 */
static void read_smb1_session(struct bytes message, struct smb_reply *reply)
{
	enum {
		FLAGS2 = 10,
		UNICODE = 0x8000,
		WORDS = 32,
		TOKEN_LENGTH = 39,
		TOKEN = 43,
	};
	size_t names = TOKEN + number(message, TOKEN_LENGTH, 2);
	struct bytes rest = bytes_from(message, names + names % 2);

	if (message.len < TOKEN || message.data[WORDS] != 4)
		return;
	read_challenge(message, reply);
	if (!(number(message, FLAGS2, 2) & UNICODE))
		return;
	reply->native_os = take_unicode(&rest);
	reply->native_lan_manager = take_unicode(&rest);
}

/* [MS-CIFS] 2.2.3.1 */
static void read_smb1(struct bytes message, struct smb_reply *reply)
{
	enum {
		COMMAND = 4,
		STATUS = 5,
		NEGOTIATE = 0x72,
		SESSION_SETUP = 0x73,
	};
	uint32_t status = number(message, STATUS, 4);
	uint32_t command = number(message, COMMAND, 1);

	if (command == NEGOTIATE && status == STATUS_SUCCESS)
		read_smb1_negotiate(message, reply);
	else if (command == SESSION_SETUP &&
	         status == (uint32_t)STATUS_MORE_PROCESSING_REQUIRED)
		read_smb1_session(message, reply);
}

/* What a server says, not what an echo repeats. */
static bool is_smb2(struct bytes message)
{
	enum { FLAGS = 16, FROM_SERVER = 1, HEADER = 64 };

	return message.len >= HEADER &&
	       bytes_have(message, 0, "\xfeSMB\x40\x00") &&
	       number(message, FLAGS, 4) & FROM_SERVER;
}

static bool is_smb1(struct bytes message)
{
	enum { FLAGS = 9, FROM_SERVER = 0x80, HEADER = 32 };

	return message.len > HEADER && bytes_have(message, 0, "\xffSMB") &&
	       number(message, FLAGS, 1) & FROM_SERVER;
}

/* RFC 1002 4.3.1 to 4.3.7; false when it is nothing of theirs. */
static bool read_message(uint8_t type, struct bytes message,
                         struct smb_reply *reply)
{
	if (type == KEEP_ALIVE)
		return message.len == 0;
	reply->stage = SMB_STAGE_ENDED;
	if (type == POSITIVE_RESPONSE) {
		reply->stage = SMB_STAGE_SESSION;
		reply->session = true;
		return message.len == 0;
	}
	if (type == NEGATIVE_RESPONSE || type == RETARGET_RESPONSE) {
		reply->session = true;
		return message.len == (type == NEGATIVE_RESPONSE ? 1 : 6);
	}
	if (type == SESSION_MESSAGE && is_smb2(message))
		read_smb2(message, reply);
	else if (type == SESSION_MESSAGE && is_smb1(message))
		read_smb1(message, reply);
	else
		return false;
	return true;
}

/* No stage comes again. */
static bool read_frame(uint8_t type, struct bytes message,
                       struct smb_reply *reply)
{
	enum smb_stage before = reply->stage;

	if (!read_message(type, message, reply))
		return false;
	if (type != KEEP_ALIVE && reply->stage <= before)
		reply->stage = SMB_STAGE_ENDED;
	return true;
}

bool smb_reply_read(struct bytes said, struct smb_reply *reply)
{
	struct bytes message;
	uint8_t type;

	*reply = (struct smb_reply){ .stage = SMB_STAGE_SILENT };
	while (take_frame(&said, &type, &message))
		if (!read_frame(type, message, reply))
			return false;
	reply->whole = said.len == 0;
	return reply->stage != SMB_STAGE_SILENT;
}
