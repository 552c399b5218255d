# SPDX-License-Identifier: Apache-2.0
"""Who is there is found out first; who is skipped is reported as skipped."""
import contextlib
import ctypes
import json
import re
import signal
import subprocess

from harness import Case, by_port, main, needs_own_network
from listeners import listen, silent
from servers import need

# Neighbours, and what is behind a router: the ranges that are asked, and who
# of them is there.
NEAR = "10.77.0.1-24"
OURS, ROUTER = "10.77.0.1", "10.77.0.2"
NEAR_PLAIN = "10.77.0.10"      # refuses what is closed
NEAR_FIREWALLED = "10.77.0.12"  # lets in nothing but PORT
BEYOND = "10.88.0.1-24"
PLAIN = "10.88.0.10"
ONLY_PING = "10.88.0.12"
ONLY_ODD_PORT = "10.88.0.14"  # PORT, which discovery does not try
REJECTING = "10.88.0.16"      # by an ICMP error of its own
NEAR6 = "fd00:77::10/124"
PLAIN6 = "fd00:77::12"
BEYOND6 = "fd00:88::10/124"
ONLY_PING6 = "fd00:88::12"
ONLY_ODD_PORT6 = "fd00:88::14"

PORTS, PORT = "20000-20199", 20123
PER_HOST = 200
# So slowly that it pays to look for hosts first.
SLOWLY = ("-p", PORTS, "-n", "--no-banner", "--timeout", "300",
          "--max-in-flight", "80")

LINKS = """
netns add far
link add near0 type veth peer name far0 netns far
addr add 10.77.0.1/24 dev near0
addr add fd00:77::1/64 dev near0 nodad
link set near0 up
route add 10.88.0.0/24 via 10.77.0.2
route add fd00:88::/64 via fd00:77::2
"""

FAR_LINKS = """
link set lo up
addr add 10.77.0.2/24 dev far0
addr add 10.77.0.10/24 dev far0
addr add 10.77.0.12/24 dev far0
addr add fd00:77::2/64 dev far0 nodad
addr add fd00:77::12/64 dev far0 nodad
addr add 10.88.0.10/32 dev lo
addr add 10.88.0.12/32 dev lo
addr add 10.88.0.14/32 dev lo
addr add 10.88.0.16/32 dev lo
addr add fd00:88::12/128 dev lo nodad
addr add fd00:88::14/128 dev lo nodad
link set far0 up
"""

FAR_RULES = """
table inet far {
  chain arriving {
    type filter hook input priority 0;
    tcp dport 443 counter
    ip daddr 10.77.0.12 tcp dport != 20123 drop
    ip daddr 10.77.0.12 meta l4proto != tcp drop
    ip daddr 10.88.0.12 icmp type echo-request accept
    ip daddr 10.88.0.12 drop
    ip daddr 10.88.0.14 tcp dport 20123 accept
    ip daddr 10.88.0.14 drop
    ip daddr 10.88.0.16 reject with icmp type admin-prohibited
    ip6 daddr fd00:88::12 icmpv6 type echo-request accept
    ip6 daddr fd00:88::12 drop
    ip6 daddr fd00:88::14 tcp dport 20123 accept
    ip6 daddr fd00:88::14 drop
  }
}
"""


def ip(*args, batch=None):
    subprocess.run(["ip", *args], input=batch and batch.encode(), check=True)


def nft(*args, **options):
    return subprocess.run(["ip", "netns", "exec", "far", "nft", *args],
                          check=True, **options)


