// SPDX-License-Identifier: Apache-2.0
#include "identify/http_identity.h"

#include "base/count.h"
#include "base/read_file.h"
#include "identify/http_marks.h"
#include "identify/identify.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

struct expected {
	const char *name, *product, *version, *extra, *os;
};

static void expect_service(const struct service *service,
                           const struct expected *expected, const char *row)
{
	cr_expect(eq(str, (char *)service->name, (char *)expected->name), "%s",
	          row);
	cr_expect(eq(str, (char *)service->product, (char *)expected->product),
	          "%s", row);
	cr_expect(eq(str, (char *)service->version, (char *)expected->version),
	          "%s", row);
	cr_expect(eq(str, (char *)service->extra, (char *)expected->extra),
	          "%s", row);
	cr_expect(eq(str, (char *)service->os, (char *)expected->os), "%s",
	          row);
}

/* What a server that was asked for `path` said, as identify_reply() sees it. */
static void identify(const char *path, struct bytes said, struct identity *who)
{
	char asked[256];
	int len =
		snprintf(asked, sizeof(asked), "GET %s HTTP/1.1\r\n\r\n", path);

	identify_reply(&(struct reply){ .protocol = PROTOCOL_TCP,
	                                .asked = { (const uint8_t *)asked,
	                                           (size_t)len },
	                                .said = said },
	               who);
}

/* Files of http/: what daemons of Debian 12 said, long bodies cut; some of
 * /metrics are what matters of them. */
