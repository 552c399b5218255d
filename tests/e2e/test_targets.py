# SPDX-License-Identifier: Apache-2.0
"""What is scanned is what was named, less what was excluded, once."""
from harness import Case, by_port, cover, main, needs_own_network
from listeners import bound_udp, listen, silent


class Listing(Case):
    def listed(self, *args, **options):
        run = self.run_portscan("-sL", *args, **options)
        self.assertEqual(run.status, 0, run)
        return run.out.splitlines()

    def test_lists_octet_ranges_less_what_is_excluded(self):
        self.assertEqual(
            self.listed("10.0.0-1.250-255", "--exclude", "10.0.1.252/30"),
            ["10.0.0.250", "10.0.0.251", "10.0.0.252", "10.0.0.253",
             "10.0.0.254", "10.0.0.255", "10.0.1.250", "10.0.1.251"])

    def test_lists_every_syntax_in_order_and_once(self):
        self.assertEqual(
            self.listed("10.0.1.254-10.0.2.1", "192.0.2.7", "10.0.0.5-7",
                        "10.0.0.4/31", "192.0.2.7", "2001:db8::8/127"),
            ["10.0.0.4", "10.0.0.5", "10.0.0.6", "10.0.0.7",
             "10.0.1.254", "10.0.1.255", "10.0.2.0", "10.0.2.1", "192.0.2.7",
             "2001:db8::8", "2001:db8::9"])

    def test_reads_targets_from_stdin_and_exclusions_from_a_file(self):
        excluded = self.write("excluded", "# not these\n10.0.0.2\n")
        self.assertEqual(
            self.listed("-iL", "-", "--exclude-file", excluded,
                        stdin=b"10.0.0.0/30 # four\n\n10.0.0.9\t10.0.0.8\r\n"),
            ["10.0.0.0", "10.0.0.1", "10.0.0.3", "10.0.0.8", "10.0.0.9"])

    def test_reads_targets_from_a_file_beside_the_arguments(self):
        listed = self.write("targets", "10.0.0.1\n10.0.0.2")
        self.assertEqual(self.listed("10.0.0.3", "-iL", listed),
                         ["10.0.0.1", "10.0.0.2", "10.0.0.3"])

    def test_sends_nothing(self):
        observer = listen(self, silent)
        self.assertEqual(
            self.listed("127.0.0.1", "-p", str(observer.port)),
            ["127.0.0.1"])
        self.assertEqual(observer.accepted, 0)

    def test_says_when_nothing_is_left_to_scan(self):
        run = self.run_portscan("10.0.0.1", "--exclude", "10.0.0.0/8")
        self.assertEqual(run.status, 2, run)
        self.assertEqual(run.err.count("\n"), 1, run)


class Scanned(Case):
    def test_excluded_hosts_and_ports_see_no_packet(self):
        seen, unseen = (listen(self, silent, "127.0.1.%d" % host)
                        for host in (1, 2))
        hidden = listen(self, silent, "127.0.1.1")
        document = self.scan(
            "127.0.1.0/30", "--exclude", "127.0.1.2", "-p",
            "{},{},{}".format(seen.port, unseen.port, hidden.port),
            "--exclude-ports", str(hidden.port))
        self.assertEqual(list(by_port(document)),
                         [("127.0.1.1", seen.port, "tcp")])
        self.assertEqual(document["summary"]["addresses"], 3)
        self.assertEqual((unseen.accepted, hidden.accepted), (0, 0))

    def test_a_host_named_twice_is_asked_once(self):
        listener = listen(self, silent)
        document = self.scan("127.0.0.1", "127.0.0.0/31", "127.0.0.1",
                             "-p", str(listener.port), "--no-banner")
        self.assertEqual(len(document["ports"]), 1)
        self.assertEqual(listener.accepted, 1)

    def test_ipv6(self):
        try:
            listener = listen(self, silent, "::1")
        except OSError:
            self.skipTest("this machine has no IPv6")
        document = self.scan("::1", "-p", str(listener.port))
        self.assertIn(("::1", listener.port, "tcp"), by_port(document))

    def test_port_names_and_protocols(self):
        document = self.scan("127.0.0.1", "-p", "T:ssh,U:domain", "--show",
                             "all")
        self.assertEqual(set(by_port(document)),
                         {("127.0.0.1", 22, "tcp"), ("127.0.0.1", 53, "udp")})


@needs_own_network
class Names(Case):
    def setUp(self):
        super().setUp()
        cover(self, "/etc/hosts", "127.0.0.1 localhost\n"
              "127.0.1.1 both.example\n127.0.1.2 both.example\n"
              "::1 both.example\n")
        cover(self, "/etc/resolv.conf", "nameserver 127.0.0.1\n")

    def test_a_name_of_the_hosts_file_is_all_its_addresses(self):
        run = self.run_portscan("-sL", "both.example")
        self.assertEqual(run.status, 0, run)
        for address in ("127.0.1.1", "127.0.1.2", "::1"):
            self.assertIn(address, run.out.replace("(", " ").split())

    def test_ipv4_only_and_ipv6_only(self):
        four = self.run_portscan("-4", "-sL", "both.example").out.split()
        six = self.run_portscan("-6", "-sL", "both.example").out.split()
        self.assertNotIn("::1", four)
        self.assertIn("127.0.1.2", four)
        self.assertNotIn("127.0.1.2", six)
        self.assertIn("::1", six)

    def test_the_report_keeps_the_name(self):
        listener = listen(self, silent, "127.0.1.2")
        document = self.scan("-4", "both.example", "-p", str(listener.port))
        self.assertEqual([(record["address"], record["hostname"])
                          for record in document["ports"]],
                         [("127.0.1.2", "both.example")])

    def test_a_name_that_fails_does_not_stop_the_rest(self):
        listener = listen(self, silent)
        run = self.run_portscan("no-such-host.example", "localhost", "-4",
                                "-p", str(listener.port))
        self.assertEqual(run.status, 3, run)
        self.assertIn("no-such-host.example", run.err)
        self.assertIn("{}/tcp".format(listener.port), run.out)
        self.assertEqual(listener.accepted > 0, True)

    def test_a_name_server_that_is_down_is_named_as_the_reason(self):
        run = self.run_portscan("printer.example", "-p", "9")
        self.assertEqual(run.status, 3, run)
        self.assertRegex(run.err, r"printer\.example: .*(DNS|name server)")

    def test_an_exclusion_that_fails_is_told_in_one_line(self):
        run = self.run_portscan("127.0.0.1", "--exclude", "printer.example",
                                "-p", "9")
        self.assertEqual(run.status, 3, run)
        self.assertRegex(
            run.err, r"^portscan: nothing scanned: cannot exclude "
            r"printer\.example: .*\n\Z")
        self.assertEqual(run.out, "")

    def test_a_silent_name_server_has_a_deadline(self):
        bound_udp(self, "127.0.0.1", 53)
        run = self.run_portscan("printer.example", "-p", "9", timeout=40)
        self.assertEqual(run.status, 3, run)
        self.assertRegex(run.err, r"printer\.example: .*(time|answer)")


main()
