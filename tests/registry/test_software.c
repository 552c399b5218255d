// SPDX-License-Identifier: Apache-2.0
#include "registry/software.h"

#include "base/count.h"
#include "registry/unofficial.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

static const struct {
	const char *list;
	const char *service;
	const char *product;
	const char *found; /* "" for none */
} rows[] = {
	/* The product holds all of an item. */
	{ "Prometheus", "http", "Prometheus", "Prometheus" },
	{ "Prometheus", "http", "prometheus", "Prometheus" },
	{ "Squid; Proxmox (SPICE proxy)", "http-proxy", "Squid http proxy",
	  "Squid" },
	{ "Tomcat; Jenkins; proxies", "http", "Apache Tomcat/Coyote",
	  "Tomcat" },
	{ "Home Assistant; ClickHouse (over HTTP)", "http", "Home Assistant",
	  "Home Assistant" },

	/* The product is how an item begins, or several words of it. */
	{ "Home Assistant; ClickHouse (over HTTP)", "http", "ClickHouse",
	  "ClickHouse" },
	{ "Prometheus node_exporter", "http", "Prometheus", "Prometheus" },
	{ "Prometheus node_exporter", "http", "Prometheus Node Exporter",
	  "Prometheus node_exporter" },
	{ "Prometheus node_exporter", "http", "node-exporter",
	  "node_exporter" },
	{ "Kibana, OpenSearch Dashboards", "http", "OpenSearch", "OpenSearch" },
	{ "Node.js inspector", "http", "Node.js", "Node.js" },
	{ "Home Assistant", "http", "Home", "Home" },

	/* The same of the service. */
	{ "Tor (control)", "tor-control", "", "Tor" },
	{ "OMRON FINS", "omron-fins", "", "OMRON FINS" },
	{ "BitTorrent", "bittorrent-dht", "", "BitTorrent" },

	/* It is a name of the service. */
	{ "SSH (moved off 22; Termux)", "ssh", "OpenSSH", "SSH" },
	{ "DirectAdmin; SSH (moved off 22)", "ssh", "", "SSH" },
	{ "VNC (displays 1 to 3)", "rfb", "", "VNC" },
	{ "RADIUS", "radius", "FreeRADIUS", "RADIUS" },
	{ "HTTPS (beside another HTTPS)", "https", "nginx", "HTTPS" },
	{ "Java debugger, JDWP", "jdwp", "", "JDWP" },
	{ "ZooKeeper", "zookeeper", "", "ZooKeeper" },

	/* Something else. */
	{ "Home Assistant; ClickHouse (over HTTP)", "http", "nginx", "" },
	{ "Home Assistant", "http", "Assistant", "" },
	{ "Home Assistant", "http", "Homely Assistant", "" },
	{ "Prometheus node_exporter", "http", "exporter", "" },
	{ "Squid", "http", "Squidward", "" },
	{ "Squid", "http", "Calamari", "" },
	{ "Eureka (Spring Cloud)", "http", "Spring Cloud", "" },
	{ "Eureka (Spring; Cloud)", "http", "Cloud", "" },
	{ "VNC viewer", "rfb", "", "" },
	{ "Python http.server", "http", "", "" },
	{ "Java debugger", "java-object", "", "" },
	{ "VNC (in a browser)", "http", "", "" },
	{ "HTTPS (beside another HTTPS)", "http", "", "" },
	{ "many web interfaces", "http", "nginx", "" },
	{ "SSH (moved off 22)", "http", "nginx", "" },
	{ "Prometheus", "http", "", "" },
	{ "Prometheus", "", "", "" },
	{ "Prometheus", "http", " -/()", "" },
	{ "; ,() ;", "http", "nginx", "" },
	{ "(", "http", "nginx", "" },
	{ "", "http", "nginx", "" },
};

