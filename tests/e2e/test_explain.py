# SPDX-License-Identifier: Apache-2.0
"""portscan explain: the card of a number."""
import json
import os

from harness import Case, free_port, main, needs_own_network
from listeners import bound_udp, listen, silent


class Explain(Case):
    def card(self, *args):
        run = self.run_portscan("explain", *args)
        self.assertEqual(run.status, 0, run)
        return run.out

    def json_cards(self, *args):
        return json.loads(self.card(*args, "--json"))["ports"]

    @needs_own_network
    def test_2076_is_dormant_and_worth_investigating(self):
        card = self.card("2076")
        lines = card.splitlines()
        self.assertRegex(lines[0], r"^2076  user port \(1024-49151\)")
        for words in ('dormant: IANA lists newlixconfig, "Newlix JSPConfig"',
                      "unofficial none documented",
                      "here       nothing listens on it",
                      "ss -tulpn 'sport = :2076'",
                      "lsof -nP -i :2076",
                      "Get-NetTCPConnection -LocalPort 2076"):
            self.assertIn(words, card)
        for line in lines:
            self.assertLessEqual(len(line), 100)

    def test_each_kind_of_number(self):
        for number, kind, status in (
                ("22", "system", "assigned"), ("225", "system", "reserved"),
                ("2076", "user", "dormant"), ("8123", "user", "unassigned"),
                ("51820", "dynamic", "dynamic")):
            with self.subTest(number):
                card, = self.json_cards(number)
                self.assertEqual((card["range"], card["tcp"]["status"]),
                                 (kind, status))

    def test_2076_in_json(self):
        card, = self.json_cards("2076/tcp")
        self.assertEqual(card["port"], 2076)
        self.assertEqual(card["tcp"]["name"], "newlixconfig")
        self.assertIsNone(card["udp"])
        self.assertIn(":2076", card["commands"]["linux"])

    def test_several_numbers(self):
        cards = self.json_cards("22", "53/udp")
        self.assertEqual([card["port"] for card in cards], [22, 53])

    def test_names_the_process_that_listens_here(self):
        port = listen(self, silent).port
        card, = self.json_cards("%d/tcp" % port)
        self.assertEqual([(found["address"], found["pid"])
                          for found in card["listeners"]],
                         [("127.0.0.1", os.getpid())])
        text = self.card(str(port))
        here = text[text.index("  here "):]
        self.assertIn(str(os.getpid()), here)
        self.assertIn("python3", here)

    def test_a_bound_udp_socket_listens_too(self):
        port = bound_udp(self).getsockname()[1]
        card, = self.json_cards(str(port))
        self.assertEqual([found["protocol"] for found in card["listeners"]],
                         ["udp"])

    def test_a_port_that_nothing_uses(self):
        card, = self.json_cards(str(free_port()))
        self.assertEqual(card["listeners"], [])


main()
