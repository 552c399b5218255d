// SPDX-License-Identifier: Apache-2.0
#include "cli/registry_command.h"

#include "base/count.h"
#include "cli/complain.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <criterion/redirect.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* As large as the registry, in one row. */
#define CSV                                                                    \
	"Service Name,Port Number,Transport Protocol,Description,Assignee,"    \
	"Contact,Registration Date,Modification Date,Reference,Service Code,"  \
	"Unauthorized Use Reported,Assignment Notes\r\n"                       \
	"tidy,10001-20000,,Tidy,,,2020-01-02,,,,,\r\n"                         \
	",49151,,Reserved,,,,,,,,\r\n"

/* Each test has a data folder of its own, which is then its working folder. */
static char data_home[] = "/tmp/portscan-test-XXXXXX";
#define STORED "portscan/service-names-port-numbers.csv"

static void enter_data_home(void)
{
	cr_assert(mkdtemp(data_home) != NULL);
	cr_assert(eq(int, chdir(data_home), 0));
	setenv("XDG_DATA_HOME", data_home, 1);
	setenv("no_proxy", "*", 1);
	cr_redirect_stdout();
	cr_redirect_stderr();
}

static void leave_data_home(void)
{
	unlink(STORED);
	rmdir("portscan");
	unlink("file.csv");
	cr_expect(eq(int, rmdir(data_home), 0));
}

TestSuite(registry_command, .init = enter_data_home, .fini = leave_data_home);

static void put_file(const char *path, const char *content)
{
	FILE *file = fopen(path, "wb");

	cr_assert(file != NULL);
	fputs(content, file);
	fclose(file);
}

/* Run "registry" with up to two arguments more; NULL is none. */
static int run(const char *action, const char *first, const char *second)
{
	char *argv[] = { (char *)"registry", (char *)action, (char *)first,
		         (char *)second, NULL };
	int argc = 0;

	while (argv[argc] != NULL)
		argc++;
	return registry_command(argc, argv);
}

/* The next of what a stream got, up to the buffer's size. */
static char *read_some(FILE *stream, char *buffer, size_t size)
{
	buffer[fread(buffer, 1, size - 1, stream)] = '\0';
	return buffer;
}

Test(registry_command, info_is_of_the_shipped_table_at_first)
{
	char out[512];

	cr_expect(eq(int, run("info", NULL, NULL), EXIT_DONE));
	fclose(stdout);
	read_some(cr_get_redirected_stdout(), out, sizeof(out));
	cr_expect(strncmp(out, "origin  shipped\ndate    20", 26) == 0, "%s",
	          out);
	cr_expect(strstr(out, "\ndynamic      16384   16384\n") != NULL, "%s",
	          out);
}

Test(registry_command, imported_table_is_the_one_in_use)
{
	char wanted[512], out[512];

	put_file("file.csv", CSV);
	cr_expect(eq(int, run("import", "file.csv", NULL), EXIT_DONE));
	fclose(stdout);
	sprintf(wanted, "origin  %s/" STORED "\ndate    2020-01-02\n",
	        data_home);
	read_some(cr_get_redirected_stdout(), out, sizeof(out));
	cr_expect(strncmp(out, wanted, strlen(wanted)) == 0, "%s", out);
	cr_expect(strstr(out, "\nassigned     10000   10000\n") != NULL, "%s",
	          out);
}

Test(registry_command, refused_file_is_said_and_changes_nothing)
{
	put_file("file.csv", "<html>\n");
	cr_expect(eq(int, run("import", "file.csv", NULL), EXIT_USAGE));
	cr_expect(access(STORED, F_OK) != 0);
	fflush(stderr);
	cr_assert_stderr_eq_str(
		"portscan: file.csv: line 1: not the header of IANA's port "
		"registry; the old registry stays in use\n");
}

Test(registry_command, damaged_store_falls_back_to_the_shipped_table)
{
	char wanted[256], out[256];

	cr_assert(eq(int, mkdir("portscan", 0700), 0));
	put_file(STORED, "");
	cr_expect(eq(int, run("info", NULL, NULL), EXIT_DONE));
	fclose(stdout);
	fflush(stderr);
	read_some(cr_get_redirected_stdout(), out, sizeof(out));
	cr_expect(strncmp(out, "origin  shipped\n", 16) == 0, "%s", out);
	sprintf(wanted,
	        "portscan: %s/" STORED ": empty; using the shipped registry\n",
	        data_home);
	cr_assert_stderr_eq_str(wanted);
}

/* Answer one request with CSV. */
static void *serve_once(void *arg)
{
	static const char reply[] = "HTTP/1.0 200 OK\r\n\r\n" CSV;
	int fd = accept(*(int *)arg, NULL, NULL);
	char request[1024];

	if (fd >= 0 && recv(fd, request, sizeof(request), 0) > 0)
		send(fd, reply, sizeof(reply) - 1, MSG_NOSIGNAL);
	close(fd);
	return NULL;
}

Test(registry_command, update_imports_what_it_downloads)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	socklen_t len = sizeof(address);
	pthread_t server;
	char url[64];

	cr_assert(eq(int, bind(listener, (struct sockaddr *)&address, len), 0));
	cr_assert(eq(int, listen(listener, 1), 0));
	getsockname(listener, (struct sockaddr *)&address, &len);
	sprintf(url, "http://127.0.0.1:%u/", ntohs(address.sin_port));
	cr_assert(eq(int, pthread_create(&server, NULL, serve_once, &listener),
	             0));
	cr_expect(eq(int, run("update", "--url", url), EXIT_DONE));
	cr_expect(eq(int, access(STORED, F_OK), 0));
	pthread_join(server, NULL);
	close(listener);
}

Test(registry_command, failed_download_is_incomplete)
{
	cr_expect(eq(int, run("update", "--url=ftp://127.0.0.1/x", NULL),
	             EXIT_INCOMPLETE));
	fflush(stderr);
	cr_assert_stderr_eq_str("portscan: ftp://127.0.0.1/x: not an http:// "
	                        "or https:// URL\n");
}

static const struct {
	const char *action, *first, *second;
	const char *complaint;
} misuses[] = {
	{ NULL, NULL, NULL,
	  "registry what? info, export, import FILE or update" },
	{ "frob", NULL, NULL, "frob: not info, export, import FILE or update" },
	{ "info", "x", NULL, "x: registry info takes no argument" },
	{ "export", "x", NULL, "x: registry export takes no argument" },
	{ "import", NULL, NULL, "registry import takes one FILE: IANA's CSV" },
	{ "import", "a", "b", "registry import takes one FILE: IANA's CSV" },
	{ "import", "absent", NULL, "absent: No such file or directory" },
	{ "update", "x", NULL, "x: registry update knows only --url URL" },
	{ "update", "--url", NULL, "--url needs a URL" },
};

Test(registry_command, misuse_is_one_line_and_exit_2)
{
	char wanted[1024] = "";

	for (size_t i = 0; i < COUNT(misuses); i++) {
		cr_expect(eq(int,
		             run(misuses[i].action, misuses[i].first,
		                 misuses[i].second),
		             EXIT_USAGE),
		          "%s", misuses[i].complaint);
		sprintf(wanted + strlen(wanted), "portscan: %s\n",
		        misuses[i].complaint);
	}
	fflush(stderr);
	cr_assert_stderr_eq_str(wanted);
}