static const struct {
	const char *file;
	const char *path;
	struct expected expected;
} recorded[] = {
	{ "apache",
	  "/",
	  { "http", "Apache httpd", "2.4.71", "Debian", "Debian" } },
	{ "nginx", "/", { "http", "nginx", "1.22.1", "", "" } },
	{ "nginx_tls", "/", { "https", "nginx", "1.22.1", "", "" } },
	{ "lighttpd", "/", { "http", "lighttpd", "1.4.69", "", "" } },
	{ "haproxy", "/", { "http", "HAProxy", "", "", "" } },
	{ "haproxy_stats",
	  "/",
	  { "http", "HAProxy", "2.6.12", "package 2.6.12-1+deb12u4",
	    "Debian" } },
	{ "python", "/", { "http", "Python http.server", "3.11.2", "", "" } },
	{ "gunicorn", "/", { "http", "Gunicorn", "", "", "" } },
	{ "uwsgi", "/", { "http", "", "", "", "" } },
	{ "varnish",
	  "/",
	  { "http", "Varnish", "7.1", "Python http.server 3.11.2", "" } },
	{ "varnish_down", "/", { "http", "Varnish", "7.1", "", "" } },
	{ "tinyproxy", "/", { "http-proxy", "Tinyproxy", "1.11.1", "", "" } },
	{ "privoxy", "/", { "http-proxy", "Privoxy", "", "", "" } },
	{ "caddy", "/", { "http", "Caddy", "", "", "" } },
	{ "caddy_tls", "/", { "https", "", "", "", "" } },
	{ "nghttpd", "/", { "http", "", "", "", "" } },
	{ "nghttpx", "/", { "http", "nghttpx", "", "", "" } },
	{ "aiohttp", "/", { "http", "aiohttp", "3.8.4", "", "" } },
	{ "tornado", "/", { "http", "Tornado", "6.2", "", "" } },
	{ "twisted", "/", { "http", "Twisted Web", "22.4.0", "", "" } },
	{ "cherrypy", "/", { "http", "CherryPy", "18.8.0", "", "" } },
	{ "werkzeug",
	  "/",
	  { "http", "Werkzeug", "2.2.2", "Python/3.11.2", "" } },
	{ "wsgiref", "/", { "http", "Python wsgiref", "3.11.2", "", "" } },
	{ "uvicorn", "/", { "http", "Uvicorn", "", "", "" } },
	{ "hypercorn", "/", { "http", "Hypercorn", "", "", "" } },
	{ "waitress", "/", { "http", "Waitress", "", "", "" } },
	{ "daphne", "/", { "http", "Daphne", "", "", "" } },
	{ "websockify", "/", { "http", "websockify", "", "", "" } },
	{ "websockets",
	  "/",
	  { "http", "Python websockets", "10.4", "WebSocket", "" } },
	{ "influxdb", "/", { "http", "InfluxDB", "1.6.7~rc0", "", "" } },
	{ "php", "/", { "http", "PHP cli server", "", "", "" } },
	{ "php_script",
	  "/",
	  { "http", "PHP cli server", "8.2.36", "PHP/8.2.36", "" } },
	{ "webrick",
	  "/",
	  { "http", "WEBrick", "1.8.1", "Ruby/3.1.2/2022-04-12", "" } },
	{ "puma", "/", { "http", "", "", "", "" } },
	{ "thin", "/", { "http", "Thin", "", "", "" } },
	{ "node", "/", { "http", "", "", "", "" } },
	{ "express", "/", { "http", "", "", "Express", "" } },
	{ "starman", "/", { "http", "", "", "", "" } },
	{ "tomcat", "/", { "http", "", "", "", "" } },
	{ "tomcat.portscan",
	  "/portscan",
	  { "http", "Apache Tomcat", "10.1.60", "Debian", "Debian" } },
	{ "minidlna",
	  "/",
	  { "http", "MiniDLNA", "1.3.0", "Debian", "Debian" } },
	{ "icecast", "/", { "http", "Icecast", "2.4.4", "", "" } },
	{ "darkstat", "/", { "http", "darkstat", "3.0.719", "", "" } },
	{ "monit", "/", { "http", "Monit", "5.33.0", "", "" } },
	{ "monit_auth", "/", { "http", "Monit", "5.33.0", "", "" } },
	{ "webfs", "/", { "http", "webfs", "1.21", "", "" } },
	{ "mini_httpd",
	  "/",
	  { "http", "mini_httpd", "1.30", "26Oct2018", "" } },
	{ "weborf", "/", { "http", "weborf", "0.19", "GNU/Linux", "Linux" } },
	{ "inets", "/", { "http", "Erlang inets httpd", "8.2.2", "", "" } },
	{ "transmission", "/", { "http", "Transmission", "", "", "" } },
	{ "transmission.transmission_web",
	  "/transmission/web/",
	  { "http", "Transmission", "", "", "" } },
	{ "transmission_auth", "/", { "http", "Transmission", "", "", "" } },
	{ "cups", "/", { "ipp", "CUPS", "2.4.2", "", "" } },
	{ "prosody", "/", { "http", "", "", "", "" } },
	{ "prosody.http_bind",
	  "/http-bind",
	  { "http", "Prosody", "", "", "" } },
	{ "cockpit", "/", { "http", "Cockpit", "", "", "" } },
	{ "netdata", "/", { "http", "Netdata", "1.37.1", "", "" } },
	{ "syncthing",
	  "/",
	  { "http", "Syncthing", "1.19.2", "package 1.19.2-ds1", "" } },
	{ "qbittorrent", "/", { "http", "qBittorrent", "", "", "" } },
	{ "deluge", "/", { "http", "Deluge", "2.0.3", "Twisted Web", "" } },
	{ "radicale", "/", { "http", "Python wsgiref", "3.11.2", "", "" } },
	{ "radicale.web",
	  "/.web/",
	  { "http", "Radicale", "", "Python wsgiref 3.11.2", "" } },
	{ "registry", "/", { "http", "", "", "", "" } },
	{ "registry.portscan",
	  "/portscan",
	  { "http", "Docker Registry", "", "", "" } },
	{ "aptcacher", "/", { "http", "Apt-Cacher NG", "", "", "" } },
	{ "ustreamer", "/", { "http", "uStreamer", "4.9", "", "" } },
	{ "tor", "/", { "socks", "Tor", "", "", "" } },
	{ "dnsdist", "/", { "http", "PowerDNS", "", "", "" } },
	{ "shellinabox", "/", { "http", "Shell In A Box", "", "", "" } },
	{ "mercurial",
	  "/",
	  { "http", "Mercurial hgweb", "", "Python http.server 3.11.2", "" } },
	{ "snapserver", "/", { "http", "Snapcast", "", "", "" } },
	{ "rclone", "/", { "http", "rclone", "1.60.1-DEV", "", "" } },
	{ "webdis", "/", { "http", "Webdis", "", "", "" } },
	{ "rabbitmq",
	  "/",
	  { "http", "RabbitMQ management", "", "Cowboy", "" } },
	{ "mopidy", "/", { "http", "Mopidy", "", "Tornado 6.2", "" } },
	{ "xpra", "/", { "http", "Xpra", "", "Python/3.11.2", "" } },
	{ "bind_statistics",
	  "/",
	  { "http", "BIND statistics", "9.18.49",
	    "package 9.18.49-1~deb12u3-Debian", "Debian" } },
	{ "bind_statistics.json_v1_status",
	  "/json/v1/status",
	  { "http", "BIND statistics", "9.18.49",
	    "package 9.18.49-1~deb12u3-Debian", "Debian" } },
	{ "trafficserver",
	  "/",
	  { "http", "Apache Traffic Server", "9.2.9", "", "" } },
	{ "monitorix", "/", { "http", "Monitorix", "", "", "" } },
	{ "apache_tls",
	  "/",
	  { "https", "Apache httpd", "2.4.71", "Debian, OpenSSL/3.0.22",
	    "Debian" } },
	{ "node_http2", "/", { "http", "", "", "", "" } },
	{ "etcd", "/", { "http", "", "", "", "" } },
	{ "etcd.version", "/version", { "http", "etcd", "3.4.23", "", "" } },
	{ "etcd_peer", "/", { "http", "", "", "", "" } },
	{ "etcd_peer.version",
	  "/version",
	  { "http", "etcd", "3.4.23", "", "" } },
	{ "prometheus", "/", { "http", "Prometheus", "", "", "" } },
	{ "prometheus.api_v1_status_buildinfo",
	  "/api/v1/status/buildinfo",
	  { "http", "", "", "", "" } },
	{ "prometheus.classic_graph",
	  "/classic/graph",
	  { "http", "Prometheus", "", "", "" } },
	{ "node_exporter",
	  "/",
	  { "http", "Prometheus node exporter", "", "", "" } },
	{ "node_exporter.metrics",
	  "/metrics",
	  { "http", "Prometheus node exporter", "1.5.0", "", "" } },
	{ "alertmanager",
	  "/",
	  { "http", "Prometheus Alertmanager", "", "", "" } },
	{ "alertmanager.api_v2_status",
	  "/api/v2/status",
	  { "http", "", "", "", "" } },
	{ "pushgateway",
	  "/",
	  { "http", "Prometheus Pushgateway", "", "", "" } },
	{ "pushgateway.metrics",
	  "/metrics",
	  { "http", "Prometheus Pushgateway", "1.5.1", "", "" } },
	{ "blackbox_exporter",
	  "/",
	  { "http", "Prometheus blackbox exporter", "", "", "" } },
	{ "blackbox_exporter.metrics",
	  "/metrics",
	  { "http", "Prometheus blackbox exporter", "0.23.0", "", "" } },
	{ "nats", "/", { "http", "nats-server", "", "", "" } },
	{ "nats.varz", "/varz", { "http", "", "", "", "" } },
	{ "jupyter", "/", { "http", "Tornado", "6.2", "", "" } },
	{ "jupyter.tree", "/tree?", { "http", "Tornado", "6.2", "", "" } },
	{ "jupyter.login_next_2ftree_3f",
	  "/login?next=%2Ftree%3F",
	  { "http", "Jupyter Notebook", "", "Tornado 6.2", "" } },
	{ "jupyter.api", "/api", { "http", "Tornado", "6.2", "", "" } },
	{ "clickhouse", "/", { "http", "", "", "", "" } },
	{ "clickhouse.portscan",
	  "/portscan",
	  { "http", "ClickHouse", "", "", "" } },
	{ "clickhouse.query_select_20version",
	  "/?query=SELECT%20version()",
	  { "http", "ClickHouse", "18.16.1", "", "" } },
	{ "h2o", "/", { "http", "H2O", "2.2.5", "", "" } },
	{ "znc",
	  "/",
	  { "http", "ZNC", "1.8.2", "package 1.8.2+deb3.1+deb12u2",
	    "Debian" } },
	{ "grpc", "/", { "grpc", "", "", "", "" } },
	{ "jetty", "/", { "http", "Jetty", "9.4.57.v20241219", "", "" } },
	{ "jetty.portscan",
	  "/portscan",
	  { "http", "Jetty", "9.4.57.v20241219", "", "" } },
	{ "squid", "/", { "http-proxy", "Squid", "5.7", "", "" } },
};

