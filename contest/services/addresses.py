"""The addresses under which phones on the same network can reach this machine."""

from typing import NamedTuple

import ifaddr


class LanAddress(NamedTuple):
    address: str
    adapter: str


def lan_addresses() -> list[LanAddress]:
    """IPv4 addresses of the machine's adapters, the most likely first: no loopback, no link-local, no bridges of
    virtual machines before real networks."""
    found = [
        LanAddress(str(ip.ip), adapter.nice_name)
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if ip.is_IPv4 and not str(ip.ip).startswith(("127.", "169.254."))
    ]
    return sorted(found, key=lambda each: _is_virtual(each.adapter))


def _is_virtual(adapter: str) -> bool:
    return any(
        mark in adapter.lower() for mark in ("docker", "veth", "br-", "virbr", "vmnet", "vethernet", "tun", "tap")
    )
