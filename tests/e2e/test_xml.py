# SPDX-License-Identifier: Apache-2.0
"""nmap's own programs read the reports of --xml."""
import html.parser
import re
import signal
import socket
import subprocess
import threading
import xml.etree.ElementTree as ElementTree
from contextlib import closing

import servers
from harness import Case, free_port, main, needs_own_network
from listeners import Listener, closes, http, listen, says, silent

HOST = "127.0.1.5"
DTD = "/usr/share/nmap/nmap.dtd"
STYLESHEET = "/usr/share/nmap/nmap.xsl"

# nmap's DTD, for any scanner: of two declarations the first counts.
ANY_SCANNER = """<!ATTLIST nmaprun scanner NMTOKEN #REQUIRED>
<!ENTITY % nmap SYSTEM "{}">
%nmap;
""".format(DTD)

SSH = says(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")


def mutters(connection, _):
    """Says nothing that names it, and leaves."""
    connection.sendall(b"?\r\n")


def answer_datagrams(case, address):
    """A UDP port that answers; returns its number."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    bound.bind((address, 0))
    stopped = threading.Event()

    def serve():
        while not stopped.is_set():
            data, client = bound.recvfrom(4096)
            bound.sendto(data, client)

    def stop():
        stopped.set()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", bound.getsockname())
        thread.join()
        bound.close()

    thread = threading.Thread(target=serve)
    thread.start()
    case.addCleanup(stop)
    return bound.getsockname()[1]


class XmlCase(Case):
    def report(self, name, *args, status=0):
        """Scan and return the path of the XML."""
        run = self.run_portscan("--xml", name, *args)
        self.assertEqual(run.status, status, run)
        return self.path(name)

    def differences(self, before, after):
        """What ndiff says of hosts and their ports, without its first lines,
        on which scans they are of."""
        ndiff = subprocess.run([servers.need("ndiff"), before, after],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               check=False)
        self.assertIn(ndiff.returncode, (0, 1), ndiff)
        lines = [re.sub(" +", " ", line) for line in
                 ndiff.stdout.decode().splitlines()
                 if " scan initiated " not in line]
        self.assertEqual(ndiff.returncode, int(bool(lines)), lines)
        return lines


class Documents(XmlCase):
    def setUp(self):
        super().setUp()
        self.opened = [listen(self, handle).port
                       for handle in (http, closes, SSH)]
        self.ports = ",".join(map(str, self.opened))

    def expect_valid(self, path):
        dtd = self.write("any-scanner.dtd", ANY_SCANNER)
        xmllint = subprocess.run(
            [servers.need("xmllint"), "--noout", "--dtdvalid", dtd, path],
            stderr=subprocess.PIPE, check=False)
        self.assertEqual(xmllint.returncode, 0, xmllint.stderr.decode())

    def test_documents_are_valid_by_nmaps_dtd(self):
        servers.need_file(DTD)
        closed = str(free_port())
        for args in ((), ("--show", "all"), ("-sT", "-sU"), ("--no-banner",)):
            with self.subTest(args):
                self.expect_valid(self.report(
                    "a.xml", "127.0.0.1", "::1", "localhost", "-p",
                    self.ports + "," + closed, *args))

    def test_a_name_that_does_not_resolve_is_a_skipped_target(self):
        servers.need_file(DTD)
        path = self.report("a.xml", "127.0.0.1", "nosuch.invalid", "-p",
                           self.ports, status=3)
        self.expect_valid(path)
        document = ElementTree.parse(path)
        self.assertEqual(document.find("target").get("specification"),
                         "nosuch.invalid")
        self.assertEqual(document.find("runstats/finished").get("exit"),
                         "error")

    def test_dash_is_standard_output_and_nothing_else_goes_there(self):
        run = self.run_portscan("127.0.0.1", "-p", self.ports, "-oX", "-")
        self.assertEqual(run.status, 0, run)
        document = ElementTree.fromstring(run.out)
        self.assertEqual(document.get("scanner"), "portscan")
        self.assertEqual(
            {int(port.get("portid")) for port in document.iter("port")},
            set(self.opened))

    def test_names_say_who_gave_them(self):
        path = self.report("a.xml", "localhost", "-4", "-p", self.ports)
        name = ElementTree.parse(path).find("host/hostnames/hostname")
        self.assertEqual(name.attrib, {"name": "localhost", "type": "user"})

    def interrupted(self, number):
        process = self.start("127.0.0.1", "-p", "30000-35999," + self.ports,
                             "--rate", "100", "--xml", "a.xml")
        while not self.has_begun("a.xml"):
            self.assertFalse(servers.ended_within(process, 0.02))
        process.send_signal(number)
        process.communicate(timeout=30)
        return ElementTree.parse(self.path("a.xml")).find("runstats/finished")

    def has_begun(self, name):
        try:
            with open(self.path(name), "rb") as file:
                return b"<nmaprun" in file.read()
        except FileNotFoundError:
            return False

    def test_a_polite_kill_leaves_a_document_that_says_so(self):
        finished = self.interrupted(signal.SIGTERM)
        self.assertEqual(finished.get("exit"), "error")
        self.assertEqual(finished.get("errormsg"), "interrupted")

    def test_a_rude_kill_leaves_a_document_that_is_cut_short(self):
        finished = self.interrupted(signal.SIGKILL)
        self.assertEqual(finished.get("exit"), "error")
        self.assertEqual(finished.get("errormsg"), "the report was cut short")


class Ndiff(XmlCase):
    def test_the_same_twice_has_no_difference(self):
        ports = ",".join(str(listen(self, handle).port)
                         for handle in (http, closes, SSH))
        args = ("127.0.0.1", "-p", "1-200," + ports)
        for show in ((), ("--show", "all")):
            with self.subTest(show):
                self.assertEqual(self.differences(
                    self.report("a.xml", *args, *show),
                    self.report("b.xml", *args, *show)), [])

    def test_differences_are_the_true_ones(self):
        stays = listen(self, SSH).port
        opens = free_port()
        with closing(Listener(SSH)) as turns, closing(
                Listener(closes)) as goes:
            args = ("127.0.0.1", "-p", "1-200,{},{},{},{}".format(
                stays, turns.port, goes.port, opens))
            before = self.report("a.xml", *args)
        listen(self, http, port=turns.port)
        listen(self, closes, port=opens)
        lines = self.differences(before, self.report("b.xml", *args))
        table = {line.strip() for line in lines
                 if re.match(r"[-+ ]\d+/tcp (open|closed)", line)}
        self.assertEqual(table, {
            "-{}/tcp open ssh OpenSSH 9.2p1 (protocol 2.0, Debian-2)".format(turns.port),
            "+{}/tcp open http e2e 1.0".format(turns.port),
            "-{}/tcp open".format(goes.port),
            "+{}/tcp open".format(opens)})
        self.assertNotIn("Not shown", "".join(lines))

    def test_a_verdict_alone_is_a_difference_it_can_show(self):
        with closing(Listener(mutters)) as mutterer:
            args = ("127.0.0.1", "-p", str(mutterer.port))
            before = self.report("a.xml", *args)
        listen(self, closes, port=mutterer.port)
        lines = "\n".join(self.differences(before,
                                           self.report("b.xml", *args)))
        verdict = "{}/tcp investigate: .*, ".format(mutterer.port)
        self.assertRegex(lines, r"\n-\|_ " + verdict + "unrecognised; on .*\n")
        self.assertRegex(lines, r"\n\+\|_ " + verdict + "hangs-up; on .*$")

    @needs_own_network
    def test_what_was_not_tested_does_not_look_closed(self):
        port = answer_datagrams(self, HOST)
        args = (HOST, "-sU", "-p", "20000-20009,%d" % port)
        before = self.report("a.xml", *args)
        self.forbid(port)
        lines = self.differences(before,
                                 self.report("b.xml", *args, status=3))
        self.assertIn("-Not shown: 10 closed ports", lines)
        self.assertIn("+Not shown: 10 closed ports, 1 untested ports", lines)
        self.assertIn("-%d/udp open" % port, map(str.strip, lines))
        after = self.report("b.xml", *args, "--show", "all", status=3)
        self.assertIn("+%d/udp untested" % port,
                      map(str.strip, self.differences(before, after)))

    def forbid(self, port):
        nft = servers.need("nft")
        rules = """
table ip scanned {{
  chain leaving {{
    type filter hook output priority 0
    udp dport {} drop
  }}
}}
""".format(port)
        subprocess.run([nft, "-f", "-"], input=rules.encode(), check=True)
        self.addCleanup(subprocess.run, [nft, "flush", "ruleset"], check=True)


@needs_own_network
class BesideNmap(XmlCase):
    """nmap's report and ours, of the same host."""

    def nmap(self, name, *args):
        subprocess.run([servers.need("nmap"), "-sT", "-n", "-Pn", "-oX",
                        self.path(name), *args], check=True,
                       stdout=subprocess.DEVNULL)
        return self.path(name)

    def test_both_find_the_same_ports(self):
        for port in (7, 22, 80, 3546, 4318):
            listen(self, silent, HOST, port)
        for ports, show in (("1-100,3546,4318", "open"), ("22,80,81", "all")):
            with self.subTest(ports):
                lines = self.differences(
                    self.nmap("a.xml", HOST, "-p", ports),
                    self.report("b.xml", "-n", HOST, "-p", ports,
                                "--no-banner", "--show", show))
                states = [re.match(r"[-+](\S+ \S+)", line).group(1)
                          for line in lines if re.match(r"[-+]\d", line)]
                self.assertEqual(states[::2], states[1::2], lines)
                self.assertNotRegex("\n".join(lines),
                                    "[-+](Host is|Not shown)")

    def test_services_are_named_alike(self):
        servers.sshd(self, HOST, 22)
        servers.nginx(self, HOST, 80, 443)
        args = (HOST, "-p", "22,80")
        theirs = self.services(self.nmap("a.xml", "-sV", *args))
        ours = self.services(self.report("b.xml", *args))
        self.assertEqual(set(theirs), {"22", "80"})
        for port in theirs:
            for attribute in ("name", "product", "method"):
                self.assertEqual(ours[port].get(attribute),
                                 theirs[port].get(attribute), port)
            self.assertTrue(theirs[port].get("version").startswith(
                ours[port].get("version")), port)

    def services(self, path):
        return {port.get("portid"): port.find("service")
                for port in ElementTree.parse(path).iter("port")}


class Words(html.parser.HTMLParser):
    """The cells of a page's tables, and what else it has to read."""

    def __init__(self, page):
        super().__init__()
        self.text = []
        self.feed(page)

    def handle_data(self, data):
        if data.strip():
            self.text.append(data.strip())


@needs_own_network
class Stylesheet(XmlCase):
    def test_page_has_hosts_ports_and_products(self):
        servers.need_file(STYLESHEET)
        servers.sshd(self, HOST, 22)
        servers.nginx(self, "127.0.1.6", 8123, 443)
        path = self.report("a.xml", "127.0.1.4/30", "-p", "22,443,8123")
        page = subprocess.run([servers.need("xsltproc"), STYLESHEET, path],
                              check=True, stdout=subprocess.PIPE).stdout
        text = Words(page.decode()).text
        services = {port.get("portid"): port.find("service")
                    for port in ElementTree.parse(path).iter("port")}
        for port, product in (("22", "OpenSSH"), ("8123", "nginx")):
            at = text.index(port)
            self.assertEqual(text[at:at + 3], [port, "tcp", "open"])
            self.assertIn(product, text[at:at + 10])
            self.assertIn(services[port].get("version"), text[at:at + 10])
        for address in (HOST, "127.0.1.6"):
            self.assertIn(address, text)
        self.assertIn("expected: service-matches", " ".join(text))
        self.assertIn("investigate: number-unassigned", " ".join(text))
        self.assertIn("4 addresses", " ".join(text))


main()