static void expect_software(struct software software, const char *found,
                            size_t row)
{
	char text[64];

	snprintf(text, sizeof(text), "%.*s", (int)software.len,
	         software.len > 0 ? software.name : "");
	cr_expect(eq(str, text, (char *)found), "row %zu", row);
}

Test(software, is_found_by_product_or_protocol_and_in_whole_words)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_software(software_find(rows[i].list, rows[i].service,
		                              rows[i].product),
		                rows[i].found, i);
}

/* The table as it is, with names that the software gives itself. */
static const struct {
	enum protocol protocol;
	uint16_t port;
	const char *service, *product, *found;
} shipped[] = {
	{ PROTOCOL_TCP, 9090, "http", "Prometheus", "Prometheus" },
	{ PROTOCOL_TCP, 9100, "http", "Prometheus node_exporter",
	  "Prometheus node_exporter" },
	{ PROTOCOL_TCP, 3000, "http", "Grafana", "Grafana" },
	{ PROTOCOL_TCP, 3128, "http-proxy", "squid", "Squid" },
	{ PROTOCOL_TCP, 9200, "http", "Elasticsearch", "Elasticsearch" },
	{ PROTOCOL_TCP, 8086, "http", "InfluxDB", "InfluxDB" },
	{ PROTOCOL_TCP, 15672, "http", "RabbitMQ", "RabbitMQ" },
	{ PROTOCOL_TCP, 6443, "http", "Kubernetes", "Kubernetes" },
	{ PROTOCOL_TCP, 10250, "http", "Kubernetes kubelet", "Kubernetes" },
	{ PROTOCOL_TCP, 2222, "ssh", "OpenSSH", "SSH" },
	{ PROTOCOL_TCP, 5901, "rfb", "", "VNC" },
	{ PROTOCOL_TCP, 2181, "zookeeper", "ZooKeeper", "ZooKeeper" },
	{ PROTOCOL_TCP, 4222, "nats", "nats-server", "NATS" },
	{ PROTOCOL_TCP, 9042, "cassandra", "", "Cassandra" },
	{ PROTOCOL_TCP, 9092, "kafka", "", "Kafka" },
	{ PROTOCOL_TCP, 26379, "redis", "Redis", "Redis" },
	{ PROTOCOL_TCP, 27018, "mongodb", "MongoDB", "MongoDB" },
	{ PROTOCOL_TCP, 6600, "mpd", "", "MPD" },
	{ PROTOCOL_TCP, 5038, "asterisk", "Asterisk Call Manager", "Asterisk" },
	{ PROTOCOL_TCP, 8009, "ajp13", "", "AJP" },
	{ PROTOCOL_TCP, 1521, "oracle-tns", "", "TNS" },
	{ PROTOCOL_TCP, 9091, "http", "Transmission", "Transmission" },
	{ PROTOCOL_TCP, 3310, "clamd", "", "ClamAV" },
	{ PROTOCOL_TCP, 8020, "hadoop-ipc", "", "Hadoop" },
	{ PROTOCOL_TCP, 783, "spamd", "", "spamd" },
	{ PROTOCOL_UDP, 1645, "radius", "FreeRADIUS", "RADIUS" },
	{ PROTOCOL_UDP, 27015, "a2s", "", "A2S" },
	{ PROTOCOL_UDP, 51820, "wireguard", "", "WireGuard" },
	{ PROTOCOL_TCP, 9100, "http", "nginx", "" },
	{ PROTOCOL_TCP, 8123, "ssh", "OpenSSH", "" },
	{ PROTOCOL_TCP, 45555, "ssh", "OpenSSH", "" },
	{ PROTOCOL_UDP, 9090, "http", "Prometheus", "" },
};

Test(software, is_found_in_the_table_of_unofficial_uses)
{
	for (size_t i = 0; i < COUNT(shipped); i++)
		expect_software(unofficial_software(
					shipped[i].protocol, shipped[i].port,
					shipped[i].service, shipped[i].product),
		                shipped[i].found, i);
}