@contextlib.contextmanager
def in_far():
    """Sockets that are made inside are of the other network."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/thread-self/ns/net", encoding="ascii") as home, \
            open("/run/netns/far", encoding="ascii") as far:
        if libc.setns(far.fileno(), 0):
            raise OSError(ctypes.get_errno(), "cannot enter a namespace")
        try:
            yield
        finally:
            libc.setns(home.fileno(), 0)


def let_ping(groups):
    with open("/proc/sys/net/ipv4/ping_group_range", "w",
              encoding="ascii") as file:
        file.write(groups)


@needs_own_network
class Discovery(Case):
    @classmethod
    def setUpClass(cls):
        need("ip")
        need("nft")
        ip("-batch", "-", batch=LINKS)
        cls.addClassCleanup(ip, "netns", "del", "far")
        ip("-n", "far", "-batch", "-", batch=FAR_LINKS)
        nft("-f", "-", input=FAR_RULES.encode())
        with in_far(), open("/proc/sys/net/ipv4/icmp_ratelimit", "w",
                            encoding="ascii") as file:
            file.write("0")  # REJECTING rejects every time

    def setUp(self):
        super().setUp()
        let_ping("0 0")
        ip("neigh", "flush", "dev", "near0")
        with in_far():
            listen(self, silent, "::", PORT)  # of both versions of IP

    def scan_far(self, *args, **options):
        return self.scan(*SLOWLY, *args, **options)

    def opened(self, document):
        return {record["address"] for record in document["ports"]
                if record["state"] == "open"}

    def expect_skipped(self, document, addresses):
        """So many are skipped, and none of their ports counts otherwise."""
        summary = document["summary"]
        self.assertEqual(summary["addresses_skipped"], addresses)
        self.assertEqual(summary["reasons"].get("not-discovered", 0),
                         addresses * PER_HOST)
        self.assertEqual(summary["states"]["untested"],
                         addresses * PER_HOST)
        self.assertTrue(document["complete"])

    def test_neighbours_are_found_and_the_rest_is_skipped(self):
        document = self.scan_far(NEAR)
        self.expect_skipped(document, 24 - 4)
        self.assertEqual(self.opened(document),
                         {ROUTER, NEAR_PLAIN, NEAR_FIREWALLED})

    def test_behind_a_router_those_that_answer_are_found(self):
        document = self.scan_far(BEYOND, "--show", "all")
        self.expect_skipped(document, 24 - 3)
        self.assertEqual(self.opened(document), {PLAIN})
        ports = by_port(document)
        for address in ONLY_PING, REJECTING:
            self.assertEqual(ports[address, PORT, "tcp"]["state"], "filtered")
        self.assertEqual(
            {(ports["10.88.0.5", port, "tcp"]["state"],
              ports["10.88.0.5", port, "tcp"]["reason"])
             for port in range(20000, 20200)},
            {("untested", "not-discovered")})

    def test_a_host_with_an_odd_port_only_is_missed_unless_all_are_asked(self):
        self.assertEqual(self.opened(self.scan_far(BEYOND)), {PLAIN})
        document = self.scan_far(BEYOND, "-Pn")
        self.assertEqual(self.opened(document), {PLAIN, ONLY_ODD_PORT})
        self.expect_skipped(document, 0)

    def test_ipv6_is_discovered_too(self):
        document = self.scan_far(NEAR6, BEYOND6, "--show", "all")
        self.expect_skipped(document, 32 - 2)
        self.assertEqual(self.opened(document), {PLAIN6})
        ports = by_port(document)
        self.assertEqual(ports[ONLY_PING6, PORT, "tcp"]["state"], "filtered")
        self.assertEqual(ports[ONLY_ODD_PORT6, PORT, "tcp"]["reason"],
                         "not-discovered")

    def test_where_nobody_may_ping_the_other_ways_remain(self):
        let_ping("1 0")
        run = self.run_portscan(NEAR, BEYOND, *SLOWLY, "-v",
                                "--json", "report.json")
        self.assertEqual(run.status, 0, run)
        self.assertIn("without echo requests: Permission denied", run.err)
        with open(self.path("report.json"), encoding="utf-8") as file:
            document = json.load(file)
        self.expect_skipped(document, 48 - 4 - 2)
        self.assertEqual(self.opened(document),
                         {ROUTER, NEAR_PLAIN, NEAR_FIREWALLED, PLAIN})

    def test_a_person_is_told(self):
        run = self.run_portscan(BEYOND, *SLOWLY)
        self.assertEqual(run.status, 0, run)
        self.assertIn("21 addresses skipped: silent to discovery "
                      "(-Pn asks them all)", run.out)
        self.assertEqual(run.err, "")

    def test_what_is_asked_soon_is_just_asked(self):
        for args in (["10.88.0.1-12", "-p", PORTS],
                     [BEYOND, "-p", "20123-20130"], [BEYOND, "-p", PORTS]):
            with self.subTest(args):
                run = self.run_portscan(*args, "-n", "--no-banner", "-v")
                self.assertEqual(run.status, 0, run)
                self.assertNotIn("looked for hosts", run.err)
                self.assertNotIn("skipped", run.out)

    def test_an_excluded_port_is_not_asked_to_find_hosts_either(self):
        before = self.seen_on_443()
        self.scan_far(BEYOND, "--exclude-ports", "443")
        self.assertEqual(self.seen_on_443(), before)
        self.scan_far(BEYOND)
        self.assertGreater(self.seen_on_443(), before)

    def seen_on_443(self):
        ruleset = nft("list", "ruleset", stdout=subprocess.PIPE).stdout
        return int(re.search(rb"counter packets (\d+)", ruleset).group(1))

    def test_an_address_without_a_route_is_not_taken_for_silent(self):
        document = self.scan_far("192.0.2.0/27", status=3)
        self.assertEqual(document["summary"]["addresses_skipped"], 0)
        self.assertEqual(document["summary"]["reasons"],
                         {"local-no-route": 32 * PER_HOST})

    def test_interrupted_while_it_looks_for_hosts_it_knows_of_nobody(self):
        process = self.start(BEYOND, "-p", PORTS, "-n", "-v", "--rate", "1",
                             "--json", "report.json")
        self.assertIn(b"addresses: 24", process.stderr.readline())
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 3)
        with open(self.path("report.json"), encoding="utf-8") as file:
            document = json.load(file)
        self.assertFalse(document["complete"])
        self.assertEqual(document["summary"]["addresses_skipped"], 0)
        self.assertEqual(document["summary"]["reasons"],
                         {"not-asked": 24 * PER_HOST})


main()
