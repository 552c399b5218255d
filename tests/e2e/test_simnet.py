# SPDX-License-Identifier: Apache-2.0
"""Whole networks, simulated: everything that is open is found, nothing is
called open or closed that is not, whatever the network loses and delays.

The truth is the simulator's.  docs/performance.md times larger ones of these
worlds.
"""
import contextlib
import json
import os
import unittest

from harness import Case, has_own_network, main
from simnet import Simnet

# One for each seed: they are scanned side by side, for most of the time goes
# by waiting.
NET, NET6 = "10.{}.0.0/26", "2001:db8:{}::/122"
PORTS = "20000-20039"
SEEDS = "1", "2", "3"
SCAN_ENDS_WITHIN_S = 60
REACH_ONLY = "-Pn", "--no-banner"  # what ports say takes longer than to ask
DISTANT = "--rtt", "20-60", "--loss", "0.005"

# What a state of the truth looks like to a scan from whose questions and
# answers nothing is lost.
PLAINLY = {
    "open": ("open", "syn-ack"),
    "closed": ("closed", "conn-refused"),
    "filtered": ("filtered", "no-response"),
    "rejected": ("filtered", "admin-prohibited"),
    "dead": ("filtered", "no-response"),
}


@unittest.skipUnless(
    has_own_network() and os.access("/dev/net/tun", os.R_OK | os.W_OK),
    "needs a network namespace of its own and /dev/net/tun")
class SimulatedNetwork(Case):
    def look(self, *world, seeds=("1",), net=NET, ports=PORTS,
             protocol="tcp", options=REACH_ONLY):
        """Scan the worlds of these seeds.  For each return its truth and what
        portscan says, both by (address, port), and what simnet counted."""
        with contextlib.ExitStack() as stack:
            networks = [stack.enter_context(Simnet(
                "--net", net.format(seed), "--seed", seed, *world,
                tun="sim" + seed)) for seed in seeds]
            scans = [self.start(
                net.format(seed), "-p", ports, "-n", "--show", "all",
                "--json", seed + ".json", *options,
                *(["-sU"] if protocol == "udp" else [])) for seed in seeds]
            said = [self.said(scan, seed + ".json")
                    for scan, seed in zip(scans, seeds)]
        return [(network.truth(ports, protocol, everything=True), answer,
                 network.counters)
                for network, answer in zip(networks, said)]

    def said(self, scan, report):
        out, err = scan.communicate(timeout=SCAN_ENDS_WITHIN_S)
        self.assertEqual(scan.returncode, 0, (out, err))
        with open(self.path(report), encoding="utf-8") as file:
            document = json.load(file)
        self.assertTrue(document["complete"])
        return {(record["address"], record["port"]):
                (record["state"], record["reason"])
                for record in document["ports"]}

    def check_recall(self, *world, **how):
        """Each open port is found, whichever the seed, and no other; what is
        called closed is."""
        results = self.look(*world, seeds=SEEDS, **how)
        for seed, (truth, said, _) in zip(SEEDS, results):
            with self.subTest(world=world, seed=seed):
                self.check_open(truth, said)
                self.check_closed(truth, said)

    def check_open(self, truth, said):
        there = {key for key, state in truth.items() if state == "open"}
        found = {key for key, (state, _) in said.items() if state == "open"}
        self.assertGreater(len(there), 0, "this world tests nothing")
        self.assertEqual(sorted(found - there), [], "open, and is not")
        self.assertEqual(sorted(there - found), [], "missed")

    def check_closed(self, truth, said):
        self.assertEqual(
            [(key, truth[key]) for key, (state, _) in said.items()
             if state == "closed" and truth[key] != "closed"], [],
            "called closed")