static void read_recorded(const char *file, struct text *said)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", HTTP_RECORDED, file);
	text_init(said);
	cr_assert(eq(int, read_file(path, 1 << 20, said), 0), "%s", path);
}

Test(http_identity, recorded_servers_are_named)
{
	for (size_t i = 0; i < COUNT(recorded); i++) {
		struct identity who;
		struct text said;

		read_recorded(recorded[i].file, &said);
		identify(recorded[i].path,
		         (struct bytes){ (const uint8_t *)said.data, said.len },
		         &who);
		expect_service(&who.service, &recorded[i].expected,
		               recorded[i].file);
		identity_release(&who);
		text_release(&said);
	}
}

/* The same version, or one that it begins with: "2.4" of "2.4.2". */
static bool is_version_of(const char *version, const char *full)
{
	size_t len = strlen(version);

	return strncmp(version, full, len) == 0 &&
	       (len == 0 || full[len] == '\0' || full[len] == '.');
}

/* Every beginning of a response is a response that was cut off: it may tell
 * less, but nothing else. */
Test(http_identity, nothing_wrong_is_made_of_what_was_cut_off)
{
	for (size_t i = 0; i < COUNT(recorded); i++) {
		const struct expected *full = &recorded[i].expected;
		struct text said;

		read_recorded(recorded[i].file, &said);
		for (size_t len = 0; len < said.len && len < 600; len++) {
			struct identity who;

			identify(recorded[i].path,
			         (struct bytes){ (const uint8_t *)said.data,
			                         len },
			         &who);
			cr_expect(strcmp(who.service.product, full->product) !=
			                          0 ||
			                  is_version_of(who.service.version,
			                                full->version),
			          "%s, %zu bytes: %s", recorded[i].file, len,
			          who.service.version);
			identity_release(&who);
		}
		text_release(&said);
	}
}

