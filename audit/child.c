// SPDX-License-Identifier: Apache-2.0
#include "audit/child.h"

#include "base/write_all.h"
#include "report/escape.h"
#include "report/units.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <uv.h>

enum { ERRORS_KEPT = 512 }; /* bytes */

/*
 * In the order a child lives:
 *
 *   spawn -> on_errors -> on_exit -> (loop empty) -> explain
 *        \-> on_limit -> on_grace -/
 */
struct child {
	uv_loop_t loop;
	uv_process_t process;
	uv_timer_t timer;
	uv_pipe_t errors; /* its standard error */
	const struct child_order *order;
	bool out_of_time;
	int64_t status;
	int signal;
	char buffer[4096];
	char said[ERRORS_KEPT];
	size_t said_len;
};

static void keep(struct child *child, const char *bytes, size_t len)
{
	size_t room = sizeof(child->said) - child->said_len;

	if (len > room)
		len = room;
	memcpy(child->said + child->said_len, bytes, len);
	child->said_len += len;
}

static void lend_buffer(uv_handle_t *handle, size_t size, uv_buf_t *buf)
{
	struct child *child = handle->data;

	(void)size;
	*buf = uv_buf_init(child->buffer, sizeof(child->buffer));
}

/* All is read, so that a program that says much is not held up. */
static void on_errors(uv_stream_t *stream, ssize_t len, const uv_buf_t *buf)
{
	if (len > 0)
		keep(stream->data, buf->base, (size_t)len);
	else if (len < 0)
		uv_read_stop(stream);
}

/* The whole session: what a script started hangs with it. */
static void signal_all(const struct child *child, int signal)
{
	kill(-child->process.pid, signal);
}

static void on_grace(uv_timer_t *timer)
{
	signal_all(timer->data, SIGKILL);
}

static void on_limit(uv_timer_t *timer)
{
	struct child *child = timer->data;

	child->out_of_time = true;
	signal_all(child, SIGTERM);
	uv_timer_start(timer, on_grace, child->order->grace_ms, 0);
}

static void close_handles(struct child *child)
{
	uv_close((uv_handle_t *)&child->process, NULL);
	uv_close((uv_handle_t *)&child->timer, NULL);
	uv_close((uv_handle_t *)&child->errors, NULL);
}

/* libuv tells of what was written first and of signals last, so what it said is
 * read by now. */
static void on_exit_of(uv_process_t *process, int64_t status, int signal)
{
	struct child *child = process->data;

	child->status = status;
	child->signal = signal;
	close_handles(child);
}

/* At the start of a file that holds it; -1, and errno. */
static int input_open(const struct text *input)
{
	int fd = memfd_create("portscan", MFD_CLOEXEC), error;

	if (fd < 0)
		return -1;
	error = write_all(fd, input->data, input->len);
	if (error == 0 && lseek(fd, 0, SEEK_SET) == 0)
		return fd;
	close(fd);
	errno = error != 0 ? error : errno;
	return -1;
}

static size_t count_strings(const char *const *strings)
{
	size_t count = 0;

	while (strings != NULL && strings[count] != NULL)
		count++;
	return count;
}

/* Does one of `extra` say what the variable is? */
static bool is_replaced(const char *variable, const char *const *extra)
{
	size_t len = strcspn(variable, "=") + 1;

	for (size_t i = 0; extra != NULL && extra[i] != NULL; i++)
		if (strncmp(variable, extra[i], len) == 0)
			return true;
	return false;
}

/* Our own environment with `extra`; NULL when out of memory.  The strings are
 * borrowed. */
static char **join_environment(const char *const *extra)
{
	size_t ours = count_strings((const char *const *)environ);
	size_t count = count_strings(extra);
	char **joined = calloc(count + ours + 1, sizeof(*joined));

	if (joined == NULL)
		return NULL;
	if (count > 0)
		memcpy(joined, extra, count * sizeof(*joined));
	for (size_t i = 0; i < ours; i++)
		if (!is_replaced(environ[i], extra))
			joined[count++] = environ[i];
	return joined;
}

/* 0 or libuv's error. */
static int spawn(struct child *child, char **environment, int input, int errors)
{
	uv_stdio_container_t stdio[] = {
		{ .flags = UV_INHERIT_FD, .data.fd = input },
		{ .flags = UV_IGNORE },
		{ .flags = UV_INHERIT_FD, .data.fd = errors },
	};
	uv_process_options_t options = {
		.exit_cb = on_exit_of,
		.file = child->order->argv[0],
		.args = (char **)child->order->argv,
		.env = environment,
		.flags = UV_PROCESS_DETACHED,
		.stdio_count = 3,
		.stdio = stdio,
	};

	return uv_spawn(&child->loop, &child->process, &options);
}

/* All handles are closed, and the loop is empty, when it returns. */
static int run_in_loop(struct child *child, char **environment, int input,
                       const int errors[2])
{
	int error = spawn(child, environment, input, errors[1]);

	close(errors[1]);
	uv_timer_init(&child->loop, &child->timer);
	uv_pipe_init(&child->loop, &child->errors, 0);
	uv_pipe_open(&child->errors, errors[0]);
	child->process.data = child->timer.data = child->errors.data = child;
	if (error == 0) {
		uv_read_start((uv_stream_t *)&child->errors, lend_buffer,
		              on_errors);
		uv_timer_start(&child->timer, on_limit, child->order->limit_ms,
		               0);
	} else {
		close_handles(child);
	}
	uv_run(&child->loop, UV_RUN_DEFAULT);
	return error;
}

/* 0 or an error of libuv, which are those of the system, negative. */
static int perform(struct child *child)
{
	char **environment = join_environment(child->order->extra);
	int error = UV_ENOMEM, input, errors[2];

	if (environment == NULL)
		return error;
	input = input_open(child->order->input);
	if (input < 0) {
		error = uv_translate_sys_error(errno);
		goto free_environment;
	}
	error = uv_loop_init(&child->loop);
	if (error != 0)
		goto close_input;
	if (pipe2(errors, O_CLOEXEC) == 0)
		error = run_in_loop(child, environment, input, errors);
	else
		error = uv_translate_sys_error(errno);
	uv_loop_close(&child->loop);
close_input:
	close(input);
free_environment:
	free(environment);
	return error;
}

static void append_said(const struct child *child, struct text *why)
{
	const char *end = memchr(child->said, '\n', child->said_len);
	size_t len =
		end == NULL ? child->said_len : (size_t)(end - child->said);

	if (len == 0)
		return;
	text_append_string(why, ": ");
	escape_terminal(why, child->said, len);
}

static void explain(const struct child *child, struct text *why)
{
	if (child->out_of_time) {
		text_append_string(why, "ended for not being done after ");
		units_append_duration(why, child->order->limit_ms);
	} else if (child->signal != 0) {
		text_printf(why, "ended by signal %d (%s)", child->signal,
		            strsignal(child->signal));
	} else {
		text_printf(why, "exit status %" PRId64, child->status);
	}
	append_said(child, why);
}

bool child_run(const struct child_order *order, struct text *why)
{
	struct child child = { .order = order };
	int error = perform(&child);

	if (error != 0) {
		text_printf(why, "cannot be run: %s", uv_strerror(error));
		return false;
	}
	if (!child.out_of_time && child.signal == 0 && child.status == 0)
		return true;
	explain(&child, why);
	return false;
}