class Recall(SimulatedNetwork):
    """The scenarios of ./dev bench net, small."""

    def test_a_near_network(self):
        self.check_recall("--rtt", "1-1", options=("-Pn",))

    def test_mostly_dead_and_filtered(self):
        self.check_recall("--up", "0.3", "--filtered", "0.8", "--open",
                          "0.05", *DISTANT)

    def test_one_port_of_many_addresses(self):
        self.check_recall("--up", "0.05", "--open-ports", "2076", *DISTANT,
                          net="10.{}.0.0/22", ports="2076")

    def test_many_ports_of_one_host_behind_a_firewall(self):
        self.check_recall("--open", "0.005", "--filtered", "0.995", *DISTANT,
                          net="10.{}.0.1/32", ports="20000-22999")

    def test_far_and_lossy(self):
        self.check_recall("--up", "0.3", "--filtered", "0.5", "--rtt",
                          "150-250", "--loss", "0.03", "--open", "0.05",
                          options=(*REACH_ONLY, "--retries", "5"))

    def test_a_bottleneck_with_a_short_queue(self):
        self.check_recall("--rtt", "1-1", "--bottleneck", "2000", "--queue",
                          "50")

    def test_jitter_that_reorders(self):
        self.check_recall("--rtt", "10-20", "--jitter", "100")

    def test_udp_where_hosts_limit_their_icmp(self):
        self.check_recall("--udp-answers", "0.05", "--icmp-limit", "20",
                          "--icmp-burst", "6", net="10.{}.0.0/29",
                          protocol="udp")

    def test_ipv6_mostly_dead_and_filtered(self):
        self.check_recall("--up", "0.3", "--filtered", "0.8", "--open",
                          "0.05", *DISTANT, net=NET6)


class Hosts(SimulatedNetwork):
    """Some are odd, and are found all the same."""

    def test_that_accept_on_every_port(self):
        self.check_recall("--everything-open", "0.1", net="10.{}.0.0/27")

    def test_that_never_send_icmp(self):
        self.check_recall("--icmp-silent", "0.5", "--echo", "0.5", "--up",
                          "0.5", options=("--no-banner",))

    def test_that_are_slow_to_wake(self):
        self.check_recall("--slow-start", "0.5", "--open", "0.1",
                          net="10.{}.0.0/27")


class States(SimulatedNetwork):
    def check_states(self, net):
        (truth, said, _), = self.look(
            "--up", "0.7", "--open", "0.1", "--filtered", "0.2",
            "--rejected", "0.2", net=net)
        self.assertEqual(set(truth.values()), set(PLAINLY))
        self.assertEqual(
            {key: (said[key], state) for key, state in truth.items()
             if said[key] != PLAINLY[state]}, {})
        self.assertEqual(len(said), len(truth))

    def test_are_those_of_the_network(self):
        self.check_states(NET)

    def test_are_those_of_an_ipv6_network(self):
        self.check_states(NET6)

    def test_of_udp_are_those_of_the_network(self):
        (truth, said, _), = self.look(
            "--filtered", "0.3", "--udp-answers", "0.1", net="10.{}.0.0/28",
            protocol="udp")
        expected = {"open": "open", "closed": "closed",
                    "filtered": "open|filtered"}
        self.assertEqual(set(truth.values()), set(expected))
        self.assertEqual({key: state for key, (state, _) in said.items()},
                         {key: expected[state]
                          for key, state in truth.items()})


class Silence(SimulatedNetwork):
    def test_of_a_network_that_loses_everything_is_no_answer(self):
        for protocol, state in (("tcp", "filtered"),
                                ("udp", "open|filtered")):
            with self.subTest(protocol):
                (_, said, _), = self.look(
                    "--loss", "1", net="10.{}.0.0/30", protocol=protocol)
                self.assertEqual(set(said.values()),
                                 {(state, "no-response")})

    def test_is_not_called_closed_where_half_the_answers_are_lost(self):
        """Every port is closed, so an answer is a reset: there cannot be more
        closed ports than resets that arrived."""
        (_, said, counters), = self.look(
            "--loss", "0.5", "--open", "0",
            options=(*REACH_ONLY, "--retries", "0"))
        states = [state for state, _ in said.values()]
        self.assertEqual(set(states), {"closed", "filtered"})
        self.assertLessEqual(states.count("closed"),
                             counters["packets_out"])


main()