/* Written from what is documented, and known, of other software. */
static const struct {
	const char *path;
	const char *said;
	struct expected expected;
} documented[] = {
	/* Servers that say what they run on */
	{ "/",
	  "HTTP/1.1 200 OK\r\nserver: nginx/1.18.0 (Ubuntu)\r\n\r\n",
	  { "http", "nginx", "1.18.0", "Ubuntu", "Ubuntu" } },
	{ "/",
	  "HTTP/1.1 200 OK\r\nServer: Apache/2.4.6 (CentOS) "
	  "OpenSSL/1.0.2k-fips "
	  "PHP/7.4.33\r\n\r\n",
	  { "http", "Apache httpd", "2.4.6",
	    "CentOS, OpenSSL/1.0.2k-fips PHP/7.4.33", "CentOS" } },
	{ "/",
	  "HTTP/1.1 200 OK\r\nServer: Microsoft-IIS/10.0\r\n"
	  "X-Powered-By: ASP.NET\r\n\r\n",
	  { "http", "Microsoft IIS", "10.0", "ASP.NET", "Windows" } },
	{ "/",
	  "HTTP/1.1 404 Not Found\r\nApi-Version: 1.41\r\n"
	  "Content-Type: application/json\r\n"
	  "Server: Docker/20.10.24 (linux)\r\n\r\n"
	  "{\"message\":\"page not found\"}\n",
	  { "http", "Docker", "20.10.24", "linux", "Linux" } },
	/* A module is no operating system */
	{ "/",
	  "HTTP/1.1 200 OK\r\nServer: CouchDB/3.3.2 (Erlang OTP/24)\r\n\r\n"
	  "{\"couchdb\":\"Welcome\",\"version\":\"3.3.2\"}",
	  { "http", "CouchDB", "3.3.2", "Erlang OTP/24", "" } },
	/* An application before the server that it rests on */
	{ "/login",
	  "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\n\r\n"
	  "<title>Grafana</title>"
	  "<script>window.grafanaBootData = {settings: {\"buildInfo\":{"
	  "\"commit\":\"abc\",\"env\":\"production\",\"version\":\"9.5.2\"}}}",
	  { "http", "Grafana", "9.5.2", "nginx 1.22.1", "" } },
	{ "/api/health",
	  "HTTP/1.1 200 OK\r\n\r\n{\"commit\":\"abc\",\"version\":\"9.5.2\"}",
	  { "http", "", "", "", "" } },
	{ "/",
	  "HTTP/1.1 200 OK\r\nX-elastic-product: Elasticsearch\r\n\r\n"
	  "{\"name\":\"a\",\"cluster_name\":\"b\",\"version\":{\"number\":"
	  "\"8.7.0\",\"build_flavor\":\"default\"},"
	  "\"tagline\":\"You Know, for Search\"}",
	  { "http", "Elasticsearch", "8.7.0", "", "" } },
	{ "/",
	  "HTTP/1.1 200 OK\r\n\r\n{\"name\":\"a\",\"version\":{"
	  "\"distribution\":\"opensearch\",\"number\":\"2.7.0\"},"
	  "\"tagline\":\"The OpenSearch Project: https://opensearch.org/\"}",
	  { "http", "OpenSearch", "2.7.0", "", "" } },
	{ "/",
	  "HTTP/1.1 302 Found\r\nlocation: /login?next=%2F\r\n"
	  "kbn-name: kibana\r\nkbn-license-sig: ab\r\n\r\n",
	  { "http", "Kibana", "", "", "" } },
	{ "/version",
	  "HTTP/1.1 200 OK\r\nAudit-Id: a\r\n\r\n{\"major\":\"1\",\"minor\":"
	  "\"28\",\"gitVersion\":\"v1.28.3\",\"gitCommit\":\"abc\"}",
	  { "http", "Kubernetes", "1.28.3", "", "" } },
	{ "/",
	  "HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\n\r\n"
	  "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},"
	  "\"status\":\"Failure\",\"message\":\"forbidden: User "
	  "\\\"system:anonymous\\\" cannot get path \\\"/\\\"\","
	  "\"reason\":\"Forbidden\",\"details\":{},\"code\":403}",
	  { "http", "Kubernetes", "", "", "" } },
	{ "/",
	  "HTTP/1.1 403 Forbidden\r\nX-Jenkins: 2.401.1\r\n"
	  "Server: Jetty(10.0.13)\r\n\r\n",
	  { "http", "Jenkins", "2.401.1", "Jetty 10.0.13", "" } },
	{ "/",
	  "HTTP/1.1 200 OK\r\n\r\n<meta name=\"generator\" "
	  "content=\"WordPress 6.4.2\" />",
	  { "http", "WordPress", "6.4.2", "", "" } },
	{ "/",
	  "HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\nOllama is running",
	  { "http", "Ollama", "", "", "" } },
	{ "/api/version",
	  "HTTP/1.1 200 OK\r\n\r\n{\"version\":\"0.1.32\"}",
	  { "http", "", "", "", "" } },
	{ "/metrics",
	  "HTTP/1.1 200 OK\r\n\r\n"
	  "# HELP zoo_exporter_build_info A metric with a constant '1'.\n"
	  "# TYPE zoo_exporter_build_info gauge\n"
	  "zoo_exporter_build_info{branch=\"HEAD\",goversion=\"go1.20\","
	  "revision=\"a\",version=\"0.3.1\"} 1\n",
	  { "http", "Prometheus zoo exporter", "0.3.1", "", "" } },
	{ "/",
	  "HTTP/1.1 409 Conflict\r\nX-Transmission-Session-Id: a\r\n\r\n",
	  { "http", "Transmission", "", "", "" } },
	{ "/",
	  "HTTP/1.1 200 OK\r\nServer: Debian, UPnP/1.0, Zoo server/1.2\r\n\r\n",
	  { "http", "Zoo server", "1.2", "", "" } },
	{ "/",
	  "HTTP/1.0 200 Document follows\r\nServer: MiniServ/2.105\r\n\r\n"
	  "<title>Login to Webmin</title>",
	  { "http", "Webmin", "", "MiniServ 2.105", "" } },
	/* Devices */
	{ "/",
	  "HTTP/1.1 200 OK\r\nServer: HP HTTP Server; HP LaserJet MFP M227fdn "
	  "- G3Q74A; Serial Number: X; Built: Y {Z}\r\n\r\n",
	  { "http", "HP printer", "", "LaserJet MFP M227fdn", "" } },
	{ "/",
	  "HTTP/1.1 401 Unauthorized\r\n"
	  "WWW-Authenticate: Basic realm=\"NETGEAR R7000\"\r\n\r\n",
	  { "http", "NETGEAR router", "", "R7000", "" } },
	/* An unknown Server field is taken apart; what is in brackets, or
	 * behind, is neither */
	{ "/",
	  "HTTP/1.1 200 OK\r\nServer: Zoo/1.5 (big) other/2\r\n\r\n",
	  { "http", "Zoo", "1.5", "", "" } },
	{ "/",
	  "HTTP/1.1 200 OK\r\nServer: nginx-like/1.5\r\n\r\n",
	  { "http", "nginx-like", "1.5", "", "" } },
	{ "/",
	  "HTTP/1.1 200 OK\r\nServer:\r\n\r\n",
	  { "http", "", "", "", "" } },
	/* They want TLS, in their words */
	{ "/",
	  "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an "
	  "HTTPS server.\n",
	  { "https", "", "", "", "" } },
	{ "/",
	  "HTTP/1.1 400 Bad Request\r\nServer: Apache/2.4.57 (Debian)\r\n\r\n"
	  "Reason: You're speaking plain HTTP to an SSL-enabled server port.",
	  { "https", "Apache httpd", "2.4.57", "Debian", "Debian" } },
	{ "/",
	  "HTTP/1.0 200 OK\r\nContent-Length: 85\r\n\r\nIt looks like you are "
	  "trying to access MongoDB over HTTP on the native driver port.\r\n",
	  { "mongodb", "", "", "", "" } },
	{ "/",
	  "HTTP/1.1 400 Bad Request\r\nSec-WebSocket-Version: 13\r\n\r\n",
	  { "http", "", "", "WebSocket", "" } },
	/* Pages that only write about such errors */
	{ "/",
	  "HTTP/1.1 200 OK\r\n\r\nThe plain HTTP request was sent to HTTPS "
	  "port",
	  { "http", "", "", "", "" } },
	{ "/",
	  "HTTP/1.1 200 OK\r\n\r\n<p>It looks like you are trying to access "
	  "MongoDB over HTTP on the native driver port.",
	  { "http", "", "", "", "" } },
	/* Apache has more products than one */
	{ "/",
	  "HTTP/1.1 200 OK\r\nServer: Apache\r\n\r\n",
	  { "http", "Apache httpd", "", "", "" } },
	{ "/",
	  "HTTP/1.1 200 OK\r\nServer: Apache Zoo/1.2\r\n\r\n",
	  { "http", "Apache Zoo", "1.2", "", "" } },
	/* A number that is no version */
	{ "/",
	  "HTTP/1.1 200 OK\r\n\r\n{\"host\":\"a\",\"version\":\"8.7.0\","
	  "\"pipeline\":{\"workers\":2,\"batch_size\":125}}",
	  { "http", "Logstash", "8.7.0", "", "" } },
	/* Others repeat the Host as well, if not first */
	{ "/",
	  "HTTP/1.1 200 OK\r\nServer: Zoo/1\r\nHost: a\r\n\r\n",
	  { "http", "Zoo", "1", "", "" } },
	/* A version at the end, and cut off there or not */
	{ "/?query=SELECT%20version()",
	  "HTTP/1.1 200 OK\r\nX-ClickHouse-Summary: a\r\n"
	  "Content-Length: 7\r\n\r\n18.16.1",
	  { "http", "ClickHouse", "18.16.1", "", "" } },
	{ "/?query=SELECT%20version()",
	  "HTTP/1.1 200 OK\r\nX-ClickHouse-Summary: a\r\n"
	  "Content-Length: 7\r\n\r\n18.1",
	  { "http", "ClickHouse", "", "", "" } },
	/* A version becomes more exact, and not another */
	{ "/",
	  "HTTP/1.1 200 OK\r\nServer: CUPS/2.4 IPP/2.1\r\n\r\n"
	  "<title>Home - CUPS 2.4.2</title>",
	  { "ipp", "CUPS", "2.4.2", "", "" } },
	{ "/",
	  "HTTP/1.1 404 Not Found\r\nServer: CUPS/2.4 IPP/2.1\r\n\r\n"
	  "<TITLE>Not Found - CUPS v2.4.2</TITLE>",
	  { "ipp", "CUPS", "2.4.2", "", "" } },
	{ "/",
	  "HTTP/1.1 200 OK\r\nServer: CUPS/2.4 IPP/2.1\r\n\r\n"
	  "<title>Home - CUPS 2.42</title>",
	  { "ipp", "CUPS", "2.4", "", "" } },
	{ "/",
	  "HTTP/1.1 200 OK\r\n\r\n<title>Grafana for beginners</title>",
	  { "http", "", "", "", "" } },
	/* What pages write about is not who serves them */
	{ "/",
	  "HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\n<title>How we moved from "
	  "Grafana to Zabbix</title><p>Apache Tomcat/9.0.1, Powered by nginx",
	  { "http", "nginx", "", "", "" } },
	{ "/",
	  "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
	  "<title>Grafana</title>",
	  { "http", "", "", "", "" } },
};

