# SPDX-License-Identifier: Apache-2.0
"""Is what a scanner says of a service what the service is?

Names of one thing differ: a service goes by IANA's name or by another, a
product by its maker's or by its package's.  So services are compared through
a table of other names, products by their words, versions as they are.
"""
import re
from typing import NamedTuple

# Other names of a service; what is inside TLS goes by either.
ALIASES = (
    {"memcache", "memcached"},
    {"kerberos", "kerberos-sec"},
    {"tls", "ssl", "ssl/unknown", "ssl/tls"},
    {"https", "ssl/http", "ssl/https"},
    {"imaps", "ssl/imap"},
    {"pop3s", "ssl/pop3"},
    {"nrpe", "ssl/nrpe"},
    {"mbap", "modbus"},
    {"distcc", "distccd"},
    {"socks", "socks4", "socks5"},
    {"netbios-ssn", "microsoft-ds"},
    {"ident", "auth"},
    {"radius", "radius-acct"},
    {"isakmp", "ipsec-nat-t"},
    {"pulseaudio", "pulse"},
    {"ms-wbt-server", "rdp"},
    {"amqp", "amqps"},
    {"kadmin", "kerberos-adm"},
    {"kpasswd", "kpasswd5"},
    {"erlang-dist", "epmd-dist"},
    {"cvspserver", "cvs"},
    {"sunrpc", "rpcbind"},
    {"stun", "turn"},
    {"nrpe", "nagios-nrpe"},
)
# What the truth calls that which has no name.
NAMELESS = "unknown", "tcpwrapped"
# Words that say what a product is, rather than which.
GENERIC = {"server", "daemon", "the", "service", "smtpd", "imapd", "pop3d",
           "smbd", "key-value", "store", "http", "admin", "proxy", "httpd",
           "project", "isc", "apache", "gnu", "bsd", "node", "listener"}


class Judged(NamedTuple):
    is_there: bool  # there is something to be known
    is_right: bool
    is_wrong: bool  # it says something else


def same_service(there, said):
    return there == said or any(there in names and said in names
                                for names in ALIASES)


def words(product):
    found = set(re.findall(r"[a-z0-9.+-]+", product.lower()))
    return found - GENERIC or found


def same_product(there, said):
    return bool(words(there) & words(said)) or \
        there.lower().replace(" ", "") == said.lower().replace(" ", "")


def same_version(there, said):
    return there == said


SAME = {"service": same_service, "product": same_product,
        "version": same_version}


def judge(field, row, answer):
    there, said = row[field], getattr(answer, field, "")
    if field == "service" and there in NAMELESS:
        return Judged(True, said in ("", *NAMELESS),
                      said not in ("", *NAMELESS))
    if row["service"] in NAMELESS:
        return Judged(False, False, bool(said))
    if not there:
        return Judged(False, False, False)
    right = bool(said) and SAME[field](there, said)
    return Judged(True, right, bool(said) and not right)
