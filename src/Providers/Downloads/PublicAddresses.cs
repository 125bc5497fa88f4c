using System.Net;
using System.Net.Sockets;

namespace FunctionsPipeline.Providers.Downloads;

/// <summary>Tells addresses of the public internet from those inside: a link from outside must not make us fetch from inside.</summary>
internal static class PublicAddresses
{
    // IANA special-purpose registries; an address in one of these is not a provider's storage.
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10",
            "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>True when the address, and any IPv4 address inside it, is public.</summary>
    public static bool Contains(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (NotPublic.Any(network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address))) return false;
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return true;

        var bytes = address.GetAddressBytes();
        if (Nat64.Contains(address)) return Contains(new IPAddress(bytes.AsSpan(12, 4)));
        return !SixToFour.Contains(address) || Contains(new IPAddress(bytes.AsSpan(2, 4)));
    }
}

/// <summary>A host has no address that a download may go to.</summary>
internal sealed class AddressRefusedException(string host) : IOException($"'{host}' is not on the public internet");