Test(http_identity, documented_answers_are_named)
{
	for (size_t i = 0; i < COUNT(documented); i++) {
		const char *said = documented[i].said;
		struct identity who;

		identify(documented[i].path,
		         (struct bytes){ (const uint8_t *)said, strlen(said) },
		         &who);
		expect_service(&who.service, &documented[i].expected, said);
		identity_release(&who);
	}
}

static struct identity identify_text(const char *said)
{
	struct identity who;

	identify("/", (struct bytes){ (const uint8_t *)said, strlen(said) },
	         &who);
	return who;
}

static bool has_fact(const struct identity *who, enum fact_key key,
                     const char *value)
{
	struct fact fact;
	size_t at = 0;

	while (facts_next(&who->facts, &at, &fact))
		if (fact.key == key && fact.value.len == strlen(value) &&
		    bytes_equal_at(fact.value, 0, value, fact.value.len))
			return true;
	return false;
}

Test(http_identity, facts_are_what_the_response_tells)
{
	struct identity who = identify_text(
		"HTTP/1.1 401 Unauthorized\r\n"
		"Server: Zoo/1\r\n"
		"Location: /login\r\n"
		"X-Powered-By: PHP/8.2\r\n"
		"Content-Type: text/html\r\n"
		"X-Frame-Options: DENY\r\n"
		"content-security-policy: none\r\n"
		"WWW-Authenticate: Digest realm=\"Cage\", nonce=\"a\"\r\n"
		"WWW-Authenticate: Basic realm=\"Other\"\r\n"
		"\r\n"
		"<title>A &amp; B</title><meta name=generator content=Z>");

	cr_expect(has_fact(&who, FACT_HTTP_STATUS, "401"));
	cr_expect(has_fact(&who, FACT_HTTP_SERVER, "Zoo/1"));
	cr_expect(has_fact(&who, FACT_HTTP_LOCATION, "/login"));
	cr_expect(has_fact(&who, FACT_HTTP_POWERED_BY, "PHP/8.2"));
	cr_expect(has_fact(&who, FACT_HTTP_CONTENT_TYPE, "text/html"));
	cr_expect(has_fact(&who, FACT_HTTP_SECURITY, "X-Frame-Options"));
	cr_expect(
		has_fact(&who, FACT_HTTP_SECURITY, "Content-Security-Policy"));
	cr_expect(has_fact(&who, FACT_HTTP_AUTH, "Digest"));
	cr_expect(has_fact(&who, FACT_HTTP_AUTH, "Basic"));
	cr_expect(has_fact(&who, FACT_HTTP_REALM, "Cage"));
	cr_expect(not(has_fact(&who, FACT_HTTP_REALM, "Other")));
	cr_expect(has_fact(&who, FACT_HTTP_TITLE, "A & B"));
	cr_expect(has_fact(&who, FACT_HTTP_GENERATOR, "Z"));
	identity_release(&who);
}

