# SPDX-License-Identifier: Apache-2.0
"""What cannot be understood is said in a line, before anything is sent."""
from harness import Case, main
from listeners import listen, silent

# The arguments, and what the line has to name.
REFUSED = [
    (["10.0.0.0/33"], "10.0.0.0/33"),
    (["10.0.0.300"], "10.0.0.300"),
    (["10.0.0.0/"], "10.0.0.0/"),
    (["10.0.0.9-5"], "10.0.0.9-5"),
    (["2001:db8::/129"], "2001:db8::/129"),
    (["2001:db8:::1"], "2001:db8:::1"),
    (["a..b"], "a..b"),
    (["127.0.0.1", "22"], "22: a number alone is no target"),
    (["127.0.0.1:80"], "ports are given with -p"),
    (["http://127.0.0.1/"], "a URL"),
    (["127.0.0.1", "-p", "22/tcp"], "T:22"),
    (["127.0.0.1", "-p", "22-x"], "22-x"),
    (["127.0.0.1", "-p", "70000"], "70000"),
    (["127.0.0.1", "-p", "90-80"], "90-80"),
    (["127.0.0.1", "-p", "22,,80"], "22,,80"),
    (["127.0.0.1", "-p", "nosuchservice"], "nosuchservice"),
    (["127.0.0.1", "-p", ""], '""'),
    (["127.0.0.1", "--rate", "abc"], "abc"),
    (["127.0.0.1", "--rate", "0"], "--rate"),
    (["127.0.0.1", "--rate", "-1"], "-1"),
    (["127.0.0.1", "--timeout", "1s"], "1s"),
    (["127.0.0.1", "--retries", "99999999999999999999"],
     "99999999999999999999"),
    (["127.0.0.1", "--seed", "x"], "x"),
    (["127.0.0.1", "--show", "some"], "some"),
    (["127.0.0.1", "--fail-on", "never"], "never"),
    (["127.0.0.1", "--no-such-option"], "--no-such-option"),
    (["127.0.0.1", "-p"], "-p"),
    (["127.0.0.1", "--exclude", "10.0.0.0/40"], "10.0.0.0/40"),
    (["127.0.0.1", "--exclude-ports", "1-x"], "1-x"),
    (["127.0.0.1", "--exclude-file", "/nonexistent/list"],
     "/nonexistent/list"),
    (["-iL", "/nonexistent/list"], "/nonexistent/list"),
    (["127.0.0.1", "--csv", "/nonexistent/x"], "/nonexistent/x"),
    (["127.0.0.1", "--json", "/nonexistent/x"], "/nonexistent/x"),
    (["127.0.0.1", "--jsonl", "/"], "/"),
    (["127.0.0.1", "--json", "-", "--csv", "-"], "-"),
    (["127.0.0.1", "-oX", "/nonexistent/x"], "/nonexistent/x"),
    ([], "target"),
    (["explain"], "explain"),
    (["explain", "70000"], "70000"),
    (["explain", "22/sctp"], "22/sctp"),
    (["registry"], "registry"),
    (["registry", "burn"], "burn"),
    (["registry", "import"], "import"),
]


class Usage(Case):
    def refuse(self, args):
        run = self.run_portscan(*args)
        self.assertEqual(run.status, 2, run)
        self.assertEqual(run.out, "")
        return run.err

    def test_each_mistake_is_named_in_one_line(self):
        for args, piece in REFUSED:
            with self.subTest(args):
                message = self.refuse(args)
                self.assertEqual(message.count("\n"), 1, message)
                self.assertTrue(message.startswith("portscan: "), message)
                self.assertIn(piece, message)

    def test_says_what_is_wrong_with_the_prefix(self):
        self.assertIn("10.0.0.0/33: prefix is longer than 32 bits",
                      self.refuse(["10.0.0.0/33"]))

    def test_an_option_of_nmap_that_is_not_ours_gets_a_hint(self):
        self.assertIn("-sT", self.refuse(["127.0.0.1", "-sS"]))
        self.assertIn("--xml", self.refuse(["127.0.0.1", "-oA", "x"]))

    def test_scans_nothing_when_any_part_is_wrong(self):
        observer = listen(self, silent)
        port = str(observer.port)
        for args in (["-p", port, "--csv", "/nonexistent/x"],
                     ["-p", port + ",70000"],
                     ["-p", port, "10.0.0.0/33"],
                     ["-p", port, "--rate", "abc"]):
            with self.subTest(args):
                self.refuse(["127.0.0.1", *args])
        self.assertEqual(observer.accepted, 0)

    def test_a_bad_line_of_a_list_is_found_by_its_number(self):
        listed = self.write("list", "127.0.0.1\n# fine\n127.0.0.1/99\n")
        message = self.refuse(["-iL", listed, "-p", "1"])
        self.assertRegex(message, r"list:3: ?.*127\.0\.0\.1/99")

    def test_a_hostile_argument_does_not_reach_the_terminal_raw(self):
        self.assertNotIn("\x1b", self.refuse(["\x1b]0;owned\x07"]))


main()
