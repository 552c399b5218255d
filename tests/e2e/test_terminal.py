# SPDX-License-Identifier: Apache-2.0
"""What a person sees: colour and progress on a terminal only, help that fits
a screen."""
import os
import pty

from harness import Case, main
from listeners import listen, says


def read_all(terminal):
    """All that is written to a pseudo-terminal, until its last writer ends."""
    chunks = []
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # EIO: nobody has the other end open any more
            chunk = b""
        if not chunk:
            return b"".join(chunks).decode()
        chunks.append(chunk)


class Terminal(Case):
    def setUp(self):
        super().setUp()
        port = listen(self, says(b"SSH-2.0-OpenSSH_9.2p1\r\n")).port
        self.args = ("127.0.0.1", "-p", str(port))

    def on_terminal(self, *args, streams=("stdout", "stderr"), env=None):
        """Run with `streams` on one terminal; return what it showed."""
        master, slave = pty.openpty()
        process = self.start(*args, env=env,
                             **{stream: slave for stream in streams})
        os.close(slave)
        with os.fdopen(master, "rb", closefd=True):
            shown = read_all(master)
            process.wait(60)
        self.assertEqual(process.returncode, 0, shown)
        return shown

    def test_a_pipe_gets_no_colour_and_no_progress(self):
        run = self.run_portscan(*self.args)
        self.assertEqual(run.status, 0, run)
        self.assertNotIn("\x1b", run.out + run.err)
        self.assertNotIn("\r", run.out + run.err)
        self.assertEqual(run.err, "")

    def test_a_terminal_gets_colour_unless_told_otherwise(self):
        self.assertIn("\x1b[", self.on_terminal(*self.args,
                                                streams=["stdout"]))
        for args, env in ((["--no-color"], {}), ([], {"NO_COLOR": "1"}),
                          ([], {"TERM": "dumb"})):
            with self.subTest(args=args, env=env):
                shown = self.on_terminal(*self.args, *args, env=env,
                                         streams=["stdout"])
                self.assertNotIn("\x1b", shown)

    def test_progress_with_an_eta_is_shown_on_a_terminal(self):
        shown = self.on_terminal("127.0.0.1", "-p", "40000-40999", "--rate",
                                 "300", "--no-banner", streams=["stderr"])
        self.assertRegex(shown, r"\d+ ?%")
        self.assertRegex(shown, r"ETA|left")

    def test_progress_keeps_out_of_stdout(self):
        run = self.on_terminal("127.0.0.1", "-p", "40000-40999", "--rate",
                               "300", "--no-banner", streams=["stdout"])
        self.assertNotRegex(run, r"ETA|\d+ ?%")

    def test_quiet_shows_no_progress(self):
        shown = self.on_terminal("127.0.0.1", "-q", "-p", "40000-40999",
                                 "--rate", "300", "--no-banner",
                                 streams=["stderr"])
        self.assertEqual(shown, "")


class Help(Case):
    def test_help_fits_a_screen(self):
        run = self.run_portscan("--help")
        self.assertEqual(run.status, 0, run)
        lines = run.out.splitlines()
        self.assertLessEqual(len(lines), 40)
        for line in lines:
            self.assertLessEqual(len(line), 80)
        for option in ("-p", "-sU", "--exclude", "--rate", "--json", "--csv",
                       "--seed", "explain", "registry"):
            self.assertIn(option, run.out)
        self.assertEqual(run.err, "")

    def test_help_knows_every_command(self):
        for args in (["explain"], ["registry"]):
            asked = self.run_portscan("help", *args)
            self.assertEqual(asked.status, 0)
            self.assertIn("usage: portscan " + args[0], asked.out)
            self.assertEqual(asked.out,
                             self.run_portscan(*args, "--help").out)
        scan = self.run_portscan("--help").out
        for args in ([], ["scan"]):
            self.assertEqual(self.run_portscan("help", *args).out, scan)

    def test_version(self):
        run = self.run_portscan("--version")
        self.assertEqual(run.status, 0, run)
        self.assertRegex(run.out, r"^portscan \d+\.\d+\.\d+ .*\n$")


main()
