# SPDX-License-Identifier: Apache-2.0
"""Real servers are named for what they are, on their own ports and off."""
import servers
from harness import Case, by_port, main, needs_own_network
from listeners import bound_udp

HOST = "127.0.1.5"


@needs_own_network
class RealServers(Case):
    def port_record(self, *args):
        """The record of the one port that `args` name."""
        document = self.scan(HOST, *args, "--show", "all")
        self.assertEqual(len(document["ports"]), 1, document)
        return document["ports"][0]

    def expect(self, record, verdict, why, **service):
        self.assertEqual(record["state"], "open", record)
        self.assertIsNotNone(record["service"], record)
        said = {key: record["service"][key] for key in service}
        self.assertEqual(said, service, record)
        self.assertEqual((record["verdict"], record["why"]), (verdict, why))
        self.assertGreater(record["rtt_ms"], 0)

    def test_openssh(self):
        servers.sshd(self, HOST, 22)
        record = self.port_record("-p", "22")
        self.expect(record, "expected", ["service-matches"],
                    name="ssh", product="OpenSSH", via="banner", tls=False)
        self.assertRegex(record["service"]["version"], r"^\d+\.\d+")
        self.assertTrue(record["banner"].startswith("SSH-2.0-OpenSSH_"))

    def test_a_subnet_with_servers_on_a_few_addresses(self):
        servers.sshd(self, HOST, 2076)
        servers.sshd(self, "127.0.1.9", 22)
        servers.nginx(self, "127.0.1.77", 8123, 443)
        document = self.scan("127.0.1.0/24", "-p", "2076,22,8123")
        self.assertEqual(
            {key[:2]: (record["service"]["product"], record["verdict"],
                       record["why"])
             for key, record in by_port(document).items()},
            {(HOST, 2076): ("OpenSSH", "investigate",
                            ["number-dormant", "service-differs"]),
             ("127.0.1.9", 22): ("OpenSSH", "expected", ["service-matches"]),
             ("127.0.1.77", 8123): ("nginx", "investigate",
                                    ["number-unassigned"])})
        self.assertEqual(document["summary"]["states"], {
            "open": 3, "closed": 3 * 256 - 3, "filtered": 0,
            "open|filtered": 0, "untested": 0})

    def test_nginx(self):
        servers.nginx(self, HOST, 80, 443)
        record = self.port_record("-p", "80")
        self.expect(record, "expected", ["service-matches"],
                    name="http", product="nginx", via="payload", tls=False)
        self.assertRegex(record["service"]["version"], r"^1\.\d+\.\d+$")

    def test_nginx_inside_tls(self):
        servers.nginx(self, HOST, 80, 443)
        record = self.port_record("-p", "443")
        self.assertEqual(record["service"]["name"], "https", record)
        self.assertTrue(record["service"]["tls"])
        self.assertNotEqual(record["verdict"], "investigate", record)

    def test_nginx_where_ssh_should_be(self):
        servers.nginx(self, HOST, 22, 443)
        self.expect(self.port_record("-p", "22"), "investigate",
                    ["service-differs"], name="http", product="nginx")

    def test_redis(self):
        servers.redis(self, HOST, 6379)
        self.expect(self.port_record("-p", "6379"), "expected",
                    ["service-matches"], name="redis", via="payload")

    def test_exim(self):
        servers.exim(self, HOST, 25)
        self.expect(self.port_record("-p", "25"), "expected",
                    ["service-matches"], name="smtp", product="Exim",
                    via="banner")

    def test_dnsmasq_over_udp(self):
        servers.dnsmasq(self, HOST, 53)
        record = self.port_record("-sU", "-p", "53")
        self.assertEqual(record["protocol"], "udp")
        self.assertEqual(record["reason"], "udp-response")
        self.expect(record, "expected", ["service-matches"],
                    name="domain", product="dnsmasq")

    def test_dnsmasq_over_tcp(self):
        servers.dnsmasq(self, HOST, 53)
        self.expect(self.port_record("-p", "53"), "expected",
                    ["service-matches"], name="domain", product="dnsmasq")

    def test_snmpd(self):
        servers.snmpd(self, HOST, 161)
        self.expect(self.port_record("-sU", "-p", "161"), "expected",
                    ["service-matches"], name="snmp")


@needs_own_network
class Udp(Case):
    def test_port_unreachable_is_closed_and_silence_is_not_called_open(self):
        bound_udp(self, HOST, 5353)
        document = self.scan(HOST, "-p", "U:5353,U:5354", "--show", "all")
        self.assertEqual(
            {record["port"]: (record["state"], record["reason"],
                              record["verdict"])
             for record in document["ports"]},
            {5353: ("open|filtered", "no-response", None),
             5354: ("closed", "port-unreachable", None)})

    def test_many_closed_ports_are_all_closed(self):
        document = self.scan(HOST, "-sU", "-p", "20000-20499")
        self.assertEqual(document["summary"]["states"]["closed"], 500)
        self.assertEqual(document["summary"]["states"]["untested"], 0)


main()
