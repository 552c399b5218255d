# SPDX-License-Identifier: Apache-2.0
"""Real servers from Debian, each in the foreground on a loopback address with
a configuration of its own; started ready, and ended by process id."""
import os
import shutil
import socket
import subprocess
import time
import unittest

from harness import end

READY_WITHIN_S = 20


def need(command):
    """The path of a server.  One that is not installed skips the test, or
    fails it where the servers are promised to be there."""
    return shutil.which(command) or lack(command)


def need_file(path):
    """The same for what a server, or another program, brings along."""
    return path if os.path.exists(path) else lack(path)


def lack(what):
    if os.environ.get("PORTSCAN_REQUIRE_DAEMONS"):
        raise AssertionError(what + " is missing and required here")
    raise unittest.SkipTest(what + " is not installed: ./dev daemons")


def need_to_change_users():
    """Skip a server that insists on it, which the namespace of an
    unprivileged user does not allow."""
    with open("/proc/self/setgroups", encoding="ascii") as file:
        if os.geteuid() != 0 or file.read().strip() == "deny":
            raise unittest.SkipTest("the server changes users: needs root")


def start(case, argv, is_ready, env=None):
    """Start a server and return once `is_ready()`."""
    log = case.path(os.path.basename(argv[0]) + ".log")
    with open(log, "wb") as output:
        process = subprocess.Popen(
            argv, cwd=case.folder, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, env=dict(os.environ, **(env or {})))
    case.addCleanup(end, process)
    deadline = time.monotonic() + READY_WITHIN_S
    while not is_ready():
        if ended_within(process, 0.02) or time.monotonic() > deadline:
            with open(log, encoding="utf-8", errors="replace") as output:
                raise AssertionError(
                    "{} did not start:\n{}".format(argv, output.read()))
    return process


def ended_within(process, seconds):
    try:
        process.wait(seconds)
        return True
    except subprocess.TimeoutExpired:
        return False


def accepts(address, port):
    def is_ready():
        with socket.socket() as client:
            return client.connect_ex((address, port)) == 0
    return is_ready


def answers(address, port, question):
    """Ready once a datagram brings an answer."""
    def is_ready():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(0.2)
            client.connect((address, port))
            try:
                client.send(question)
                return bool(client.recv(4096))
            except OSError:
                return False
    return is_ready


def sshd(case, address, port):
    path = need("sshd")
    if os.geteuid() == 0:
        os.makedirs("/run/sshd", 0o755, exist_ok=True)
    key = case.path("host_key")
    if not os.path.exists(key):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "",
                        "-f", key], check=True)
    config = case.write("sshd_config-%d" % port, """
ListenAddress {}:{}
HostKey {}
UsePAM no
PidFile none
""".format(address, port, key))
    return start(case, [path, "-D", "-e", "-f", config],
                 accepts(address, port))


def certificate_of(case):
    """A file with a key and a certificate for e2e.example."""
    certificate = case.path("certificate.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days",
         "2", "-subj", "/CN=e2e.example", "-keyout", certificate, "-out",
         case.path("only-certificate.pem")],
        check=True, stderr=subprocess.DEVNULL)
    with open(certificate, "a", encoding="ascii") as both:
        with open(case.path("only-certificate.pem"), encoding="ascii") as one:
            both.write(one.read())
    return certificate


def nginx(case, address, http_port, https_port):
    path = need("nginx")
    certificate = certificate_of(case)
    user = "user root;" if os.geteuid() == 0 else ""
    config = case.write("nginx.conf", """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{ listen {address}:{http_port}; return 204; }}
  server {{
    listen {address}:{https_port} ssl;
    ssl_certificate {certificate};
    ssl_certificate_key {certificate};
    return 204;
  }}
}}
""".format(user=user, folder=case.folder, address=address, http_port=http_port,
           https_port=https_port, certificate=certificate))
    start(case, [path, "-p", case.folder, "-c", config],
          accepts(address, https_port))


def redis(case, address, port):
    start(case, [need("redis-server"), "--bind", address, "--port", str(port),
                 "--save", "", "--appendonly", "no", "--dir", case.folder],
          accepts(address, port))


def exim(case, address, port):
    path = need("exim4")
    need_to_change_users()
    os.chmod(case.folder, 0o755)
    for name in ("spool", "log"):
        os.mkdir(case.path(name))
        shutil.chown(case.path(name), "Debian-exim")
    config = case.write("exim.conf", """
primary_hostname = e2e.example
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
pid_file_path = {folder}/spool/pid
local_interfaces = <; [{address}]:{port}
host_lookup =
rfc1413_query_timeout = 0s
disable_ipv6 = true
tls_advertise_hosts =
""".format(folder=case.folder, address=address, port=port))
    start(case, [path, "-C", config, "-bdf"], accepts(address, port))


def dnsmasq(case, address, port):
    path = need("dnsmasq")
    need_to_change_users()
    root_name_servers = bytes.fromhex("2076 0000 0001 0000 0000 0000"
                                      "00 0002 0001")
    start(case, [path, "--keep-in-foreground",
                 "--conf-file=/dev/null", "--no-resolv", "--no-hosts",
                 "--bind-interfaces", "--listen-address=" + address,
                 "--port=%d" % port, "--user=root", "--pid-file=",
                 "--log-facility=-"],
          answers(address, port, root_name_servers))


def snmpd(case, address, port):
    path = need("snmpd")
    config = case.write("snmpd.conf", "rocommunity public\n")
    start(case, [path, "-f", "-Lo", "-I", "-smux", "-C", "-c", config,
                 "udp:{}:{}".format(address, port)],
          answers(address, port, SNMP_GET_SYSTEM_DESCRIPTION),
          env={"SNMP_PERSISTENT_DIR": case.folder})


# RFC 1157 4.1.2: version 1, community "public", get sysDescr.0.
SNMP_GET_SYSTEM_DESCRIPTION = bytes.fromhex(
    "3026"                                  # message
    "020100" "04067075626c6963"             # version, community
    "a019" "02012a" "020100" "020100"       # get, id 42, no error
    "300e300c" "06082b06010201010100" "0500")