Test(http_identity, software_has_its_cpe)
{
	struct identity who = identify_text(
		"HTTP/1.1 200 OK\r\nServer: Apache/2.4.57 (Debian)\r\n\r\n"
		"<meta name=generator content=\"WordPress 6.4~rc1\">");

	cr_expect(eq(str, who.service.cpe[0],
	             "cpe:/a:wordpress:wordpress:6.4%7erc1"));
	cr_expect(eq(str, who.service.cpe[1],
	             "cpe:/a:apache:http_server:2.4.57"));
	cr_expect(eq(str, who.service.cpe[2], "cpe:/o:debian:debian_linux"));
	identity_release(&who);
}

Test(http_identity, devices_have_a_type_and_a_port_a_tls)
{
	struct identity who = identify_text(
		"HTTP/1.1 200 OK\r\nServer: KM-MFP-http/V0.0.1\r\n\r\n");

	cr_expect(eq(str, who.service.device, "printer"));
	cr_expect(not(who.service.tls));
	identity_release(&who);
	who = identify_text("HTTP/1.0 400 Bad Request\r\n\r\nClient sent an "
	                    "HTTP request to an HTTPS server.\n");
	cr_expect(who.service.tls);
	identity_release(&who);
}

static bool is_named(const struct http_marks *marks, const char *product)
{
	for (size_t i = 0; i < marks->count; i++)
		if (strcmp(marks->rows[i].product, product) == 0)
			return true;
	return false;
}

