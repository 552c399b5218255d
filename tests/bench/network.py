# SPDX-License-Identifier: Apache-2.0
"""A network of our own, empty and closed, as often as one is wanted."""
import ctypes
import os
import subprocess

import harness

CLONE_NEWNET = 0x40000000
ETHERNET, ROUTER = "eth0", "eth1"
ETHERNET_ADDRESS = "192.0.2.8"
ROUTER_MAC = "02:00:00:00:00:02"

# A cable from the scanner's Ethernet to a router, which is this machine and
# passes packets on to where its routes lead.  The scanner's address is nobody
# else's, and the MAC it goes by not its interface's: answers pass by where a
# capture sees them, and the kernel leaves them alone.
CABLE = """
link add {ethernet} type veth peer name {router}
link set {router} address {router_mac}
link set {ethernet} up
link set {router} up
address add 192.0.2.9/32 dev {ethernet}
route add {address}/32 dev {router}
neigh add {address} lladdr 02:00:00:00:00:03 dev {router} nud permanent
""".format(ethernet=ETHERNET, router=ROUTER, router_mac=ROUTER_MAC,
           address=ETHERNET_ADDRESS)


def start_afresh():
    """Leave the network namespace for a new one.  The one left goes away with
    its connections, ports and routes."""
    assert harness.has_own_network()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "cannot make a network namespace")
    harness.bring_up_loopback()


def add_ethernet():
    subprocess.run(["ip", "-batch", "-"], input=CABLE.encode(), check=True)
    for name, value in (("ip_forward", "1"), ("conf/all/rp_filter", "0"),
                        ("conf/%s/rp_filter" % ROUTER, "0")):
        with open(os.path.join("/proc/sys/net/ipv4", name), "w",
                  encoding="ascii") as setting:
            setting.write(value)
