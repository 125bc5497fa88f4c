using System.Security.Cryptography;
using System.Text;

namespace FunctionsPipeline.Durable.Engine;

/// <summary>Version 5 ids (RFC 9562, section 5.5): the same name gives the same id.</summary>
internal static class DeterministicGuid
{
    // The namespace that Durable Functions uses for the same purpose.
    private static readonly Guid s_namespace = new("9e952958-5e33-4daf-827f-2fa12937b875");

    public static Guid Create(string name)
    {
        var content = new byte[16 + Encoding.UTF8.GetByteCount(name)];
        s_namespace.TryWriteBytes(content, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, content.AsSpan(16));

        // The standard asks for SHA-1 here; nothing secret depends on it.
        var id = SHA1.HashData(content).AsSpan(0, 16);
        id[6] = (byte)((id[6] & 0x0F) | 0x50);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