/* A version that is looked for where its product is never named is dead. */
Test(http_identity, versions_are_of_products_that_marks_name)
{
	for (size_t i = 0; i < http_version_places.count; i++) {
		const char *product = http_version_places.rows[i].product;

		cr_expect(is_named(&http_servers, product) ||
		                  is_named(&http_fronts, product) ||
		                  is_named(&http_applications, product) ||
		                  is_named(&http_devices, product),
		          "%s", product);
	}
}

static void expect_good_sign(const struct http_sign *sign, const char *product)
{
	if (sign->place == HTTP_IN_BODY)
		cr_expect(sign->pattern[0] != '%', "%s", product);
	if (sign->place == HTTP_IN_FIELD || sign->place == HTTP_IN_FIRST ||
	    sign->place == HTTP_IN_JSON)
		cr_expect(sign->where != NULL, "%s", product);
	else
		cr_expect(sign->pattern != NULL, "%s", product);
}

static void expect_good_marks(const struct http_marks *marks)
{
	for (size_t i = 0; i < marks->count; i++)
		expect_good_sign(&marks->rows[i].sign, marks->rows[i].product);
}

/* A pattern without a letter to look for first would match everything. */
Test(http_identity, signs_say_what_to_look_for)
{
	expect_good_marks(&http_servers);
	expect_good_marks(&http_fronts);
	expect_good_marks(&http_applications);
	expect_good_marks(&http_devices);
	for (size_t i = 0; i < http_version_places.count; i++)
		expect_good_sign(&http_version_places.rows[i].sign,
		                 http_version_places.rows[i].product);
}
