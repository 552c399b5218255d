# SPDX-License-Identifier: Apache-2.0
"""No network, no route and firewalls: each has its own state and reason."""
import re
import subprocess

from harness import Case, main, needs_own_network
from listeners import listen, silent
from servers import need

NOWHERE = "192.0.2.0/29"  # RFC 5737: documentation, never routed here

RULES = """
table ip scanned {
  chain arriving {
    type filter hook input priority 0;
    tcp dport 7001 reject with icmp type admin-prohibited
    tcp dport 7002 drop
    tcp dport 7003 reject with icmp type port-unreachable
    tcp dport 7004 reject with tcp reset
    tcp dport 7005 reject with icmp type host-unreachable
    tcp dport 7010-7039 counter drop
    tcp dport 7007 tcp flags & (syn|ack) == ack reject with icmp type admin-prohibited
    udp dport 7001 reject with icmp type admin-prohibited
    udp dport 7002 drop
    udp dport 7003 reject with icmp type port-unreachable
  }
  chain leaving {
    type filter hook output priority 0;
    udp dport 7006 drop
  }
}
"""


@needs_own_network
class Unreachable(Case):
    def test_without_a_route_every_port_is_untested(self):
        run = self.run_portscan(NOWHERE, "-p", "22,80")
        self.assertEqual(run.status, 3, run)
        self.assertRegex(run.out, r"16 untested")
        self.assertRegex(run.out + run.err, r"route")

    def test_without_a_route_the_reason_is_ours(self):
        for args in ((), ("-sU",)):
            with self.subTest(args):
                document = self.scan(NOWHERE, "-p", "22,80", *args, status=3)
                self.assertFalse(document["complete"])
                self.assertEqual(document["summary"]["reasons"],
                                 {"local-no-route": 16})

    def test_a_host_without_a_route_does_not_spoil_the_others(self):
        listener = listen(self, silent)
        document = self.scan("127.0.0.1", "192.0.2.1", "-p",
                             str(listener.port), status=3)
        self.assertEqual(document["summary"]["states"],
                         {"open": 1, "closed": 0, "filtered": 0,
                          "open|filtered": 0, "untested": 1})


@needs_own_network
class Firewall(Case):
    def setUp(self):
        super().setUp()
        nft = need("nft")
        applied = subprocess.run([nft, "-f", "-"], input=RULES.encode(),
                                 stderr=subprocess.PIPE, check=False)
        self.assertEqual(applied.returncode, 0, applied.stderr)
        self.addCleanup(subprocess.run, [nft, "flush", "ruleset"], check=True)

    def test_each_refusal_has_its_own_reason(self):
        document = self.scan("127.0.1.1", "-p",
                             "T:7001-7005,U:7001-7003", "--show", "all")
        self.assertEqual(
            {(record["protocol"], record["port"]):
             (record["state"], record["reason"])
             for record in document["ports"]},
            {("tcp", 7001): ("filtered", "admin-prohibited"),
             ("tcp", 7002): ("filtered", "no-response"),
             ("tcp", 7003): ("filtered", "port-unreachable"),
             ("tcp", 7004): ("closed", "conn-refused"),
             ("tcp", 7005): ("filtered", "host-unreachable"),
             ("udp", 7001): ("filtered", "admin-prohibited"),
             ("udp", 7002): ("open|filtered", "no-response"),
             ("udp", 7003): ("closed", "port-unreachable")})

    def test_every_syn_on_the_wire_is_an_attempt(self):
        for retries in 0, 1, 2:
            with self.subTest(retries=retries):
                self.assertEqual(self.attempts("--retries", str(retries)),
                                 30 * (retries + 1))

    def test_what_the_kernel_repeats_is_counted(self):
        self.assertGreater(self.attempts("--retries", "1",
                                         "--timeout", "2500"), 60)

    def attempts(self, *args):
        """Of asking 30 silent ports, which the firewall has to confirm."""
        before = self.dropped()
        document = self.scan("127.0.1.1", "-p", "7010-7039", *args)
        self.assertEqual(self.dropped() - before,
                         document["summary"]["attempts"])
        return document["summary"]["attempts"]

    def dropped(self):
        ruleset = subprocess.run(["nft", "list", "ruleset"], check=True,
                                 stdout=subprocess.PIPE).stdout.decode()
        return int(re.search(r"counter packets (\d+)", ruleset).group(1))

    def test_a_syn_ack_is_believed_whatever_becomes_of_our_ack(self):
        listen(self, silent, port=7007)
        document = self.scan("127.0.0.1", "-p", "7007")
        self.assertEqual([(record["state"], record["reason"])
                          for record in document["ports"]],
                         [("open", "syn-ack")])

    def test_our_own_firewall_is_not_blamed_on_the_port(self):
        document = self.scan("127.0.1.1", "-sU", "-p", "7006", status=3)
        self.assertEqual(document["summary"]["reasons"], {"local-denied": 1})


main()
