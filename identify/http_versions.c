// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/http_marks.h"

/* Every exporter that is made with Prometheus's library. */
#define EXPORTER(name)                                                         \
	{                                                                      \
		"Prometheus " name " exporter", "/metrics",                    \
			BODY("_exporter_build_info{%*,version=\"%v\"")         \
	}

static const struct http_version_place places[] = {
	/* Servers tell on the pages that they make themselves */
	{ "Apache Tomcat", "/portscan", BODY("<h3>Apache Tomcat/%v") },
	{ "Jetty", "/portscan", BODY(">Powered by Jetty:// %v<") },
	{ "HAProxy", NULL, BODY(">HAProxy version %v, released ") },
	{ "HAProxy", NULL, BODY("haproxy_process_build_info{version=\"%v\"") },
	{ "PHP cli server", NULL, FIELD("X-Powered-By", "PHP/%v") },
	/* A name that Privoxy serves itself, whatever it forwards. */
	{ "Privoxy", "http://config.privoxy.org/",
	  BODY(">Privoxy</a> %v on ") },

	/* Metrics and monitoring */
	{ "Prometheus", "/api/v1/status/buildinfo",
	  JSON("data.version", "%v") },
	{ "Prometheus", "/metrics",
	  BODY("prometheus_build_info{%*,version=\"%v\"") },
	{ "Prometheus Alertmanager", "/api/v2/status",
	  JSON("versionInfo.version", "%v") },
	{ "Prometheus Alertmanager", "/metrics",
	  BODY("alertmanager_build_info{%*,version=\"%v\"") },
	{ "Prometheus Pushgateway", "/metrics",
	  BODY("pushgateway_build_info{%*,version=\"%v\"") },
	{ "Prometheus node exporter", NULL,
	  BODY("<div>Version: (version=%v,") },
	EXPORTER("node"),
	EXPORTER("blackbox"),
	EXPORTER("snmp"),
	EXPORTER("mysqld"),
	EXPORTER("postgres"),
	EXPORTER("haproxy"),
	EXPORTER("consul"),
	EXPORTER("memcached"),
	EXPORTER("statsd"),
	EXPORTER("windows"),
	{ "Prometheus redis exporter", "/metrics",
	  BODY("_exporter_build_info{%*,version=\"v%v\"") },
	{ "Grafana", "/api/health", JSON("version", "%v") },
	{ "Grafana", "/login", BODY("\"buildInfo\":{%*\"version\":\"%v\"") },
	{ "Grafana Loki", "/loki/api/v1/status/buildinfo",
	  JSON("version", "%v") },
	{ "Grafana Loki", "/metrics",
	  BODY("loki_build_info{%*,version=\"%v\"") },
	{ "Grafana Promtail", "/metrics",
	  BODY("promtail_build_info{%*,version=\"%v\"") },
	{ "Grafana Tempo", "/metrics",
	  BODY("tempo_build_info{%*,version=\"%v\"") },
	{ "Thanos", "/metrics", BODY("thanos_build_info{%*,version=\"%v\"") },
	{ "VictoriaMetrics", "/metrics",
	  BODY("vm_app_version{%*short_version=\"v%v\"") },
	{ "CoreDNS", "/metrics", BODY("coredns_build_info{%*,version=\"%v\"") },
	{ "cAdvisor", "/metrics",
	  BODY("cadvisor_version_info{%*,cadvisorVersion=\"v%v\"") },
	{ "Kubernetes kubelet", "/metrics",
	  BODY("kubernetes_build_info{%*,git_version=\"v%v\"") },
	{ "Munin", NULL, BODY(">Munin</a> version %v") },
	{ "Jaeger", NULL, BODY("JAEGER_VERSION = {%*\"gitVersion\":\"v%v\"") },
	{ "Graylog", "/api/", JSON("version", "%v") },

	/* Search and databases */
	{ "Elasticsearch", "/", JSON("version.number", "%v") },
	{ "OpenSearch", "/", JSON("version.number", "%v") },
	{ "Kibana", "/api/status", JSON("version.number", "%v") },
	{ "Logstash", "/", JSON("version", "%v") },
	{ "Apache Solr", "/solr/admin/info/system?wt=json",
	  JSON("lucene.solr-spec-version", "%v") },
	{ "CouchDB", "/", JSON("version", "%v") },
	/* ClickHouse takes a GET for a query that may only read. */
	{ "ClickHouse", "/?query=SELECT%20version()", START("%v") },
	{ "ArangoDB", "/_api/version", JSON("version", "%v") },
	{ "Qdrant", "/", JSON("version", "%v") },
	{ "Adminer", NULL, BODY("<span class=\"version\">%v</span>") },
	{ "Metabase", NULL, BODY("\"tag\":\"v%v\"") },

	/* Containers, clusters, stores */
	{ "Docker", "/version", JSON("Version", "%v") },
	{ "Podman", "/version", JSON("Version", "%v") },
	{ "etcd", "/version", JSON("etcdserver", "%v") },
	{ "etcd", "/metrics",
	  BODY("etcd_server_version{server_version=\"%v\"") },
	{ "Kubernetes", "/version", JSON("gitVersion", "v%v") },
	{ "Consul", NULL, BODY("<!-- CONSUL_VERSION: %v") },
	{ "Consul", "/v1/agent/self", JSON("Config.Version", "%v") },
	{ "Vault", "/v1/sys/health", JSON("version", "%v") },
	{ "Portainer", "/api/system/status", JSON("Version", "%v") },
	{ "Portainer", "/api/status", JSON("Version", "%v") },
	{ "Argo CD", "/api/version", JSON("Version", "v%v") },
	{ "Traefik", "/api/version", JSON("Version", "%v") },
	{ "Kong", "/", JSON("version", "%v") },

	/* Building and keeping software */
	{ "Gitea", "/api/v1/version", JSON("version", "%v") },
	{ "Forgejo", "/api/forgejo/v1/version", JSON("version", "%v") },
	{ "SonarQube", "/api/server/version", START("%v") },
	{ "TeamCity", "/login.html",
	  BODY("<span class=\"vWord\">Version</span> %v") },

	/* Messages and queues */
	{ "nats-server", "/varz", JSON("version", "%v") },
	{ "RabbitMQ", NULL,
	  BODY("rabbitmq_build_info{%*rabbitmq_version=\"%v\"") },
	{ "Matrix Synapse", "/_matrix/federation/v1/version",
	  JSON("server.version", "%v") },
	{ "Rocket.Chat", "/api/info", JSON("version", "%v") },

	/* Data and learning */
	{ "Apache Spark", NULL, BODY("<span class=\"version\"%*>%v</span>") },
	{ "Apache Hadoop NameNode",
	  "/jmx?qry=Hadoop:service=NameNode,name=NameNodeInfo",
	  BODY("\"SoftwareVersion\" : \"%v\"") },
	{ "Apache Flink", "/config", JSON("flink-version", "%v") },
	{ "Apache Airflow", "/api/v1/version", JSON("version", "%v") },
	{ "Trino", "/v1/info", JSON("nodeVersion.version", "%v") },
	{ "Jupyter Notebook", "/api", JSON("version", "%v") },
	{ "Jupyter Server", "/api", JSON("version", "%v") },
	{ "MLflow", "/version", START("%v") },
	{ "Ollama", "/api/version", JSON("version", "%v") },
	{ "vLLM", "/version", JSON("version", "%v") },
	{ "Open WebUI", "/api/version", JSON("version", "%v") },

	/* At home */
	{ "Jellyfin", "/System/Info/Public", JSON("Version", "%v") },
	{ "Emby", "/emby/System/Info/Public", JSON("Version", "%v") },
	{ "Plex Media Server", "/identity",
	  BODY("<MediaContainer %* version=\"%v\"") },
	{ "Sonarr", NULL, BODY("version: '%v'") },
	{ "Radarr", NULL, BODY("version: '%v'") },
	{ "Lidarr", NULL, BODY("version: '%v'") },
	{ "Prowlarr", NULL, BODY("version: '%v'") },
	{ "SABnzbd", "/api?mode=version", JSON("version", "%v") },
	{ "Node-RED", "/settings", JSON("version", "%v") },
	{ "Vaultwarden", "/api/version", START("\"%v\"") },
	{ "uStreamer", NULL, BODY("Streamer v%v") },

	/* Running a machine */
	{ "CUPS", "/", TITLE("%*- CUPS %v") },
	{ "CUPS", NULL, TITLE("%*- CUPS v%v") }, /* an error */
	{ "BIND statistics", NULL, BODY("<server>%*<version>%v</version>") },
	{ "BIND statistics", "/json/v1/status", JSON("version", "%v") },
	{ "UniFi Network", "/status", JSON("meta.server_version", "%v") },
	{ "FRITZ!Box", "/jason_boxinfo.xml",
	  BODY("<j:Version>%v</j:Version>") },
	{ "QNAP QTS", "/cgi-bin/authLogin.cgi",
	  BODY("<version><![CDATA[%v]]>") },
	{ "HP iLO", "/xmldata?item=All", BODY("<FWRI>%v</FWRI>") },

	/* Groups */
	{ "Nextcloud", "/status.php", JSON("versionstring", "%v") },
	{ "ownCloud", "/status.php", JSON("versionstring", "%v") },
};

const struct http_version_places http_version_places = { places,
	                                                 COUNT(places) };
